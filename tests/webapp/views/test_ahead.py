"""The steps to come on the start form, the desk and the request's page (A9)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.webapp.views.conftest import CONTACT, START, Browser

Sign = Callable[[str], Browser]


def told(page: str) -> str:
    """Return what the list of steps to come says."""
    found = re.search(r'id="ahead".*?</section>', page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])) if found else ""


def test_a9_the_start_form_says_who_would_get_it(browser: Sign) -> None:
    text = told(browser("site.staff").get(START))
    assert "Site representative reviews 張代表" in text
    assert "Planner checks 李計劃, 孫計劃" in text
    assert "As of now, if everything is approved." in text


def test_a9_it_follows_what_is_filled_in_and_keeps_nothing(browser: Sign) -> None:
    person = browser("site.staff")
    person.get(START)
    answer = person.post(f"{START}/ahead", CONTACT | {"needed_by": "no date"})
    assert "Planner checks" in told(answer.text)
    assert "No drafts" in person.get("/drafts") or "row-link" not in person.get("/drafts")


@pytest.mark.usefixtures("sent")
def test_a9_the_desk_and_the_page_say_what_comes_after(browser: Sign, sent: int) -> None:
    person = browser("site.rep")
    person.task()
    assert person.page is not None
    for page in (person.page.text, browser("site.staff").get(f"/requests/{sent}")):
        text = told(page)
        assert "Site representative reviews" not in text
        assert "Side by side" in text
        assert "or straight on" in text


def test_a9_what_is_closed_has_nothing_to_come(browser: Sign, sent: int) -> None:
    person = browser("site.staff")
    person.get(f"/requests/{sent}")
    person.post(f"/requests/{sent}/withdraw", {"_comment": "x", "_action_id": "w"})
    assert told(person.get(f"/requests/{sent}")) == ""
