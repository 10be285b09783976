"""What is typed is kept as one types, restored with a note, and told when another window was faster (B12)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.webapp.views.conftest import CONTACT, START, Browser

Sign = Callable[[str], Browser]
HIDDEN = ("_action_id", "_version", "_draft_rev", "csrf_token")


def put(person: Browser, address: str, **fields: Any) -> Any:
    """Keep what was typed on the page that is open, as its script does; return the answer."""
    client: FlaskClient = person.client
    return client.put(address, data={name: person.field(name) for name in HIDDEN} | fields)


@pytest.mark.usefixtures("sent")
def test_b12_a_decision_is_kept_and_restored_with_a_note(browser: Sign) -> None:
    rep = browser("site.rep")
    task = rep.task()
    answer = put(rep, f"{task}/draft", _comment="尚缺一件", _to="initiator", _resume="straight_back", _choice="return")
    assert (answer.status_code, answer.json) == (200, {"message": "Saved 10:00", "fields": {"_draft_rev": 1}})
    page = rep.get(task)
    assert "Unfinished decision, saved 10:00" in page
    assert "尚缺一件</textarea>" in page
    assert 'value="straight_back" id="resume-back" checked' in page
    assert rep.field("_draft_rev") == "1"


@pytest.mark.usefixtures("sent")
def test_b12_another_window_that_saved_since_is_told_and_nothing_is_lost(browser: Sign) -> None:
    rep = browser("site.rep")
    task = rep.task()
    assert put(rep, f"{task}/draft", _comment="一").status_code == 200
    answer = put(rep, f"{task}/draft", _comment="二")
    assert answer.status_code == 409
    assert answer.json == {
        "message": "Another window of yours saved this at 10:00.",
        "newer": {"_draft_rev": "1"},
    }
    fields = {name: rep.field(name) for name in HIDDEN} | {"_comment": "二", "_action": "save"}
    page = rep.client.post(task, data=fields)
    assert page.status_code == 409
    assert "Another window of yours saved this at 10:00." in page.text
    assert "二</textarea>" in page.text
    rep.page = page
    assert rep.post(task, fields | {"_draft_rev": rep.field("_draft_rev")}).status_code == 302
    assert "二</textarea>" in rep.get(task)


@pytest.mark.usefixtures("sent")
def test_b12_without_script_a_button_keeps_and_another_discards(browser: Sign) -> None:
    rep = browser("site.rep")
    task = rep.task()
    assert rep.act("save", _comment="稍後").headers["Location"] == task
    assert "稍後</textarea>" in rep.get(task)
    assert rep.post(f"{task}/draft/discard").headers["Location"] == task
    page = rep.get(task)
    assert "稍後" not in page
    assert "Unfinished decision" not in page


@pytest.mark.usefixtures("sent")
def test_b12_what_changed_since_is_told_with_the_unfinished_decision(browser: Sign) -> None:
    browser("site.rep").act("approve")
    planner = browser("planner")
    task = planner.task()
    put(planner, f"{task}/draft", _comment="看", _version="AAAA")
    assert "The request has changed since." in planner.get(task)


@pytest.mark.usefixtures("sent")
def test_b12_a_task_done_by_another_is_told(browser: Sign) -> None:
    browser("site.rep").act("approve")
    one, two = browser("planner"), browser("planner2")
    task = two.task()
    one.act("approve")
    answer = put(two, f"{task}/draft", _comment="我")
    assert (answer.status_code, answer.json) == (409, {"message": "李計劃 did this at 23 Nov 2026, 10:00: Approved."})


def test_b12_a_start_form_becomes_one_draft_with_all_that_was_typed(browser: Sign) -> None:
    person = browser("site.staff")
    person.get(START)
    typed = {**CONTACT, "spare_parts.0.quantity": "abc"}
    first = put(person, f"{START}/draft", **typed)
    assert first.json == {
        "message": "Saved 10:00",
        "fields": {"_draft_rev": 1, "_rev": 1},
        "address": "/drafts/1",
        "save": "/drafts/1/draft",
    }
    assert put(person, f"{START}/draft", **typed).json["address"] == "/drafts/1"
    assert "You left a form unfinished, saved 10:00." in person.get(START)
    page = person.get("/drafts/1")
    assert "As you left it, saved 10:00." in page
    assert 'value="abc"' in page


def test_b12_a_draft_saved_in_another_window_is_not_written_over(browser: Sign) -> None:
    person = browser("site.staff")
    person.get(START)
    put(person, f"{START}/draft", **CONTACT)
    person.get("/drafts/1")
    assert put(person, "/drafts/1/draft", **CONTACT, _draft_rev="1").status_code == 200
    assert put(person, "/drafts/1/draft", **CONTACT, _draft_rev="1").status_code == 409
    fields = {**CONTACT, "_rev": "1", "_draft_rev": "1", "_action_id": "x", "_action": "submit"}
    refused = person.post("/drafts/1", fields)
    assert refused.status_code == 409
    fields |= {"_draft_rev": person.field("_draft_rev"), "_action_id": "y"}
    assert person.post("/drafts/1", fields).headers["Location"] == "/requests/1"


def test_b12_who_may_not_start_keeps_nothing(browser: Sign) -> None:
    person = browser("manager")
    person.get("/me")
    assert put(person, f"{START}/draft", **CONTACT).status_code == 403


def test_b12_signed_out_nothing_is_kept_and_the_script_is_told(stranger: Browser) -> None:
    assert stranger.client.put(f"{START}/draft", data={"reason": "x"}).status_code == 401
