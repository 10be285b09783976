"""The counts that pages ask for now and then: whole where something changed, else 304 and next to no work."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from markupsafe import escape

from tests.counting import count_sql
from tests.webapp.views.conftest import Browser, send
from webapp.program import EXTENSION

Browsers = Callable[[str], Browser]
ASKING = 2
"""The session and its person are known after so many statements, whatever is asked."""


def test_c_unchanged_counts_are_304_and_one_statement(app: Flask, browser: Browsers) -> None:
    person = browser("site.rep")
    person.get("/live")
    assert person.page is not None
    tag = person.page.headers["ETag"]
    with count_sql(app.extensions[EXTENSION].database) as sent:
        assert person.get("/live", status=304, headers={"If-None-Match": tag}) == ""
    assert len(sent) == ASKING + 1
    send(browser("site.staff"))
    assert 'id="count-todo" class="count count-hot">1<' in person.get("/live", headers={"If-None-Match": tag})


def test_c_a_page_brings_the_tag_of_its_counts_along(browser: Browsers) -> None:
    person = browser("site.rep")
    text = person.get("/tasks")
    person.get("/live")
    assert person.page is not None
    tag = str(person.page.headers["ETag"])
    assert f'data-tag="{escape(tag)}"' in text
