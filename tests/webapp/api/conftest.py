"""The API in process: the cast with the shipped processes, a token for each of them, and their open items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from models import Database, Person, Token
from tests.cast import NOW, found
from tests.databases import MIGRATED, Backend
from webapp import create_app
from webapp.config import Settings
from webapp.services import processes, sign_in

LINE = {"code": "S-001", "quantity": "2"}
CONTACT = {"site": "n1", "reason": "3 號機變槳電機燒毀", "needed_by": "2026-12-01", "spare_parts": [LINE]}


def company(url: str) -> None:
    """Write the cast, the shipped processes, and for each person a token that is named like their sign-in."""
    found(url)
    database = Database(url)
    with database.write() as session:
        processes.register(session, NOW)
        for person in session.scalars(select(Person)).all():
            session.add(Token(hash=sign_in.digest(f"token-{person.login}"), person_id=person.id, created_at=NOW))
    database.close()


@dataclass
class Api:
    """Calls of the API in somebody's name."""

    app: Flask
    client: FlaskClient
    headers: dict[str, str] = field(default_factory=lambda: {"Accept-Language": "en"})

    def call(self, login: str | None, method: str, path: str, body: Any = None, **more: Any) -> TestResponse:
        """Return the answer to a call by `login` (None: without a token)."""
        token = {"Authorization": f"Bearer token-{login}"} if login else {}
        kind = {"json": body} if body is not None else {}
        headers = self.headers | token | more.pop("headers", {})
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, buffered=True, **kind, **more)

    def get(self, login: str | None, path: str, **more: Any) -> Any:
        """Return the JSON of a successful GET."""
        answer = self.call(login, "GET", path, **more)
        assert answer.status_code == 200, answer.text
        return answer.json

    def start(self, **data: Any) -> dict[str, Any]:
        """Return a request that site.staff has sent."""
        body = {"process": "internal_contact", "data": CONTACT | data, "submit": True}
        answer = self.call("site.staff", "POST", "/requests", body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json
        return made

    def act(self, login: str, item: int, action: str = "approve", **more: Any) -> TestResponse:
        """Return the answer to an action on a task."""
        return self.call(login, "POST", f"/tasks/{item}/actions", {"action": action, **more})

    def approve(self, login: str, made: dict[str, Any], step: str, **data: Any) -> dict[str, Any]:
        """Approve the open item at `step`, and return the request as answered."""
        item = next(one["id"] for one in made["open"] if one["step"] == step)
        answer = self.act(login, item, data=data)
        assert answer.status_code == 200, answer.text
        moved: dict[str, Any] = answer.json["request"] | {"open": answer.json["open"]}
        return moved


@pytest.fixture
def api(backend: Backend, tmp_path: Path) -> Iterator[Api]:
    """The API on a fresh database of both kinds; the clock stands still."""
    backend.ensure("api", company, base=MIGRATED)
    with backend.fresh("api") as url:
        database = Database(url)
        settings = Settings(data_dir=tmp_path, database_url=url, secret_key="k" * 32)
        app = create_app(settings, lambda: NOW, database)
        yield Api(app, app.test_client())
        database.close()
