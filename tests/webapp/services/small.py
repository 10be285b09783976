"""One request of a small drawing, acted on by anybody, its invariant held after every action."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from models import ItemState, Origin, Request, Status, StepRun, WorkItem
from tests.cast import NOW, Cast
from tests.factories import FORM
from tests.factories import titled as titled
from tests.workflows.engine.drawing import TOML, bundle, element, end, extended, flows, process, start, user
from webapp.services import decide, facts, invariant, people, recipients, screens, submit, trail, visibility
from webapp.services.decide import Command
from webapp.services.screens import RequestScreen, TaskScreen
from webapp.services.versions import store
from workflows.engine import Bundle

STEP = '<ap:step actions="approve reject return" repeat="never"/>'
MARKER = '<bpmn:multiInstanceLoopCharacteristics isSequential="{}"/>'


def several(name: str, sign: str, who: str, more: str = STEP, *, order: bool = False) -> str:
    """Return a user task that several sign: `sign` are the attributes of `ap:sign`."""
    inside = extended(f"{who}{more}<ap:sign {sign}/>")
    return element("userTask", name, inside + MARKER.format(str(order).lower()))


def signing(sign: str, who: str, *, order: bool = False, more: str = STEP) -> Bundle:
    """Return first, then `sign` by several, then last."""
    steps = [user("first", STEP), several("sign", sign, who, more, order=order), user("last", STEP)]
    ways = flows("begin -> first", "first -> sign", "sign -> last", "last -> end")
    return bundle(process(start(), *steps, end(), ways))


class Small:
    """A request; `first` and `last` are its initiator's, who is site.staff."""

    def __init__(
        self, cast: Cast, drawing: Bundle, steps: dict[str, Any] | None = None, main: dict[str, Any] | None = None,
        *, begin: bool = True, moment: datetime = NOW, **data: Any,
    ) -> None:  # fmt: skip
        self.cast, self.now = cast, moment
        toml = TOML.replace('roles = ["site_staff"]', 'roles = ["site_staff"]\nunit = "=site"')
        body = {**FORM["main"], "properties": {**FORM["main"]["properties"], **(main or {})}}
        form = json.dumps({**FORM, "main": body, "steps": steps or {}})
        whole = Bundle({**drawing.files, "process.toml": toml.encode(), "form.json": form.encode()})
        with cast.database.write() as session:
            store(session, "main", whole, Origin.SHIPPED, NOW)
        with cast.database.write() as session:
            actor = cast.actor(session, "site.staff")
            made = submit.create(session, actor, "main", {"site": "n1", "reason": "齒輪箱漏油", **data}, NOW)
            self.id = submit.submit(session, actor, made.id, NOW).id
        self.checked()
        if begin and self.open() == ["first"]:
            self.act("first")

    def rows(self) -> list[tuple[StepRun, WorkItem]]:
        """All runs with their items."""
        found = select(StepRun, WorkItem).join(WorkItem, WorkItem.step_run_id == StepRun.id)
        with self.cast.database.read() as session:
            mine = found.where(StepRun.request_id == self.id).order_by(StepRun.id, WorkItem.position, WorkItem.id)
            return [(run, item) for run, item in session.execute(mine)]

    def open(self) -> list[str]:
        """The steps with an open item, each once."""
        return list(dict.fromkeys(run.step for run, item in self.rows() if item.state is ItemState.OPEN))

    def live(self, step: str) -> list[WorkItem]:
        """The items of the newest run of a step."""
        newest = max(run.id for run, _ in self.rows() if run.step == step)
        return [item for run, item in self.rows() if run.id == newest]

    def keys(self, step: str, *states: ItemState) -> list[str | None]:
        """The keys of the items of the newest run of a step."""
        return [item.item_key for item in self.live(step) if not states or item.state in states]

    def states(self, step: str) -> list[str]:
        """The states of the items of the newest run of a step, in their order."""
        return [item.state.value for item in self.live(step)]

    def desks(self, step: str) -> dict[str | None, list[str]]:
        """Who has which open item of a step on their desk."""
        items = {item.id: item.item_key for item in self.live(step) if item.state is ItemState.OPEN}
        with self.cast.database.read() as session:
            held = recipients.holders_by_item(session, list(items), people.day_of(self.now))
            return {items[one]: [someone.login for someone in some] for one, some in held.items()}

    def item(self, step: str, key: str | None = None) -> WorkItem:
        """The open item of a step, of a key where one is named."""
        open_now = [item for run, item in self.rows() if run.step == step and item.state is ItemState.OPEN]
        return next(item for item in open_now if key in (None, item.item_key))

    def sign(self, key: str | None, by: str, action: str = "approve", step: str = "sign", **more: Any) -> Small:
        """Do something with an open item of `step`."""
        return self.act(step, action, by=by, key=key, **more)

    def act(
        self, step: str, action: str = "approve", *, by: str = "site.staff", key: str | None = None, **more: Any
    ) -> Small:
        """Do something with an open item."""
        return self.act_on(self.item(step, key).id, by, action, **more)

    def act_on(self, item_id: int, by: str, action: str = "approve", **more: Any) -> Small:
        """Do something with an item, a minute later."""
        self.now += timedelta(minutes=1)
        with self.cast.database.write() as session:
            actor = self.cast.actor(session, by, self.now)
            decide.act(session, actor, item_id, Command(action, **{"comment": "說明", **more}), self.now)
        return self.checked()

    def task(self, step: str, by: str, key: str | None = None) -> TaskScreen:
        """What somebody sees of an open item."""
        with self.cast.database.read() as session:
            actor = self.cast.actor(session, by, self.now)
            found = visibility.item_for(session, actor, self.item(step, key).id)
            return screens.task_screen(session, actor, found, self.now)

    def screen(self, by: str) -> RequestScreen:
        """What somebody sees of the request."""
        with self.cast.database.read() as session:
            actor = self.cast.actor(session, by, self.now)
            return screens.request_screen(session, actor, visibility.request_for(session, actor, self.id), self.now)

    def data(self) -> dict[str, Any]:
        """The answers as they stand."""
        with self.cast.database.read() as session:
            return facts.current_data(session, session.get_one(Request, self.id))

    def status(self) -> Status:
        with self.cast.database.read() as session:
            return session.get_one(Request, self.id).status

    def lines(self) -> list[trail.Line]:
        """The trail."""
        with self.cast.database.read() as session:
            return trail.lines(session, session.get_one(Request, self.id))

    def due(self, step: str) -> list[datetime | None]:
        """When the open items of a step are due."""
        return [item.due_at for item in self.live(step) if item.state is ItemState.OPEN]

    def checked(self) -> Small:
        """Hold the invariant of the rows."""
        with self.cast.database.read() as session:
            assert invariant.faults(session, self.now) == []
        return self
