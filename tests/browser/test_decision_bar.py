"""On phones what decides stays in reach, and covers nothing that has the focus (issue 4; WCAG 2.4.11)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.office import PHONE, Office

pytestmark = pytest.mark.browser
COVERED = """() => {
  const bar = document.querySelector(".decision > .action-bar"), one = document.activeElement;
  const there = one.closest("main") && !bar.contains(one) && !one.matches(".visually-hidden");
  return there && one.getBoundingClientRect().bottom > bar.getBoundingClientRect().top + 1 ? one.outerHTML : "";
}"""


def test_what_decides_is_in_reach_on_phones_and_covers_no_focus(office: Office) -> None:
    office.walk.start().to("planner_review")
    person = office.person("planner", **PHONE, reduced_motion="reduce").task()
    for action in ("approve", "save"):
        expect(person.button(action)).to_be_visible()
    box = person.button("approve").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 844
    assert box["height"] >= 44
    assert person.overflow() == 0
    person.page.locator("main").focus()
    for _ in range(60):
        person.page.keyboard.press("Tab")
        assert not person.page.evaluate(COVERED)
    person.page.evaluate("window.scrollTo(0, 0)")
    person.page.locator("[data-choice=return] > summary").click()
    expect(person.button("return")).to_be_visible()
    person.page.locator("[data-choice=return] > summary").click()
    person.press("approve")
    assert person.status == 200
