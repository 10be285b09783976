"""Built-in functions over lists (DMN 1.5, 10.3.4.4)."""

from collections.abc import Iterator
from decimal import Decimal

from workflows.feel import limits
from workflows.feel.compare import equal, ordered
from workflows.feel.functions.catalogue import builtin, whole
from workflows.feel.values import Function, Value


@builtin("list contains", "list: list", "element: any")
def list_contains(items: list[Value], element: Value) -> Value:
    """Whether an item equals the element (null included)."""
    return _index(items, element) is not None


def _index(items: list[Value], element: Value) -> int | None:
    limits.spend(len(items))
    return next((number for number, item in enumerate(items) if equal(item, element) is True), None)


@builtin("count", "list: list")
def count(items: list[Value]) -> Value:
    """The number of items."""
    return Decimal(len(items))


@builtin("min", "list: list", variadic=True)
def least(items: list[Value]) -> Value:
    """The least item; null for an empty list or items that cannot be compared."""
    return _extreme(items, "<")


@builtin("max", "list: list", variadic=True)
def greatest(items: list[Value]) -> Value:
    """The greatest item; null for an empty list or items that cannot be compared."""
    return _extreme(items, ">")


def _extreme(items: list[Value], operator: str) -> Value:
    limits.spend(len(items))
    found = items[0] if items else None
    if found is not None and ordered("<=", found, found) is None:
        return None
    for item in items[1:]:
        better = ordered(operator, item, found)
        if better is None:
            return None
        found = item if better else found
    return found


@builtin("all", "list: list", variadic=True)
def every(items: list[Value]) -> Value:
    """False if an item is false, true if all are true (also of none), else null."""
    return _joined(items, False)


@builtin("any", "list: list", variadic=True)
def some(items: list[Value]) -> Value:
    """True if an item is true, false if all are false (also of none), else null."""
    return _joined(items, True)


def _joined(items: list[Value], decisive: bool) -> bool | None:
    limits.spend(len(items))
    if any(item is decisive for item in items):
        return decisive
    return (not decisive) if all(isinstance(item, bool) for item in items) else None


@builtin("sublist", "list: list", "start position: number", "length?: number?")
def sublist(items: list[Value], start: Decimal, size: Decimal | None = None) -> Value:
    """So many items from a position, counted from 1, or from the end if negative."""
    first, length = whole(start), len(items) if size is None else whole(size)
    if not first or length is None or abs(first) > len(items) or length < 0:
        return None
    begin = first - 1 if first > 0 else len(items) + first
    if size is not None and begin + length > len(items):
        return None
    limits.spend(length)
    return items[begin : begin + length]


@builtin("append", "list: list", "item...: any")
def append(items: list[Value], *more: Value) -> Value:
    """The list with the items after it."""
    limits.check_items(len(items) + len(more))
    return [*items, *more]


@builtin("concatenate", "lists...: list")
def concatenate(*lists: list[Value]) -> Value:
    """One list of the items of all."""
    limits.check_items(sum(map(len, lists)))
    return [item for each in lists for item in each]


@builtin("insert before", "list: list", "position: number", "newItem: any")
def insert_before(items: list[Value], position: Decimal, item: Value) -> Value:
    """The list with an item before the position."""
    at = _place(items, position)
    if at is None:
        return None
    limits.check_items(len(items) + 1)
    return [*items[:at], item, *items[at:]]


@builtin("remove", "list: list", "position: number")
def remove(items: list[Value], position: Decimal) -> Value:
    """The list without the item at the position."""
    at = _place(items, position)
    if at is None:
        return None
    limits.spend(len(items))
    return items[:at] + items[at + 1 :]


def _place(items: list[Value], position: Decimal) -> int | None:
    """The index of a position counted from 1, or from the end if negative; None outside the list."""
    number = whole(position)
    if not number or abs(number) > len(items):
        return None
    return number - 1 if number > 0 else len(items) + number


@builtin("list replace", "list: list", "position: number", "newItem: any")
def replace_at(items: list[Value], position: Decimal, item: Value) -> Value:
    """The list with another item at the position."""
    at = _place(items, position)
    if at is None:
        return None
    limits.spend(len(items))
    return [*items[:at], item, *items[at + 1 :]]


@builtin("list replace", "list: list", "match: function", "newItem: any")
def replace_matching(items: list[Value], match: Function, item: Value) -> Value:
    """The list with another item wherever match(item, newItem) is true; null if it is ever not a boolean."""
    limits.spend(len(items))
    answers = [match.positional([old, item]) for old in items]
    if len(match.params) != 2 or not all(isinstance(answer, bool) for answer in answers):
        return None
    return [item if answer else old for old, answer in zip(items, answers, strict=True)]


@builtin("reverse", "list: list")
def reverse(items: list[Value]) -> Value:
    """The list from its end to its beginning."""
    limits.spend(len(items))
    return items[::-1]


@builtin("index of", "list: list", "match: any")
def index_of(items: list[Value], match: Value) -> Value:
    """The positions, from 1, of the items equal to the match."""
    limits.spend(len(items))
    return [Decimal(number) for number, item in enumerate(items, 1) if equal(item, match) is True]


@builtin("union", "lists...: list")
def union(*lists: list[Value]) -> Value:
    """The items of all lists, each once."""
    return distinct(concatenate(*lists))


@builtin("distinct values", "list: list")
def distinct(items: list[Value]) -> Value:
    """The items, each once, in their first order."""
    kept: list[Value] = []
    for item in items:
        if _index(kept, item) is None:
            kept.append(item)
    return kept


@builtin("flatten", "list: list")
def flatten(items: list[Value]) -> Value:
    """The list with the items of inner lists in their place."""
    made = list(_flat(items))
    limits.check_items(len(made))
    return made


def _flat(items: list[Value]) -> Iterator[Value]:
    for item in items:
        limits.spend(1)
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item
