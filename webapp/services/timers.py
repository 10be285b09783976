"""Deadlines and the engine's timers as they fall due: one scan fires both (features D)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models import Event, ItemState, ReaderReason, Request, Timer, TimerKind, WorkItem
from webapp.services import advance, candidates, case, deadlines, facts, notices, people, recipients, visibility
from webapp.services.case import Case
from webapp.services.finishing import finish
from webapp.services.people import day_of
from webapp.services.principals import principals_of
from workflows import engine
from workflows.engine import Due, Text

log = structlog.get_logger()


def scan(session: Session, now: datetime, limit: int = 100) -> int:
    """Fire what is due until `now`, request by request under its lock, and return how many timers fired.

    Requests that someone is acting on are left for the next scan, and so is one that fails, whatever the fault
    (logged): it holds up no other. One statement when nothing is due.
    """
    due = select(Timer.request_id).where(Timer.fired_at.is_(None), Timer.due_at <= now).order_by(Timer.due_at)
    waiting = dict.fromkeys(session.scalars(due.limit(limit)))
    return sum(_try(session, request_id, now) for request_id in waiting)


def _try(session: Session, request_id: int, now: datetime) -> int:
    try:
        with session.begin_nested():
            return fire(session, request_id, now)
    except OperationalError:
        raise
    except Exception as fault:
        log.error("timer failed", request=request_id, fault=str(fault), exc_info=fault)
        return 0


def fire(session: Session, request_id: int, now: datetime) -> int:
    """Fire the due timers of one request, if nobody holds its lock, and return how many."""
    free = select(Request).where(Request.id == request_id).with_for_update(skip_locked=True)
    request = session.scalars(free.execution_options(populate_existing=True)).one_or_none()
    if request is None:
        return 0
    mine = (Timer.request_id == request_id) & Timer.fired_at.is_(None) & (Timer.due_at <= now)
    due = session.scalars(select(Timer).where(mine).order_by(Timer.due_at, Timer.id)).all()
    if due:
        with session.no_autoflush:
            _fire_all(case.load(session, request, now), due)
    return len(due)


def _fire_all(work: Case, due: Iterable[Timer]) -> None:
    by_item = {item.id: item for item in case.items(work.runs, ItemState.OPEN)}
    for timer in due:
        timer.fired_at = work.now
        item = by_item.get(timer.item_id or 0)
        if timer.kind is TimerKind.ENGINE:
            _engine(work)
        elif item is not None and item.state is ItemState.OPEN:
            (_remind if timer.kind is TimerKind.REMIND else _late)(work, item)
    finish(work)


def _engine(work: Case) -> None:
    """Let the diagram's own timers fire."""
    if work.request.state is None:
        return
    work.log(Event.AUTO_TIMER)
    work.request.next_due = None
    known = facts.of_case(work)
    advance.apply(work, engine.fire_timers(work.process.compiled, work.request.state, known, work.now))


def _remind(work: Case, item: WorkItem) -> None:
    """Half of the time is gone: whoever could act is told, and the initiator."""
    told = [one.id for one in _holders(work, item)]
    work.log(Event.AUTO_REMIND, item.step_run.step)
    _tell(work, item, [*told, work.request.initiator_id], "reminder")


def _late(work: Case, item: WorkItem) -> None:
    """The deadline has passed: marked, told, and, where the diagram says so, told again after a while.

    Who is told as a superior may read the request from then on.
    """
    due = work.step(item.step_run).due
    if item.late_at is None:
        item.late_at = work.now
        work.log(Event.AUTO_LATE, item.step_run.step, due_at=_iso(item.due_at))
    holders = [one.id for one in _holders(work, item)]
    above = [] if due is None else _above(work, item, due, holders)
    principals = principals_of(work.session, above).values()
    visibility.admit(work.session, work.request.id, list(principals), ReaderReason.LEADER, work.now)
    _tell(work, item, [*holders, *above, work.request.initiator_id], "late")
    if due is not None and due.repeat is not None:
        _again(work, item, due.repeat)


def _again(work: Case, item: WorkItem, repeat: Text) -> None:
    """Tell them once more after `repeat`, as long as it is open."""
    span = deadlines.duration(repeat.value(facts.of_item(facts.of_case(work), item.step_run, item)))
    if span:
        due_at = work.now + span
        work.session.add(Timer(request_id=item.request_id, item_id=item.id, kind=TimerKind.LATE, due_at=due_at))


def _holders(work: Case, item: WorkItem) -> tuple[people.Someone, ...]:
    return recipients.holders_by_item(work.session, [item.id], day_of(work.now))[item.id]


def _above(work: Case, item: WorkItem, due: Due, holders: list[int]) -> list[int]:
    """Who is told of lateness beside the holders: who finished a named step, the superior, or the unit's leader."""
    if due.told_step is not None:
        done = [run for run in work.finished() if run.step.rsplit("/", 1)[-1] == due.told_step]
        return [one.acted_by_id for run in done[-1:] for one in run.items if one.acted_by_id is not None]
    day, unit_id = day_of(work.now), _unit_of(work, item)
    person = item.assignee_id or (holders[0] if len(holders) == 1 else None)
    if person is None:
        found = people.leaders(work.session, unit_id, day)
    else:
        found = people.superior(work.session, person, unit_id, day)
    return [one.id for one in found.people] if found else []


def _unit_of(work: Case, item: WorkItem) -> int | None:
    """The unit whose people the step's are: a planner's is the business unit, not the site."""
    step = work.step(item.step_run)
    seen = facts.of_item(facts.of_case(work), item.step_run, item)
    return candidates.find(work.session, step, work.request, seen, day_of(work.now)).unit_id


def _tell(work: Case, item: WorkItem, persons: list[int], code: str) -> None:
    """Tell `persons`, and who stands in for them (B7)."""
    told = {"number": work.request.number, "step": item.step_run.step, "due_at": _iso(item.due_at)}
    there = recipients.substitutes(work.session, persons, work.request.process, work.now)
    notices.tell(work.session, [*persons, *(one.id for one in there)], code, told, work.request, item, work.now)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
