"""Ordering a box as a table, by a plain form."""

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


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_b_a_box_is_ordered_as_a_table_with_its_filter(app: Flask, browser: Browsers, kind: str) -> None:
    person = browser("site.staff")
    send(person)
    assert 'action="/export"' in person.get("/mine?status=open&q=變槳")
    answer = person.post("/export", {"box": "mine", "q": "變槳", "status": "open", "as": kind})
    assert answer.headers["Location"].startswith("/downloads/")
    assert "List of requests" in person.get(answer.headers["Location"])
    with app.extensions[EXTENSION].database.read() as session:
        found = session.scalars(select(Output)).one()
    assert (found.kind, json.loads(found.params)) == (
        "list",
        {"box": "mine", "q": "變槳", "status": "open", "as": kind},
    )
