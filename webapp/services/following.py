"""The unit's box: what the requests of a leader's units are at, who holds what, and since when (features C)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ItemState, StepRun, WorkItem
from webapp.services import boxes, processes, recipients
from webapp.services.actor import Actor
from webapp.services.boxes import Box, RequestRow
from webapp.services.filters import Asked
from webapp.services.paging import Page
from webapp.services.people import day_of


@dataclass(frozen=True)
class Held:
    """An open item: its step, who could take it (nobody while it `rests`), since when, until when."""

    name: str
    titles: Mapping[str, str]
    holders: tuple[str, ...]
    opened_at: datetime
    due_at: datetime | None
    late: bool
    rests: bool


@dataclass(frozen=True)
class Followed:
    """A request of a unit that the actor leads or follows, with its open items, oldest first."""

    row: RequestRow
    items: tuple[Held, ...] = ()

    @property
    def due(self) -> Held | None:
        """Return the item that is due first."""
        return min((one for one in self.items if one.due_at), key=lambda one: str(one.due_at), default=None)


def follow(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    sort: str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
    **asked: Unpack[Asked],
) -> Page[Followed]:
    """Return the requests of the units that the actor leads or follows and may read, with who holds what.

    Five statements at most. Raises Invalid as `boxes.requests` does.
    """
    page = boxes.requests(session, actor, Box.UNIT, sort=sort, cursor=cursor, limit=limit, **asked)
    held = _held(session, page.items, now)
    return Page([Followed(row, tuple(held.get(row.id, ()))) for row in page.items], page.next)


def _held(session: Session, rows: Sequence[RequestRow], now: datetime) -> dict[int, list[Held]]:
    versions = {row.id: row.version_id for row in rows if row.open_steps}
    live = WorkItem.state.in_([ItemState.OPEN, ItemState.SUSPENDED])
    found = select(WorkItem, StepRun.step).join(StepRun, StepRun.id == WorkItem.step_run_id)
    mine = found.where(WorkItem.request_id.in_(versions), live).order_by(WorkItem.id)
    items = session.execute(mine).all() if versions else []
    people = recipients.holders_by_item(session, [item.id for item, _ in items], day_of(now))
    told: dict[int, list[Held]] = {}
    for item, path in items:
        step = processes.load(session, versions[item.request_id]).compiled.steps.get(path)
        names = tuple(one.name for one in people[item.id])
        late = item.late_at is not None or (item.due_at is not None and item.due_at < now)
        titles, rests = step.titles if step else {}, item.state is ItemState.SUSPENDED
        one = Held(step.name if step else path, titles, names, item.opened_at, item.due_at, late, rests)
        told.setdefault(item.request_id, []).append(one)
    return told
