"""sort (DMN 1.5, 10.3.4.9)."""

from functools import cmp_to_key

from workflows.feel import limits
from workflows.feel.compare import ordered
from workflows.feel.functions.catalogue import builtin
from workflows.feel.values import Function, Value


class _NotOrdered(ValueError):
    """The function said neither true nor false."""


@builtin("sort", "list: list", "precedes: function")
def sort_by(items: list[Value], precedes: Function) -> Value:
    """The list in the order that precedes(x, y) gives; null if it does not answer with booleans. Stable."""
    return _sorted(items, lambda one, other: precedes.positional([one, other]))


@builtin("sort", "list: list")
def sort(items: list[Value]) -> Value:
    """The list in its natural order; null if items cannot be compared."""
    return _sorted(items, lambda one, other: ordered("<", one, other))


def _sorted(items: list[Value], precedes: object) -> Value:
    limits.spend(len(items))

    def compare(one: Value, other: Value) -> int:
        limits.spend(1)
        if _answer(precedes, one, other):
            return -1
        return int(_answer(precedes, other, one))

    try:
        return sorted(items, key=cmp_to_key(compare))
    except _NotOrdered:
        return None


def _answer(precedes: object, one: Value, other: Value) -> bool:
    answer = precedes(one, other) if callable(precedes) else None
    if not isinstance(answer, bool):
        raise _NotOrdered
    return answer
