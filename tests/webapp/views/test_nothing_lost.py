"""Sent twice, sent too late, sent from an old page: it happens once, and nothing typed is lost (B17)."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from flask import Flask
from PIL import Image

from tests.counting import count_sql
from tests.webapp.views.conftest import CONTACT, START, Browser, faults
from webapp.program import program

Sign = Callable[[str], Browser]
TYPED = "變頻器 IGBT 擊穿，停機三日"


def photo(colour: str = "green") -> tuple[BytesIO, str]:
    """Return a small photograph as a browser sends it."""
    made = BytesIO()
    Image.new("RGB", (60, 40), colour).save(made, "JPEG")
    made.seek(0)
    return made, "齒輪箱.jpg"


def draft(person: Browser) -> str:
    """Save a draft and open it; return its address."""
    person.get(START)
    sent = {**CONTACT, "_action_id": person.field("_action_id"), "_action": "save"}
    address = person.post(START, sent).headers["Location"]
    person.get(address)
    return address


def hidden(person: Browser, *names: str) -> dict[str, str]:
    return {name: person.field(name) for name in names}


def test_a_decision_with_a_photograph_sent_twice_happens_once(browser: Sign, sent: int) -> None:
    assert sent
    person = browser("site.rep")
    address = person.task()
    fields = {**hidden(person, "_action_id", "_version"), "_action": "approve"}
    assert person.post(address, {**fields, "_files.new": photo()}).status_code == 302
    person.get("/me")
    assert person.post(address, {**fields, "_files.new": photo()}).status_code == 302


def test_a_start_with_a_photograph_sent_twice_is_one_request(browser: Sign) -> None:
    person = browser("site.staff")
    person.get(START)
    fields = {**CONTACT, "_action_id": person.field("_action_id"), "_action": "submit"}
    first = person.post(START, {**fields, "attachments.new": photo()})
    person.get("/me")
    again = person.post(START, {**fields, "attachments.new": photo()})
    assert (first.status_code, first.headers["Location"]) == (again.status_code, again.headers["Location"])


def test_another_photograph_under_the_same_form_is_another_file(browser: Sign) -> None:
    person = browser("site.staff")
    person.get(START)
    fields = {**CONTACT, "_action_id": person.field("_action_id"), "_action": "look"}
    one = person.post(START, {**fields, "attachments.new": photo("green")}).text
    two = person.post(START, {**fields, "attachments.new": photo("red")}).text
    assert 'name="attachments" value="1"' in one
    assert 'name="attachments" value="2"' in two


def test_withdrawing_twice_happens_once(browser: Sign, sent: int) -> None:
    person = browser("site.staff")
    person.get(f"/requests/{sent}")
    fields = {"_comment": "不需要了", "_action_id": "withdraw-1"}
    assert person.post(f"/requests/{sent}/withdraw", fields).status_code == 302
    person.get("/me")
    assert person.post(f"/requests/{sent}/withdraw", fields).status_code == 302


def test_a_draft_changed_in_another_window_keeps_what_was_typed(browser: Sign) -> None:
    person = browser("site.staff")
    address = draft(person)
    old = hidden(person, "_rev")
    person.post(address, {**CONTACT, **old, "_action_id": "w1", "_action": "save", "reason": "另一窗"})
    person.get(address)
    page = person.post(address, {**CONTACT, **old, "_action_id": "w2", "_action": "save", "reason": TYPED})
    assert page.status_code == 409
    assert TYPED in page.text
    fields = {**CONTACT, **hidden(person, "_rev", "_action_id"), "_action": "save", "reason": TYPED}
    assert person.post(address, fields).status_code == 302


def test_a_stale_draft_stays_stale_while_rows_are_added(browser: Sign) -> None:
    person = browser("site.staff")
    address = draft(person)
    old = hidden(person, "_rev")
    person.post(address, {**CONTACT, **old, "_action_id": "w1", "_action": "save", "reason": "另一窗"})
    person.get(address)
    person.post(address, {**CONTACT, **old, "_action": "look", "_rows": "tools"})
    assert person.field("_rev") == old["_rev"]


def test_a_draft_that_was_sent_meanwhile_keeps_what_was_typed(browser: Sign) -> None:
    person = browser("site.staff")
    address = draft(person)
    fields = {**CONTACT, **hidden(person, "_rev", "_action_id")}
    person.post(address, {**fields, "_action": "submit"})
    person.get(START)
    page = person.post(address, {**fields, "_action_id": "w2", "_action": "submit", "reason": TYPED})
    assert page.status_code == 409
    assert TYPED in page.text
    assert f'action="{START}"' in page.text


def test_back_after_a_draft_was_saved_keeps_what_was_typed(browser: Sign) -> None:
    person = browser("site.staff")
    person.get(START)
    fields = {**CONTACT, "_action_id": person.field("_action_id")}
    person.post(START, {**fields, "_action": "save"})
    person.get(START)
    page = person.post(START, {**fields, "_action": "submit", "reason": TYPED})
    assert page.status_code == 422
    assert TYPED in page.text
    assert person.field("_action_id") != fields["_action_id"]


def test_who_was_slower_gets_back_the_lines_they_typed(browser: Sign, sent: int) -> None:
    assert sent
    first, second = browser("site.rep"), browser("site.rep")
    address = second.task()
    fields = {**hidden(second, "_action_id", "_version"), "_action": "approve", "_comment": TYPED}
    first.act("approve")
    page = second.post(address, fields)
    assert page.status_code == 409
    assert TYPED in page.text


def test_a_photograph_in_a_field_is_seen_by_the_next(browser: Sign) -> None:
    person = browser("site.staff")
    person.get(START)
    fields = {**CONTACT, "_action_id": person.field("_action_id"), "_action": "submit"}
    address = person.post(START, {**fields, "attachments.new": photo()}).headers["Location"]
    reader = browser("site.rep")
    assert "齒輪箱.jpg" in reader.get(address)
    with reader.client.get("/attachments/1") as answer:
        assert answer.status_code == 200


def test_somebody_elses_file_is_refused_at_its_field(browser: Sign) -> None:
    other = browser("stranger")
    other.get("/me")
    other.post("/attachments", {"file": photo()})
    person = browser("site.staff")
    for wanted in ("1", str(2**70)):
        person.get(START)
        fields = {**CONTACT, "_action_id": person.field("_action_id"), "_action": "submit"}
        page = person.post(START, {**fields, "attachments": wanted})
        assert page.status_code == 422
        assert faults(page) == ["A file is not there any more; please add it again."]


def test_many_files_cost_no_more_statements(app: Flask, browser: Sign) -> None:
    needed = []
    for count in (1, 8):
        person = browser("site.staff")
        person.get(START)
        token = {"csrf_token": person.field("csrf_token")}
        sent = [person.client.post("/attachments", data={"file": photo(), **token}).json for _ in range(count)]
        ids = [str(one["id"]) for one in sent if one]
        fields = {**CONTACT, **token, "_action_id": person.field("_action_id"), "_action": "submit"}
        address = person.client.post(START, data={**fields, "attachments": ids}).headers["Location"]
        with app.app_context(), count_sql(program().database) as statements:
            person.get(address)
        needed.append(len(statements))
    assert needed[0] == needed[1]
