"""FEEL values in Python, and the taking over of foreign numbers (DMN 1.5, 10.3.2.2 and 10.3.2.3).

number Decimal · string str · boolean bool · date, time, date and time: datetime's · days and time duration timedelta ·
years and months duration YearsMonths · list list · context dict · range Range · function Function · null None.
Years beyond 1..9999 give null; fractions of a second are kept to the microsecond.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import total_ordering
from typing import Any

from workflows.feel import limits
from workflows.feel.errors import FeelError

Value = Any
MATH = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[DivisionByZero, InvalidOperation, Overflow]
)


@total_ordering
@dataclass(frozen=True)
class YearsMonths:
    """A years and months duration, as a number of months (negative: back in time)."""

    total: int

    def __lt__(self, other: object) -> bool:
        return self.total < other.total if isinstance(other, YearsMonths) else NotImplemented

    @property
    def years(self) -> int:
        """Whole years, with the sign of the duration."""
        return -(-self.total // 12) if self.total < 0 else self.total // 12

    @property
    def months(self) -> int:
        """What is left after the whole years, with the sign of the duration."""
        return self.total - 12 * self.years

    def __str__(self) -> str:
        years, months = divmod(abs(self.total), 12)
        parts = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-" if self.total < 0 else "") + "P" + (parts or "0M")


@dataclass(frozen=True)
class Range:
    """A range; a bound of None is open to that side. `operator` is set for the unary forms such as (< 10)."""

    start: Value
    end: Value
    start_included: bool = True
    end_included: bool = True
    operator: str = ""


@dataclass(frozen=True, eq=False)
class Function:
    """A function value. `run` takes one list with a value for each parameter."""

    params: tuple[str, ...]
    run: Callable[[list[Value]], Value]
    types: tuple[Any, ...] = ()
    result: Any = None

    def named(self, given: Mapping[str, Value]) -> Value:
        """Calls with arguments by name; null when a name does not fit."""
        if given.keys() - set(self.params):
            return None
        return self.positional([given.get(name) for name in self.params])

    def positional(self, given: list[Value]) -> Value:
        """Calls with arguments by position; null when their number does not fit."""
        if len(given) != len(self.params):
            return None
        with limits.call():
            return self.run(given)


LEAVES: frozenset[type] = frozenset(
    {str, bool, Decimal, type(None), dt.date, dt.time, dt.datetime, dt.timedelta, YearsMonths, Range, Function}
)

QUICK = LEAVES - {Decimal}  # taken as they are; a Decimal may be infinite or not a number


class Clean(dict[str, Value]):
    """A context whose values are known to be FEEL values: nothing is looked through again."""


def plain(value: Value) -> Value:
    """The FEEL value of a Python value: int and float become Decimal, tuples lists; FeelError for anything else."""
    kind = type(value)
    if kind in LEAVES:
        return value if kind is not Decimal else finite(value)
    if isinstance(value, list | tuple):
        return plain_list(value)
    if isinstance(value, Mapping):
        return value if kind is Clean else plain_context(value)
    return plain_leaf(value)


def plain_context(value: Mapping[Any, Value]) -> dict[str, Value]:
    """A context of FEEL values."""
    return {str(key): each if type(each) in QUICK else plain(each) for key, each in value.items()}


def plain_list(value: Sequence[Value]) -> list[Value]:
    """A list of FEEL values."""
    return [item if type(item) in QUICK else plain(item) for item in value]


def plain_leaf(value: Value) -> Value:
    """A number, or a subclass of a known type; anything else is refused: no Python object gets into an expression."""
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return finite(Decimal(repr(value)))
    for kind in (str, Decimal, dt.datetime, dt.date, dt.time, dt.timedelta, Function):
        if isinstance(value, kind):
            return str(value) if kind is str else value
    raise FeelError("foreign_value", found=type(value).__name__)


def finite(value: Decimal) -> Decimal | None:
    """The number, or null for what FEEL does not have: infinities and not-a-number."""
    return value if value.is_finite() else None


def is_number(value: Value) -> bool:
    """Whether the value is a FEEL number."""
    return type(value) is Decimal


def whole(value: Value) -> int | None:
    """The number as an int when it is a whole one of sensible size."""
    if type(value) is not Decimal or abs(value) > 10**12 or value != value.to_integral_value():
        return None
    return int(value)


def is_date(value: Value) -> bool:
    """Whether the value is a date without time."""
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


KINDS: tuple[tuple[str, Callable[[Value], bool]], ...] = (
    ("boolean", lambda v: isinstance(v, bool)),
    ("number", lambda v: isinstance(v, Decimal)),
    ("string", lambda v: isinstance(v, str)),
    ("date and time", lambda v: isinstance(v, dt.datetime)),
    ("date", lambda v: isinstance(v, dt.date)),
    ("time", lambda v: isinstance(v, dt.time)),
    ("days and time duration", lambda v: isinstance(v, dt.timedelta)),
    ("years and months duration", lambda v: isinstance(v, YearsMonths)),
    ("list", lambda v: isinstance(v, list)),
    ("context", lambda v: isinstance(v, dict)),
    ("range", lambda v: isinstance(v, Range)),
    ("function", lambda v: isinstance(v, Function)),
)
_BY_TYPE: dict[type, str] = {
    bool: "boolean", Decimal: "number", str: "string", dt.datetime: "date and time", dt.date: "date", dt.time: "time",
    dt.timedelta: "days and time duration", YearsMonths: "years and months duration", list: "list", dict: "context",
    Clean: "context", Range: "range", Function: "function", type(None): "null",
}  # fmt: skip


def kind_of(value: Value) -> str:
    """The FEEL name of the value's type ('null' for null)."""
    known = _BY_TYPE.get(type(value))
    return known if known is not None else next((name for name, test in KINDS if test(value)), "null")
