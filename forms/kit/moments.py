"""Dates and moments as people and browsers write them. Rules are computed in Asia/Shanghai, moments kept in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has had one time zone without daylight saving since 1992."""

YEARS = range(1900, 3000)
_PLAIN = str.maketrans("０１２３４５６７８９－／．：　", "0123456789-/.: ")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")


def read_date(text: str) -> date | None:
    """Return the day that `text` names ("2026-11-23", "2026/11/23", "2026年11月23日"), None where it names none."""
    found = _DATE.fullmatch(text.translate(_PLAIN).strip())
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    return _day(year, month, day)


def read_moment(text: str) -> datetime | None:
    """Return the moment that `text` names, in UTC; without an offset it is the time in Asia/Shanghai."""
    plain = text.translate(_PLAIN).strip().replace("/", "-")
    if len(plain) < len("2026-11-23T10:15") or not plain.isascii():
        return None
    try:
        found = datetime.fromisoformat(plain)
    except ValueError:
        return None
    return _utc(found)


def write_moment(moment: datetime) -> str:
    """Return a moment as RFC 3339 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _day(year: int, month: int, day: int) -> date | None:
    if year not in YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _utc(moment: datetime) -> datetime | None:
    if moment.year not in YEARS:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).astimezone(UTC)
