"""The signatures that a step asks for: one, or one for each item of a multi-instance step (A1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from models import Request, WorkItem
from webapp.services import candidates, values
from webapp.services.people import Someone, Spot, units
from workflows.engine import EngineFault, Facts, Step

NOBODY = "nobody"
"""The key of the one item of a list that is empty: the written fallback decides who signs it."""

MOST = 200
KEYS = ("id", "key", "code", "unit", "person", "name")
"""What names an item that is a context, the first that it has."""


@dataclass(frozen=True)
class Slot:
    """One signature: `key` is unique in its step and None where the step asks for one only; `item` is its fact."""

    key: str | None = None
    item: Any = None


def of_step(session: Session, step: Step, request: Request, seen: Facts, day: date) -> tuple[Slot, ...]:
    """The signatures of `step`, in order; `seen` are the facts of its scope.

    Of `items` where the diagram names a list; else one per person of the step's roles and per level of a chain. An
    empty list leaves one, `NOBODY`. Raises EngineFault for more than 200.
    """
    if step.sign is None:
        return (Slot(),)
    if step.sign.items is not None:
        given = step.sign.items.value(seen)
        found = [one for one in (given if isinstance(given, list | tuple) else [given]) if one is not None]
        slots = [Slot(key_of(one, index), one) for index, one in enumerate(found)]
    else:
        slots = list(_people(session, step, request, seen, day))
    if len(slots) > MOST:
        raise EngineFault("too_many_items", step=step.path, limit=MOST)
    return tuple(_distinct(slots)) or (Slot(NOBODY),)


def key_of(item: Any, index: int) -> str:
    """The key of an item of a list: the text itself, or what names a context; its place where nothing does."""
    named = next((item[name] for name in KEYS if item.get(name)), None) if isinstance(item, Mapping) else item
    return str(named if named not in (None, "") else index + 1)[:190]


def _distinct(slots: Iterable[Slot]) -> Iterator[Slot]:
    """The slots with each key once: the second of a kind is `key#2`."""
    seen: dict[str | None, int] = {}
    for slot in slots:
        seen[slot.key] = count = seen.get(slot.key, 0) + 1
        yield slot if count == 1 else Slot(f"{slot.key}#{count}", slot.item)


def _people(session: Session, step: Step, request: Request, seen: Facts, day: date) -> Iterator[Slot]:
    """One slot per person found; a level of a chain, and a role that nobody holds, is one slot."""
    found = candidates.find(session, step, request, seen, day)
    known: set[int] = set()
    for holder in found.holders:
        people = found.behind.get(holder, ())
        if isinstance(holder, Spot) and (holder in found.levels or not people):
            yield _of_spot(session, holder)
            continue
        for one in people:
            if one.id not in known:
                known.add(one.id)
                yield of_person(one)


def of_person(one: Someone) -> Slot:
    """The slot of a person by name."""
    return Slot(one.login, {"id": Decimal(one.id), "person": one.login, "name": one.name})


def _of_spot(session: Session, spot: Spot) -> Slot:
    code = units(session).by_id[spot.unit_id].code
    return Slot(f"{spot.role.value}@{code}", {"role": spot.role.value, "unit": code})


def of_item(item: WorkItem) -> Slot:
    """The slot that a work item stands for."""
    return Slot(item.item_key, read(item.item))


def title(session: Session, slot: Slot) -> dict[str, str]:
    """What a slot is called: `{name, name_en}` of its unit, else `{name}` of its person or item; empty for a single."""
    if slot.key is None or slot.key == NOBODY:
        return {}
    item = slot.item
    code = item.get("unit") if isinstance(item, Mapping) else item
    place = units(session).by_code.get(code) if isinstance(code, str) else None
    if place is not None:
        role = item.get("role") if isinstance(item, Mapping) else None
        return {"name": place.name, "name_en": place.name_en, **({"role": str(role)} if role else {})}
    named = (item.get("title") or item.get("name")) if isinstance(item, Mapping) else None
    return {"name": str(named or slot.key)}


def about(session: Session, item: WorkItem) -> dict[str, Any]:
    """What a line of the trail says of an item of a step that several sign: `{item: {name, …}}`."""
    named = title(session, of_item(item))
    return {"item": named} if named else {}


def written(item: Any) -> str | None:
    """An item as it is stored: JSON in which numbers, dates and moments keep their kinds."""
    return None if item is None else json.dumps(item, ensure_ascii=False, default=_marked)


def read(text: str | None) -> Any:
    """An item as it was stored."""
    return None if text is None else values.read(text)


def _marked(value: Any) -> dict[str, str]:
    found = values.marked(value)
    if found is None:
        raise EngineFault("item_not_storable", value=str(value))
    return found
