"""Dates, times and durations from text (ISO 8601 as DMN 1.5, 10.3.4.1 takes it). What is not one gives None."""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from workflows.feel.values import Value, YearsMonths

_DATE = r"(?P<year>-?(?:[1-9][0-9]{3,8}|0[0-9]{3}))-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_ZONE = r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*)?"
_TIME = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?P<fraction>\.[0-9]+)?" + _ZONE
DATE = re.compile(_DATE)
TIME = re.compile(_TIME)
DATE_TIME = re.compile(f"{_DATE}T{_TIME}")
DAYS = re.compile(
    r"(?P<sign>-?)P(?=[0-9T])(?:(?P<days>[0-9]{1,18})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,18})H)?(?:(?P<minutes>[0-9]{1,18})M)?"
    r"(?:(?P<seconds>[0-9]{1,18}(?:\.[0-9]{0,30})?)S)?)?"
)
MONTHS = re.compile(r"(?P<sign>-?)P(?=[0-9])(?:(?P<years>[0-9]{1,18})Y)?(?:(?P<months>[0-9]{1,18})M)?")
FARTHEST = dt.timedelta(hours=18)  # of an offset from UTC


def read_date(text: str) -> dt.date | None:
    """A date; years beyond 1..9999 are out of scope."""
    match = DATE.fullmatch(text)
    return make_date(int(match["year"]), int(match["month"]), int(match["day"])) if match else None


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """The date of these parts, if there is one."""
    try:
        return dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None


def read_time(text: str) -> dt.time | None:
    """A time with or without offset or zone. 24:00:00 is midnight."""
    match = TIME.fullmatch(text)
    found = _time(match) if match else None
    return found[0] if found else None


def read_date_time(text: str) -> dt.datetime | None:
    """A date and time; a date alone is its midnight; 24:00:00 is the midnight after."""
    match = DATE_TIME.fullmatch(text)
    if match is None:
        day = read_date(text)
        return dt.datetime.combine(day, dt.time()) if day else None
    day, found = make_date(int(match["year"]), int(match["month"]), int(match["day"])), _time(match)
    if day is None or found is None:
        return None
    try:
        return dt.datetime.combine(day, found[0]) + dt.timedelta(days=found[1])
    except OverflowError:
        return None


def _time(match: re.Match[str]) -> tuple[dt.time, int] | None:
    """The time and the days that it goes beyond the day (1 for 24:00:00)."""
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"])
    micro = int(((match["fraction"] or ".")[1:7]).ljust(6, "0"))
    days = int((hour, minute, second, micro) == (24, 0, 0, 0))
    zone = read_zone(match["zone"]) if match["zone"] else None
    if match["zone"] and zone is None:
        return None
    try:
        return dt.time(hour - 24 * days, minute, second, micro, zone), days
    except ValueError:
        return None


def read_zone(text: str) -> dt.tzinfo | None:
    """The zone of Z, +08:00 or @Asia/Shanghai."""
    if text == "Z":
        return dt.UTC
    if text.startswith("@"):
        return named_zone(text[1:])
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    if minutes > 59 or (seconds and seconds[0] > 59):
        return None
    offset = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)
    return fixed_zone(-offset if text[0] == "-" else offset)


def fixed_zone(offset: dt.timedelta) -> dt.tzinfo | None:
    """The zone of an offset from UTC, at most 18 hours."""
    if abs(offset) > FARTHEST:
        return None
    return dt.timezone(offset) if offset else dt.UTC


@lru_cache(maxsize=1000)
def named_zone(name: str) -> dt.tzinfo | None:
    """The zone of the IANA data base with this name, if there is one."""
    try:
        return dt.UTC if name == "Z" else ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def read_duration(text: str) -> dt.timedelta | YearsMonths | None:
    """A duration of either kind."""
    match = DAYS.fullmatch(text)
    if match is not None:
        return _days(match)
    match = MONTHS.fullmatch(text)
    if match is None:
        return None
    total = 12 * int(match["years"] or 0) + int(match["months"] or 0)
    return YearsMonths(-total if match["sign"] else total)


def _days(match: re.Match[str]) -> dt.timedelta | None:
    seconds = Decimal((match["seconds"] or "0").rstrip("."))
    micro = int(seconds * 1_000_000)
    minutes = (int(match["days"] or 0) * 24 + int(match["hours"] or 0)) * 60 + int(match["minutes"] or 0)
    total = minutes * 60_000_000 + micro
    try:
        return dt.timedelta(microseconds=-total if match["sign"] else total)
    except OverflowError:
        return None


def read_literal(text: str) -> Value:
    """The value of @"text": a date, a date and time, a time or a duration, whichever it is (10.3.1.2, rule 66)."""
    for read in (read_date, read_time, read_date_time, read_duration):
        found = read(text)
        if found is not None:
            return found
    return None
