"""What administrators do where a request is stuck: move, end, reopen it, hand on what lies with somebody (B16).

Each needs a reason, stands in the trail with it, and is told to whom it concerns; nothing is done silently.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from forms.kit import Fault
from models import INITIATOR, Event, ItemState, Request, Status
from webapp.services import advance, aside, case, closing, facts, going_back, history, notices, recipients, visibility
from webapp.services.actor import Actor
from webapp.services.case import Case
from webapp.services.errors import AlreadyDone, Invalid, NotAllowed, NotFound
from webapp.services.finishing import finish
from webapp.services.people import day_of
from workflows import engine
from workflows.engine import EngineFault


def end(session: Session, actor: Actor, request_id: int, reason: str, now: datetime) -> Request:
    """End a request for good. Raises NotFound, NotAllowed (no administrator), AlreadyDone (closed), Invalid."""
    request = _locked(session, actor, request_id)
    with session.no_autoflush:
        aside.check_open(request)
        _check(reason)
        work = case.load(session, request, now, actor)
        before = _holders(work)
        work.log(Event.END, by_actor=True, comment=reason)
        closing.close(work, Status.ENDED)
        finish(work)
        _tell(work, actor, before, "ended", reason)
    return request


def move(session: Session, actor: Actor, request_id: int, to: str | None, reason: str, now: datetime) -> Request:
    """Let a request go on at another step (a path, or `initiator`): what is open closes, each with a line.

    Raises NotFound, NotAllowed (no administrator), AlreadyDone (closed), Invalid (no reason, no such step).
    """
    request = _locked(session, actor, request_id)
    with session.no_autoflush:
        aside.check_open(request)
        work = case.load(session, request, now, actor)
        _check(reason, work, to)
        _go(work, actor, Event.MOVE, str(to), reason)
    return request


def reopen(session: Session, actor: Actor, request_id: int, to: str | None, reason: str, now: datetime) -> Request:
    """Open a closed request again at a step, or (without `to`) at its initiator.

    Raises NotFound, NotAllowed (no administrator), AlreadyDone (it is open), Invalid (no reason, no such step).
    """
    request = _locked(session, actor, request_id)
    with session.no_autoflush:
        if not request.status.closed:
            raise AlreadyDone(None, request.submitted_at, request.status.value)
        work = case.load(session, request, now, actor)
        _check(reason, work, to or INITIATOR)
        request.status, request.closed_at = Status.OPEN, None
        _go(work, actor, Event.REOPEN, to or INITIATOR, reason)
    return request


def places(work: Case) -> tuple[str, ...]:
    """Return where a request can be put: its initiator, and every step of the diagram, by path."""
    return (INITIATOR, *(path for path in work.process.compiled.steps if path != INITIATOR))


def _locked(session: Session, actor: Actor, request_id: int) -> Request:
    request = visibility.request_for(session, actor, request_id, lock=True)
    if request.status is Status.DRAFT:
        raise NotFound("request_unknown", id=request_id)
    if not actor.admin:
        raise NotAllowed("only_administrators")
    return request


def _check(reason: str, work: Case | None = None, to: str | None = None) -> None:
    """Raise Invalid without a reason, and where there is no such step."""
    faults = aside.too_long(reason)
    if not reason.strip():
        faults.append(Fault("/comment", "required", "comment_required", {"name": "comment"}))
    if work is not None and to is None:
        faults.append(Fault("/to", "required", "move_required", {"name": "to"}))
    elif work is not None and to not in places(work):
        faults.append(Fault("/to", "enum", "move_unknown", {"to": to}))
    if faults:
        raise Invalid(faults)


def _go(work: Case, actor: Actor, event: Event, to: str, reason: str) -> None:
    """Close what is open and go on at `to`; what was done beyond it counts no more, its effects are taken back."""
    before, since = _holders(work), going_back.last_visit(work, to)
    work.log(event, to, by_actor=True, comment=reason, to=to)
    if to == INITIATOR:
        going_back.to_initiator(work)
    else:
        closing.cancel_runs(work, work.open_runs)
        work.request.state = None
        advance.wake_at(work, None)
        _place(work, to)
    if since or to == INITIATOR:
        going_back.undo_effects(work, since)
    finish(work)
    _tell(work, actor, before | _holders(work), "reopened" if event is Event.REOPEN else "moved", reason)


def _place(work: Case, to: str) -> None:
    try:
        moved = engine.place(work.process.compiled, [to], facts.of_case(work), now=work.now)
    except EngineFault as fault:
        raise Invalid.at("/to", "move_unknown", "enum", to=to) from fault
    if any(run.step == to for run in work.runs):
        going_back.mark_undone(work, to)
    advance.apply(work, moved)


def _holders(work: Case) -> set[int]:
    """Return who has something of the request on the desk."""
    ids = [item.id for item in case.items(work.runs, ItemState.OPEN) if item.id is not None]
    held = recipients.holders_by_item(work.session, ids, day_of(work.now))
    return {one.id for some in held.values() for one in some}


def _tell(work: Case, actor: Actor, people: set[int], code: str, reason: str) -> None:
    """Tell those from or to whose desks it went, and the initiator."""
    step = next((history.titles_of(work.step(run)) for run in work.open_runs), {})
    told = {"number": work.request.number, "by": actor.name, "step": step, "reason": reason}
    whom = (people | {work.request.initiator_id}) - {actor.person_id}
    notices.tell(work.session, whom, code, told, work.request, None, work.now)
