"""Deciding: the form by rights, the buttons, both ways of returning, stale pages (B17)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.webapp.views.conftest import Browser, faults, send

Browsers = Callable[[str], Browser]
TO_REP = {"_to": "site_review", "_comment": "哪一台？"}


@pytest.mark.usefixtures("sent")
def test_the_desk_says_what_is_to_do_and_why(browser: Browsers) -> None:
    person = browser("site.rep")
    assert "Site representative reviews" in person.get("/tasks")
    person.task()
    assert person.page is not None
    assert "On your desk because you are: n1 in English · chief site representative." in person.page.text


@pytest.mark.usefixtures("sent")
def test_approving_passes_it_on(browser: Browsers) -> None:
    rep = browser("site.rep")
    answer = rep.act("approve", _comment="同意")
    assert answer.headers["Location"] == "/tasks"
    assert "Your desk is clear" in rep.get("/tasks")
    assert "ICF-2026-000001" in browser("planner").get("/tasks")
    assert "ICF-2026-000001" in rep.get("/done")


def test_rejecting_and_returning_need_a_comment(browser: Browsers, sent: int) -> None:
    rep = browser("site.rep")
    for action in ("reject", "return"):
        answer = rep.act(action, _to="initiator")
        assert answer.status_code == 422
        assert "Please say why, in a comment." in faults(answer) or "Please fill this in." in faults(answer)
    assert rep.act("reject", _comment="nicht nötig").status_code == 302
    assert 'pill-bad">Rejected' in browser("site.staff").get(f"/requests/{sent}")


@pytest.mark.usefixtures("sent")
def test_the_same_decision_sent_twice_gets_the_same_answer(browser: Browsers) -> None:
    rep = browser("site.rep")
    task = rep.task()
    fields = {name: rep.field(name) for name in ("_action_id", "_version", "csrf_token")} | {"_action": "approve"}
    assert [rep.client.post(task, data=fields).headers.get("Location") for _ in range(2)] == ["/tasks", "/tasks"]


@pytest.mark.usefixtures("sent")
def test_b17_who_comes_late_is_told_who_was_faster_and_keeps_the_comment(browser: Browsers) -> None:
    browser("site.rep").act("approve")
    first, second = browser("planner"), browser("planner2")
    task = second.task()
    hidden = {name: second.field(name) for name in ("_action_id", "_version")}
    first.act("approve")
    answer = second.post(task, {**hidden, "_action": "approve", "_comment": "我也同意", "check_note": "齊了"})
    assert answer.status_code == 409
    assert "李計劃 did this at 23 Nov 2026, 10:00: Approved." in answer.text
    assert "我也同意" in answer.text
    assert "齊了" in answer.text


@pytest.mark.usefixtures("sent")
def test_b17_a_page_that_is_out_of_date_keeps_what_was_typed(browser: Browsers) -> None:
    browser("site.rep").act("approve")
    planner = browser("planner")
    answer = planner.act("approve", _version="AAAA", _comment="尚缺一件", check_note="待補")
    assert answer.status_code == 409
    assert "This has changed since you opened it." in answer.text
    assert "尚缺一件" in answer.text
    assert "待補" in answer.text


def test_who_may_see_but_not_act_gets_403(browser: Browsers, sent: int) -> None:
    rep = browser("site.rep")
    task = rep.task()
    staff = browser("site.staff")
    staff.get(task, status=302)
    staff.get(f"/requests/{sent}")
    answer = staff.post(task, {"_action": "approve"})
    assert answer.status_code == 403
    assert "This task is not on your desk." in answer.text


def test_icf4_the_planner_edits_lines_and_the_trail_shows_before_and_after(browser: Browsers, sent: int) -> None:
    browser("site.rep").act("approve")
    planner = browser("planner")
    planner.task()
    lines = {"spare_parts.0.id": planner.field("spare_parts.0.id"), "spare_parts.0.code": "S-001"}
    full = {"name": "變槳電機", "specification": "4.5kW", "model": "1.5MW", "unit": "台", "urgency": "urgent"}
    lines |= {f"spare_parts.0.{name}": value for name, value in full.items()}
    answer = planner.act("approve", **lines, **{"spare_parts.0.quantity": "1"}, spare_parts="", check_note="減一")
    assert answer.status_code == 302, faults(answer)
    text = planner.get(f"/requests/{sent}")
    assert re.search(r"<del>2</del>.*<ins>1</ins>", text, re.DOTALL)


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize(("action", "opened"), [("approve", []), ("return", ["return"]), ("reject", ["reject"])])
def test_only_the_panel_of_the_action_that_was_refused_stays_open(
    browser: Browsers, action: str, opened: list[str]
) -> None:
    rep = browser("site.rep")
    rep.task()
    answer = rep.act(action, _to="initiator", _comment="", **({"_version": "AAAA"} if action == "approve" else {}))
    assert answer.status_code in (409, 422)
    assert re.findall(r'data-choice="(\w+)" open', answer.text) == opened


def test_straight_back_rests_the_returners_task(browser: Browsers, sent: int) -> None:
    browser("site.rep").act("approve")
    planner, rep = browser("planner"), browser("site.rep")
    assert planner.act("return", **TO_REP, _resume="straight_back").status_code == 302
    text = planner.get(f"/requests/{sent}")
    way = text.split('aria-labelledby="way-title"')[1]
    assert way.count("<strong>now here</strong>") == 1, "the correction"
    assert way.count("<strong>rests</strong>") == 1, "the task that waits for it"
    rep.task()
    assert rep.page is not None
    assert "Returned by 李計劃" in rep.page.text
    assert "哪一台？" in rep.page.text
    assert rep.act("approve", _comment="3 號機").status_code == 302
    assert "ICF-2026-000001" in planner.get("/tasks")


@pytest.mark.usefixtures("sent")
def test_step_by_step_goes_the_whole_way_again(browser: Browsers) -> None:
    browser("site.rep").act("approve")
    browser("planner").act("return", _to="initiator", _comment="請補原因", _resume="step_by_step")
    staff = browser("site.staff")
    assert "Returned to you" in staff.get("/tasks")
    staff.task()
    assert staff.page is not None
    assert 'value="resubmit"' in staff.page.text or 'value="approve"' in staff.page.text
    fields = {"reason": "3 號機，已拍照"}
    action = "resubmit" if 'value="resubmit"' in staff.page.text else "approve"
    assert staff.act(action, **fields).status_code == 302
    assert "ICF-2026-000001" in browser("site.rep").get("/tasks")


@pytest.mark.usefixtures("sent")
def test_an_unfinished_decision_is_kept(browser: Browsers) -> None:
    browser("site.rep").act("approve")
    planner = browser("planner")
    answer = planner.act("save", _comment="等現場回電", check_note="未完")
    text = planner.get(answer.headers["Location"])
    assert "等現場回電" in text
    assert "未完" in text


@pytest.mark.usefixtures("sent")
def test_a_refused_send_gets_a_new_action_id(browser: Browsers) -> None:
    rep = browser("site.rep")
    task = rep.task()
    fields = {name: rep.field(name) for name in ("_action_id", "_version")}
    answer = rep.post(task, {**fields, "_action": "reject"})
    assert answer.status_code == 422
    assert rep.field("_action_id") != fields["_action_id"]


def _to_production(browser: Browsers) -> None:
    for login in ("site.rep", "planner", "supervisor", "manager"):
        answer = browser(login).act("approve")
        assert answer.status_code == 302, (login, faults(answer))


@pytest.mark.usefixtures("sent")
def test_icf7_what_is_expected_is_filled_in_at_one_press(browser: Browsers) -> None:
    _to_production(browser)
    producer = browser("prod.planner")
    answer = producer.act("", _fill="supply")
    assert 'name="supply.0.available" value="2"' in answer.text
    fields = {"supply.0.line": producer.field("supply.0.line"), "supply.0.available": "2"}
    hidden = {name: producer.field(name) for name in ("_action_id", "_version")}
    task = re.search(r'action="(/tasks/\d+)"', answer.text)
    assert task
    assert producer.post(task[1], {**hidden, **fields, "_action": "approve"}).status_code == 302
    assert "ICF-2026-000001" in browser("warehouse").get("/tasks")


def test_the_whole_way_by_pages(browser: Browsers, sent: int) -> None:
    _to_production(browser)
    producer = browser("prod.planner")
    producer.task()
    line = producer.field("supply.0.line")
    producer.act("approve", **{"supply.0.line": line, "supply.0.available": "2"})
    note = {"delivery_note": "FH-1", "packing_list": "ZX-1", "carrier": "順達物流", "dispatched_on": "2026-11-23"}
    answer = browser("warehouse").act("approve", **note)
    assert answer.status_code == 302, faults(answer)
    keeper = browser("site.keeper")
    assert keeper.act("approve", arrived_on="2026-11-24").status_code == 422
    assert keeper.act("approve", arrived_on="2026-11-23", papers_missing="false").status_code == 302
    answer = keeper.act("approve", as_listed="true")
    assert answer.status_code == 302, faults(answer)
    text = browser("site.staff").get(f"/requests/{sent}")
    assert 'pill-good">Finished' in text
    assert "順達物流" in text


def test_pages_work_on_both_databases(app_on_both: Flask) -> None:
    def signed_in(login: str) -> Browser:
        return Browser(app_on_both.test_client()).sign_in(login)

    number = send(signed_in("site.staff"))
    assert signed_in("site.rep").act("approve").status_code == 302
    assert signed_in("planner").act("return", **TO_REP).status_code == 302
    assert "哪一台？" in signed_in("site.staff").get(f"/requests/{number}")


def test_what_was_asked_and_answered_is_told_and_no_earlier_question(
    browser: Callable[[str], Browser], sent: int
) -> None:
    browser("site.rep").act("approve")
    browser("planner").act("return", _comment="Which model?", _to="initiator", _resume="straight_back")
    site = browser("site.staff")
    assert "Answer and hand back" in site.get(site.task())
    site.act("approve", _comment="4.5 kW")
    planner = browser("planner")
    assert re.search(r"Answered by 陳小明, [^<]*: 4.5 kW", planner.get(planner.task()))
    planner.act("approve")
    browser("supervisor").act("approve")
    manager = browser("manager")
    assert "Which model?" not in manager.get(manager.task()).split("trail-title")[0]
    assert "Corrected" in manager.get(f"/requests/{sent}")
