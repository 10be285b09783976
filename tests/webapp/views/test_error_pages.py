"""What went wrong, as a page in the reader's language, and as problem details for programs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from tests.webapp.views.conftest import Browser
from webapp.access import public
from webapp.services.errors import AlreadyDone, Busy, NotAllowed, NotFound, Problem, TooLarge, TooMany

PROBLEMS = {
    403: NotAllowed(),
    404: NotFound(),
    409: AlreadyDone(None, None, None),
    413: TooLarge(),
    422: Problem(),
    429: TooMany("too_many", seconds=120),
    503: Busy(),
}
WORDS = {
    "en": ("not yours", "Not found", "faster", "Too large", "Not filled", "Too many", "Busy"),
    "zh_Hant": ("無權", "找不到", "先辦理", "太大", "填寫有誤", "過多", "系統正忙"),
    "zh_Hans": ("无权", "找不到", "先办理", "太大", "填写有误", "过多", "系统正忙"),
}


def _failing(app: Flask, fault: Exception) -> None:
    @public
    def fail() -> None:
        raise fault

    for address in ("/fail", "/api/v1/fail"):
        app.add_url_rule(address, address, fail)


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize(("status", "place"), [(status, place) for place, status in enumerate(PROBLEMS)])
def test_each_problem_has_a_page_in_each_language(
    app: Flask, stranger: Browser, status: int, place: int, language: str
) -> None:
    _failing(app, PROBLEMS[status])
    text = stranger.get("/fail", status=status, headers={"Accept-Language": language.replace("_", "-")})
    assert WORDS[language][place] in text
    assert "Traceback" not in text


def test_a_fault_of_ours_is_a_page_without_its_secrets(app: Flask, browser: Callable[[str], Browser]) -> None:
    _failing(app, RuntimeError("the password is swordfish"))
    text = browser("site.staff").get("/fail", status=500)
    assert "Something went wrong with us" in text
    assert "swordfish" not in text


def test_a_locked_database_is_busy_and_says_when_to_come_back(app: Flask, stranger: Browser) -> None:
    _failing(app, OperationalError("select 1", {}, Exception("database is locked")))
    stranger.get("/fail", status=503)
    assert stranger.page is not None
    assert stranger.page.headers["Retry-After"] == "5"


def test_programs_get_problem_details(app: Flask, stranger: Browser) -> None:
    _failing(app, PROBLEMS[404])
    answer = stranger.client.get("/api/v1/fail")
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["type"] == "urn:approvals:problem:not-found"
    assert answer.json["status"] == 404


def test_unknown_addresses_are_a_page_for_who_is_signed_in(browser: Callable[[str], Browser]) -> None:
    assert "Not found" in browser("site.staff").get("/nowhere", status=404)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_a_form_that_is_too_large_is_told(browser: Callable[[str], Browser], kind: str) -> None:
    person = browser("site.staff")
    person.get("/start/internal_contact")
    much = b"x" * 8_100_000
    part = b'--b\r\nContent-Disposition: form-data; name="reason"\r\n\r\n' + much + b"\r\n--b--\r\n"
    body = part if kind.startswith("multipart") else b"reason=" + much
    answer = person.client.post("/start/internal_contact", data=body, content_type=kind)
    assert answer.status_code == 413
    assert "Too large" in answer.text
