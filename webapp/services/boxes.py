"""Requests in the boxes 'mine', 'drafts', 'done', 'copied' and 'unit', newest first."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Unpack

from sqlalchemy import ColumnElement, Select, exists, func, select, tuple_, union
from sqlalchemy.orm import Session, aliased

from models import ItemState, Person, Reader, ReaderReason, Request, Status, StepRun, Unit, WorkItem
from webapp.services import filters, orders, processes
from webapp.services.actor import Actor
from webapp.services.errors import Invalid
from webapp.services.filters import Asked, Filter, page_of
from webapp.services.orders import Order, order_of
from webapp.services.paging import Key, Page, clamp, read_key
from webapp.services.people import follower_roles, units
from webapp.services.visibility import readable

COPIES = (ReaderReason.COPIED, ReaderReason.FILED)


class Box(StrEnum):
    """Where a request is listed (`GET /requests?box=`)."""

    MINE = "mine"
    DONE = "done"
    COPIED = "copied"
    UNIT = "unit"
    DRAFTS = "drafts"


@dataclass(frozen=True)
class OpenStep:
    """A step that is open now."""

    step: str
    scope: str | None
    name: str
    titles: Mapping[str, str]


@dataclass(frozen=True)
class RequestRow:
    """A request as it is listed. `at`: when it came into this box: created, done, copied.

    Copies are sorted by request, all else by `at`.
    """

    id: int
    number: str | None
    process: str
    version_id: int
    status: Status
    summary: Mapping[str, Any]
    initiator: str
    unit: str
    unit_en: str
    created_at: datetime
    submitted_at: datetime | None
    closed_at: datetime | None
    rev: int
    key: Key
    open_steps: tuple[OpenStep, ...] = ()

    @property
    def at(self) -> datetime:
        return self.key.at


Found = Select[*tuple[Any, ...]]

COLUMNS = (
    Request.id, Request.number, Request.process, Request.version_id, Request.status, Request.summary,
    Person.name.label("initiator"), Unit.name.label("unit"), Unit.name_en.label("unit_en"),
    Request.created_at, Request.submitted_at, Request.closed_at, Request.rev,
)  # fmt: skip
"""What a row is made of, with `at` and `key_id` beside it."""


@dataclass(frozen=True)
class _Wanted:
    """What of a box is asked for, in which order."""

    narrowed: Filter
    order: Order

    def conditions(self, at: Any) -> list[ColumnElement[bool]]:
        return [*self.narrowed.conditions(at), *self.narrowed.of_deadline()]

    def cut(self, found: Found, at: Any, row_id: Any, key: Key | None, count: int) -> Found:
        """Return the first `count` rows after `key` of what the list is narrowed down to."""
        after = orders.following(self.order, at, row_id, key)
        return found.where(*self.conditions(at), *after).order_by(*orders.by(self.order, at, row_id)).limit(count)


Branch = Callable[[_Wanted, Key | None, int], Sequence[Found]]
"""Gives selects of (request_id, at, key id), each in order and limited."""


def requests(
    session: Session,
    actor: Actor,
    box: str,
    *,
    sort: str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
    **asked: Unpack[Asked],
) -> Page[RequestRow]:
    """Return the requests in one of the actor's boxes with the steps that are open, newest first unless `sort` says
    otherwise.

    `asked`: what the box is narrowed down by. Two statements. Raises Invalid for an unknown box and for what cannot be
    understood, a faulty cursor too.
    """
    wanted = _Wanted(filters.read(session, **asked), order_of(sort, Order.NEW, Order.OLD))
    branch, by_id, size = _branches(session, actor, _box(box)), box == Box.COPIED, clamp(limit)
    parts = branch(wanted, read_key(cursor), size + 1)
    rows = [row_of(row) for row in session.execute(_page(parts, wanted.order, size + 1, by_id))] if parts else []
    page = page_of(rows, size)
    return Page(with_open_steps(session, page.items), page.next)


def with_open_steps(session: Session, rows: Sequence[RequestRow]) -> list[RequestRow]:
    """Return the rows with the steps that are open now; one statement, none where nothing is open."""
    steps = _open_steps(session, rows)
    return [replace(row, open_steps=tuple(steps.get(row.id, ()))) for row in rows]


def _box(box: str) -> Box:
    try:
        return Box(box)
    except ValueError:
        raise Invalid.at("/box", "enum", allowed=[one.value for one in Box]) from None


def _branches(session: Session, actor: Actor, box: Box) -> Branch:
    match box:
        case Box.DONE:
            return lambda wanted, key, count: [_done(actor, wanted, key, count)]
        case Box.COPIED:
            return lambda wanted, key, count: [_copied(one, wanted, key, count) for one in sorted(actor.principals)]
        case Box.UNIT:
            led = led_units(session, actor)
            sent, theirs = Request.status != Status.DRAFT, readable(actor)
            return lambda wanted, key, count: [
                _own([Request.unit_id == unit, sent, theirs], wanted, key, count) for unit in led
            ]
        case _:
            draft = Request.status == Status.DRAFT if box is Box.DRAFTS else Request.status != Status.DRAFT
            mine = [Request.initiator_id == actor.person_id, draft]
            return lambda wanted, key, count: [_own(mine, wanted, key, count)]


def led_units(session: Session, actor: Actor) -> tuple[int, ...]:
    """Return the units whose requests the actor sees as a leader: those led, and all under them.

    A planner follows the forms of the unit too (ICF-12).
    """
    known = units(session)
    tops = {
        held.unit_id
        for held in actor.holds
        if held.unit_id is not None
        and held.unit_id in known.by_id
        and held.role in follower_roles(known.by_id[held.unit_id].kind)
    }
    return tuple(sorted({place.id for top in tops for place in known.below(top)}))


def _own(conditions: Sequence[ColumnElement[bool]], wanted: _Wanted, key: Key | None, count: int) -> Found:
    found: Found = (
        select(Request.id.label("request_id"), Request.created_at.label("at"), Request.id.label("key_id"))
        .join(Person, Person.id == Request.initiator_id)
        .where(*conditions)
    )
    return wanted.cut(found, Request.created_at, Request.id, key, count)


def _done(actor: Actor, wanted: _Wanted, key: Key | None, count: int) -> Found:
    """Return the requests by the last item on each that the actor finished."""
    later = aliased(WorkItem)
    newer = exists().where(
        later.request_id == WorkItem.request_id,
        later.acted_by_id == actor.person_id,
        later.state == ItemState.DONE,
        tuple_(later.done_at, later.id) > tuple_(WorkItem.done_at, WorkItem.id),
    )
    found: Found = (
        select(WorkItem.request_id, WorkItem.done_at.label("at"), WorkItem.id.label("key_id"))
        .join(Request, Request.id == WorkItem.request_id)
        .join(Person, Person.id == Request.initiator_id)
        .where(WorkItem.acted_by_id == actor.person_id, WorkItem.state == ItemState.DONE, ~newer)
    )
    return wanted.cut(found, WorkItem.done_at, WorkItem.id, key, count)


def _copied(principal: int, wanted: _Wanted, key: Key | None, count: int) -> Found:
    """Return the copies of one principal by request, which the primary key gives in order however many there are."""
    old = wanted.order is Order.OLD
    after = [] if key is None else [Reader.request_id > key.id if old else Reader.request_id < key.id]
    return (
        select(Reader.request_id, func.max(Reader.at).label("at"), Reader.request_id.label("key_id"))
        .join(Request, Request.id == Reader.request_id)
        .join(Person, Person.id == Request.initiator_id)
        .where(Reader.principal_id == principal, Reader.reason.in_(COPIES), *wanted.conditions(Reader.at), *after)
        .group_by(Reader.request_id)
        .order_by(Reader.request_id.asc() if old else Reader.request_id.desc())
        .limit(count)
    )


def _page(parts: Sequence[Found], order: Order, count: int, by_id: bool) -> Found:
    found = union(*(select(part.subquery()) for part in parts)).subquery()
    latest = func.max(found.c.at).label("at")
    merged = select(found.c.request_id, latest, found.c.key_id).group_by(found.c.request_id, found.c.key_id).subquery()
    at, key_id = merged.c.at, merged.c.key_id
    sorted_by = orders.by(order, at, key_id)[by_id:]
    return (
        select(*COLUMNS, merged.c.at, merged.c.key_id)
        .join(merged, merged.c.request_id == Request.id)
        .join(Person, Person.id == Request.initiator_id)
        .outerjoin(Unit, Unit.id == Request.unit_id)
        .order_by(*sorted_by)
        .limit(count)
    )


def row_of(row: Any) -> RequestRow:
    """Return the row of a list from `COLUMNS`, `at` and `key_id`; its open steps are not read yet."""
    shown = {**row._mapping, "summary": json.loads(row.summary), "unit": row.unit or "", "unit_en": row.unit_en or ""}
    key = Key(shown.pop("at"), shown.pop("key_id"))
    return RequestRow(**shown, key=key)


def _open_steps(session: Session, rows: Sequence[RequestRow]) -> dict[int, list[OpenStep]]:
    versions = {row.id: row.version_id for row in rows if row.status is Status.OPEN}
    found: dict[int, list[OpenStep]] = {}
    if not versions:
        return found
    runs = select(StepRun.request_id, StepRun.step, StepRun.scope).where(
        StepRun.request_id.in_(versions), StepRun.closed_at.is_(None)
    )
    for request_id, path, scope in session.execute(runs.order_by(StepRun.id)):
        step = processes.load(session, versions[request_id]).compiled.steps.get(path)
        shown = OpenStep(path, scope, step.name if step else path, step.titles if step else {})
        found.setdefault(request_id, []).append(shown)
    return found
