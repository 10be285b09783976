"""Back, and out: a question while the clock rests, both ways of returning, rejecting, withdrawing (ICF-3 to ICF-5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import Status
from tests.browser.office import Office

pytestmark = pytest.mark.browser


def test_icf4_the_planner_asks_the_site_and_the_clock_rests(office: Office) -> None:
    walk = office.walk.start().to("planner_review").later(hours=10)
    page = office.person("planner").task().back_to("initiator", "straight_back", "哪一台風機？")
    assert walk.open() == ["initiator"]
    assert walk.later(days=3).scan() == 0
    office.let_in(page, "site.staff").task()
    assert "哪一台風機？" in page.text
    page.fill(reason="3 號機變槳電機燒毀").press()
    assert walk.open() == ["planner_review"]
    assert walk.due("planner_review") == walk.now + timedelta(hours=14)
    assert "3 號機變槳電機燒毀" in office.let_in(page, "planner").task().text


def test_icf5_the_manager_returns_to_the_planner_straight_back(office: Office) -> None:
    walk = office.walk.start().to("manager_sign")
    page = office.person("manager").task().back_to("planner_review", "straight_back", "數量過多")
    assert walk.open() == ["planner_review"]
    office.let_in(page, "planner").task()
    assert "數量過多" in page.text
    page.fill(spare_parts__0__quantity="1", check_note="已減").press()
    assert walk.open() == ["manager_sign"], "the supervisor does not sign again"
    office.let_in(page, "manager").task()
    assert page.page.locator("del", has_text="4").count()
    assert page.page.locator("ins", has_text="1").count()
    page.press()
    assert walk.open() == ["production_check"]


def test_icf3_returned_to_the_initiator_it_goes_step_by_step(office: Office) -> None:
    walk = office.walk.start().to("supervisor_sign")
    page = office.person("supervisor").task().back_to("initiator", "step_by_step", "請補原因")
    office.let_in(page, "site.staff").task()
    assert "Returned by 王主管" in page.text
    page.fill(reason="變槳電機燒毀，備件用罄").press()
    for login in ("site.rep", "planner", "supervisor"):
        office.let_in(page, login).task().press()
    assert walk.open() == ["manager_sign"]
    assert "round 2" in page.open(f"/requests/{walk.id}").text


def test_a_return_needs_its_target_and_its_comment(office: Office) -> None:
    walk = office.walk.start().to("manager_sign")
    page = office.person("manager").task().press("return")
    assert (page.status, walk.open()) == (422, ["manager_sign"])
    assert "Please say why" in page.fault("_comment")
    assert "where to return it to" in page.page.locator("#f-_to").inner_text()


def test_rejected_it_goes_no_further(office: Office) -> None:
    walk = office.walk.start().to("manager_sign")
    page = office.person("manager").task().press("reject")
    assert "Please say why" in page.fault("_comment")
    page.fill(_comment="本月預算已盡").press("reject")
    assert walk.request().status is Status.REJECTED
    office.let_in(page, "site.staff").open(f"/requests/{walk.id}")
    assert "Rejected; it goes no further." in page.text
    assert "本月預算已盡" in page.text


def test_withdrawn_it_leaves_every_desk(office: Office) -> None:
    walk = office.walk.start().to("supervisor_sign")
    page = office.person("site.staff").open(f"/requests/{walk.id}")
    page.page.locator(".withdraw summary").click()
    page.page.locator("#withdraw-why").fill("現場已修復")
    with page.page.expect_event("load"):
        page.page.locator(".withdraw button[type=submit]").click()
    assert walk.request().status is Status.WITHDRAWN
    assert "Withdrawn by its initiator." in page.text
    assert "Your desk is clear" in office.let_in(page, "supervisor").open("/tasks").text


def test_withdrawing_is_not_offered_when_goods_may_be_on_the_road(office: Office) -> None:
    walk = office.walk.start().fork(all)
    page = office.person("site.staff").open(f"/requests/{walk.id}")
    assert page.page.locator(".withdraw").count() == 0
