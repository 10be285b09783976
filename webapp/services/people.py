"""Units as a tree, who holds which role where and when, superiors and leaders (`contracts.md`, People)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from forms.kit.moments import ZONE
from models import RANK, Assignment, Person, Role, Unit, UnitKind

HEAD = "head"
"""Not a role but a way to find one: a department's head is its supervisor, else its manager (`processes.md`)."""


def day_of(now: datetime) -> date:
    """Return the day in Asia/Shanghai at the moment `now`."""
    return now.astimezone(ZONE).date()


class Place(NamedTuple):
    """A unit as the services read it."""

    id: int
    code: str
    kind: UnitKind
    parent_id: int | None
    name: str
    name_en: str


class Someone(NamedTuple):
    """A person as the services name one."""

    id: int
    login: str
    name: str


class Spot(NamedTuple):
    """A role at a unit: whoever holds it, never a list of people."""

    role: Role
    unit_id: int


class Group(NamedTuple):
    """Who was found: the people, and the role they share (None: a person by name)."""

    spot: Spot | None
    people: tuple[Someone, ...]


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


def in_force(day: date) -> ColumnElement[bool]:
    """Return the condition that an assignment holds on `day`, both ends included."""
    return and_(Assignment.starts_on <= day, or_(Assignment.ends_on.is_(None), Assignment.ends_on >= day))


def holders_of(session: Session, spots: Collection[Spot], day: date) -> dict[Spot, tuple[Someone, ...]]:
    """Return who actively holds each of `spots` on `day`, by person id; one statement."""
    if not spots:
        return {}
    roles, places = {spot.role for spot in spots}, {spot.unit_id for spot in spots}
    rows = session.execute(
        select(Assignment.role, Assignment.unit_id, Person.id, Person.login, Person.name)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.role.in_(roles), Assignment.unit_id.in_(places), in_force(day), Person.active)
        .order_by(Person.id)
    )
    found: dict[Spot, dict[int, Someone]] = {}
    for role, unit_id, key, login, name in rows:
        if unit_id is not None:
            found.setdefault(Spot(role, unit_id), {})[key] = Someone(key, login, name)
    return {spot: tuple(found.get(spot, {}).values()) for spot in spots}


def holders(session: Session, role: Role, unit_id: int, day: date) -> tuple[Someone, ...]:
    """Return who holds `role` at the unit on `day`."""
    spot = Spot(role, unit_id)
    return holders_of(session, [spot], day)[spot]


def someone(session: Session, ids: Iterable[int]) -> dict[int, Someone]:
    """Return the people with these ids, the inactive ones too."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = session.execute(select(Person.id, Person.login, Person.name).where(Person.id.in_(wanted)))
    return {row.id: Someone(*row) for row in rows}


def superior(session: Session, person_id: int, unit_id: int | None, day: date) -> Group | None:
    """Return the superior of a person at a unit: the one named for them, else the nearest holder above their rank.

    Rank is the highest that they hold at the unit or above it. At each unit, from the nearest upwards, the lowest role
    above that rank decides; several holders share it.
    """
    named = _named_superior(session, person_id)
    if named is not None:
        return Group(None, (named,))
    chain = [place.id for place in units(session).chain(unit_id)]
    held = holders_of(session, [Spot(role, place) for place in chain for role in RANK], day)
    rank = max((RANK[spot.role] for spot, people in held.items() if _among(person_id, people)), default=0)
    for place in chain:
        above = sorted((RANK[s.role], s.role) for s, people in held.items() if s.unit_id == place and people)
        for level, role in above:
            if level > rank:
                return Group(Spot(role, place), held[Spot(role, place)])
    return None


def _among(person_id: int, people: Iterable[Someone]) -> bool:
    return any(one.id == person_id for one in people)


def _named_superior(session: Session, person_id: int) -> Someone | None:
    chief = select(Person.superior_id).where(Person.id == person_id).scalar_subquery()
    row = session.execute(
        select(Person.id, Person.login, Person.name).where(Person.id == chief, Person.active, Person.id != person_id)
    ).first()
    return Someone(*row) if row else None


def superiors(session: Session, person_id: int, unit_id: int | None, day: date) -> Iterator[Group]:
    """Yield the superior, then the superior's superior, and so on; nobody twice."""
    seen = {person_id}
    while (group := superior(session, person_id, unit_id, day)) is not None:
        person_id = group.people[0].id
        if person_id in seen:
            return
        seen.add(person_id)
        yield group


def leader_roles(kind: UnitKind) -> tuple[Role, ...]:
    """Return the roles that lead a unit of `kind`: a site's representative, elsewhere supervisor and manager."""
    return (Role.SITE_REP,) if kind is UnitKind.SITE else (Role.SUPERVISOR, Role.MANAGER)


def leader_spots(session: Session, unit_id: int | None) -> tuple[Spot, ...]:
    """Return the roles that lead a unit or a parent of it, nearest first: they may read its requests."""
    places = units(session).chain(unit_id)
    return tuple(Spot(role, place.id) for place in places for role in leader_roles(place.kind))


def leaders(session: Session, unit_id: int | None, day: date) -> Group | None:
    """Return the nearest leader of a unit: its own, or a parent's; told when nobody is assigned to a late item."""
    spots = leader_spots(session, unit_id)
    held = holders_of(session, spots, day)
    return next((Group(spot, held[spot]) for spot in spots if held[spot]), None)


def head_of(session: Session, unit_id: int, day: date) -> Spot:
    """Return a department's head: its supervisor where there is one, else its manager."""
    chief = Spot(Role.SUPERVISOR, unit_id)
    return chief if holders_of(session, [chief], day)[chief] else Spot(Role.MANAGER, unit_id)
