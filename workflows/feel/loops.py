"""Compiles for, some, every and filters to closures (DMN 1.5, 10.3.2.4, 10.3.2.10, table 59)."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from decimal import Decimal

from workflows.feel import ast, limits
from workflows.feel.scope import Compiler, Run, Scope, handles
from workflows.feel.values import Range, Value, is_date, whole

Domain = Callable[[Scope], Iterable[Value] | None]
_DAY = dt.timedelta(days=1)


@handles(ast.For)
def for_loop(compiler: Compiler, node: ast.For) -> Run:
    """for … return: the list of all results; null if an iteration has nothing to go over."""
    with compiler.binding([*(each.name for each in node.iterations), "partial"]):
        body, size = compiler.sized(node.body)
        uses_partial = "partial" in mentioned(node.body)
    domains = iterations(compiler, node.iterations)

    def run(scope: Scope) -> Value:
        made: list[Value] = []
        for inner in _scopes(domains, scope):
            if inner is None:
                return None
            limits.spend(size)
            if uses_partial:
                limits.check_items(len(made) + 1)
                inner = Scope({"partial": made[:]}, inner)
            made.append(body(inner))
            if len(made) > limits.ITEMS:
                limits.check_items(len(made))
        return made

    return run


def mentioned(node: object) -> set[str]:
    """All names in a part."""
    if isinstance(node, ast.Name):
        return {node.name}
    if isinstance(node, tuple):
        return set().union(*(mentioned(each) for each in node)) if node else set()
    if not isinstance(node, ast.Node):
        return set()
    return mentioned(tuple(getattr(node, each.name) for each in fields(node)))


@handles(ast.Quantified)
def quantified(compiler: Compiler, node: ast.Quantified) -> Run:
    """some, every: three-valued or and and over all conditions."""
    with compiler.binding(each.name for each in node.iterations):
        condition, size = compiler.sized(node.condition)
    domains = iterations(compiler, node.iterations)
    decisive = not node.every

    def run(scope: Scope) -> Value:
        answer: bool | None = not decisive
        for inner in _scopes(domains, scope):
            if inner is None:
                return None
            limits.spend(size)
            value = condition(inner)
            if value is decisive:
                return decisive
            if value is not answer:
                answer = None
        return answer

    return run


def iterations(compiler: Compiler, nodes: tuple[ast.Iteration, ...]) -> list[tuple[str, Domain]]:
    """What each name goes over; later ones see earlier names."""
    made: list[tuple[str, Domain]] = []
    for number, node in enumerate(nodes):
        with compiler.binding(each.name for each in nodes[:number]):
            made.append((node.name, domain(compiler, node)))
    return made


def domain(compiler: Compiler, node: ast.Iteration) -> Domain:
    """The items of a list or a range, or the numbers or dates from start to end."""
    source = compiler.compile(node.source)
    if node.end is None:
        return lambda scope: items_of(source(scope))
    end = compiler.compile(node.end)
    return lambda scope: steps(source(scope), end(scope))


def items_of(value: Value) -> Iterable[Value] | None:
    """What a value gives to go over: its items, the steps of a range, itself; None for null."""
    if isinstance(value, list):
        return value
    if isinstance(value, Range):
        found = steps(value.start, value.end)
        if found is None or value.start is None:
            return None
        return (each for each in found if not _excluded(value, each))
    return None if value is None else [value]


def _excluded(span: Range, value: Value) -> bool:
    return (value == span.start and not span.start_included) or (value == span.end and not span.end_included)


def steps(start: Value, end: Value) -> Iterable[Value] | None:
    """Whole numbers or dates from start to end, up or down; None for anything else."""
    first, last = whole(start), whole(end)
    if first is not None and last is not None:
        up = range(first, last + 1) if first <= last else range(first, last - 1, -1)
        return map(Decimal, up)
    if is_date(start) and is_date(end):
        return _days(start, end)
    return None


def _days(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    sign = 1 if start <= end else -1
    return (start + number * sign * _DAY for number in range(abs((end - start).days) + 1))


def _scopes(domains: list[tuple[str, Domain]], scope: Scope) -> Iterator[Scope | None]:
    """A scope for each combination, the last name fastest; None where there is nothing to go over."""
    (name, items), *others = domains
    found = items(scope)
    if found is None:
        yield None
        return
    for item in found:
        limits.spend(1)
        inner = Scope({name: item}, scope)
        if others:
            yield from _scopes(others, inner)
        else:
            yield inner


@handles(ast.Filter)
def filtered(compiler: Compiler, node: ast.Filter) -> Run:
    """base[condition]: the item at a position, or the items for which the condition is true."""
    base = compiler.compile(node.base)
    position = constant(node.condition)
    if position is not None:
        return lambda scope: item_at(as_list(base(scope)), position)
    with compiler.filtering():
        condition, size = compiler.sized(node.condition)
    return lambda scope: select(as_list(base(scope)), condition, size, scope)


def constant(node: ast.Node) -> Decimal | None:
    """The number that a part is, if it is a literal one."""
    if isinstance(node, ast.Negative):
        inner = constant(node.operand)
        return None if inner is None else -inner
    return node.value if isinstance(node, ast.Literal) and isinstance(node.value, Decimal) else None


def as_list(value: Value) -> list[Value]:
    """A list as it is, null as an empty list, anything else as a list of one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def item_at(items: list[Value], position: Decimal) -> Value:
    """The item at a position from 1, or from the end if negative; null outside."""
    number = whole(position)
    if not number or abs(number) > len(items):
        return None
    return items[number - 1 if number > 0 else number]


def select(items: list[Value], condition: Run, size: int, scope: Scope) -> Value:
    """The items for which the condition is true; if it is a number, the item there."""
    kept = []
    for item in items:
        limits.spend(size)
        inner = Scope({"item": item}, scope)
        answer = condition(Scope(item, inner) if isinstance(item, dict) else inner)
        if answer is True:
            kept.append(item)
        elif isinstance(answer, Decimal):
            return item_at(items, answer)
    return kept
