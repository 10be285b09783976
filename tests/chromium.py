"""The system's Chromium, driven by Playwright; one browser per worker, a fresh context (no cookies) per test."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",  # the tests may run as root, and open pages of this program only
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FONTS = Path(__file__).parents[1] / "webapp/static/fonts"
#: Chinese is drawn with the fonts that we ship, whatever the machine has.
FONT_RULES = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{}</dir></fontconfig>"""


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A headless Chromium. Fails, and does not skip, where there is none."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if not program:
        pytest.fail("Chromium is missing: apt-get install chromium (`make test` does it where it may)", pytrace=False)
    rules = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    rules.write_text(FONT_RULES.format(FONTS))
    with sync_playwright() as playwright:
        environment = {**os.environ, "FONTCONFIG_FILE": str(rules)}
        started = playwright.chromium.launch(executable_path=program, args=FLAGS, env=environment)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own as far as cookies and storage go, 1280 x 900."""
    made = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield made
    made.close()
