"""The filter above a list: plain addresses, told as what can be taken away, kept under a name, carried along."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from models import Output
from tests.webapp.views.conftest import Browser, send
from webapp.program import EXTENSION

Browsers = Callable[[str], Browser]


def test_c_what_narrows_a_box_is_told_and_taken_away_one_by_one(browser: Browsers) -> None:
    person = browser("site.staff")
    send(person)
    text = person.get("/mine?status=open&person=小明&since=2026-01-01&sort=old")
    assert "ICF-" in text
    chips = dict(re.findall(r'class="chip" href="([^"]+)" aria-label="Without: ([^"]+)"', text))
    assert set(chips.values()) == {"Open", "started by 小明", "from 1 Jan 2026"}
    (without,) = (address for address, told in chips.items() if told == "Open")
    assert "status" not in without
    assert "sort=old" in without
    assert "Nothing here matches" in person.get("/mine?status=rejected")


def test_c_a_day_that_is_none_is_told_at_its_field_and_narrows_nothing(browser: Browsers) -> None:
    person = browser("site.staff")
    send(person)
    text = person.get("/mine?since=2026-99-99&unit=nowhere&due=never&sort=x&status=lost")
    assert "“2026-99-99” is not a date" in text
    assert 'value="2026-99-99"' in text
    assert 'class="row-link"' in text


@pytest.mark.parametrize("address", ["/done?due=soon", "/mine?q=%00", "/search?q=%00a", "/mine?person=%00"])
def test_c_what_no_hand_types_narrows_nothing_and_breaks_nothing(browser: Browsers, address: str) -> None:
    person = browser("site.staff")
    send(person)
    assert person.get(address)


def test_c_a_filter_is_kept_listed_carried_into_the_export_and_taken_away(app: Flask, browser: Browsers) -> None:
    person = browser("site.staff")
    send(person)
    person.get("/mine?status=open&unit=n1")
    answer = person.post("/filters", {"box": "mine", "name": "開著的", "status": "open", "unit": "n1"})
    assert answer.headers["Location"] == "/mine?status=open&unit=n1"
    text = person.get("/mine?status=open&unit=n1")
    assert re.search(r'href="/mine\?status=open&amp;unit=n1" aria-current="true">開著的<', text)
    assert "開著的" not in browser("planner").get("/mine")
    person.get("/mine?status=open&unit=n1")
    person.post("/export", {"box": "mine", "status": "open", "unit": "n1", "as": "csv"})
    with app.extensions[EXTENSION].database.read() as session:
        made = json.loads(session.scalars(select(Output.params)).one())
    assert made == {"box": "mine", "status": "open", "unit": "n1", "as": "csv"}
    (address,) = re.findall(r'action="(/filters/\d+/discard)"', text)
    person.get("/mine")
    assert person.post(address).headers["Location"] == "/mine"
    assert "開著的" not in person.get("/mine")


def test_c_late_tasks_stand_on_top(browser: Browsers) -> None:
    person = browser("site.rep")
    send(browser("site.staff"))
    text = person.get("/tasks")
    assert '<option value="" selected>By deadline, overdue first</option>' in text
