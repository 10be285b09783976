"""`make screens`: pictures of the program and its print, taken from the demo company, as named PNGs."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import update

from models import Database, Person
from tests.browser.serving import serving
from tests.chromium import FLAGS, NAMES
from webapp import config
from webapp.commands.serving import demo_settings, ready
from webapp.views.inbox import STATUSES

ROOT = Path(__file__).parents[2]
LANGUAGES = {"zh_Hant": "zh-TW", "zh_Hans": "zh-CN", "en": "en-GB"}
WIDTHS = (1280, 390)
PLANNER = {
    "todo": "/tasks",
    "done": "/done",
    "copied": "/copied",
    "notices": "/notices",
    "me": "/me",
    "not-found": "/requests/0",
}
STAFF = {"mine": "/mine", "drafts": "/drafts", "start": "/start", "new-form": "/start/internal_contact"}
DESKS = {
    "task-availability": "prod.planner",
    "task-dispatch": "warehouse",
    "task-purchase": "buyer",
    "task-coordinate": "biz.planner",
    "task-arrival": "site.keeper",
}
README = ("todo-zh_Hant-1280", "request-zh_Hant-1280", "print-zh_Hant-1")
"""Pictures that the README shows; they are committed under docs/screens."""


def main(folder: Path) -> None:
    """Take all pictures into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = demo_settings(config.complete(config.Settings(data_dir=ROOT / "build" / "screens-data")))
    ready(settings, datetime.now(UTC))
    with serving(settings) as home, _browser() as browser:
        for language in LANGUAGES:
            _speak(settings.database_url, language)
            for width in WIDTHS:
                _pictures(browser, home, language, width, folder)
            _prints(browser, home, language, folder)
    kept = ROOT / "docs" / "screens"
    kept.mkdir(parents=True, exist_ok=True)
    for name in README:
        shutil.copy(folder / f"{name}.png", kept)


def _speak(url: str, language: str) -> None:
    """Let everybody have chosen `language`."""
    database = Database(url)
    with database.write() as session:
        session.execute(update(Person).values(language=language))
    database.close()


@contextmanager
def _browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


def _pictures(browser: Browser, home: str, language: str, width: int, folder: Path) -> None:
    def take(page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=True)

    def signed_in(login: str) -> Page:
        page = _page(browser, language, width)
        sign_in(page, home, login)
        return page

    page = _page(browser, language, width)
    page.goto(f"{home}/sign-in")
    take(page, "sign-in")
    page.context.close()
    page = signed_in("bu.planner")
    for name, path in PLANNER.items():
        page.goto(f"{home}{path}")
        take(page, name)
    page.goto(f"{home}/requests/{_busiest(page, home)}")
    take(page, "request")
    _first_task(page, home)
    take(page, "task")
    page.locator("[name=_version]").first.evaluate("field => { field.value = '0'; }")
    page.locator("button[value=approve]").first.click()
    take(page, "conflict")
    page.context.close()
    page = signed_in("site.staff")
    for name, path in STAFF.items():
        page.goto(f"{home}{path}")
        take(page, name)
    page.locator("button[value=submit]").first.click()
    take(page, "faults")
    page.context.close()
    for step, login in DESKS.items():
        page = signed_in(login)
        _first_task(page, home)
        take(page, step)
        page.context.close()


def _first_task(page: Page, home: str) -> None:
    page.goto(f"{home}/tasks")
    page.locator("main a[href^='/tasks/']").first.click()


def _prints(browser: Browser, home: str, language: str, folder: Path) -> None:
    page = _page(browser, language, 1280)
    sign_in(page, home, "bu.planner")
    for name, number in ({"": _busiest(page, home)} | _one_of_each(page, home)).items():
        answer = page.request.get(f"{home}/requests/{number}/form.pdf?lang={language}", timeout=60_000)
        paper = folder / f"print{name}-{language}.pdf"
        paper.write_bytes(answer.body())
        subprocess.run(["pdftoppm", "-r", "80", "-png", str(paper), str(paper.with_suffix(""))], check=True)
    page.context.close()


def _busiest(page: Page, home: str) -> int:
    """A request of the planner's that has gone far: the first they have done, which is the newest."""
    page.goto(f"{home}/done")
    return _numbers(page)[3]


def _one_of_each(page: Page, home: str) -> dict[str, int]:
    """A request of the planner's in each state that they know one in."""
    found = {}
    for state in STATUSES:
        page.goto(f"{home}/done?status={state}")
        found |= {f"-{state}": number for number in _numbers(page)[:1]}
    return found


def _numbers(page: Page) -> list[int]:
    links = page.locator("main a[href^='/requests/']").all()
    return [int(str(link.get_attribute("href")).rsplit("/", 1)[-1]) for link in links]


def _page(browser: Browser, language: str, width: int) -> Page:
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 900 if width > 800 else 844},
        locale=LANGUAGES[language],
        has_touch=width < 800,
        is_mobile=width < 800,
        device_scale_factor=2 if width < 800 else 1,
    )
    return context.new_page()


def sign_in(page: Page, home: str, login: str) -> None:
    """Sign in as one of the demo's people."""
    page.goto(f"{home}/sign-in")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill("demo")
    page.locator("main form button[type=submit], form:has([name=password]) button").last.click()
    page.wait_for_load_state()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "screens")
