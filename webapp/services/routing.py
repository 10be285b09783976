"""Whether a correction changed a value on which the way depended (contracts.md, Return: straight back)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from models import Visit
from webapp.services import asking, facts
from webapp.services.case import Case, Document
from workflows import engine


def changed_paths(case: Case, before: Document, target: str, since: int) -> tuple[str, ...]:
    """The facts, by dotted path, that changed from `before` and that an element passed after the target has read.

    Read are conditions of flows, inputs of decisions, and whose desk and deadline a step has; each as the element's
    scope sees it. `since` is the number of the target's last visit in this round.
    """
    passed = [one for one in _passed(case, since) if one[0] != target]
    read = {(scope, path) for element, scope in passed for path in _reads(case, element)}
    changed = set(_changed(case, before, read)) if read else set()
    return tuple(sorted(changed | _changed_unit(case, before, {element for element, _ in passed})))


def _passed(case: Case, since: int) -> list[tuple[str, str | None]]:
    """Each element passed since that visit, by its path, with its scope."""
    mine = (Visit.request_id == case.request.id) & (Visit.round == case.request.round) & (Visit.seq > since)
    found = case.session.execute(select(Visit.element, Visit.scope).where(mine).distinct())
    return [(element, scope) for element, scope in found]


def _reads(case: Case, element: str) -> frozenset[str]:
    """What an element reads: its own expressions, and the conditions of all ways out of it, also those not taken."""
    compiled = case.process.compiled
    paths = [element, *engine.exits(compiled, element)]
    return frozenset().union(*(compiled.reads.get(path, frozenset()) for path in paths))


def _changed(case: Case, before: Document, read: set[tuple[str | None, str]]) -> Iterator[str]:
    now, then = facts.of_case(case), facts.of_case(case, before)
    for scope in {scope for scope, _ in read}:
        seen, saw = facts.seen_from(now, scope), facts.seen_from(then, scope)
        yield from (path for at, path in read if at == scope and not _same(value_at(seen, path), value_at(saw, path)))


def _same(now: Any, then: Any) -> bool:
    """Say whether a value reads the same: a box that nobody ticked is not ticked, whether it was shown or not."""
    return bool(now == then) or ({type(now), type(then)} == {type(None), bool} and not now and not then)


def _changed_unit(case: Case, before: Document, passed: set[str]) -> set[str]:
    """The request's unit where it changed and a step passed goes to people of that unit, or something reads it."""
    name = asking.unit_field(case.process, case.document)
    if name is None or before.get(name) == case.document.get(name):
        return set()
    steps = case.process.compiled.steps
    asked = any(who.of is None for element in passed if element in steps for who in steps[element].who)
    read = any(path.split(".")[:2] == ["request", "unit"] for element in passed for path in _reads(case, element))
    return {name} if asked or read else set()


def value_at(known: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path of the facts; through a list, of each of its members; None where there is none."""
    value: Any = known
    for name in path.split("."):
        value = _member(value, name)
    return value


def _member(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(name)
    return [_member(one, name) for one in value] if isinstance(value, list) else None
