"""The ways out of a gateway as a forecast sees them: which are possible, and where they meet again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflows.engine.gateways import Branch, Exclusive, InclusiveFork
from workflows.engine.knowledge import Knowledge
from workflows.engine.specs import End, ProcessSpec, Split, Way


def entry(spec: ProcessSpec, target: str) -> str:
    """Return the element that a flow leads to: pseudo elements (branches, splits for timers) are drawn nowhere."""
    found = spec.task_specs[target]
    while isinstance(found, Branch | Split):
        found = spec.task_specs[found.target if isinstance(found, Branch) else found.host]
    return str(found.name)


def possible(gateway: Exclusive, known: Knowledge, scope: str | None) -> tuple[Way, ...]:
    """Return the ways that an exclusive gateway may take; a null condition takes the default."""
    found: list[Way] = []
    answers = set[bool | None]()
    for way in (way for way in gateway.ways if not way.default):
        answers.add(answer := known.answer(way.condition, scope))
        found += [way] if answer is not False else []
        if answer:
            break
    return tuple(found) if answers >= {True} and None not in answers else (*found, *_default(gateway.ways))


def branches(gateway: InclusiveFork, known: Knowledge, scope: str | None) -> tuple[tuple[Way, ...], bool]:
    """Return the branches that an inclusive gateway may open, and whether it opens all of these."""
    asked = [(way, known.answer(way.condition, scope)) for way in gateway.ways if not way.default]
    found = tuple(way for way, answer in asked if answer is not False)
    sure = all(answer is not None for _, answer in asked)
    return (found if any(answer for _, answer in asked) else (*found, *_default(gateway.ways))), sure


def _default(ways: Iterable[Way]) -> Iterator[Way]:
    return (way for way in ways if way.default)


def meeting(spec: ProcessSpec, ways: Iterable[Way], stop: str | None) -> str | None:
    """Return the nearest element that every one of these ways passes before `stop` or an end; None where there is none.

    Ways that lead back come past the gateway again, and so past that element too.
    """
    first = [entry(spec, way.target) for way in ways]
    exits = {name for name, one in spec.task_specs.items() if isinstance(one, End)} | ({stop} if stop else set())
    for name in _reached(spec, first, None, stop):
        if not exits.intersection(_reached(spec, first, name, stop)):
            return name
    return None


def _reached(spec: ProcessSpec, first: Iterable[str], without: str | None, stop: str | None) -> list[str]:
    """Return what can be reached, nearest first, without passing one element, nor anything behind `stop`."""
    order = [name for name in dict.fromkeys(first) if name != without]
    seen = set(order)
    for name in order:
        ahead = (entry(spec, way.target) for way in spec.task_specs[name].ways) if name != stop else ()
        for one in ahead:
            if one != without and one not in seen:
                seen.add(one)
                order.append(one)
    return order
