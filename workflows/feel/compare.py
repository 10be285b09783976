"""Equality, order and belonging, three-valued (DMN 1.5, 10.3.2.6 and 10.3.2.15, tables 52 to 55)."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from operator import ge, gt, le, lt

from workflows.feel import limits
from workflows.feel.values import Range, Value, YearsMonths, kind_of

Operation = Callable[[Value, Value], Value]

ORDERED = frozenset(
    {"number", "string", "date", "time", "date and time", "days and time duration", "years and months duration"}
)
ORDER: dict[str, Callable[[Value, Value], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_FAST = frozenset({Decimal, str, bool, YearsMonths, dt.timedelta})


def equal(one: Value, other: Value) -> bool | None:
    """one = other: null only equals null; null for values of different kinds."""
    if type(one) is type(other) and type(one) in _FAST:
        return bool(one == other)
    if one is None or other is None:
        return one is other
    kind = kind_of(one)
    if kind != kind_of(other):
        return None
    if kind == "list":
        return _all_equal(one, other)
    if kind == "context":
        return one.keys() == other.keys() and _all_equal(list(one.values()), [other[key] for key in one])
    if kind == "range":
        return _same_range(one, other)
    return bool(one == other)


def _all_equal(one: list[Value], other: list[Value]) -> bool:
    if len(one) != len(other):
        return False
    limits.spend(len(one))
    return all(equal(left, right) is True for left, right in zip(one, other, strict=True))


def _same_range(one: Range, other: Range) -> bool:
    brackets = (one.start_included, one.end_included, one.operator)
    if brackets != (other.start_included, other.end_included, other.operator):
        return False
    return equal(one.start, other.start) is True and equal(one.end, other.end) is True


def ordered(operator: str, one: Value, other: Value) -> bool | None:
    """one < other and the like: null unless both are of the same ordered kind."""
    if not (type(one) is type(other) and type(one) in _FAST and type(one) is not bool):
        kind = kind_of(one)
        if kind not in ORDERED or kind != kind_of(other):
            return None
    try:
        return ORDER[operator](one, other)
    except TypeError:  # a time with and one without zone
        return None


def compared(operator: str, one: Value, other: Value) -> bool | None:
    """The answer of any comparison operator."""
    if operator == "=":
        return equal(one, other)
    if operator == "!=":
        return negated(equal(one, other))
    return ordered(operator, one, other)


def negated(value: Value) -> bool | None:
    """not, three-valued: null for anything but a boolean."""
    return not value if isinstance(value, bool) else None


def between(value: Value, low: Value, high: Value) -> bool | None:
    """low <= value <= high"""
    return both(ordered(">=", value, low), ordered("<=", value, high))


def both(one: Value, other: Value) -> bool | None:
    """and, three-valued."""
    if one is False or other is False:
        return False
    return True if one is True and other is True else None


def contains(span: Range, value: Value) -> bool | None:
    """Whether the value lies in the range; null where they cannot be compared."""
    if span.operator in ("=", "!="):
        return compared(span.operator, value, span.start)
    if span.operator:
        return ordered(span.operator, value, span.end if span.start is None else span.start)
    low = ordered(">=" if span.start_included else ">", value, span.start)
    return both(low, ordered("<=" if span.end_included else "<", value, span.end))


def belongs(value: Value, test: Value) -> bool | None:
    """Whether the value satisfies the value of a test: equals it, is one of its items, or lies in its range."""
    if isinstance(test, Range):
        return contains(test, value) if not isinstance(value, Range) else equal(value, test)
    if isinstance(test, list):
        return _among(value, test)
    return equal(value, test)


def _among(value: Value, tests: list[Value]) -> bool:
    limits.spend(len(tests))
    if isinstance(value, list) and equal(value, tests) is True:
        return True
    return any(_matches(value, test) is True for test in tests)


def _matches(value: Value, test: Value) -> bool | None:
    return contains(test, value) if isinstance(test, Range) and not isinstance(value, Range) else equal(value, test)
