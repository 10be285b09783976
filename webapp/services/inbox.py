"""What lies on a desk, newest first: per principal from the index, merged, so that it never grows with history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import ColumnElement, ScalarSelect, Select, Subquery, func, literal, null, or_, select, union
from sqlalchemy.orm import Session

from models import Candidate, ItemKind, Notice, Person, Reader, Request, Status, StepRun, Unit, WorkItem
from webapp.services import desks, filters, orders, processes, slots
from webapp.services.actor import Actor
from webapp.services.boxes import COPIES, Box, RequestRow, requests
from webapp.services.filters import Asked, Filter, page_of
from webapp.services.notices import CAP
from webapp.services.orders import FAR, Order, order_of
from webapp.services.paging import Key, Page, clamp, containing, read_key
from webapp.services.slots import Slot

__all__ = ["CAP", "Box", "Counts", "Page", "RequestRow", "TaskRow", "counts", "requests", "tasks"]


EVER = FAR
"""A moment for a count that looks at no deadlines."""


@dataclass(frozen=True)
class TaskRow:
    """An open item on the actor's desk. `slot`: what it is about, where several sign.

    `summary`: the form's summary fields by name; `why`: {code, params}. `stood_for`: the name of the absent person for
    whom the actor would take it (B7); None: it is their own.
    """

    item_id: int
    request_id: int
    number: str | None
    process: str
    version_id: int
    step: str
    scope: str | None
    item: str | None
    slot: Mapping[str, str]
    titles: Mapping[str, str]
    name: str
    kind: ItemKind
    status: Status
    initiator: str
    unit: str
    unit_en: str
    summary: Mapping[str, Any]
    why: Mapping[str, Any]
    opened_at: datetime
    due_at: datetime | None
    late: bool
    key: Key
    stood_for: str | None = None


@dataclass(frozen=True)
class Counts:
    """What is in the boxes; a count of `CAP` means that many or more (shown as 99+)."""

    todo: int
    drafts: int
    copied: int
    notices: int


DUE_AT = func.coalesce(WorkItem.due_at, literal(FAR, WorkItem.due_at.type))


EVERYTHING = Filter()


@dataclass(frozen=True)
class _Wanted:
    """What of the desk is asked for, in which order, at which moment."""

    now: datetime
    narrowed: Filter = EVERYTHING
    order: Order = Order.NEW
    step: str | None = None
    request: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        found = [*self.narrowed.conditions(Candidate.created_at), *self.narrowed.of_item(self.now)]
        if self.request is not None:
            found.append(WorkItem.request_id == self.request)
        if self.step:
            inside = containing(f"/{self.step}").removesuffix("%")
            found.append(or_(StepRun.step == self.step, StepRun.step.like(inside, escape="\\")))
        return found


def tasks(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    step: str | None = None,
    request: int | None = None,
    sort: str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
    **asked: Unpack[Asked],
) -> Page[TaskRow]:
    """Return the open items on the actor's desk, newest first unless `sort` says otherwise.

    `step`: a path or a step's id. `asked`: what the list is narrowed down by. One statement. Raises Invalid for what
    cannot be understood, a faulty cursor too.
    """
    narrowed, order = filters.read(session, **asked), order_of(sort, Order.NEW, Order.OLD, Order.DUE)
    key, size = read_key(cursor), clamp(limit)
    if actor.auditor or not actor.principals:
        return Page([])
    query = _page(actor, _Wanted(now, narrowed, order, step, request), key, size + 1)
    return page_of([_row(session, actor, row, now) for row in session.execute(query)], size)


def _page(actor: Actor, wanted: _Wanted, key: Key | None, count: int) -> Select[*tuple[Any, ...]]:
    page = _desk(actor, wanted, key, count)
    columns = (
        WorkItem.id.label("item_id"), WorkItem.item_key, WorkItem.item, WorkItem.kind,
        WorkItem.why, WorkItem.due_at, WorkItem.late_at,
        StepRun.step, StepRun.scope, Request.id.label("request_id"), Request.number, Request.process,
        Request.version_id, Request.status, Request.summary, Person.name.label("initiator"),
        Unit.name.label("unit"), Unit.name_en.label("unit_en"), page.c.created_at,
        (desks.through(page.c.item_id, actor) if actor.stands else null()).label("through"),
        page.c.due,
    )  # fmt: skip
    return (
        select(*columns)
        .join(page, page.c.item_id == WorkItem.id)
        .join(StepRun, StepRun.id == WorkItem.step_run_id)
        .join(Request, Request.id == WorkItem.request_id)
        .join(Person, Person.id == Request.initiator_id)
        .outerjoin(Unit, Unit.id == Request.unit_id)
        .order_by(*orders.by(wanted.order, page.c.created_at, page.c.item_id, page.c.due))
        .limit(count)
    )


def _desk(actor: Actor, wanted: _Wanted, key: Key | None, count: int) -> Subquery:
    """Return the first items of each principal, merged: (created_at, item_id, due), each once."""
    conditions = wanted.conditions()
    parts = [
        _branch(desk, one, wanted.order, [*conditions, *desk.conditions], key, count)
        for desk in desks.desks(actor)
        for one in sorted(desk.principals)
    ]
    return union(*(select(part.c.created_at, part.c.item_id, part.c.due) for part in parts)).subquery()


def _branch(
    desk: desks.Desk,
    principal: int,
    order: Order,
    conditions: list[ColumnElement[bool]],
    key: Key | None,
    count: int,
) -> Subquery:
    due = DUE_AT if order is Order.DUE else literal(None, WorkItem.due_at.type)
    place = (Candidate.created_at, Candidate.item_id)
    found = select(*place, due.label("due")).where(
        Candidate.principal_id == principal,
        desk.free(Candidate.item_id),
        *orders.following(order, *place, key, due),
    )
    if conditions or order is Order.DUE:
        found = (
            found.join(WorkItem, WorkItem.id == Candidate.item_id)
            .join(StepRun, StepRun.id == WorkItem.step_run_id)
            .join(Request, Request.id == WorkItem.request_id)
            .join(Person, Person.id == Request.initiator_id)
            .where(*conditions)
        )
    return found.order_by(*orders.by(order, *place, due)).limit(count).subquery()


def _row(session: Session, actor: Actor, row: Any, now: datetime) -> TaskRow:
    stand = actor.stand(row.through)
    step = processes.load(session, row.version_id).compiled.steps.get(row.step)
    return TaskRow(
        item_id=row.item_id,
        request_id=row.request_id,
        number=row.number,
        process=row.process,
        version_id=row.version_id,
        step=row.step,
        scope=row.scope,
        item=row.item_key,
        slot=slots.title(session, Slot(row.item_key, slots.read(row.item))),
        titles=step.titles if step else {},
        name=step.name if step else row.step,
        kind=row.kind,
        status=row.status,
        initiator=row.initiator,
        unit=row.unit or "",
        unit_en=row.unit_en or "",
        summary=json.loads(row.summary),
        why=json.loads(row.why),
        opened_at=row.created_at,
        due_at=row.due_at,
        late=row.late_at is not None or (row.due_at is not None and row.due_at < now),
        key=Key(row.created_at, row.item_id, row.due),
        stood_for=stand.name if stand else None,
    )


def counts(session: Session, actor: Actor) -> Counts:
    """Return what is in the boxes, each counted up to `CAP`; one statement."""
    drafts = select(Request.id).where(Request.initiator_id == actor.person_id, Request.status == Status.DRAFT)
    unread = select(Notice.id).where(Notice.person_id == actor.person_id, Notice.read_at.is_(None))
    copied = select(Reader.request_id).where(
        Reader.principal_id.in_(actor.principals), Reader.reason.in_(COPIES), Reader.read_at.is_(None)
    )
    capped = [_capped(part) for part in (drafts, copied, unread)]
    if actor.auditor or not actor.principals:
        return _counts(session, literal(0), *capped)
    desk = _desk(actor, _Wanted(EVER), None, CAP)
    todo = _capped(select(desk.c.item_id))
    return _counts(session, todo, *capped)


def _counts(session: Session, *parts: ColumnElement[int]) -> Counts:
    return Counts(*map(int, session.execute(select(*parts)).one()))


def _capped(part: Select[*tuple[Any, ...]]) -> ScalarSelect[int]:
    return select(func.count()).select_from(part.limit(CAP).subquery()).scalar_subquery()
