"""Units as a tree: read once per session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Unit, UnitKind


class Place(NamedTuple):
    """A unit as the services read it."""

    id: int
    code: str
    kind: UnitKind
    parent_id: int | None
    name: str
    name_en: str


@dataclass(frozen=True)
class Units:
    """All units, read once per session."""

    by_id: Mapping[int, Place]
    by_code: Mapping[str, Place]

    def chain(self, unit_id: int | None) -> Iterator[Place]:
        """Yield the unit and then its parents, nearest first; a loop of parents ends it."""
        seen: set[int] = set()
        while unit_id is not None and unit_id in self.by_id and unit_id not in seen:
            seen.add(unit_id)
            yield self.by_id[unit_id]
            unit_id = self.by_id[unit_id].parent_id

    def climb(self, unit_id: int | None, kind: str | None) -> Place | None:
        """Return the nearest unit of `kind` at or above `unit_id`; the unit itself where `kind` is None."""
        return next((place for place in self.chain(unit_id) if kind is None or place.kind == kind), None)

    def below(self, unit_id: int) -> tuple[Place, ...]:
        """Return the unit and all units under it."""
        return tuple(place for place in self.by_id.values() if any(up.id == unit_id for up in self.chain(place.id)))

    @property
    def company(self) -> Place | None:
        """Return the company itself: the first unit of that kind."""
        return next((place for place in self.by_id.values() if place.kind is UnitKind.COMPANY), None)


def units(session: Session) -> Units:
    """Return the tree of units; one statement per session."""
    if "units" not in session.info:
        columns = (Unit.id, Unit.code, Unit.kind, Unit.parent_id, Unit.name, Unit.name_en)
        places = [Place(*row) for row in session.execute(select(*columns).order_by(Unit.id))]
        session.info["units"] = Units({place.id: place for place in places}, {place.code: place for place in places})
    known: Units = session.info["units"]
    return known


def forget_units(session: Session) -> None:
    """Read the units again when they are next asked for: whoever changes a unit says so."""
    session.info.pop("units", None)


def add_unit(session: Session, code: str, kind: UnitKind, name: str, parent: Unit | None = None, en: str = "") -> Unit:
    """Add a unit under `parent`."""
    unit = Unit(code=code, kind=kind, name=name, name_en=en, parent_id=parent.id if parent else None)
    session.add(unit)
    session.flush()
    forget_units(session)
    return unit
