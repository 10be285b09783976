"""The working days of mainland China: weekdays, less public holidays, plus make-up days (調休). Features D, ICF-9."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import CalendarDay
from webapp.services.people import SHANGHAI

RULES_ZONE = SHANGHAI
SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Working days by a table of exceptions; other days follow their weekday."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether people work on `day`."""
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def is_published(self, year: int) -> bool:
        """Whether the table has the year's holidays; before they are published only weekends count."""
        return any(day.year == year for day in self.exceptions)


def add_working_days(calendar: Calendar, start: date, count: int) -> date:
    """The `count`-th working day after `start` (day 0, whether it is a working day or not)."""
    day = start
    for _ in range(count):
        day += DAY
        while not calendar.is_working(day):
            day += DAY
    return day


def end_of(day: date) -> datetime:
    """24:00 of `day` in Shanghai."""
    return datetime.combine(day + DAY, time(0), RULES_ZONE)


def load(session: Session, since: date) -> Calendar:
    """The calendar in the database from the day `since` on; one statement."""
    rows = session.execute(select(CalendarDay.day, CalendarDay.working).where(CalendarDay.day >= since))
    return Calendar({row.day: row.working for row in rows})
