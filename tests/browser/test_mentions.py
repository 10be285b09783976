"""Naming somebody in a comment: offered as one types, by keyboard alone, and told in the program (B9)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.office import PLAIN, Office

pytestmark = pytest.mark.browser


def test_b9_somebody_is_named_by_keyboard_and_finds_the_comment(office: Office) -> None:
    office.walk.start()
    page = office.person("site.rep").open(f"/requests/{office.walk.id}")
    talk = page.page.locator("#talk")
    talk.focus()
    page.page.keyboard.type("請 @site")
    options = page.page.locator("#talk-people [role=option]")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert "陳小明" in options.locator("strong").all_inner_texts()
    while page.page.locator("#talk-people [aria-selected=true] strong").inner_text() != "陳小明":
        page.page.keyboard.press("ArrowDown")
    chosen = page.page.locator("#talk-people [aria-selected=true]").get_attribute("id")
    assert talk.get_attribute("aria-activedescendant") == chosen
    page.page.keyboard.press("Enter")
    expect(talk).to_have_value("請 @陳小明 ")
    expect(page.page.locator("#talk-people")).to_have_count(0)
    page.page.keyboard.type("看一下")
    page.page.keyboard.press("Tab")
    with page.page.expect_event("load"):
        page.page.keyboard.press("Enter")
    assert page.page.locator(".mention").inner_text() == "@陳小明"
    staff = office.person("site.staff").open("/notices")
    staff.page.locator(".row-link").click()
    expect(staff.page.locator(":target .trail-comment")).to_contain_text("@陳小明 看一下")


def test_b9_escape_closes_the_offer_and_strangers_are_not_offered(office: Office) -> None:
    office.walk.start()
    page = office.person("site.rep").open(f"/requests/{office.walk.id}")
    talk = page.page.locator("#talk")
    talk.press_sequentially("@")
    expect(page.page.locator("#talk-people")).to_be_visible()
    talk.press("Escape")
    expect(page.page.locator("#talk-people")).to_have_count(0)
    talk.press_sequentially("stranger")
    page.page.wait_for_timeout(400)
    expect(page.page.locator("#talk-people")).to_have_count(0)


def test_b9_without_script_a_sign_in_is_typed(office: Office) -> None:
    office.walk.start()
    page = office.person("site.rep", **PLAIN).open(f"/requests/{office.walk.id}")
    page.page.locator("#talk").fill("@site.staff 好")
    page.page.locator(".talk button").click()
    assert page.page.locator(".mention").inner_text() == "@陳小明"
