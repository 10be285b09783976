"""What may be done beside the steps of a request: take it back, comment on it, see what is open."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from forms.kit import Fault, step_id
from models import Event, ItemState, Request, Status, WorkItem
from webapp.services import case, closing, visibility
from webapp.services.actor import Actor
from webapp.services.case import Case
from webapp.services.errors import AlreadyDone, Invalid, NotAllowed, NotFound
from webapp.services.finishing import finish

MOST_COMMENT = 5000


def withdraw(session: Session, actor: Actor, request_id: int, comment: str, now: datetime) -> Request:
    """Take the request back for good: its initiator, while open and before `withdraw_until` is done.

    Raises NotFound, NotAllowed, AlreadyDone (closed), Invalid (too long a comment).
    """
    request = visibility.request_for(session, actor, request_id, lock=True)
    with session.no_autoflush:
        if request.initiator_id != actor.person_id:
            raise NotAllowed("only_the_initiator")
        check_open(request)
        work = case.load(session, request, now, actor)
        if not may_withdraw(work, actor):
            raise NotAllowed("too_late_to_withdraw")
        check_comment(comment)
        work.log(Event.WITHDRAW, by_actor=True, comment=comment)
        closing.close(work, Status.WITHDRAWN)
        finish(work)
    return request


def may_withdraw(work: Case, actor: Actor) -> bool:
    """Whether the actor may take the request back now: the initiator, until the step `withdraw_until` is done."""
    until = work.process.toml.get("start", {}).get("withdraw_until")
    past = any(step_id(run.step) == until for run in work.finished())
    return work.request.status is Status.OPEN and work.request.initiator_id == actor.person_id and not past


def check_open(request: Request) -> None:
    """Raise NotFound for a draft, AlreadyDone for a closed request."""
    if request.status is Status.DRAFT:
        raise NotFound("request_unknown", id=request.id)
    if request.status.closed:
        raise AlreadyDone(None, request.closed_at, request.status.value)


def comment(session: Session, actor: Actor, request_id: int, text: str, now: datetime) -> Request:
    """Add a comment to the trail: whoever may read the request, but an auditor.

    Raises NotFound, NotAllowed, Invalid (empty, or over 5,000 characters).
    """
    request = visibility.request_for(session, actor, request_id, lock=True)
    if request.status is Status.DRAFT:
        raise NotFound("request_unknown", id=request_id)
    if actor.auditor:
        raise NotAllowed("auditors_change_nothing")
    if not text.strip():
        raise Invalid.at("/comment", "required", name="comment")
    check_comment(text)
    work = case.load(session, request, now, actor)
    work.log(Event.COMMENT, by_actor=True, comment=text)
    session.flush()
    return request


def check_comment(text: str) -> None:
    """Raise Invalid for a comment that is too long."""
    faults = too_long(text)
    if faults:
        raise Invalid(faults)


def too_long(text: str) -> list[Fault]:
    """The fault of a comment that is over the limit."""
    over = len(text) > MOST_COMMENT
    return [Fault("/comment", "maxLength", "max-length", {"max": MOST_COMMENT, "length": len(text)})] if over else []


def open_items(session: Session, request: Request) -> list[WorkItem]:
    """The request's open items with their step runs, oldest first; one statement."""
    mine = select(WorkItem).where(WorkItem.request_id == request.id, WorkItem.state == ItemState.OPEN)
    found = mine.join(WorkItem.step_run).options(contains_eager(WorkItem.step_run)).order_by(WorkItem.id)
    return list(session.scalars(found))
