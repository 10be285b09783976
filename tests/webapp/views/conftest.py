"""The pages in process: the cast with the shipped processes, and browsers that check every page they are given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from models import Database, Person
from tests.cast import NOW, found
from tests.databases import MIGRATED, Backend
from webapp import create_app
from webapp.config import Settings
from webapp.services import processes
from webapp.services.passwords import hash_password

PASSWORD = "correct horse"
START = "/start/internal_contact"
CONTACT = {
    "site": "n1",
    "kind": "material",
    "reason": "3 號機變槳電機燒毀",
    "needed_by": "2026-12-01",
    "emergency": "false",
    "spare_parts.0.code": "S-001",
    "spare_parts.0.quantity": "2",
    "spare_parts.0.urgency": "urgent",
}


def company(url: str) -> None:
    """Write the cast, all with one password, and the shipped processes."""
    found(url)
    database = Database(url)
    secret = hash_password(PASSWORD)
    with database.write() as session:
        processes.register(session, NOW)
        for person in session.scalars(select(Person)).all():
            person.password_hash, person.language = secret, "en"
    database.close()


class Guard(HTMLParser):
    """What no page may have: code or style in the page, a form without its token, an address elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.titles = 0
        self.posting: bool | None = None
        self.token = False
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.titles += tag == "title"
        if tag == "style" or (tag == "script" and "src" not in values):
            self.faults.append(f"<{tag}> with content")
        self.faults += [f"{name} on <{tag}>" for name in values if name == "style" or re.match(r"on[a-z]+$", name)]
        self.faults += [f"{tag} leads to {values[n]}" for n in ("href", "src", "action") if _elsewhere(values.get(n))]
        if values.get("id") in self.ids:
            self.faults.append(f"id {values['id']} twice")
        self.ids.add(values.get("id") or f"none-{len(self.ids)}")
        if tag == "form":
            self.posting, self.token = values.get("method") == "post", False
        self.token |= tag == "input" and values.get("name") == "csrf_token" and bool(values.get("value"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.posting and not self.token:
            self.faults.append("a form without its token")


def _elsewhere(address: str | None) -> bool:
    return bool(address) and not str(address).startswith(("/", "#"))


def checked(answer: TestResponse) -> TestResponse:
    """Return the answer; a page must keep the house rules."""
    if answer.mimetype == "text/html" and answer.text.startswith("<!doctype"):
        guard = Guard()
        guard.feed(answer.text)
        assert not guard.faults, guard.faults
        assert guard.titles == 1
    return answer


def _encoded(fields: dict[str, Any]) -> dict[str, Any]:
    """Return a form as it goes over the wire: files ((stream, name) pairs) are encoded in memory."""
    files = {name: FileStorage(*value) for name, value in fields.items() if isinstance(value, tuple)}
    if not files:
        return {"data": fields}
    boundary, body = encode_multipart({**fields, **files})
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


class Browser:
    """Somebody's browser."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.page: TestResponse | None = None

    def get(self, address: str, status: int = 200, **more: Any) -> str:
        """Open a page and return its text."""
        self.page = checked(self.client.get(address, **more))
        assert self.page.status_code == status, (address, self.page.status_code, self.page.text[:2000])
        return self.page.text

    def post(self, address: str, fields: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form from the page that is open, with its token."""
        data = {"csrf_token": self.field("csrf_token"), **(fields or {})}
        self.page = checked(self.client.post(address, **_encoded(data), **more))
        return self.page

    def field(self, name: str) -> str:
        """Return the value of a hidden field of the page that is open."""
        assert self.page is not None
        hit = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', self.page.text)
        return hit[1] if hit else ""

    def sign_in(self, login: str) -> Browser:
        """Sign in."""
        self.get("/sign-in")
        assert self.post("/sign-in", {"login": login, "password": PASSWORD}).status_code == 302
        return self

    def task(self, number: str | None = None) -> str:
        """Open the newest task on the desk (of that request) and return its address."""
        text = self.get("/tasks" + (f"?q={number}" if number else ""))
        hit = re.search(r'href="(/tasks/\d+)"', text)
        assert hit, "nothing to do"
        self.get(hit[1])
        return hit[1]

    def act(self, action: str, number: str | None = None, **fields: Any) -> TestResponse:
        """Do something with the newest task."""
        address = self.task(number)
        hidden = {name: self.field(name) for name in ("_action_id", "_version")}
        return self.post(address, {**hidden, "_action": action, **fields})


def faults(page: TestResponse | str) -> list[str]:
    """Return the sentences at the fields of a page."""
    text = page if isinstance(page, str) else page.text
    return [re.sub(r"\s+", " ", one).strip() for one in re.findall(r'class="fault"[^>]*>([^<]+)<', text)]


@pytest.fixture
def app(sqlite: Backend, tmp_path: Path) -> Iterator[Flask]:
    """The program on SQLite; the clock stands still unless a test moves it."""
    yield from _app(sqlite, tmp_path)


@pytest.fixture
def app_on_both(backend: Backend, tmp_path: Path) -> Iterator[Flask]:
    """The program on both kinds of database."""
    yield from _app(backend, tmp_path)


def _app(backend: Backend, folder: Path) -> Iterator[Flask]:
    backend.ensure("pages", company, base=MIGRATED)
    with backend.fresh("pages") as url:
        database = Database(url)
        settings = Settings(data_dir=folder, database_url=url, secret_key="k" * 32)
        yield create_app(settings, lambda: NOW, database)
        database.close()


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """A browser that is not signed in."""
    return Browser(app.test_client())


@pytest.fixture
def browser(app: Flask) -> Callable[[str], Browser]:
    """Browsers by who is signed in."""
    return lambda login: Browser(app.test_client()).sign_in(login)


@pytest.fixture
def sent(browser: Callable[[str], Browser]) -> int:
    """A request that site.staff has sent; its id."""
    return send(browser("site.staff"))


def send(person: Browser, **fields: Any) -> int:
    """Send a contact form; return the request's id."""
    person.get(START)
    answer = person.post(START, {**CONTACT, "_action_id": person.field("_action_id"), "_action": "submit", **fields})
    assert answer.status_code == 302, faults(answer)
    return int(answer.headers["Location"].rsplit("/", 1)[1])
