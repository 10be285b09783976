"""What is typed is kept as one types: it is there in a second window and after the network was lost (B12)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Office
from tests.browser.person import Visitor
from tests.browser.test_files import photograph

pytestmark = pytest.mark.browser
SAVED = "[data-saved]"


def desk(office: Office) -> Visitor:
    """The planner's page of a task."""
    office.walk.start().to("planner_review")
    return office.person("planner").open(f"/tasks/{office.walk.item('planner_review')}")


def second(page: Visitor) -> Page:
    """The same page in a second window of the same person."""
    other = page.watched(page.context.new_page())
    other.goto(page.page.url)
    return other


def type_comment(page: Page, text: str) -> None:
    page.locator("#f-_comment").fill(text)
    expect(page.locator(SAVED)).to_contain_text("Saved")


def test_b12_a_second_window_begins_with_what_was_typed_in_the_first(office: Office) -> None:
    page = desk(office)
    page.page.locator("details.more-files summary").click()
    page.page.locator("#f-_files").set_input_files(
        [{"name": "近.jpg", "mimeType": "image/jpeg", "buffer": photograph()}]
    )
    page.fill(check_note="已與現場確認", spare_parts__0__quantity="3")
    page.page.locator("[data-choice=return] summary").click()
    page.page.locator("[name=_to][value=initiator]").check()
    type_comment(page.page, "請補照片")
    other = second(page)
    assert "Unfinished decision, saved" in other.locator(".restored").inner_text()
    assert other.locator("#f-_comment").input_value() == "請補照片"
    assert other.locator("[name=check_note]").input_value() == "已與現場確認"
    assert other.locator("[name='spare_parts.0.quantity']").input_value() == "3"
    assert other.locator("[name=_to][value=initiator]").is_checked()
    assert other.locator("[data-name=_files] .file-list label").inner_text() == "近.jpg"
    with other.expect_event("load"):
        other.locator(".restored button").click()
    assert other.locator("#f-_comment").input_value() == ""
    assert other.locator(".restored").count() == 0
    page.page.close(run_before_unload=False)


def test_b12_of_two_windows_none_writes_over_the_other_unasked(office: Office) -> None:
    page = desk(office)
    other = second(page)
    type_comment(page.page, "一")
    other.locator("#f-_comment").fill("二")
    expect(other.locator(f"{SAVED}.fault")).to_contain_text("Another window of yours saved this at")
    page.complaints.clear()  # the answer 409 of a save
    assert other.locator("#f-_comment").input_value() == "二"
    other.locator("[data-keep]").click()
    expect(other.locator(SAVED)).to_contain_text("Saved")
    expect(other.locator("[data-newer]")).to_be_hidden()
    page.page.reload()
    assert page.page.locator("#f-_comment").input_value() == "二"


def test_b12_after_deciding_nothing_is_left_over(office: Office) -> None:
    page = desk(office)
    type_comment(page.page, "同意")
    page.press("approve")
    office.walk.act("supervisor_sign", "return", comment="再看", to="planner_review")
    page.open(f"/tasks/{office.walk.item('planner_review')}")
    assert page.page.locator(".restored").count() == 0
    assert page.value("_comment") == ""


def test_b12_without_network_it_says_so_and_saves_when_it_is_back(office: Office) -> None:
    page = desk(office)
    page.context.set_offline(True)
    page.page.locator("#f-_comment").fill("網路斷了")
    expect(page.page.locator(f"{SAVED}.fault")).to_contain_text("the network does not answer")
    assert page.value("_comment") == "網路斷了"
    page.context.set_offline(False)
    expect(page.page.locator(SAVED)).to_contain_text("Saved")
    page.complaints.clear()
    page.page.reload()
    assert page.value("_comment") == "網路斷了"


def test_b12_a_start_form_is_there_again(office: Office) -> None:
    page = office.person("site.staff").open("/start/internal_contact").fill(reason="漏油").line("tools", "T-001", "abc")
    expect(page.page.locator(SAVED)).to_contain_text("Saved")
    expect(page.page).to_have_url(f"{office.home}/drafts/1")
    other = second(page)
    assert other.locator("[name=reason]").input_value() == "漏油"
    assert other.locator("[name='tools.0.quantity']").input_value() == "abc"
    other.close()
    page.fill(reason="漏油嚴重", tools__0__quantity="2")
    page.press("submit")
    assert "漏油嚴重" in page.text
    assert len(office.requests()) == 1
    office.follow()


def test_b12_signed_out_what_was_typed_goes_along_through_the_door(office: Office) -> None:
    page = desk(office)
    page.context.clear_cookies()
    page.page.locator("#f-_comment").fill("會話過期")
    expect(page.page.locator(f"{SAVED}.fault")).to_contain_text("You are signed out")
    page.complaints.clear()
    page.press("approve")
    page.sign_in("planner")
    page.page.wait_for_url("**/sign-in*")
    expect(page.page.locator("#f-_comment")).to_have_value("會話過期")


def test_a9_the_steps_to_come_follow_the_start_form(office: Office) -> None:
    with office.cast.database.write() as session:
        office.cast.also(session, "site.staff", "site_staff", "s1")
    page = office.person("site.staff").open("/start/internal_contact")
    ahead = page.page.locator("#ahead")
    expect(ahead).to_contain_text("not known yet")
    page.fill(site="n1")
    expect(ahead).to_contain_text("張代表")
    page.fill(site="s1")
    expect(ahead).to_contain_text("韓經理")
