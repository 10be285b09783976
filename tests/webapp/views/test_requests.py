"""A request's page: who reads it, what they may do there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape

import pytest

from tests.webapp.views.conftest import Browser, faults

Browsers = Callable[[str], Browser]


@pytest.mark.parametrize("login", ["site.staff", "site.rep", "admin", "auditor"])
def test_readers_see_it(browser: Browsers, sent: int, login: str) -> None:
    assert "3 號機變槳電機燒毀" in browser(login).get(f"/requests/{sent}")


@pytest.mark.parametrize("login", ["stranger", "stranger.manager", "buyer"])
def test_nobody_else_does(browser: Browsers, sent: int, login: str) -> None:
    person = browser(login)
    person.get(f"/requests/{sent}", status=404)
    assert "ICF-2026-000001" not in person.get("/tasks?q=ICF")


def test_the_way_is_told_as_a_list_and_as_a_diagram(browser: Browsers, sent: int) -> None:
    text = browser("site.staff").get(f"/requests/{sent}")
    assert "now here" in text
    state = json.loads(unescape(re.findall(r'data-diagram-state="([^"]*)"', text)[0]))
    assert state["open"] == ["site_review"]
    assert state["done"] == ["initiator"]
    assert state["labels"]["site_review"] == "Site representative reviews"


def test_the_diagram_is_sent_to_readers(browser: Browsers, sent: int) -> None:
    person = browser("site.staff")
    answer = person.client.get(f"/requests/{sent}/diagram/main.bpmn")
    assert answer.mimetype == "application/xml"
    assert b"site_review" in answer.data
    person.get(f"/requests/{sent}/diagram/nothing.bpmn", status=404)


def test_a_comment_stands_in_the_trail(browser: Browsers, sent: int) -> None:
    person = browser("site.staff")
    person.get(f"/requests/{sent}")
    answer = person.post(f"/requests/{sent}/comment", {"_comment": "貨到請聯繫 <我>", "_action_id": "one"})
    assert answer.status_code == 302
    assert "貨到請聯繫 &lt;我&gt;" in browser("site.rep").get(f"/requests/{sent}")


@pytest.mark.parametrize("text", ["", "x" * 5001])
def test_an_empty_or_endless_comment_is_refused(browser: Browsers, sent: int, text: str) -> None:
    person = browser("site.staff")
    person.get(f"/requests/{sent}")
    assert person.post(f"/requests/{sent}/comment", {"_comment": text}).status_code == 422


def test_withdrawing_ends_it(browser: Browsers, sent: int) -> None:
    person = browser("site.staff")
    assert "Withdraw this request" in person.get(f"/requests/{sent}")
    assert person.post(f"/requests/{sent}/withdraw", {"_comment": "不需要了"}).status_code == 302
    text = person.get(f"/requests/{sent}")
    assert 'pill-neutral">Withdrawn' in text
    assert "Withdraw this request" not in text
    assert "Your desk is clear" in browser("site.rep").get("/tasks")


def test_only_the_initiator_withdraws(browser: Browsers, sent: int) -> None:
    rep = browser("site.rep")
    assert "Withdraw this request" not in rep.get(f"/requests/{sent}")
    assert rep.post(f"/requests/{sent}/withdraw", {"_comment": "x"}).status_code == 403


def test_auditors_change_nothing(browser: Browsers, sent: int) -> None:
    person = browser("auditor")
    text = person.get(f"/requests/{sent}")
    assert "Leave a comment" not in text
    answer = person.post(f"/requests/{sent}/comment", {"_comment": "x"})
    assert answer.status_code == 403
    assert "Auditors read everything and change nothing." in answer.text
    assert not faults(answer)


def test_a_link_to_the_print_is_there(browser: Browsers, sent: int) -> None:
    assert f'href="/requests/{sent}/form.pdf"' in browser("site.staff").get(f"/requests/{sent}")


@pytest.mark.usefixtures("sent")
def test_boxes_filter_and_search(browser: Browsers) -> None:
    person = browser("site.staff")
    assert "ICF-2026-000001" in person.get("/mine?status=open&q=變槳")
    assert "Nothing here matches." in person.get("/mine?status=rejected")
    assert "Nothing here matches." in person.get("/mine?q=%25")
    person.get("/mine?cursor=nonsense", status=422)


@pytest.mark.usefixtures("sent")
def test_the_live_counts_are_parts_of_a_page(browser: Browsers) -> None:
    person = browser("site.rep")
    text = person.get("/live")
    assert re.search(r'id="count-todo"[^>]*>1<', text)
    assert "<html" not in text


def test_who_is_signed_out_gets_no_part_of_a_page(stranger: Browser) -> None:
    stranger.get("/live", status=401, headers={"HX-Request": "true"})
