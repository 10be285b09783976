"""One server per worker; for every test a fresh company behind it, people at their browsers, and the rows checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser

from models import Database
from tests.browser.office import Office, found_office
from tests.browser.serving import serving_app
from tests.cast import Cast
from tests.databases import MIGRATED, Backend, Build
from webapp import create_app, printing
from webapp.config import Settings, complete
from webapp.program import EXTENSION, Program

TEMPLATE = "office"


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The program; every test puts its own database and clock behind it."""
    folder = tmp_path_factory.mktemp("browser")
    yield create_app(complete(Settings(data_dir=folder)))
    printing.close()


@pytest.fixture(scope="session")
def home(app: Flask) -> Iterator[str]:
    """The address at which the program is served."""
    with serving_app(app) as address:
        yield address


@pytest.fixture
def office(app: Flask, home: str, browser: Browser, sqlite: Backend) -> Iterator[Office]:
    """The company on SQLite."""
    with opened(app, home, browser, sqlite) as office:
        yield office


@pytest.fixture
def any_office(app: Flask, home: str, browser: Browser, backend: Backend) -> Iterator[Office]:
    """The company on SQLite and on PostgreSQL."""
    with opened(app, home, browser, backend) as office:
        yield office


@contextmanager
def opened(
    app: Flask, home: str, browser: Browser, backend: Backend, template: str = TEMPLATE, happen: Build | None = None
) -> Iterator[Office]:
    """An office over a fresh copy; at the end no page may have complained, and the rows must hold together.

    `happen` is called once per worker with a company of its own, whose copies are `template`.
    """
    backend.ensure(TEMPLATE, found_office, base=MIGRATED)
    if happen:
        backend.ensure(template, happen, base=TEMPLATE)
    with backend.fresh(template) as url:
        database = Database(url)
        office = Office(Cast(database), app, home, browser)
        _serve(app, database, lambda: office.walk.now)
        yield office
        office.close()
        database.close()


def _serve(app: Flask, database: Database, clock: Callable[[], datetime]) -> None:
    settings = app.extensions[EXTENSION].settings
    app.extensions[EXTENSION] = Program(database, settings, clock)
