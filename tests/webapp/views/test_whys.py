"""The desk says why something is there, the trail how long it took and what changed, the page what is linked."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask

from models import Link, Request
from tests.cast import Cast
from tests.webapp.services.test_explained import freight
from tests.webapp.views.conftest import Browser, send
from webapp.program import program

Sign = Callable[[str], Browser]


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def task(app: Flask, browser: Sign) -> str:
    """What site.rep reads on the desk of a request that a table has sent there."""
    with app.app_context():
        small = freight(Cast(program().database))
        item = small.item("sign").id
    return words(browser("site.rep").get(f"/tasks/{item}"))


def test_a8_the_desk_names_row_table_and_version_and_what_it_looked_at(app: Flask, browser: Sign) -> None:
    page = task(app, browser)
    assert "Row 1 of table “freight_policy”, version 1" in page
    assert "price &gt; reference * 1.1 Yes" in page
    assert "Result application" in page
    assert "Row 1: over true → way &#34;application&#34;" in page


def test_a8_the_desk_says_how_its_people_were_found(app: Flask, browser: Sign) -> None:
    told = "n1 in English · chief site representative (superior of who made the request)."
    assert f"On your desk because you are: {told}" in task(app, browser)


def test_the_trail_says_how_long_a_step_took(browser: Sign, sent: int) -> None:
    browser("site.rep").act("approve", _comment="好")
    page = words(browser("site.staff").get(f"/requests/{sent}"))
    assert "after 0 minutes" in page
    assert "took 0 minutes" in page


def test_a_long_trail_is_folded(browser: Sign, sent: int) -> None:
    rep = browser("site.rep")
    for number in range(35):
        rep.get(f"/requests/{sent}")
        rep.post(f"/requests/{sent}/comment", {"_comment": f"第 {number} 則", "_action_id": f"c{number}"})
    page = rep.get(f"/requests/{sent}")
    shown, _, folded = page.partition('class="trail-older"')
    assert "第 34 則" in shown
    assert "第 0 則" in folded
    assert "6 earlier lines" in folded


def test_b14_linked_requests_are_shown_to_who_may_read_them(app: Flask, browser: Sign, sent: int) -> None:
    other, hidden = send(browser("site.staff"), reason="一"), send(browser("stranger"), site="s1", reason="二")
    with app.app_context(), program().database.write() as session:
        session.add_all(Link(from_id=sent, to_id=one, kind="copy") for one in (other, hidden))
        numbers = {one: session.get_one(Request, one).number or "" for one in (other, hidden)}
    page = browser("site.staff").get(f"/requests/{sent}")
    assert f'<a href="/requests/{other}">{numbers[other]}</a>' in page
    assert numbers[hidden] not in page
    assert page.count("links-box") == 1
