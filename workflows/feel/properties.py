"""Paths: entries of contexts and the properties of dates, durations and ranges (DMN 1.5, 10.3.2.5, tables 63 to 66)."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import attrgetter
from zoneinfo import ZoneInfo

from workflows.feel import ast, limits
from workflows.feel.scope import MISSING, Compiler, Run, Scope, handles
from workflows.feel.values import QUICK, Value, kind_of, plain

Getter = Callable[[Value], Value]


def _number(attribute: str) -> Getter:
    get = attrgetter(attribute)
    return lambda value: Decimal(get(value))


def _second(value: dt.time) -> Decimal:
    return Decimal(value.second) + Decimal(value.microsecond) / 1_000_000


def _offset(value: dt.time) -> dt.timedelta | None:
    return value.utcoffset()


def _zone(value: dt.time) -> str | None:
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


def _part(unit: int, modulus: int | None = None) -> Getter:
    """A part of a days and time duration, in units of so many seconds, with the sign of the duration."""

    def get(value: dt.timedelta) -> Decimal:
        seconds = abs(value) // dt.timedelta(seconds=1)
        part = Decimal(seconds // unit if modulus is None else seconds // unit % modulus)
        if unit == 1:
            part += Decimal(abs(value).microseconds) / 1_000_000
        return -part if value < dt.timedelta() else part

    return get


_DATE: dict[str, Getter] = {each: _number(each) for each in ("year", "month", "day")}
_DATE["weekday"] = lambda value: Decimal(value.isoweekday())
_TIME: dict[str, Getter] = {"hour": _number("hour"), "minute": _number("minute"), "second": _second,
                            "time offset": _offset, "timezone": _zone}  # fmt: skip
PROPERTIES: dict[str, dict[str, Getter]] = {
    "date": _DATE | {"time offset": lambda _: None, "timezone": lambda _: None}
    | {each: lambda _: Decimal(0) for each in ("hour", "minute", "second")},
    "time": _TIME,
    "date and time": _DATE | _TIME,
    "years and months duration": {"years": _number("years"), "months": _number("months")},
    "days and time duration": {"days": _part(86400), "hours": _part(3600, 24), "minutes": _part(60, 60),
                               "seconds": _part(1, 60)},
    "range": {"start": attrgetter("start"), "end": attrgetter("end"), "start included": attrgetter("start_included"),
              "end included": attrgetter("end_included")},
}  # fmt: skip


def entry(value: Value, key: str) -> Value:
    """value.key: of a list, the list of its items' entries; null for what there is not."""
    if isinstance(value, dict):
        return value.get(key)
    if isinstance(value, list):
        limits.spend(len(value))
        return [entry(item, key) for item in value]
    get = PROPERTIES.get(kind_of(value), {}).get(key)
    return get(value) if get else None


@handles(ast.Path)
def path(compiler: Compiler, node: ast.Path) -> Run:
    """base.name"""
    base, key = base_of(compiler, node), node.name
    if static(node) is not None:
        return walk(tuple(names_of(node)))

    def run(scope: Scope) -> Value:
        value = base(scope)
        return value.get(key) if isinstance(value, dict) else entry(value, key)

    return run


def walk(names: tuple[str, ...]) -> Run:
    """A path from a name. Of what the caller gave only what the path ends at is taken over."""
    first, keys = names[0], names[1:]

    def run(scope: Scope) -> Value:
        value, owner = find(first, scope)
        for number, key in enumerate(keys):
            if not isinstance(value, Mapping):
                return _rest(plain(value), keys[number:])
            value = value.get(key)
        return value if type(value) in QUICK else owner.take_over(names, value)

    return run


def _rest(value: Value, keys: tuple[str, ...]) -> Value:
    for key in keys:
        value = entry(value, key)
    return value


def find(name: str, scope: Scope) -> tuple[Value, Scope]:
    """The value of a name as it was given, and the scope that holds it."""
    while True:
        value = scope.vars.get(name, MISSING)
        if value is not MISSING:
            return value, scope
        if scope.parent is None:
            return None, scope
        scope = scope.parent


def names_of(node: ast.Node) -> list[str]:
    """The names of a path from a name."""
    if isinstance(node, ast.Path):
        return [*names_of(node.base), node.name]
    return [node.name] if isinstance(node, ast.Name) else []


def base_of(compiler: Compiler, node: ast.Path) -> Run:
    """The base of a path; of a path from a free name only the whole path is noted, not its beginnings."""
    known = set(compiler.paths)
    base = compiler.compile(node.base)
    start = static(node.base)
    if start and not compiler.is_bound(start.partition(".")[0]):
        compiler.paths = known | {f"{start}.{node.name}"}
    return base


def static(node: ast.Node) -> str | None:
    """The dotted path that a part spells, if it is one."""
    if isinstance(node, ast.Name):
        return node.name
    if not isinstance(node, ast.Path):
        return None
    base = static(node.base)
    return f"{base}.{node.name}" if base else None
