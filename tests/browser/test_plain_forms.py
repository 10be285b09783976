"""The main job without any script: every page works as a plain form post (features F)."""

from __future__ import annotations

import pytest

from models import Status
from tests.browser.office import PLAIN, Office
from tests.webapp.services.walking import SENT

pytestmark = pytest.mark.browser


def test_the_main_job_without_script(office: Office) -> None:
    page = office.visitor(**PLAIN).open("/").sign_in("site.staff").open("/start/internal_contact")
    page.fill(site="n1", reason="變槳電機燒毀").line("tools", "T-001", "2", row=1).press("submit")
    walk = office.walk
    number = str(office.follow().number)
    for login in ("site.rep", "planner", "supervisor", "manager"):
        office.let_in(page, login).task(number).press()
    office.let_in(page, "prod.planner").task(number)
    with page.page.expect_event("load"):
        page.page.locator("[name=_fill][value=supply]").click()
    assert page.value("supply.0.available") == "2"
    page.press()
    office.let_in(page, "warehouse").task(number).fill(**SENT).press()
    office.let_in(page, "site.keeper").task(number).fill(arrived_on="2026-11-23").press()
    page.task(number).fill(as_listed="true").press()
    assert walk.request().status is Status.APPROVED
    way = page.open(f"/requests/{walk.id}").text
    assert "Manager signs" in way, "the way is told as a list where no diagram is drawn"


def test_returning_and_correcting_without_script(office: Office) -> None:
    walk = office.walk.start().to("planner_review")
    page = office.person("planner", **PLAIN).task().back_to("site_review", "straight_back", "哪一台？")
    office.let_in(page, "site.rep").task().fill(_comment="3 號機").press()
    assert walk.open() == ["planner_review"]


def test_a_draft_is_kept_and_sent_without_script(office: Office) -> None:
    page = office.person("site.staff", **PLAIN).open("/start/internal_contact").fill(reason="漏油").press("save")
    assert office.follow().status is Status.DRAFT
    assert page.value("reason") == "漏油"
    page.open("/drafts").page.locator(".row-link").click()
    page.fill(site="n1").line("tools", "T-001", "1").press("submit")
    assert office.walk.request().status is Status.OPEN


def test_a_line_is_removed_without_script(office: Office) -> None:
    page = office.person("site.staff", **PLAIN).open("/start/internal_contact")
    page.line("tools", "T-001", "1").line("tools", "C-001", "7", row=1)
    with page.page.expect_event("load"):
        page.page.locator("[name=_drop][value='tools.0']").click()
    assert (page.value("tools.0.code"), page.value("tools.0.quantity")) == ("C-001", "7")


def test_talking_withdrawing_and_leaving_without_script(office: Office) -> None:
    walk = office.walk.start()
    page = office.person("site.staff", **PLAIN).open(f"/requests/{walk.id}")
    page.page.locator("#talk").fill("請先等一下")
    with page.page.expect_event("load"):
        page.page.locator("form:has(#talk) button").click()
    assert "請先等一下" in page.text
    page.page.locator("details.withdraw summary").click()
    page.page.locator("#withdraw-why").fill("買錯了")
    with page.page.expect_event("load"):
        page.page.locator("details.withdraw button").click()
    assert walk.request().status is Status.WITHDRAWN
    page.open("/me").page.locator("main form:has(button:text-is('Sign out')) button").click()
    assert page.page.url.endswith("/sign-in")


def test_rejecting_and_reading_notices_without_script(office: Office) -> None:
    walk = office.walk.start()
    office.person("site.rep", **PLAIN).task().fill(_comment="已有庫存").press("reject")
    assert walk.request().status is Status.REJECTED
    page = office.person("site.staff", **PLAIN).open("/notices")
    assert "Rejected" in page.text
    with page.page.expect_event("load"):
        page.page.locator("form[action='/notices/read'] button:text-is('Mark all as read')").click()
    assert "New" not in page.text.split()


def test_what_needs_script_says_what_there_is_instead(office: Office) -> None:
    page = office.person("site.staff", **PLAIN).open(f"/requests/{office.walk.start().id}")
    assert "the way so far is listed beside it" in page.text
    assert "Site representative reviews" in page.page.locator(".way-box").inner_text()
