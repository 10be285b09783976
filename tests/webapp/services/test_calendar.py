"""Working days in mainland China, by cases counted by hand from the published holidays (features D, ICF-9)."""

from datetime import UTC, date, datetime

import pytest

from models import CalendarDay, Database
from webapp.services.calendar import Calendar, add_working_days, end_of, load
from webapp.services.holidays import register, shipped_days

SHIPPED = Calendar({day.day: day.working for day in shipped_days()})


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 11, 23), 5, date(2026, 11, 30)),  # a Monday: Tuesday to Friday, then Monday
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # one working day after a Friday is Monday, not 24 hours later
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # day 0 may be a Saturday
        (date(2025, 9, 26), 5, date(2025, 10, 10)),  # 28 Sep is a make-up Sunday; 1 to 8 Oct are National Day
        (date(2025, 1, 23), 5, date(2025, 2, 6)),  # 24, 26 (a make-up Sunday), 27 Jan; then 5 and 6 Feb
        (date(2025, 2, 7), 1, date(2025, 2, 8)),  # 8 Feb 2025, a Saturday, makes up for Spring Festival
        (date(2025, 12, 30), 3, date(2026, 1, 5)),  # across the year: 31 Dec, 4 Jan (a make-up Sunday), 5 Jan
        (date(2025, 5, 30), 1, date(2025, 6, 3)),  # Dragon Boat Festival: 31 May to 2 Jun
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_icf9_working_days_are_counted_after_the_day_of_arrival(start: date, count: int, expected: date) -> None:
    assert add_working_days(SHIPPED, start, count) == expected


def test_a_year_whose_holidays_are_not_published_has_weekends_only() -> None:
    assert not SHIPPED.is_published(2031)
    assert add_working_days(SHIPPED, date(2030, 12, 31), 1) == date(2031, 1, 1)


def test_due_at_the_end_of_the_day_in_shanghai() -> None:
    assert end_of(date(2026, 11, 30)) == datetime(2026, 11, 30, 16, 0, tzinfo=UTC)


def test_only_days_that_differ_from_their_weekday_are_shipped() -> None:
    assert all(day.working != (day.day.weekday() < 5) for day in shipped_days())


def test_the_table_in_the_database_decides(database: Database) -> None:
    with database.write() as session:
        session.add(CalendarDay(day=date(2026, 11, 24), working=False, name="公司年會"))
    with database.read() as session:
        assert add_working_days(load(session, date(2026, 11, 23)), date(2026, 11, 23), 1) == date(2026, 11, 25)


def test_the_release_brings_its_days_and_leaves_corrections(database: Database) -> None:
    with database.write() as session:
        session.add(CalendarDay(day=date(2026, 10, 1), working=True, name="值班"))
    for added in (len(list(shipped_days())) - 1, 0):
        with database.write() as session:
            assert register(session) == added
    with database.read() as session:
        calendar = load(session, date(2004, 1, 1))
    assert calendar.is_working(date(2026, 10, 1))
    assert not calendar.is_working(date(2026, 10, 2))
