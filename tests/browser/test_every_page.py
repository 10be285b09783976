"""Every page in every state, for whoever reads it: accessible, within its window, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, ViewportSize
from sqlalchemy import update

from models import Database, Person
from tests.browser import axe, tour, wording
from tests.browser.conftest import opened
from tests.browser.office import Office
from tests.browser.person import Visitor
from tests.cast import Cast
from tests.databases import Backend
from tests.webapp.services.walking import Walk
from webapp.program import EXTENSION

pytestmark = pytest.mark.browser
TOUR = "tour"
"""The database in which everything has happened."""
LOCALES = {"en": "en-GB", "zh_Hant": "zh-TW", "zh_Hans": "zh-CN"}
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
SMALLEST: ViewportSize = {"width": 320, "height": 640}
LOSING = """() => [...document.querySelectorAll('form[data-guard]')].some(
    (form) => [...document.querySelectorAll('.menu-language button')].some((button) => button.form !== form))"""
WIDE_TEXT = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`p {margin-bottom: 2em !important}
        * {line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important}`);
    document.adoptedStyleSheets = [sheet];
}"""


@pytest.fixture(scope="session")
def names() -> dict[str, Any]:
    """What stands in the paths; filled when the database is made."""
    return {}


@pytest.fixture
def office(app: Flask, home: str, browser: Browser, sqlite: Backend, names: dict[str, Any]) -> Iterator[Office]:
    """The company after everything that the pages show has happened."""

    def happen(url: str) -> None:
        database = Database(url)
        names.update(tour.prepare(tour.Stage(Walk(Cast(database)), app.extensions[EXTENSION].settings.files_dir)))
        database.close()

    with opened(app, home, browser, sqlite, TOUR, happen) as office:
        office.walk.now = names["now"]
        yield office


def toured(office: Office, names: dict[str, Any], language: str) -> Iterator[tuple[str, Visitor]]:
    """Take a browser to every page in one language; gives the name of the stop and the browser that shows it."""
    with office.cast.database.write() as session:
        session.execute(update(Person).values(language=language))
    visitor = office.visitor(locale=LOCALES[language])
    for stop in tour.walk_through(visitor, lambda login: office.let_in(visitor, login), names):
        yield f"{stop.name} {language}", visitor


def faults(visitor: Visitor, sizes: Sequence[ViewportSize]) -> list[str]:
    """What is wrong with a page for somebody who sees or hears it another way."""
    found = []
    for size in sizes:
        visitor.page.set_viewport_size(size)
        found += [f"{size['width']}: {one}" for one in axe.violations(visitor.page)]
    if visitor.page.evaluate(LOSING):
        found.append("another language loses what is typed: the form needs id=kept, the page {% set kept = true %}")
    return found + narrow(visitor)


def narrow(visitor: Visitor) -> list[str]:
    """Whether a page is cut off: at 320 pixels (WCAG 1.4.10: 400 %), and on a phone with wide text (1.4.12)."""
    visitor.page.set_viewport_size(SMALLEST)
    found = ["wider than 320 pixels"] if visitor.overflow() > 0 else []
    visitor.page.set_viewport_size(PHONE)
    visitor.page.evaluate(WIDE_TEXT)
    return found + (["too wide with wide text"] if visitor.overflow() > 0 else [])


def spoken(office: Office, language: str) -> Callable[[Visitor], list[str]]:
    """What looks at a page for words that are not its reader's."""
    with office.cast.database.read() as session:
        known = wording.typed(session) | wording.unit_names(session, language) | tour.typed()
    return lambda visitor: wording.foreign(wording.texts(visitor.page), language, known)


def told(found: Mapping[str, list[str]]) -> str:
    """Each fault once, with the pages that have it."""
    where: dict[str, list[str]] = {}
    for name, every in found.items():
        for one in every:
            where.setdefault(one, []).append(name)
    return "\n".join(f"{one}\n    {len(pages)} pages: {', '.join(pages[:3])}" for one, pages in where.items())


@pytest.mark.parametrize(("language", "sizes"), [("zh_Hant", (DESK,)), ("en", (PHONE,))])
def test_every_page_is_accessible_and_in_its_readers_language(
    office: Office, names: dict[str, Any], language: str, sizes: Sequence[ViewportSize]
) -> None:
    """By axe once a width, for that takes most of the time: English on phones, where its long words are narrowest."""
    said = spoken(office, language)
    wrong = told({name: said(page) + faults(page, sizes) for name, page in toured(office, names, language)})
    assert not wrong, wrong


def test_every_page_is_in_simplified_chinese(office: Office, names: dict[str, Any]) -> None:
    said = spoken(office, "zh_Hans")
    wrong = told({name: said(page) for name, page in toured(office, names, "zh_Hans")})
    assert not wrong, wrong


def test_what_axe_finds_is_seen(office: Office) -> None:
    page = office.person("planner").open("/tasks").page
    page.evaluate("document.querySelector('main h1').style.color = '#ccd'")
    page.evaluate("document.querySelector('.top-search input').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('.top-search input').removeAttribute('placeholder')")
    found = " ".join(axe.violations(page))
    assert "color-contrast" in found
    assert "label" in found


def test_words_of_another_language_are_seen(office: Office) -> None:
    page = office.person("planner").open("/tasks").page
    for said, language in (("待辦", "en"), ("To do", "zh_Hant"), ("审批", "zh_Hant"), ("審批", "zh_Hans")):
        page.evaluate("said => { document.querySelector('main h1').textContent = said; }", said)
        assert [one for one in wording.foreign(wording.texts(page), language, ()) if one.endswith(f": {said}")], said
    page.evaluate("document.querySelector('main h1').lang = 'zh-Hant'")
    assert not [one for one in wording.foreign(wording.texts(page), "zh_Hans", ()) if "審批" in one], (
        "marked as foreign"
    )


def test_what_people_typed_may_be_in_any_language() -> None:
    assert wording.foreign(["張偉, 2 把 HY-3, ICF-2026-000001-P"], "en", {"張偉", "把", "HY-3"}) == []
    assert wording.foreign(["把握 HY-35"], "en", {"把", "HY-3"}) == ["把 握: 把握 HY-35"]
