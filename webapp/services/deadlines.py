"""When an item is due, when its people are reminded, and the timer rows that say so (features D)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models import Timer, TimerKind, WorkItem
from webapp.services import calendar
from webapp.services.people import SHANGHAI
from workflows.engine import Due, EngineFault, span


@dataclass(frozen=True)
class Deadline:
    """When something is due and when to remind (None: no reminder, it is past already)."""

    due_at: datetime
    remind_at: datetime | None


def deadline(session: Session, due: Due, facts: Mapping[str, Any], now: datetime) -> Deadline | None:
    """The deadline of a step that opens `now`; None where it has none, or where its start is not known yet."""
    after = duration(due.after.value(facts))
    start = now if due.from_ is None else due.from_.value(facts)
    if after is None or start is None:
        return None
    due_at = _working(session, start, after) if due.clock == "working" else _moment(start) + after
    return Deadline(due_at, _reminder(due, facts, now, due_at))


def resumed(left: int, due: Due, facts: Mapping[str, Any], now: datetime) -> Deadline:
    """The deadline of an item that goes on with the `left` seconds it had when its clock stopped (ICF-4)."""
    due_at = now + timedelta(seconds=left)
    return Deadline(due_at, _reminder(due, facts, now, due_at))


def _working(session: Session, start: date | datetime, after: timedelta) -> datetime:
    """24:00 in Shanghai of the n-th working day after the day `start` (day 0)."""
    day = start.astimezone(SHANGHAI).date() if isinstance(start, datetime) else start
    return calendar.end_of(calendar.add_working_days(calendar.load(session, day), day, after.days))


def _moment(start: date | datetime) -> datetime:
    if isinstance(start, datetime):
        return start if start.tzinfo else start.replace(tzinfo=SHANGHAI)
    return datetime.combine(start, time(0), SHANGHAI)


def _reminder(due: Due, facts: Mapping[str, Any], now: datetime, due_at: datetime) -> datetime | None:
    """Half of the time that is left, or so long before the end as the diagram says."""
    if due.remind is None or due_at <= now:
        return None
    said = due.remind.value(facts)
    before = (due_at - now) / 2 if said == "half" else duration(said)
    return None if before is None else max(now, due_at - before)


def duration(value: Any) -> timedelta | None:
    """A duration from FEEL, or from text such as P5D or PT24H. None for null. Raises EngineFault for anything else."""
    found = span(value)
    if found is None and value is not None:
        raise EngineFault("not_duration", value=value)
    return found


def arm(item: WorkItem, end: Deadline) -> list[Timer]:
    """The timer rows of an item whose id is known."""
    moments = [(TimerKind.REMIND, end.remind_at), (TimerKind.LATE, end.due_at)]
    armed = [(kind, at) for kind, at in moments if at is not None]
    return [Timer(request_id=item.request_id, item_id=item.id, kind=kind, due_at=at) for kind, at in armed]


def disarm(session: Session, items: Collection[WorkItem]) -> None:
    """Delete what is still to fire of these items; no statement where none has a deadline."""
    due = [item.id for item in items if item.due_at is not None]
    if due:
        gone = delete(Timer).where(Timer.item_id.in_(due), Timer.fired_at.is_(None))
        session.execute(gone, execution_options={"synchronize_session": False})
