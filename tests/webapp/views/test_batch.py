"""Ordering the prints of several requests from a box, by a plain form."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from models import Output
from tests.webapp.views.conftest import Browser, send
from webapp.program import EXTENSION

Browsers = Callable[[str], Browser]


def ordered(app: Flask) -> list[dict[str, object]]:
    with app.extensions[EXTENSION].database.read() as session:
        return [json.loads(one.params) for one in session.scalars(select(Output).order_by(Output.id))]


def test_e_chosen_requests_are_ordered_from_a_box(app: Flask, browser: Browsers) -> None:
    person = browser("site.staff")
    first, second = send(person), send(person)
    assert f'name="request" value="{first}"' in person.get("/mine")
    answer = person.post("/print", {"box": "mine", "request": [str(second), str(first)], "what": "chosen", "as": "zip"})
    assert answer.headers["Location"].startswith("/downloads/")
    assert ordered(app) == [{"requests": [second, first], "as": "zip"}]


def test_e_all_that_a_box_shows_are_ordered_with_its_filter(app: Flask, browser: Browsers) -> None:
    person = browser("site.staff")
    send(person)
    person.get("/mine?status=open&q=變槳")
    person.post("/print", {"box": "mine", "q": "變槳", "status": "open", "what": "all"})
    assert ordered(app) == [{"box": "mine", "q": "變槳", "status": "open", "as": "pdf"}]


@pytest.mark.parametrize("chosen", [[], ["x", "-1", "9" * 30]])
def test_e_nothing_chosen_is_said_in_the_box(app: Flask, browser: Browsers, chosen: list[str]) -> None:
    person = browser("site.staff")
    send(person)
    person.get("/mine?status=open")
    answer = person.post("/print", {"box": "mine", "status": "open", "what": "chosen", "request": chosen})
    assert answer.headers["Location"] == "/mine?status=open"
    assert "Choose the requests that you want to print." in person.get(answer.headers["Location"])
    assert ordered(app) == []


def test_e_more_than_the_limit_are_refused(app: Flask, browser: Browsers) -> None:
    person = browser("site.staff")
    send(person)
    person.get("/mine")
    person.post("/print", {"box": "mine", "request": [str(one) for one in range(1, 202)], "what": "chosen"})
    assert "At most 200 requests" in person.get("/mine")
    assert ordered(app) == []
