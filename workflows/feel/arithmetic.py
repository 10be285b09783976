"""Addition to exponentiation over numbers, texts, dates and durations (DMN 1.5, 10.3.2.11 to 10.3.2.14)."""

import calendar
import datetime as dt
from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any

from workflows.feel import limits
from workflows.feel.values import MATH, Value, YearsMonths, is_date

Operation = Callable[[Value, Value], Value]
_MICRO = dt.timedelta(microseconds=1)
_DAY = dt.timedelta(days=1)


def add(one: Value, other: Value) -> Value:
    """one + other"""
    if type(one) is Decimal and type(other) is Decimal:
        return number(MATH.add, one, other)
    if isinstance(one, str) and isinstance(other, str):
        limits.check_text(len(one) + len(other))
        return one + other
    if _is_duration(one) and not _is_duration(other):
        one, other = other, one
    return _moved(one, other)


def subtract(one: Value, other: Value) -> Value:
    """one - other"""
    if type(one) is Decimal and type(other) is Decimal:
        return number(MATH.subtract, one, other)
    if _is_duration(other):
        return _moved(one, negative(other))
    return _distance(one, other)


def multiply(one: Value, other: Value) -> Value:
    """one * other"""
    if type(one) is Decimal and type(other) is Decimal:
        return number(MATH.multiply, one, other)
    if _is_duration(other):
        one, other = other, one
    if not _is_duration(one) or type(other) is not Decimal:
        return None
    return _scaled(one, lambda size: number(MATH.multiply, size, other))


def divide(one: Value, other: Value) -> Value:
    """one / other; null where other is zero"""
    if type(one) is Decimal and type(other) is Decimal:
        return number(MATH.divide, one, other)
    if not _is_duration(one):
        return None
    if type(other) is Decimal:
        return _scaled(one, lambda size: number(MATH.divide, size, other))
    return number(MATH.divide, size_of(one), size_of(other)) if type(one) is type(other) else None


def power(one: Value, other: Value) -> Value:
    """one ** other"""
    if type(one) is Decimal and type(other) is Decimal:
        limits.spend(20)
        return number(MATH.power, one, other)
    return None


def negative(value: Value) -> Value:
    """-value"""
    if type(value) is Decimal:
        return MATH.minus(value)
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.total)
    return _or_null(lambda: -value) if isinstance(value, dt.timedelta) else None


OPERATIONS: dict[str, Operation] = {"+": add, "-": subtract, "*": multiply, "/": divide, "**": power}


def number(operation: Callable[..., Decimal], *operands: Any) -> Decimal | None:
    """The result in 34 digits, or null where there is none (division by zero, overflow)."""
    try:
        return operation(*operands)
    except DecimalException:
        return None


def _or_null(make: Callable[[], Value]) -> Value:
    try:
        return make()
    except (OverflowError, ValueError, TypeError):
        return None


def _is_duration(value: Value) -> bool:
    return isinstance(value, dt.timedelta | YearsMonths)


def size_of(value: Value) -> Decimal:
    """A duration as a number of months or microseconds."""
    return Decimal(value.total if isinstance(value, YearsMonths) else value // _MICRO)


def _scaled(value: Value, scale: Callable[[Decimal], Decimal | None]) -> Value:
    size = scale(size_of(value))
    if size is None or abs(size) > 10**20:
        return None
    if isinstance(value, YearsMonths):
        return YearsMonths(int(size))
    return _or_null(lambda: dt.timedelta(microseconds=int(size)))


def _moved(value: Value, by: Value) -> Value:
    """A date, time or duration, moved by a duration."""
    if isinstance(by, YearsMonths):
        if isinstance(value, YearsMonths):
            return YearsMonths(value.total + by.total)
        return add_months(value, by.total) if isinstance(value, dt.date) else None
    if not isinstance(by, dt.timedelta):
        return None
    if isinstance(value, dt.time):
        return (dt.datetime.combine(dt.date(2000, 1, 1), value) + by % _DAY).timetz()
    if is_date(value):
        start = dt.datetime.combine(value, dt.time())
        return _or_null(lambda: (start + by).date())
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return _or_null(lambda: (value.astimezone(dt.UTC) + by).astimezone(value.tzinfo))
    return _or_null(lambda: value + by) if isinstance(value, dt.datetime | dt.timedelta) else None


def add_months(value: dt.date, months: int) -> dt.date | None:
    """The date so many months later, at the last day of a month that is too short."""
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    day = min(value.day, calendar.monthrange(year, month + 1)[1])
    return value.replace(year=year, month=month + 1, day=day)


def _distance(one: Value, other: Value) -> Value:
    """The days and time between two dates or times, or the difference of two durations."""
    if isinstance(one, dt.time) and isinstance(other, dt.time):
        day = dt.date(2000, 1, 1)
        return _or_null(lambda: dt.datetime.combine(day, one) - dt.datetime.combine(day, other))
    if isinstance(one, dt.date) and isinstance(other, dt.date):
        return _or_null(lambda: _instant(midnight(one, other)) - _instant(midnight(other, one)))
    return None


def _instant(value: dt.datetime) -> dt.datetime:
    return value.astimezone(dt.UTC) if value.tzinfo is not None else value


def midnight(value: dt.date, like: dt.date) -> dt.datetime:
    """A date and time as it is; a date as its midnight, in UTC where it is compared with a zoned date and time."""
    if isinstance(value, dt.datetime):
        return value
    zoned = isinstance(like, dt.datetime) and like.tzinfo is not None
    return dt.datetime.combine(value, dt.time(), dt.UTC if zoned else None)
