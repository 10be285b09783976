"""The page behind a paper's code, and what is said where a form cannot be printed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from models import Request
from tests.webapp.views.conftest import Browser
from webapp import printing
from webapp.jobs.runner import Runner
from webapp.printing import Printed, PrintFailed, PrintTooLarge, PrintUnavailable
from webapp.program import EXTENSION
from webapp.services import paper_marks, trail
from webapp.services.errors import Busy, Problem

Browsers = Callable[[str], Browser]


@pytest.fixture
def address(app: Flask, sent: int) -> str:
    """The address on a paper of the request as it was sent."""
    with app.extensions[EXTENSION].database.read() as session:
        request = session.get_one(Request, sent)
        return paper_marks.mark(session, request, trail.lines(session, request)[-1]).path


def test_e_a_paper_that_matches_is_said_to_match(browser: Browsers, address: str) -> None:
    text = browser("site.rep").get(address)
    assert "This paper matches the record." in text
    assert "3 號機變槳電機燒毀" in text


def test_e_a_paper_of_yesterday_is_told_what_is_new(browser: Browsers, address: str) -> None:
    browser("site.rep").act("approve")
    text = browser("site.staff").get(address)
    assert "This paper shows an earlier state of the record." in text
    assert "張代表" in text.split("Since then")[1]


@pytest.mark.parametrize("end", ["000000000000", "x"])
def test_e_a_forged_paper_is_said_to_be_one(browser: Browsers, address: str, end: str) -> None:
    text = browser("site.staff").get(address.rsplit("/", 1)[0] + "/" + end)
    assert "This paper does not match the record." in text
    assert "What the paper must say" not in text


def test_e_who_may_not_read_the_request_learns_nothing_from_its_paper(browser: Browsers, address: str) -> None:
    browser("stranger").get(address, status=404)
    browser("stranger").get("/paper?number=ICF-2026-000001&code=x", status=404)


def test_e_who_is_not_signed_in_signs_in_first(stranger: Browser, address: str) -> None:
    answer = stranger.client.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(address.replace("/", "%2F")) or address in answer.headers["Location"]


def test_e_a_paper_that_cannot_be_scanned_is_typed(browser: Browsers, address: str) -> None:
    person = browser("site.staff")
    assert "Check a paper" in person.get("/paper")
    answer = person.client.get(f"/paper?number=ICF-2026-000001&code={address[-12:].lower()}")
    assert answer.headers["Location"] == address
    assert "does not match" in person.get("/paper?number=ICF-2026-000001&code=0000-0000-0000")


@pytest.mark.parametrize(("lang", "said"), [("zh_Hant", "這份紙本與記錄相符。"), ("zh_Hans", "这份单据与记录相符。")])
def test_e_it_speaks_the_readers_language(browser: Browsers, address: str, lang: str, said: str) -> None:
    assert said in browser("site.staff").get(f"{address}?lang={lang}")


def test_e_a_draft_that_was_changed_is_said_to_have_been(app: Flask, browser: Browsers) -> None:
    person = browser("site.staff")
    person.get("/start/internal_contact")
    person.post("/start/internal_contact", {"_action": "save", "_action_id": person.field("_action_id"), "site": "n1"})
    with app.extensions[EXTENSION].database.read() as session:
        draft = session.scalars(select(Request)).one()
        path = paper_marks.mark(session, draft, None).path
    assert "This paper matches the record." in person.get(path)
    person.get(f"/drafts/{draft.id}")
    person.post(
        f"/drafts/{draft.id}", {"_action": "save", "_action_id": "x", "_rev": person.field("_rev"), "reason": "新"}
    )
    assert "The draft was changed." in person.get(path)


@pytest.mark.parametrize(
    ("refusal", "status", "said"),
    [
        (PrintTooLarge("print_too_large"), 422, "more memory"),
        (PrintFailed("print_too_long", seconds=60), 503, "60 seconds"),
        (PrintFailed("print_failed", cause="x"), 503, "could not be printed"),
        (PrintUnavailable("no pango"), 503, "libpango"),
        (Busy("print_busy"), 503, "Many forms are being printed"),
    ],
)
def test_e_a_form_that_is_not_printed_says_why_and_what_to_do(
    browser: Browsers, sent: int, refusal: Problem, status: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Printed:
        raise refusal

    monkeypatch.setattr(printing, "make", refuse)
    person = browser("site.staff")
    text = person.get(f"/requests/{sent}/form.pdf", status=status)
    assert said in text
    assert re.search(rf'href="/requests/{sent}"[^>]*>.*Open the request', text, re.S)
    assert person.page is not None
    assert ("Retry-After" in person.page.headers) == (status == 503)


def test_e_missing_characters_are_told_with_the_answer(
    browser: Browsers, sent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "make", lambda *_: Printed(b"%PDF-1.7", 1, ("U+2F9F8",)))
    answer = browser("site.staff").client.get(f"/requests/{sent}/form.pdf")
    assert answer.headers["X-Missing-Characters"] == "U+2F9F8"
    assert answer.headers["Repr-Digest"].startswith("sha-256=:")


def test_e_a_closed_request_is_sent_as_it_is_stored_until_the_file_is_lost(
    app: Flask, browser: Browsers, sent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = iter(range(9))
    monkeypatch.setattr(printing, "make", lambda *_: Printed(b"%%PDF %d" % next(made), 1))
    monkeypatch.setattr("webapp.jobs.papers.base", lambda _: "https://approvals.example")
    person = browser("site.staff")
    person.get(f"/requests/{sent}")
    person.post(f"/requests/{sent}/withdraw", {"_comment": "不需要了"})
    Runner(app).drain()
    stored = [person.client.get(f"/requests/{sent}/form.pdf?lang=zh_Hant").data for _ in range(2)]
    assert stored == [b"%PDF 1", b"%PDF 1"]
    for path in app.extensions[EXTENSION].settings.papers_dir.rglob("*.pdf"):
        path.unlink()
    assert "it is not printed anew" in person.get(f"/requests/{sent}/form.pdf", status=500)
