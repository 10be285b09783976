"""The public holidays and make-up days (調休) of mainland China that the release knows; administrators correct them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

import chinese_calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import CalendarDay
from webapp.services.calendar import SATURDAY


class Day(NamedTuple):
    """A day that is not what its weekday says."""

    day: date
    working: bool
    name: str


def shipped_days() -> Iterator[Day]:
    """The exceptions that the release knows: holidays on weekdays and make-up days on weekends, by day."""
    known: dict[date, Day] = {}
    for day, name in _sorted(chinese_calendar.constants.holidays):
        known[day] = Day(day, False, name)
    for day, name in _sorted(chinese_calendar.constants.workdays):
        known[day] = Day(day, True, name)
    yield from (known[day] for day in sorted(known) if known[day].working != (day.weekday() < SATURDAY))


def _sorted(days: Mapping[date, str]) -> Iterable[tuple[date, str]]:
    return sorted(days.items())


def register(session: Session) -> int:
    """Add the days that the database does not know yet, and return how many. A day that stands there stays as it is."""
    known = set(session.scalars(select(CalendarDay.day)))
    new = [CalendarDay(**day._asdict()) for day in shipped_days() if day.day not in known]
    session.add_all(new)
    session.flush()
    return len(new)
