"""Every page on a phone and on a desk, in Traditional Chinese and in English: nothing sticks out, nothing complains."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.office import PHONE, Office
from tests.browser.person import Visitor
from tests.webapp.services.walking import FORM, SENT

pytestmark = pytest.mark.browser
CJK = re.compile(r"[\u4e00-\u9fff]")
WORDS = {"en": ("To do", "Decision", "Trail"), "zh_Hant": ("待辦", "辦理意見", "簽核記錄")}
LONG = {"reason": "備件用罄；" * 200 + "W" * 300, "tools": [{"code": "T-001", "quantity": "999999999"}]}
SMALL: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1280, "height": 900}
UNDRAWN = "[data-diagram]:not([data-diagram-ready])"
ONLY_ENGLISH = ("/start", "/me", "/notices")


def pages(office: Office) -> dict[str, list[str]]:
    """The addresses of every kind of page, by who opens them; a request that has gone far stands behind them."""
    walk = office.walk.start(**LONG).fork("part").act("dispatch", data=SENT)
    far = f"/requests/{walk.id}"
    arrival, purchase = (f"/tasks/{walk.item(step)}" for step in ("receive_dispatch/register_arrival", "purchase"))
    walk.start(**FORM).to("production_check")
    supply = f"/tasks/{walk.item('production_check')}"
    walk.start().to("planner_review")
    return {
        "site.staff": ["/", "/tasks", "/mine", "/done", "/drafts", "/start", "/start/internal_contact", far, arrival],
        "planner": [f"/tasks/{walk.item('planner_review')}", "/me", "/notices", "/tasks?q=nothing", "/requests/999"],
        "prod.planner": [supply],
        "buyer": [purchase],
    }


def looked_at(page: Visitor, path: str) -> None:
    """Open a page, let everything on it be drawn, and look at it on a phone and on a desk."""
    for size in (SMALL, WIDE):
        page.page.set_viewport_size(size)
        if size is SMALL:
            page.open(path)
        expect(page.page.locator(UNDRAWN)).to_have_count(0, timeout=15_000)
        assert page.overflow() <= 0, (path, size, page.overflow())


@pytest.mark.parametrize("language", ["en", "zh_Hant"])
def test_no_page_is_wider_than_its_window(office: Office, language: str) -> None:
    found = pages(office)
    page = office.visitor(**PHONE)
    looked_at(page, "/sign-in")
    for login, paths in found.items():
        office.speaks(login, language)
        office.let_in(page, login)
        for path in paths:
            looked_at(page, path)
            assert page.page.locator("html").get_attribute("lang") == {"en": "en", "zh_Hant": "zh-Hant"}[language]


def test_a_page_that_is_too_wide_is_seen(office: Office) -> None:
    page = office.person("site.staff", **PHONE).open("/tasks")
    page.page.evaluate("document.querySelector('main').append('W'.repeat(500))")
    page.page.evaluate("document.querySelector('main').style.cssText = 'width: 2000px'")
    assert page.overflow() > 0


def test_a_form_with_faults_fits_a_phone(office: Office) -> None:
    page = office.person("site.staff", **PHONE).open("/start/internal_contact")
    page.line("tools", "X" * 32, "-1").press("submit")
    assert (page.status, page.overflow()) == (422, 0)


@pytest.mark.parametrize("language", ["en", "zh_Hant"])
def test_pages_speak_the_reader_s_language(office: Office, language: str) -> None:
    office.walk.start().to("planner_review")
    office.speaks("planner", language)
    page = office.person("planner").task()
    whole = page.page.locator("body").inner_text()
    assert [word for word in WORDS[language] if word not in whole] == []
    other = WORDS["en" if language == "zh_Hant" else "zh_Hant"]
    assert [word for word in other if word in whole] == []


def test_an_english_page_has_no_chinese_but_names(office: Office) -> None:
    page = office.person("site.staff")
    for path in ONLY_ENGLISH:
        text = page.open(path).page.locator("main").inner_text()
        assert CJK.findall(text.replace("陳小明", "").replace("繁體中文", "").replace("简体中文", "")) == [], path


def test_a_stranger_s_sign_in_page_follows_the_browser(office: Office) -> None:
    told = {tag: office.visitor(locale=tag).open("/sign-in").text for tag in ("en-GB", "zh-TW", "zh-CN")}
    assert len(set(told.values())) == 3, told
