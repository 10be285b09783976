"""Built-in functions over numbers (DMN 1.5, 10.3.4.5), and the conversion of text to number (10.3.4.1)."""

import decimal
import re
from decimal import Decimal

from workflows.feel import limits
from workflows.feel.arithmetic import number
from workflows.feel.functions.catalogue import builtin
from workflows.feel.values import MATH, Value, YearsMonths

SCALES = (-6111, 6176)
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_SEPARATORS = {"grouping": (" ", ",", "."), "decimal": (",", ".")}


def rounded(n: Decimal, scale: Decimal, how: str) -> Decimal | None:
    """n to so many digits after the point. Null for a scale outside -6111..6176."""
    if not SCALES[0] <= scale <= SCALES[1]:
        return None
    limits.spend(20)
    step = Decimal(1).scaleb(-int(scale))
    if n.adjusted() - step.adjusted() > 33 or n.as_tuple().exponent >= step.adjusted():  # type: ignore[operator]
        return _widened(n, step)
    return _widened(n.quantize(step, rounding=how, context=decimal.Context(prec=40, Emin=-9999, Emax=9999)), step)


def _widened(n: Decimal, step: Decimal) -> Decimal:
    """A number rounded to tens or hundreds is written without exponent."""
    return MATH.plus(n) if step <= 1 else MATH.plus(n).quantize(Decimal(1)) if n.adjusted() < 33 else MATH.plus(n)


@builtin("decimal", "n: number", "scale: number")
def to_scale(n: Decimal, scale: Decimal) -> Value:
    """Rounds half to even."""
    return rounded(n, scale, decimal.ROUND_HALF_EVEN)


@builtin("floor", "n: number", "scale?: number")
def floor(n: Decimal, scale: Decimal = Decimal(0)) -> Value:
    """Rounds towards minus infinity."""
    return rounded(n, scale, decimal.ROUND_FLOOR)


@builtin("ceiling", "n: number", "scale?: number")
def ceiling(n: Decimal, scale: Decimal = Decimal(0)) -> Value:
    """Rounds towards infinity."""
    return rounded(n, scale, decimal.ROUND_CEILING)


@builtin("round up", "n: number", "scale: number")
def round_up(n: Decimal, scale: Decimal) -> Value:
    """Rounds away from zero."""
    return rounded(n, scale, decimal.ROUND_UP)


@builtin("round down", "n: number", "scale: number")
def round_down(n: Decimal, scale: Decimal) -> Value:
    """Rounds towards zero."""
    return rounded(n, scale, decimal.ROUND_DOWN)


@builtin("round half up", "n: number", "scale: number")
def round_half_up(n: Decimal, scale: Decimal) -> Value:
    """Rounds to the nearest, half away from zero."""
    return rounded(n, scale, decimal.ROUND_HALF_UP)


@builtin("round half down", "n: number", "scale: number")
def round_half_down(n: Decimal, scale: Decimal) -> Value:
    """Rounds to the nearest, half towards zero."""
    return rounded(n, scale, decimal.ROUND_HALF_DOWN)


@builtin("abs", "n: number")
def absolute(n: Decimal) -> Value:
    """The size of a number."""
    return MATH.abs(n)


@builtin("abs", "n: duration")
def absolute_duration(n: Value) -> Value:
    """The length of a duration."""
    return YearsMonths(abs(n.total)) if isinstance(n, YearsMonths) else abs(n)


@builtin("modulo", "dividend: number", "divisor: number")
def modulo(dividend: Decimal, divisor: Decimal) -> Value:
    """dividend - divisor * floor(dividend / divisor): the sign is the divisor's."""
    rest = number(MATH.remainder, dividend, divisor)
    if not rest:
        return rest
    return rest if (rest < 0) == (divisor < 0) else number(MATH.add, rest, divisor)


@builtin("sqrt", "number: number")
def square_root(value: Decimal) -> Value:
    """The square root; null below zero."""
    return number(MATH.sqrt, value)


@builtin("log", "number: number")
def logarithm(value: Decimal) -> Value:
    """The natural logarithm; null for zero and below."""
    limits.spend(50)
    return number(MATH.ln, value) if value > 0 else None


@builtin("exp", "number: number")
def exponential(value: Decimal) -> Value:
    """e to this power."""
    limits.spend(50)
    return number(MATH.exp, value)


@builtin("even", "number: number")
def even(value: Decimal) -> Value:
    """Whether a whole number is divisible by two."""
    return _parity(value) == 0


@builtin("odd", "number: number")
def odd(value: Decimal) -> Value:
    """Whether a whole number is not divisible by two."""
    return _parity(value) == 1


def _parity(value: Decimal) -> Decimal | None:
    rest = number(MATH.remainder, value, Decimal(2))
    return abs(rest) if rest is not None else None


@builtin("number", "from: string")
def from_text(text: str) -> Value:
    """The number that the text spells."""
    return read_number(text)


@builtin("number", "from: number")
def from_number(value: Decimal) -> Value:
    """A number as it is."""
    return value


@builtin("number", "from: string", "grouping separator: string?", "decimal separator: string?")
def from_grouped(text: str, grouping: str | None, point: str | None) -> Value:
    """The number that the text spells with these separators; null for other separators and for equal ones."""
    known = (grouping is None or grouping in _SEPARATORS["grouping"], point is None or point in _SEPARATORS["decimal"])
    if not all(known) or grouping == point is not None:
        return None
    if grouping:
        text = text.replace(grouping, "")
    if point == "," and "." in text:
        return None
    return read_number(text.replace(point, ".") if point else text)


def read_number(text: str) -> Decimal | None:
    """A number in FEEL's own spelling, else null."""
    limits.check_text(len(text))
    match = _NUMBER.fullmatch(text.strip())
    return number(MATH.create_decimal, match.group()) if match else None
