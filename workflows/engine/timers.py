"""When a boundary timer is due: ISO 8601 durations, dates and repetitions, or values of FEEL expressions."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from workflows import feel

DUE, TIMES, EVERY = "due", "times", "every"
CYCLE = re.compile(r"R(?P<times>\d{1,3})/(?P<every>P.+)")
ZONE = ZoneInfo("Asia/Shanghai")


def armed(kind: str, value: Any, now: datetime) -> dict[str, Any] | None:
    """Return what a timer keeps (when it is due; how often and how far apart it repeats), or None for no time."""
    if kind == "cycle":
        return _cycle(value, now)
    due = _later(now, value) if kind == "duration" else _moment(value)
    return None if due is None else {DUE: due}


def again(kept: dict[str, Any]) -> dict[str, Any] | None:
    """Return what a repeating timer keeps after it fired, without drift; None after its last time."""
    if kept.get(TIMES, 1) <= 1:
        return None
    return {**kept, DUE: kept[DUE] + timedelta(seconds=kept[EVERY]), TIMES: kept[TIMES] - 1}


def well_formed(kind: str, text: str) -> bool:
    """Return whether a literal timer text gives a time."""
    return armed(kind, text, datetime(2000, 1, 1, tzinfo=UTC)) is not None


def _cycle(value: Any, now: datetime) -> dict[str, Any] | None:
    found = CYCLE.fullmatch(value) if isinstance(value, str) else None
    every = span(found["every"]) if found else None
    if found is None or every is None or every <= timedelta(0) or int(found["times"]) < 1:
        return None
    return {DUE: now + every, TIMES: int(found["times"]), EVERY: int(every.total_seconds())}


def span(value: Any) -> timedelta | None:
    """Return a duration of days, hours, minutes and seconds, also from text such as P5D; None for anything else."""
    found = _duration(value)
    return found if isinstance(found, timedelta) else None


def _duration(value: Any) -> Any:
    return feel.evaluate("duration(value)", {"value": value}) if isinstance(value, str) else value


def _later(now: datetime, value: Any) -> datetime | None:
    span = _duration(value)
    due = now + span if isinstance(span, timedelta) else feel.evaluate("now + span", {"now": now, "span": span})
    return due if isinstance(due, datetime) else None


def _moment(value: Any) -> datetime | None:
    if isinstance(value, str):
        value = feel.evaluate("if date(text) != null and string length(text) = 10 then date(text) "
                              "else date and time(text)", {"text": value})  # fmt: skip
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=ZONE).astimezone(UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), ZONE).astimezone(UTC)
    return None
