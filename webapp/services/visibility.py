"""Who may see a request and act on its items: the one place where it is decided (`features.md` G).

Readable are: one's own; what lies on one's desk (candidates of open items); what `reader` rows name; the processes one
owns; everything for administrators and auditors. A draft is its initiator's alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    delete,
    exists,
    false,
    literal,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, contains_eager

from models import (
    Assignment,
    Attachment,
    Candidate,
    ItemState,
    Person,
    Principal,
    Reader,
    ReaderReason,
    Request,
    Role,
    Status,
    Substitute,
    WorkItem,
)
from webapp.services import desks, trail
from webapp.services.actor import Actor
from webapp.services.assignment import only_reassign
from webapp.services.attachments import OVERFLOW
from webapp.services.errors import NotFound
from webapp.services.people import day_of, in_force

_ITEM = aliased(WorkItem)
"""Named in the condition on desks alone; made once."""


def readable(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `Request` that the actor may read it."""
    own = Request.initiator_id == actor.person_id
    if actor.admin or actor.auditor:
        return or_(own, Request.status != Status.DRAFT)
    return or_(own, and_(Request.status != Status.DRAFT, or_(_named(actor), _on_desk(actor), _owned(actor))))


def _named(actor: Actor) -> ColumnElement[bool]:
    return exists().where(Reader.principal_id.in_(actor.principals), Reader.request_id == Request.id)


def _on_desk(actor: Actor) -> ColumnElement[bool]:
    ways = [
        and_(
            exists().where(Candidate.item_id == _ITEM.id, Candidate.principal_id.in_(desk.principals)), *desk.conditions
        )
        for desk in desks.desks(actor)
    ]
    return exists().where(_ITEM.request_id == Request.id, or_(*ways))


def _owned(actor: Actor) -> ColumnElement[bool]:
    return Request.process.in_(actor.owns) if actor.owns else false()


def request_for(session: Session, actor: Actor, request_id: int, *, lock: bool = False) -> Request:
    """Return the request where the actor may read it, its row locked if `lock`. Raises NotFound; one statement."""
    found = select(Request).where(Request.id == request_id, readable(actor))
    if lock:
        found = found.with_for_update(of=Request).execution_options(populate_existing=True)
    request = session.scalars(found).one_or_none()
    if request is None:
        raise NotFound("request_unknown", id=request_id)
    return request


def reads(session: Session, actor: Actor, request: Request) -> bool:
    """Say whether the actor may read the request; one statement."""
    found = select(Request.id).where(Request.id == request.id, readable(actor))
    return session.scalars(found).one_or_none() is not None


def readers_of(request: Request, now: datetime) -> Select[int, str, str]:
    """Return (id, login, name) of the people who may read a request that was sent: `readable`, seen from its side.

    Of substitutes those that are named directly; who stands in through a chain is not among them.
    """
    named = select(Reader.principal_id).where(Reader.request_id == request.id)
    on_desk = select(Candidate.principal_id).join(WorkItem, WorkItem.id == Candidate.item_id)
    on_desk = on_desk.where(WorkItem.request_id == request.id)
    everywhere = or_(Assignment.role.in_((Role.ADMIN, Role.AUDITOR)), Assignment.process == request.process)
    always = select(Assignment.person_id).where(everywhere, in_force(day_of(now)))
    of_process = or_(Substitute.process.is_(None), Substitute.process == request.process)
    stand = select(Substitute.by_id).where(
        Substitute.starts_at <= now,
        Substitute.ends_at > now,
        of_process,
        Substitute.person_id.in_(_behind(on_desk, now)),
    )
    ways = (_behind(union(named, on_desk), now), always, stand)
    whose = or_(Person.id == request.initiator_id, *(Person.id.in_(way) for way in ways))
    return select(Person.id, Person.login, Person.name).where(whose, Person.active)


def _behind(principals: Any, now: datetime) -> CompoundSelect[int]:
    """Return the ids of who is, or holds today, one of `principals`."""
    some = select(Principal.person_id, Principal.role, Principal.unit_id).where(Principal.id.in_(principals)).subquery()
    post = and_(Assignment.role == some.c.role, Assignment.unit_id == some.c.unit_id)
    held = select(Assignment.person_id).join(some, post).where(in_force(day_of(now)))
    return union(select(some.c.person_id).where(some.c.person_id.is_not(None)), held)


def request_by_number(session: Session, actor: Actor, number: str) -> Request:
    """Return the request of that number where the actor may read it. Raises NotFound; one statement."""
    request = session.scalars(select(Request).where(Request.number == number, readable(actor))).one_or_none()
    if request is None:
        raise NotFound("request_unknown")
    return request


def item_for(session: Session, actor: Actor, item_id: int, *, lock: bool = False) -> WorkItem:
    """Return the work item with its request and run where the actor may read the request, else raise NotFound.

    `lock` locks the request's row first and reads the item after that (two statements; one without).
    """
    if lock:
        owner = select(WorkItem.request_id).where(WorkItem.id == item_id).scalar_subquery()
        _lock_where(session, actor, Request.id == owner)
    row = session.execute(
        select(WorkItem, _takes(actor, WorkItem.id), *(trail.newest(WorkItem.request_id) if lock else ()))
        .join(WorkItem.request)
        .join(WorkItem.step_run)
        .where(WorkItem.id == item_id, true() if lock else readable(actor))
        .options(contains_eager(WorkItem.request), contains_eager(WorkItem.step_run))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("item_unknown", id=item_id)
    item: WorkItem = row[0]
    if lock:
        trail.remember(session, item.request_id, row[2:])
    _desks(session)[(actor.person_id, item.id, item.rev)] = bool(row[1])
    return item


def _desks(session: Session) -> dict[tuple[int, int, int], bool]:
    """Return what `item_for` has found: whether an item at a revision lies on a person's desk."""
    known: dict[tuple[int, int, int], bool] = session.info.setdefault("desks", {})
    return known


def _takes(actor: Actor, item_id: InstrumentedAttribute[int] | int) -> ColumnElement[bool]:
    return desks.lies_on(actor, item_id)


def _lock_where(session: Session, actor: Actor, which: ColumnElement[bool]) -> None:
    found = select(Request).where(which, readable(actor)).with_for_update(of=Request)
    if session.scalars(found.execution_options(populate_existing=True)).one_or_none() is None:
        raise NotFound("item_unknown")


def attachment_for(session: Session, actor: Actor, attachment_id: int) -> Attachment:
    """Return the attachment: the uploader's own until used, then by the request's right. Raises NotFound."""
    found = attachments_for(session, actor, [attachment_id])
    if attachment_id not in found:
        raise NotFound("attachment_unknown", id=attachment_id)
    return found[attachment_id]


def attachments_for(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Attachment]:
    """Return by id those of the attachments that the actor may read; one statement, none without ids."""
    wanted = sorted({one for one in ids if 0 < one < OVERFLOW})
    if not wanted:
        return {}
    own = and_(Attachment.request_id.is_(None), Attachment.uploader_id == actor.person_id)
    found = (
        select(Attachment)
        .outerjoin(Request, Request.id == Attachment.request_id)
        .where(Attachment.id.in_(wanted), or_(own, and_(Attachment.request_id.is_not(None), readable(actor))))
    )
    return {row.id: row for row in session.scalars(found)}


def holds(session: Session, actor: Actor, item: WorkItem) -> bool:
    """Say whether the open item lies on the actor's desk, not being excluded from it; an auditor holds nothing.

    No statement for an item that came from `item_for`, one for any other.
    """
    if actor.auditor or item.state is not ItemState.OPEN:
        return False
    known = _desks(session).get((actor.person_id, item.id, item.rev))
    return bool(session.scalar(select(_takes(actor, item.id)))) if known is None else known


def may_act(session: Session, actor: Actor, item: WorkItem) -> bool:
    """Say whether the actor may decide the item: it lies on their desk, and not only to be reassigned by them."""
    return not only_reassign(item.why) and holds(session, actor, item)


def admit(session: Session, request_id: int, principals: Collection[int], reason: ReaderReason, now: datetime) -> None:
    """Let `principals` read the request from now on; who may already keeps the first reason's row. One statement."""
    rows = [
        {"principal_id": one, "request_id": request_id, "reason": reason, "at": now, "superseded": False}
        for one in sorted(set(principals))
    ]
    if rows:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        session.execute(insert(Reader).on_conflict_do_nothing(), rows)


def clear_desks(session: Session, items: Iterable[WorkItem], now: datetime) -> None:
    """Take closed items off all desks; whoever had one there may still read the request. Two statements.

    So the second of two who hold a role is told who was faster (B17) instead of that there is nothing.
    """
    ids = [item.id for item in items]
    if not ids:
        return
    kept = (
        select(Candidate.principal_id, WorkItem.request_id, literal(ReaderReason.ACTED.value), literal(now), false())
        .join(WorkItem, WorkItem.id == Candidate.item_id)
        .where(Candidate.item_id.in_(ids))
        .distinct()
    )
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    columns = ["principal_id", "request_id", "reason", "at", "superseded"]
    session.execute(insert(Reader).from_select(columns, kept).on_conflict_do_nothing())
    gone = delete(Candidate).where(Candidate.item_id.in_(ids))
    session.execute(gone, execution_options={"synchronize_session": False})
