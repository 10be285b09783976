"""What axe cannot see: focus that is seen, by keyboard and in other colours; room for large text; less movement."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.office import PHONE, Office
from tests.browser.person import Visitor
from tests.webapp.services.walking import SENT

pytestmark = pytest.mark.browser
FORM = "/start/internal_contact"
FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
UNSEEN_FOCUS = """selector => [...document.querySelectorAll(selector)].filter((one) => {
    if (!one.checkVisibility({visibilityProperty: true}) || one.tabIndex < 0 || one.disabled) return false;
    one.focus();
    if (document.activeElement !== one || !one.matches(':focus-visible')) return false;
    const ringed = (place) => {
        const style = getComputedStyle(place);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    };
    return !ringed(one) && !ringed(one.parentElement);
}).map((one) => one.outerHTML.slice(0, 120))"""
SMALL = """([selector, least]) => [...document.querySelectorAll(selector)].filter((one) => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility() && box.width && (box.height < least || box.width < least);
}).map((one) => `${one.outerHTML.slice(0, 100)} ${one.getBoundingClientRect().height}`)"""
MOVING = """() => [...document.querySelectorAll('*')].filter((one) => {
    const style = getComputedStyle(one);
    const times = `${style.transitionDuration}, ${style.animationDuration}`.split(', ');
    return times.some((time) => parseFloat(time));
}).length"""
NAMELESS_TABLES = """() => [...document.querySelectorAll('table')].filter(
    (one) => !one.caption && !one.ariaLabel && !one.getAttribute('aria-labelledby')).length"""
MAIN_ACTIONS = ".action-bar .btn, .tabs a, .door .btn, .head-tools .btn, .lines-tools .btn, .top-tool"


def visited(office: Office, **options: object) -> list[Visitor]:
    """Pages with nearly everything that can be focused: an inbox, a form, a task, a request, the account."""
    walk = office.walk.start().fork("part").act("dispatch", data=SENT)
    far = walk.id
    walk.start().to("planner_review")
    paths = {
        "site.staff": [FORM, f"/requests/{far}", "/me"],
        "planner": ["/tasks", f"/tasks/{walk.item('planner_review')}"],
    }
    return [office.person(login, **options).open(path) for login, found in paths.items() for path in found]


@pytest.mark.parametrize("colours", ["none", "active"])
def test_focus_is_seen_on_everything(office: Office, colours: str) -> None:
    for page in visited(office, forced_colors=colours):
        page.page.keyboard.press("Tab")
        assert page.page.evaluate(UNSEEN_FOCUS, FOCUSABLE) == [], page.page.url


def test_focus_that_is_not_seen_is_noticed(office: Office) -> None:
    page = office.person("planner").open("/tasks").page
    page.keyboard.press("Tab")
    page.evaluate("document.querySelector('.brand').style.outline = 'none'")
    assert "brand" in page.evaluate(UNSEEN_FOCUS, FOCUSABLE)[0]


def test_the_first_tab_leads_past_the_navigation(office: Office) -> None:
    page = office.person("planner").open("/tasks").page
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("one => one === document.activeElement && one.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_what_is_pressed_on_phones_is_44_pixels_large(office: Office) -> None:
    for page in visited(office, **PHONE):
        assert page.page.evaluate(SMALL, [MAIN_ACTIONS, 44]) == [], page.page.url


def test_a_small_target_is_noticed(office: Office) -> None:
    page = office.person("planner", **PHONE).open("/tasks").page
    page.evaluate("document.querySelector('.tabs a').style.cssText = 'min-height: 0; height: 20px'")
    assert len(page.evaluate(SMALL, [MAIN_ACTIONS, 44])) == 1


def test_nothing_moves_for_who_wants_less_movement(office: Office) -> None:
    for page in visited(office, reduced_motion="reduce"):
        assert page.page.evaluate(MOVING) == 0, page.page.url
    assert office.person("planner").open("/tasks").page.evaluate(MOVING) > 0, "it does move for others"


def test_every_table_has_a_name(office: Office) -> None:
    for page in visited(office):
        assert page.page.evaluate(NAMELESS_TABLES) == 0, page.page.url


def test_a_refused_form_begins_at_its_faults_and_each_leads_to_its_field(office: Office) -> None:
    page = office.person("site.staff").open(FORM).press("submit").page
    assert page.evaluate("document.activeElement.id") == "faults"
    links = page.locator("#faults a")
    for place in range(links.count()):
        links.nth(place).click()
        target = page.evaluate("document.activeElement.id")
        assert f"#{target}" == links.nth(place).get_attribute("href")


def test_lateness_and_states_are_told_in_words(office: Office) -> None:
    office.walk.start().to("planner_review").later(days=3).scan()
    page = office.person("planner").open("/tasks").page
    assert "late" in page.locator(".due-late").first.inner_text()
    open_task(page)
    assert page.locator(".legend span").all_inner_texts() == ["done", "open now", "late"]
    assert "late" in page.locator(".diagram-note.is-late").first.inner_text(), "not by its colour alone"
    assert "✓" in page.locator(".diagram-note.is-done").first.inner_text()


def open_task(page: Page) -> None:
    """Open the task's page and let its diagram be drawn."""
    page.locator(".row-link").first.click()
    page.locator("[data-diagram-ready]").first.wait_for()
