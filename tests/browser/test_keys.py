"""Pages by keyboard alone: the sheet of keys, the ways to the boxes, and that single keys can be switched off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Office

pytestmark = pytest.mark.browser
FOCUSED = "document.activeElement.closest('#keys') !== null"


def tasks(office: Office) -> Page:
    return office.person("planner").open("/tasks").page


@pytest.mark.parametrize(("letter", "path"), [("t", "/tasks"), ("d", "/done"), ("m", "/mine"), ("c", "/copied")])
def test_g_and_a_letter_lead_to_a_box(office: Office, letter: str, path: str) -> None:
    page = office.person("planner").open("/notices").page
    page.keyboard.press("g")
    page.keyboard.press(letter)
    page.wait_for_url(f"**{path}")


def test_the_sheet_holds_the_focus_until_esc_gives_it_back(office: Office) -> None:
    office.walk.start().to("planner_review")
    page = tasks(office)
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert page.evaluate(FOCUSED)
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED)
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator("[data-rows] .row-link").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/*")


def test_the_sheet_is_found_by_tab_and_in_the_menu(office: Office) -> None:
    page = tasks(office)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.locator("button.skip").evaluate("one => one.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    expect(page.locator("#keys")).to_be_visible()
    page.locator("#keys [data-close]").click()
    expect(page.locator("button.skip")).to_be_focused()
    page.locator(".top-me").click()
    page.locator(".menu-box [data-keys-open]").click()
    expect(page.locator("#keys")).to_be_visible()


def test_keys_in_a_field_are_text(office: Office) -> None:
    page = tasks(office)
    page.keyboard.press("/")
    page.keyboard.type("?gm")
    expect(page.locator(".top-search input")).to_have_value("?gm")
    expect(page.locator("#keys")).to_be_hidden()
    assert page.url.endswith("/tasks")


def test_who_is_in_the_way_of_single_keys_switches_them_off(office: Office) -> None:
    page = tasks(office)
    page.keyboard.press("?")
    page.locator("[data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    for key in "?gm/":
        page.keyboard.press(key)
    expect(page.locator("#keys")).to_be_hidden()
    assert page.url.endswith("/tasks")
    page.locator(".top-me").click()
    page.locator(".menu-box [data-keys-open]").click()
    page.locator("[data-keys-on]").check()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
