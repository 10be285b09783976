"""Figures of the web program over the demo company: statements, commits and CPU time of the calls that matter."""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Connection, event

from models import Database
from webapp import create_app
from webapp.config import Settings
from webapp.program import EXTENSION, utc_now
from webapp.services import sign_in

NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")
ROUNDS = 9
CHAIN = (("site.rep", "site_review"), ("bu.planner", "planner_review"))


@dataclass
class Counted:
    """Statements and commits while it was open; an executemany is one statement."""

    sql: int = 0
    commits: int = 0
    cpu_ms: float = 0.0


@contextmanager
def counting(database: Database) -> Iterator[Counted]:
    """Count what the database is asked, and the CPU time of this process."""
    counted = Counted()

    def statement(_c: Connection, _cursor: Any, text: str, *_rest: Any) -> None:
        counted.sql += not text.lstrip().upper().startswith(NOT_COUNTED)

    def commit(_c: Connection) -> None:
        counted.commits += 1

    event.listen(database.engine, "before_cursor_execute", statement)
    event.listen(database.engine, "commit", commit)
    begun = time.process_time()
    try:
        yield counted
    finally:
        counted.cpu_ms = (time.process_time() - begun) * 1000
        event.remove(database.engine, "before_cursor_execute", statement)
        event.remove(database.engine, "commit", commit)


class Office:
    """The demo company's API, called in this process as people of the demo."""

    def __init__(self, settings: Settings) -> None:
        app = create_app(settings)
        self.client: FlaskClient = app.test_client()
        self.database: Database = app.extensions[EXTENSION].database
        self.tokens: dict[str, str] = {}
        self.acts = 0

    def headers(self, login: str) -> dict[str, str]:
        if login not in self.tokens:
            with self.database.write() as session:
                self.tokens[login] = sign_in.create_token(session, login, utc_now(), "bench")
        return {"Authorization": f"Bearer {self.tokens[login]}"}

    def get(self, login: str, path: str) -> Any:
        answer = self.client.get(f"/api/v1{path}", headers=self.headers(login))
        assert answer.status_code == 200, answer.text
        return json.loads(answer.text)

    def post(self, login: str, path: str, body: dict[str, Any], expected: int) -> Any:
        answer = self.client.post(f"/api/v1{path}", json=body, headers=self.headers(login))
        assert answer.status_code == expected, answer.text
        return json.loads(answer.text)

    def at_supervisor(self) -> int:
        """A new request that waits for the supervisor; the id of their task."""
        line = {"code": "31100001", "quantity": "2", "urgency": "normal"}
        data = {"reason": "變槳電機異響，需更換。", "needed_by": "2030-01-31", "spare_parts": [line]}
        request = self.post(
            "site.staff", "/requests", {"process": "internal_contact", "data": data, "submit": True}, 201
        )
        for login, step in CHAIN:
            self.approve(login, self.task(login, request["id"], step))
        return self.task("bu.supervisor", request["id"], "supervisor_sign")

    def task(self, login: str, request: int, step: str) -> int:
        found = self.get(login, f"/tasks?request={request}&step={step}")["items"]
        return int(found[0]["id"])

    def approve(self, login: str, task: int) -> None:
        self.acts += 1
        version = self.get(login, f"/tasks/{task}")["version"]
        body = {"action": "approve", "version": version, "action_id": f"bench-{time.time_ns()}-{self.acts}"}
        self.post(login, f"/tasks/{task}/actions", body, 200)


def measure(settings: Settings) -> dict[str, float]:
    """The figures `http.*` over the database of `settings`, which they change."""
    office = Office(settings)
    approves = [_approve(office) for _ in range(ROUNDS + 2)][2:]
    refused = [_refused(office) for _ in range(ROUNDS + 2)][2:]
    inboxes = [_counted(office, lambda: office.get("bu.planner", "/tasks?limit=20")) for _ in range(ROUNDS + 2)][2:]
    cpu = statistics.median(one.cpu_ms for one in approves)
    return {
        "http.approve.sql": max(one.sql for one in approves),
        "http.approve.commits": max(one.commits for one in approves),
        "http.approve.cpu_ms": cpu,
        "http.approve.cpu_ratio": cpu / statistics.median(one.cpu_ms for one in refused),
        "http.inbox.sql": max(one.sql for one in inboxes),
        "http.inbox.cpu_ms": statistics.median(one.cpu_ms for one in inboxes),
    }


def _counted(office: Office, call: Callable[[], Any]) -> Counted:
    with counting(office.database) as counted:
        call()
    return counted


def _approve(office: Office) -> Counted:
    task = office.at_supervisor()
    version = office.get("bu.supervisor", f"/tasks/{task}")["version"]
    body = {"action": "approve", "version": version, "action_id": f"bench-{time.time_ns()}", "comment": "同意。"}
    return _counted(office, lambda: office.post("bu.supervisor", f"/tasks/{task}/actions", body, 200))


def _refused(office: Office) -> Counted:
    task = office.get("bu.supervisor", "/tasks?step=supervisor_sign")["items"][0]["id"]
    return _counted(office, lambda: office.post("bu.supervisor", f"/tasks/{task}/actions", {}, 422))
