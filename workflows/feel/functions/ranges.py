"""Built-in functions over points and ranges (DMN 1.5, 10.3.4.7, table 78), and range() (10.3.4.1)."""

from collections.abc import Callable

from workflows.feel import ast
from workflows.feel.compare import ORDERED, both, contains, equal, ordered
from workflows.feel.errors import FeelError
from workflows.feel.functions import dates
from workflows.feel.functions.catalogue import builtin
from workflows.feel.parser import parse
from workflows.feel.values import Range, Value, kind_of

_MAKERS: dict[str, Callable[[str], Value]] = {
    "date": dates.date_from_text, "time": dates.time_from_text, "date and time": dates.date_time_from_text,
    "duration": dates.duration,
}  # fmt: skip


def _is(*answers: bool | None) -> bool | None:
    """and over several, three-valued."""
    found: bool | None = True
    for answer in answers:
        found = both(found, answer)
    return found


def _either(one: bool | None, other: bool | None) -> bool | None:
    if one is True or other is True:
        return True
    return False if one is False and other is False else None


def _span(value: Value) -> Range:
    """A point as the range from itself to itself."""
    return value if isinstance(value, Range) else Range(value, value)


def _less(one: Value, other: Value) -> bool | None:
    """one < other, where a missing bound is compared with nothing."""
    return ordered("<", one, other)


@builtin("before", "point1: point", "point2: point")
def before(one: Value, other: Value) -> Value:
    """Whether the first ends before the second begins."""
    one, other = _span(one), _span(other)
    touch = not (one.end_included and other.start_included)
    return _either(_less(one.end, other.start), _is(touch, equal(one.end, other.start)))


@builtin("after", "point1: point", "point2: point")
def after(one: Value, other: Value) -> Value:
    """Whether the first begins after the second ends."""
    return before(other, one)


@builtin("meets", "range1: range", "range2: range")
def meets(one: Range, other: Range) -> Value:
    """Whether the second begins where the first ends."""
    return _is(one.end_included, other.start_included, equal(one.end, other.start))


@builtin("met by", "range1: range", "range2: range")
def met_by(one: Range, other: Range) -> Value:
    """Whether the first begins where the second ends."""
    return meets(other, one)


@builtin("overlaps", "range1: range", "range2: range")
def overlaps(one: Range, other: Range) -> Value:
    """Whether they have a point in common."""
    apart = _either(before(one, other), after(one, other))
    return None if apart is None else not apart


@builtin("overlaps before", "range1: range", "range2: range")
def overlaps_before(one: Range, other: Range) -> Value:
    """Whether the first begins before the second and ends inside it."""
    earlier = one.start_included and not other.start_included
    touching = one.end_included and other.start_included
    begins = _either(_less(one.start, other.start), _is(earlier, equal(one.start, other.start)))
    reaches = _either(_less(other.start, one.end), _is(touching, equal(other.start, one.end)))
    return _is(begins, reaches, _ends_within(one, other))


@builtin("overlaps after", "range1: range", "range2: range")
def overlaps_after(one: Range, other: Range) -> Value:
    """Whether the first begins inside the second and ends after it."""
    later = other.start_included and not one.start_included
    touching = one.start_included and other.end_included
    begins = _either(_less(other.start, one.start), _is(later, equal(one.start, other.start)))
    reaches = _either(_less(one.start, other.end), _is(touching, equal(one.start, other.end)))
    return _is(begins, reaches, _ends_within(other, one))


@builtin("finishes", "point: point", "range: range")
def finishes(one: Value, other: Range) -> Value:
    """Whether the first lies in the range and ends where it ends."""
    span = _span(one)
    return _is(span.end_included == other.end_included, equal(span.end, other.end), _starts_within(span, other))


def _starts_within(one: Range, other: Range) -> bool | None:
    closed = other.start_included or not one.start_included
    return _either(_less(other.start, one.start), _is(closed, equal(one.start, other.start)))


def _ends_within(one: Range, other: Range) -> bool | None:
    closed = other.end_included or not one.end_included
    return _either(_less(one.end, other.end), _is(closed, equal(one.end, other.end)))


@builtin("finished by", "range: range", "point: point")
def finished_by(one: Range, other: Value) -> Value:
    """Whether the second finishes the first."""
    return finishes(other, one)


@builtin("includes", "range: range", "point: point")
def includes(one: Range, other: Value) -> Value:
    """Whether the range holds the point, or all of the other range."""
    if not isinstance(other, Range):
        return contains(one, other)
    return _is(_starts_within(other, one), _ends_within(other, one))


@builtin("during", "point: point", "range: range")
def during(one: Value, other: Range) -> Value:
    """Whether the range holds the point, or all of the first range."""
    return includes(other, one)


@builtin("starts", "point: point", "range: range")
def starts(one: Value, other: Range) -> Value:
    """Whether the first lies in the range and begins where it begins."""
    span = _span(one)
    return _is(span.start_included == other.start_included, equal(span.start, other.start), _ends_within(span, other))


@builtin("started by", "range: range", "point: point")
def started_by(one: Range, other: Value) -> Value:
    """Whether the second starts the first."""
    return starts(other, one)


@builtin("coincides", "point1: point", "point2: point")
def coincides(one: Value, other: Value) -> Value:
    """Whether both are the same."""
    return equal(one, other)


@builtin("range", "from: string")
def range_from(text: str) -> Value:
    """The range that the text spells with literal bounds; null unless they are of one kind and in order."""
    try:
        node = parse(text, ("date and time",))
    except FeelError:
        return None
    if not isinstance(node, ast.Interval):
        return None
    return _literal_range(node)


def _literal_range(node: ast.Interval) -> Range | None:
    found: list[Value] = []
    for bound, included in ((node.start, node.start_included), (node.end, node.end_included)):
        value = _literal(bound)
        null = isinstance(bound, ast.Literal) and bound.value is None
        if (null and included) or (value is None and not null):
            return None
        found.append(value)
    start, end = found
    return Range(start, end, node.start_included, node.end_included) if _in_order(start, end) else None


def _literal(node: ast.Node) -> Value:
    """The value of a literal, of a minus before one, or of date("…") and the like; None for anything else."""
    if isinstance(node, ast.Literal):
        return node.value
    if isinstance(node, ast.Negative) and kind_of(_literal(node.operand)) == "number":
        return -_literal(node.operand)
    if isinstance(node, ast.Call) and isinstance(node.function, ast.Name) and len(node.arguments) == 1:
        maker, argument = _MAKERS.get(node.function.name), node.arguments[0]
        if maker and isinstance(argument, ast.Literal) and isinstance(argument.value, str):
            return maker(argument.value)
    return None


def _in_order(start: Value, end: Value) -> bool:
    if start is None or end is None:
        return kind_of(end if start is None else start) in ORDERED
    return ordered("<=", start, end) is True
