"""Walks of the internal contact form through the services, one transaction per action, checked after each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from models import ItemState, Notice, Person, Request, StepRun, WorkItem
from tests.cast import NOW, Cast
from webapp.services import actions, decide, facts, invariant, processes, screens, submit, timers, trail, visibility
from webapp.services.actions import Answer
from webapp.services.decide import Command
from webapp.services.errors import NotFound
from webapp.services.screens import RequestScreen, TaskScreen
from webapp.services.trail import Line

PROCESS = "internal_contact"
LINE = {"code": "S-001", "quantity": "4"}
FORM: Mapping[str, Any] = {
    "site": "n1",
    "reason": "變槳電機燒毀",
    "needed_by": "2026-12-10",
    "spare_parts": [LINE, {"code": "S-002", "quantity": "1"}],
    "tools": [{"code": "T-001", "quantity": "2"}],
}
BY = {
    "initiator": "site.staff",
    "site_review": "site.rep",
    "planner_review": "planner",
    "supervisor_sign": "supervisor",
    "manager_sign": "manager",
    "production_check": "prod.planner",
    "dispatch": "warehouse",
    "purchase": "buyer",
    "coordinate": "biz.planner",
    "register_arrival": "site.keeper",
    "papers_check": "warehouse",
    "confirm_arrival": "site.staff",
}
SENT = {"delivery_note": "DN-1", "packing_list": "PL-1", "carrier": "順豐", "dispatched_on": "2026-11-23"}
BOUGHT = {"purchase_order": "PO-1", "supplier": "金風", "expected_on": "2026-12-01"}
SIGNED = ("site_review", "planner_review", "supervisor_sign", "manager_sign")


class Walk:
    """One request on its way, with a clock that the test moves."""

    def __init__(self, cast: Cast, now: datetime = NOW) -> None:
        self.cast = cast
        self.now = now
        self.id = 0
        self.starter = ""
        with cast.database.write() as session:
            processes.register(session, now)

    def start(self, by: str = "site.staff", **data: Any) -> Walk:
        """Make and submit a request."""
        self.starter = by
        with self.cast.database.write() as session:
            actor = self.cast.actor(session, by, self.now)
            request = submit.create(session, actor, PROCESS, {**FORM, **data}, self.now)
            self.id = submit.submit(session, actor, request.id, self.now).id
        return self.checked()

    def later(self, **span: float) -> Walk:
        """Move the clock."""
        self.now += timedelta(**span)
        return self

    def act(self, step: str, action: str = "approve", *, by: str | None = None, **more: Any) -> Walk:
        """Do something with the open item of `step` (a path), by the usual person if none is named."""
        self.later(minutes=1)
        return self.act_on(self.item(step), by or BY[step.rsplit("/", 1)[-1]], action, **more)

    def only_act(self, item_id: int, by: str, action: str = "approve", **more: Any) -> None:
        """Do something with an item, and look at nothing else."""
        with self.cast.database.write() as session:
            decide.act(session, self.cast.actor(session, by, self.now), item_id, Command(action, **more), self.now)

    def withdraw(self, by: str = "site.staff") -> Walk:
        """Take the request back."""
        with self.cast.database.write() as session:
            decide.withdraw(session, self.cast.actor(session, by, self.now), self.id, "不需要了", self.now)
        return self.checked()

    def once(self, action_id: str, body: Mapping[str, Any], verb: Callable[[], Answer]) -> Answer:
        """Do `verb` as the planner under an action id."""
        with self.cast.database.write() as session:
            return actions.once(session, self.cast.actor(session, "planner"), action_id, body, verb, self.now)

    def task(self, step: str, by: str) -> TaskScreen:
        """What somebody sees of the open item of `step`."""
        with self.cast.database.read() as session:
            actor = self.cast.actor(session, by, self.now)
            return screens.task_screen(session, actor, visibility.item_for(session, actor, self.item(step)), self.now)

    def look(self, item_id: int, by: str) -> TaskScreen:
        """What somebody sees of an item."""
        with self.cast.database.read() as session:
            actor = self.cast.actor(session, by, self.now)
            return screens.task_screen(session, actor, visibility.item_for(session, actor, item_id), self.now)

    def screen(self, by: str) -> RequestScreen:
        """What somebody sees of the request."""
        with self.cast.database.read() as session:
            actor = self.cast.actor(session, by, self.now)
            return screens.request_screen(session, actor, visibility.request_for(session, actor, self.id), self.now)

    def newest(self, step: str, state: ItemState = ItemState.OPEN) -> WorkItem:
        """The newest item of `step` in that state."""
        return [item for run, item in self.items() if run.step == step and item.state is state][-1]

    def due(self, step: str) -> datetime | None:
        """When the open item of `step` is due."""
        return self.newest(step).due_at

    def told(self) -> list[str]:
        """The notices so far, as `code login`."""
        with self.cast.database.read() as session:
            rows = session.execute(select(Notice.code, Person.login).join(Person, Person.id == Notice.person_id))
            return [f"{code} {login}" for code, login in rows]

    def act_on(self, item_id: int, by: str, action: str = "approve", **more: Any) -> Walk:
        """Do something with an item."""
        with self.cast.database.write() as session:
            actor = self.cast.actor(session, by, self.now)
            decide.act(session, actor, item_id, Command(action, **more), self.now)
        return self.checked()

    def to(self, step: str) -> Walk:
        """Approve on, one step after the other, until `step` is open (of those before the fork)."""
        while step not in self.open():
            self.act(next(one for one in (*SIGNED, "production_check") if one in self.open()), **self.answer())
        return self

    def answer(self) -> dict[str, Any]:
        return {"data": {"supply": self.supply(all)}} if "production_check" in self.open() else {}

    def supply(self, which: Any) -> list[dict[str, str]]:
        """`all`, `none` or `part`: what Production Management states."""
        lines = [line for name in ("tools", "consumables", "spare_parts") for line in self.data().get(name) or ()]
        share = {all: lambda q: q, None: lambda _q: "0", "part": lambda _q: "1"}[which]
        return [{"line": line["id"], "available": share(line["quantity"])} for line in lines]

    def fork(self, which: Any) -> Walk:
        """Go on to behind `production_check`, with all, part or nothing to be supplied."""
        return self.to("production_check").act("production_check", data={"supply": self.supply(which)})

    def open(self) -> list[str]:
        """The steps with an open item, in the order of opening."""
        return [run.step for run, item in self.items() if item.state is ItemState.OPEN]

    def items(self) -> list[tuple[StepRun, WorkItem]]:
        """All runs with their items."""
        with self.cast.database.read() as session:
            found = select(StepRun, WorkItem).join(WorkItem, WorkItem.step_run_id == StepRun.id)
            return [
                (run, item)
                for run, item in session.execute(found.where(StepRun.request_id == self.id).order_by(StepRun.id))
            ]

    def item(self, step: str, state: ItemState = ItemState.OPEN) -> int:
        """The id of the newest item of `step` in that state."""
        return self.newest(step, state).id

    def data(self) -> dict[str, Any]:
        """The answers as they stand."""
        with self.cast.database.read() as session:
            return facts.current_data(session, session.get_one(Request, self.id))

    def request(self) -> Request:
        with self.cast.database.read() as session:
            return session.get_one(Request, self.id)

    def lines(self) -> list[Line]:
        """The trail."""
        with self.cast.database.read() as session:
            return trail.lines(session, session.get_one(Request, self.id))

    def events(self) -> list[str]:
        """What the trail says, as `event step`."""
        return [f"{line.action} {line.step or ''}".strip() for line in self.lines()]

    def scan(self) -> int:
        """Let what is due happen."""
        with self.cast.database.write() as session:
            fired = timers.scan(session, self.now)
        self.checked()
        return fired

    def sees(self, login: str) -> bool:
        """Whether this person may read the request."""
        with self.cast.database.read() as session:
            try:
                visibility.request_for(session, self.cast.actor(session, login, self.now), self.id)
            except NotFound:
                return False
        return True

    def checked(self) -> Walk:
        """Hold the invariant of the rows."""
        with self.cast.database.read() as session:
            assert invariant.faults(session, self.now) == []
        return self
