"""Requests in the boxes 'mine', 'drafts', 'done', 'copied' and 'unit', newest first."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select, tuple_, union
from sqlalchemy.orm import Session, aliased

from models import ItemState, Person, Reader, ReaderReason, Request, Status, StepRun, Unit, WorkItem
from webapp.services import processes
from webapp.services.actor import Actor
from webapp.services.errors import Invalid
from webapp.services.filters import gather, text_filter
from webapp.services.paging import Key, Page, before, clamp, read_key
from webapp.services.people import follower_roles, units

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

Branch = Callable[[list[ColumnElement[bool]], Key | None, int], Sequence[Found]]
"""Gives selects of (request_id, at, key id), each newest first and limited."""


def requests(
    session: Session,
    actor: Actor,
    box: str,
    *,
    process: str | None = None,
    status: str | None = None,
    q: str = "",
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[RequestRow]:
    """Return the requests in one of the actor's boxes, newest first, with the steps that are open.

    Two statements without `q`, at most four with it. Raises Invalid for an unknown box, status or cursor.
    """
    wanted = _conditions(process, status, q.strip())
    branch, by_id = _branches(session, actor, _box(box)), box == Box.COPIED

    def fetch(key: Key | None, count: int) -> list[RequestRow]:
        parts = branch(wanted, key, count)
        return [row_of(row) for row in session.execute(_page(parts, count, by_id))] if parts else []

    page = gather(fetch, read_key(cursor), clamp(limit), q.strip())
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


def _conditions(process: str | None, status: str | None, q: str) -> list[ColumnElement[bool]]:
    found = text_filter(q)
    if process:
        found.append(Request.process == process)
    if status:
        if status not in {one.value for one in Status}:
            raise Invalid.at("/status", "enum", allowed=[one.value for one in Status])
        found.append(Request.status == Status(status))
    return found


def _branches(session: Session, actor: Actor, box: Box) -> Branch:
    match box:
        case Box.DONE:
            return lambda wanted, key, count: [_done(actor, wanted, key, count)]
        case Box.COPIED:
            return lambda wanted, key, count: [_copied(one, wanted, key, count) for one in sorted(actor.principals)]
        case Box.UNIT:
            led = led_units(session, actor)
            return lambda wanted, key, count: [
                _own([Request.unit_id == unit, Request.status != Status.DRAFT, *wanted], key, count) for unit in led
            ]
        case _:
            draft = Request.status == Status.DRAFT if box is Box.DRAFTS else Request.status != Status.DRAFT
            mine = [Request.initiator_id == actor.person_id, draft]
            return lambda wanted, key, count: [_own([*mine, *wanted], key, count)]


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


def _own(conditions: Sequence[ColumnElement[bool]], key: Key | None, count: int) -> Found:
    return (
        select(Request.id.label("request_id"), Request.created_at.label("at"), Request.id.label("key_id"))
        .join(Person, Person.id == Request.initiator_id)
        .where(*conditions, *before(Request.created_at, Request.id, key))
        .order_by(Request.created_at.desc(), Request.id.desc())
        .limit(count)
    )


def _done(actor: Actor, wanted: list[ColumnElement[bool]], key: Key | None, count: int) -> Found:
    """Return the requests by the last item on each that the actor finished."""
    later = aliased(WorkItem)
    newer = exists().where(
        later.request_id == WorkItem.request_id,
        later.acted_by_id == actor.person_id,
        later.state == ItemState.DONE,
        tuple_(later.done_at, later.id) > tuple_(WorkItem.done_at, WorkItem.id),
    )
    return (
        select(WorkItem.request_id, WorkItem.done_at.label("at"), WorkItem.id.label("key_id"))
        .join(Request, Request.id == WorkItem.request_id)
        .join(Person, Person.id == Request.initiator_id)
        .where(WorkItem.acted_by_id == actor.person_id, WorkItem.state == ItemState.DONE, ~newer)
        .where(*wanted, *before(WorkItem.done_at, WorkItem.id, key))
        .order_by(WorkItem.done_at.desc(), WorkItem.id.desc())
        .limit(count)
    )


def _copied(principal: int, wanted: list[ColumnElement[bool]], key: Key | None, count: int) -> Found:
    """Return the copies of one principal by request, which the primary key gives in order however many there are."""
    after = [] if key is None else [Reader.request_id < key.id]
    return (
        select(Reader.request_id, func.max(Reader.at).label("at"), Reader.request_id.label("key_id"))
        .join(Request, Request.id == Reader.request_id)
        .join(Person, Person.id == Request.initiator_id)
        .where(Reader.principal_id == principal, Reader.reason.in_(COPIES), *wanted, *after)
        .group_by(Reader.request_id)
        .order_by(Reader.request_id.desc())
        .limit(count)
    )


def _page(parts: Sequence[Found], count: int, by_id: bool) -> Found:
    found = union(*(select(part.subquery()) for part in parts)).subquery()
    latest = func.max(found.c.at).label("at")
    merged = select(found.c.request_id, latest, found.c.key_id).group_by(found.c.request_id, found.c.key_id).subquery()
    order = [merged.c.key_id.desc()] if by_id else [merged.c.at.desc(), merged.c.key_id.desc()]
    return (
        select(*COLUMNS, merged.c.at, merged.c.key_id)
        .join(merged, merged.c.request_id == Request.id)
        .join(Person, Person.id == Request.initiator_id)
        .outerjoin(Unit, Unit.id == Request.unit_id)
        .order_by(*order)
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
