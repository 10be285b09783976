"""Built-in functions over lists of numbers (DMN 1.5, 10.3.4.4): sum, mean, median, mode, …"""

from collections import Counter
from decimal import Decimal
from functools import reduce

from workflows.feel import limits
from workflows.feel.arithmetic import add, number
from workflows.feel.functions.catalogue import builtin
from workflows.feel.values import MATH, Value, is_number


def _numbers(items: list[Value]) -> bool:
    limits.spend(len(items))
    return all(map(is_number, items))


@builtin("sum", "list: list", variadic=True)
def total(items: list[Value]) -> Value:
    """The sum; null for an empty list."""
    limits.spend(len(items))
    return reduce(add, items) if items and _addable(items) else None


def _addable(items: list[Value]) -> bool:
    """Numbers only, or durations of one kind only."""
    return _numbers(items) or (not isinstance(items[0], str | list | dict) and len({type(item) for item in items}) == 1)


@builtin("product", "list: list", variadic=True)
def product(items: list[Value]) -> Value:
    """The product; null for an empty list."""
    if not items or not _numbers(items):
        return None
    return _multiplied(items)


def _multiplied(items: list[Decimal]) -> Decimal | None:
    made: Decimal | None = Decimal(1)
    for item in items:
        made = number(MATH.multiply, made, item) if made is not None else None
    return made


@builtin("mean", "list: list", variadic=True)
def mean(items: list[Value]) -> Value:
    """The arithmetic mean; null for an empty list."""
    if not items or not _numbers(items):
        return None
    found = total(items)
    return None if found is None else number(MATH.divide, found, Decimal(len(items)))


@builtin("median", "list: list", variadic=True)
def median(items: list[Value]) -> Value:
    """The middle item in order, or the mean of the middle two; null for an empty list."""
    if not items or not _numbers(items):
        return None
    limits.spend(10 * len(items))
    ranked, middle = sorted(items), len(items) // 2
    return ranked[middle] if len(items) % 2 else mean(ranked[middle - 1 : middle + 1])


@builtin("stddev", "list: list", variadic=True)
def deviation(items: list[Value]) -> Value:
    """The standard deviation of a sample; null for fewer than two items."""
    if len(items) < 2 or not _numbers(items):
        return None
    centre = mean(items)
    if centre is None:
        return None
    found = total([number(MATH.power, MATH.subtract(item, centre), Decimal(2)) for item in items])
    share = None if found is None else number(MATH.divide, found, Decimal(len(items) - 1))
    return None if share is None else number(MATH.sqrt, share)


@builtin("mode", "list: list", variadic=True)
def mode(items: list[Value]) -> Value:
    """The most frequent items, in order; an empty list for an empty one."""
    if not _numbers(items):
        return None
    counted = Counter(items)
    most = max(counted.values(), default=0)
    return sorted(item for item, times in counted.items() if times == most)
