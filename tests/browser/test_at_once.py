"""Two at once, twice at once, too late, signed out meanwhile: done once, and nothing typed is lost (B17)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.office import Office
from tests.browser.person import Visitor

pytestmark = pytest.mark.browser
OURS = "變槳電機燒毀，停機待件"


def held_back(visitor: Visitor, action: str) -> list[Route]:
    """Press a button of which the browser's request waits on the line; return where it waits."""
    waiting: list[Route] = []
    visitor.page.route("**/tasks/*", lambda route: waiting.append(route))
    visitor.button(action).click(no_wait_after=True)
    while not waiting:
        visitor.page.wait_for_timeout(20)
    return waiting


def approvals(office: Office) -> int:
    """How often the planner's step was approved, by the trail."""
    return office.walk.events().count("approve planner_review")


def test_b17_two_browsers_approve_at_once_and_the_second_is_told_by_whom(any_office: Office) -> None:
    any_office.walk.start().to("planner_review")
    first, second = any_office.person("planner").task(), any_office.person("planner2").task()
    first.fill(_comment="同意")
    second.fill(_comment="我也同意")
    waiting = [*held_back(first, "approve"), *held_back(second, "approve")]
    for route in waiting:
        route.continue_()
    for each in (first, second):
        expect(each.page.locator("[data-guard]")).to_have_count(0, timeout=15_000)
    quick, slow = sorted((first, second), key=lambda one: one.status)
    assert (quick.status, slow.status) == (200, 409)
    assert approvals(any_office) == 1
    assert f"{'李計劃' if quick is first else '孫計劃'} did this at 23 Nov 2026" in slow.text
    assert slow.page.locator("#talk").input_value() == ("同意" if slow is first else "我也同意")


def test_b17_a_double_click_sends_once(office: Office) -> None:
    office.walk.start().to("planner_review")
    page = office.person("planner").task()
    sent: list[str] = []
    page.page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    with page.page.expect_navigation(url="**/tasks"):
        page.button("approve").dblclick()
    assert (len(sent), approvals(office)) == (1, 1)


def test_b17_a_double_click_and_a_reload_start_one_request(office: Office) -> None:
    page = office.person("site.staff").open("/start/internal_contact")
    page.fill(site="n1", reason=OURS).line("tools", "T-001", "2")
    with page.page.expect_navigation(url="**/requests/*"):
        page.button("submit").dblclick()
    page.page.reload()
    assert [one.number for one in office.requests()] == ["ICF-2026-000001"]


def test_b17_a_stale_page_is_shown_again_with_what_was_typed(office: Office) -> None:
    walk = office.walk.start().to("manager_sign")
    page = office.person("manager").task().fill(_comment="同意，儘快")
    walk.act("manager_sign", "return", to="planner_review", resume="straight_back", comment="數量過多", by="manager")
    lines = [{**line, "quantity": "1"} for line in walk.data()["spare_parts"]]
    walk.act("planner_review", data={"spare_parts": lines})
    page.press()
    assert page.status == 409
    assert "This has changed since you opened it." in page.text
    assert page.value("_comment") == "同意，儘快"
    assert walk.open() == ["manager_sign"]


def test_a_session_that_expires_in_mid_form_loses_nothing(office: Office) -> None:
    page = office.person("site.staff").open("/start/internal_contact")
    page.fill(site="n1", reason=OURS, needed_by="2026-12-10").line("tools", "T-001", "2")
    office.walk.later(days=2)
    page.press("submit")
    assert (page.status, office.requests()) == (401, [])
    page.sign_in("site.staff").page.locator(".request-form").wait_for()
    typed = {name: page.value(name) for name in ("site", "reason", "needed_by", "tools.0.code", "tools.0.quantity")}
    assert list(typed.values()) == ["n1", OURS, "2026-12-10", "T-001", "2"]
    assert office.requests() == [], "nothing is sent by itself"
    page.press("submit")
    assert [one.number for one in office.requests()] == ["ICF-2026-000001"]


def test_a_decision_that_outlived_its_session_comes_back_and_is_not_made(office: Office) -> None:
    walk = office.walk.start().to("planner_review")
    page = office.person("planner").task().fill(_comment="同意，儘快", check_note="齊了")
    walk.later(days=2)
    page.press().sign_in("planner").page.locator("#decision").wait_for()
    assert (page.value("_comment"), page.value("check_note")) == ("同意，儘快", "齊了")
    assert walk.open() == ["planner_review"]
    page.press()
    assert walk.open() == ["supervisor_sign"]
