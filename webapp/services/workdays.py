"""Working days of mainland China over the calendar's rows: weekdays, but for holidays and make-up days (調休)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import CalendarDay

DAY = timedelta(days=1)
SATURDAY = 5
AHEAD = timedelta(days=400)


def add_working_days(session: Session, start: date, count: int) -> date:
    """The `count`-th working day after `start`, which is day 0 whatever kind of day it is; one statement."""
    odd = _odd_days(session, start, count)
    day = start
    while count > 0:
        day += DAY
        count -= odd.get(day, day.weekday() < SATURDAY)
    return day


def _odd_days(session: Session, start: date, count: int) -> dict[date, bool]:
    """The days that differ from their weekday, as far as the count can reach."""
    until = start + AHEAD + 3 * count * DAY
    found = select(CalendarDay.day, CalendarDay.working).where(CalendarDay.day > start, CalendarDay.day <= until)
    return dict(session.execute(found).tuples()) if count else {}
