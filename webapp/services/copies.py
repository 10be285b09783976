"""Copies (抄送): people who are given a request to read, when they had it, and when they had read it (B9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select, update
from sqlalchemy.orm import Session

from forms.kit import Fault
from models import Event, Person, Principal, Reader, ReaderReason, Request, Status
from webapp.services import aside, case, choosing, desks, notices, visibility
from webapp.services.actor import Actor
from webapp.services.boxes import COPIES
from webapp.services.case import Case
from webapp.services.errors import Invalid, NotAllowed, NotFound
from webapp.services.people import Someone
from webapp.services.principals import principals_of


@dataclass(frozen=True)
class CopiedTo:
    """Somebody who was given a copy by name; `read_at`: when they had read it, None: not yet."""

    name: str
    at: datetime
    read_at: datetime | None


def copy(
    session: Session, actor: Actor, request_id: int, people: Sequence[str], comment: str, now: datetime
) -> Request:
    """Give people (sign-ins or full names) the request to read, at any state once it was sent; each is told.

    Whoever has a copy already is told again. Raises NotFound, NotAllowed (who only has a copy gives none), Invalid.
    """
    request = visibility.request_for(session, actor, request_id, lock=True)
    if request.status is Status.DRAFT:
        raise NotFound("request_unknown", id=request_id)
    if not involved(session, actor, request):
        raise NotAllowed("not_yours_to_pass_on")
    work = case.load(session, request, now, actor)
    chosen, faults = choosing.choose(work, people, auditors=True)
    found = [*faults, *_oneself(actor, chosen), *aside.too_long(comment)]
    if found:
        raise Invalid(found)
    _give(work, chosen)
    work.log(Event.CC, by_actor=True, comment=comment, people=choosing.as_text(chosen))
    told = {"number": request.number, "by": actor.name}
    notices.tell(session, [one.id for one in chosen], "copied", told, request, None, now)
    session.flush()
    return request


def _oneself(actor: Actor, people: Sequence[Someone]) -> list[Fault]:
    return [Fault("/people", "B9", "choose_oneself", {"name": one.name}) for one in people if one.id == actor.person_id]


def _give(work: Case, people: Sequence[Someone]) -> None:
    principals = principals_of(work.session, [one.id for one in people]).values()
    visibility.admit(work.session, work.request.id, list(principals), ReaderReason.COPIED, work.now)


def involved(session: Session, actor: Actor, request: Request) -> bool:
    """Say whether the actor has more to do with a request than reading a copy of it: at most one statement.

    Its initiator, whoever has or had it on the desk, who leads or follows its unit, owners, administrators.
    """
    if actor.auditor:
        return False
    if actor.admin or request.initiator_id == actor.person_id or request.process in actor.owns:
        return True
    named = exists().where(
        Reader.principal_id.in_(actor.principals), Reader.request_id == request.id, Reader.reason.not_in(COPIES)
    )
    return bool(session.scalar(select(or_(named, desks.has_any(actor, request.id)))))


def given(session: Session, request: Request) -> tuple[CopiedTo, ...]:
    """Return who was given a copy by name, the latest first; one statement."""
    found = (
        select(Person.name, Reader.at, Reader.read_at)
        .join(Principal, Principal.id == Reader.principal_id)
        .join(Person, Person.id == Principal.person_id)
        .where(Reader.request_id == request.id, Reader.reason == ReaderReason.COPIED)
        .order_by(Reader.at.desc(), Person.name)
    )
    return tuple(CopiedTo(*row) for row in session.execute(found))


def unread(session: Session, actor: Actor, request: Request) -> bool:
    """Say whether the actor has a copy that is not read yet; one statement."""
    mine = select(func.count()).select_from(Reader).where(*_mine(actor, request.id))
    return bool(session.scalar(mine))


def read(session: Session, actor: Actor, request_id: int, now: datetime) -> None:
    """Note that the actor has read their copy; nothing where they have none. Raises NotFound."""
    request = visibility.request_for(session, actor, request_id)
    session.execute(
        update(Reader).where(*_mine(actor, request.id)).values(read_at=now),
        execution_options={"synchronize_session": False},
    )


def _mine(actor: Actor, request_id: int) -> tuple[ColumnElement[bool], ...]:
    whose = (Reader.principal_id.in_(actor.principals), Reader.request_id == request_id)
    return (*whose, Reader.reason.in_(COPIES), Reader.read_at.is_(None))
