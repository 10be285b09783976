"""Units as a tree, who holds which role where and when, superiors and leaders (`contracts.md`, People)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from forms.kit.moments import ZONE as SHANGHAI
from models import RANK, Assignment, Person, Principal, PrincipalKind, Role, UnitKind
from webapp.services.principals import Spot, principal_of, remember
from webapp.services.units import Place, Units, forget_units, units

__all__ = [
    "HEAD",
    "SHANGHAI",
    "Group",
    "Place",
    "Someone",
    "Spot",
    "Units",
    "add",
    "add_person",
    "day_of",
    "follower_roles",
    "followers",
    "forget_units",
    "grant",
    "grant_process",
    "head_of",
    "holders",
    "holders_of",
    "in_force",
    "leader_spots",
    "leaders",
    "look_up",
    "someone",
    "superior",
    "superiors",
    "units",
]

LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
LONGEST_NAME = 200

HEAD = "head"
"""Not a role but a way to find one: a department's head is its supervisor, else its manager (`processes.md`)."""


def day_of(now: datetime) -> date:
    """Return the day in Asia/Shanghai at the moment `now`."""
    return now.astimezone(SHANGHAI).date()


class Someone(NamedTuple):
    """A person as the services name one."""

    id: int
    login: str
    name: str


class Group(NamedTuple):
    """Who was found: the people, and the role they share (None: a person by name)."""

    spot: Spot | None
    people: tuple[Someone, ...]


def in_force(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Return the condition that an assignment holds on `day`, both ends included."""
    return and_(Assignment.starts_on <= day, or_(Assignment.ends_on.is_(None), Assignment.ends_on >= day))


def holders_of(session: Session, spots: Collection[Spot], day: date) -> dict[Spot, tuple[Someone, ...]]:
    """Return who actively holds each of `spots` on `day`, by person id; one statement, which also tells principals."""
    known = _looked_up(session, day)
    missing = [spot for spot in spots if spot not in known]
    return {**{spot: known[spot] for spot in spots if spot in known}, **_holders(session, missing, day)}


def look_up(session: Session, spots: Collection[Spot], day: date) -> None:
    """Ask for several roles in one statement, so that `holders_of` need not ask again. For sessions that only read."""
    _looked_up(session, day).update(_holders(session, spots, day))


def _looked_up(session: Session, day: date) -> dict[Spot, tuple[Someone, ...]]:
    found: dict[Spot, tuple[Someone, ...]] = session.info.setdefault("looked_up", {}).setdefault(day, {})
    return found


def _holders(session: Session, spots: Collection[Spot], day: date) -> dict[Spot, tuple[Someone, ...]]:
    if not spots:
        return {}
    roles, places = {spot.role for spot in spots}, {spot.unit_id for spot in spots}
    rows = session.execute(
        select(Assignment.role, Assignment.unit_id, Person.id, Person.login, Person.name, Principal.id)
        .join(Person, Person.id == Assignment.person_id)
        .outerjoin(Principal, and_(Principal.role == Assignment.role, Principal.unit_id == Assignment.unit_id))
        .where(Assignment.role.in_(roles), Assignment.unit_id.in_(places), in_force(day), Person.active)
        .order_by(Person.id)
    )
    found: dict[Spot, dict[int, Someone]] = {}
    for role, unit_id, key, login, name, principal in rows:
        if unit_id is not None:
            found.setdefault(Spot(role, unit_id), {})[key] = Someone(key, login, name)
            remember(session, Spot(role, unit_id), principal)
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


def follower_roles(kind: UnitKind) -> tuple[Role, ...]:
    """Return the roles that follow all requests of a unit of `kind`: who leads it, and its planner (ICF-12)."""
    return (*leader_roles(kind), Role.PLANNER)


def followers(session: Session, unit_id: int | None) -> tuple[Spot, ...]:
    """Return the roles that follow the requests of a unit, at it and at its parents: they may read them."""
    places = units(session).chain(unit_id)
    return tuple(Spot(role, place.id) for place in places for role in follower_roles(place.kind))


def leader_spots(session: Session, unit_id: int | None) -> tuple[Spot, ...]:
    """Return the roles that lead a unit or a parent of it, nearest first."""
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


def add_person(session: Session, login: str, name: str, now: datetime, **more: Any) -> Person:
    """Add a person with their principal; `more`: other columns of the row."""
    person = Person(login=login, name=name, created_at=now, **more)
    session.add(person)
    session.flush()
    session.add(Principal(kind=PrincipalKind.PERSON, person_id=person.id))
    session.flush()
    return person


def grant(
    session: Session, person_id: int, role: Role, unit_id: int, starts_on: date, ends_on: date | None = None
) -> Assignment:
    """Give a person a role at a unit from a day to a day (both included), and the role its principal."""
    assignment = Assignment(person_id=person_id, role=role, unit_id=unit_id, starts_on=starts_on, ends_on=ends_on)
    session.add(assignment)
    session.flush()
    principal_of(session, Spot(role, unit_id))
    return assignment


def grant_process(session: Session, person_id: int, process: str, starts_on: date) -> Assignment:
    """Make a person the owner of a process."""
    assignment = Assignment(person_id=person_id, role=Role.PROCESS_OWNER, process=process, starts_on=starts_on)
    session.add(assignment)
    session.flush()
    return assignment


def check_account(session: Session, login: str, name: str) -> None:
    """Raise ValueError for what cannot be a login or a name, LookupError for a login that is taken."""
    if not LOGIN.fullmatch(login):
        raise ValueError(f"{login[:80]!r} is no login: 1 to 64 lower-case letters, digits, dots, hyphens, underscores")
    if not name.strip() or len(name) > LONGEST_NAME or any(unicodedata.category(char) == "Cc" for char in name):
        raise ValueError(f"a name has 1 to {LONGEST_NAME} characters, and no control characters")
    if session.scalars(select(Person.id).where(Person.login == login)).first() is not None:
        raise LookupError(f"somebody signs in as {login!r} already")


def add(
    session: Session, login: str, name: str, email: str, password_hash: str, roles: Iterable[str], now: datetime
) -> Person:
    """Add a person who signs in, with roles written as `role@unit` from today on.

    Raises LookupError for a login that is taken; ValueError for one that is none, a name that is none, an unknown role
    or an unknown unit.
    """
    check_account(session, login, name)
    person = add_person(session, login, name.strip(), now, email=email, password_hash=password_hash)
    for text in roles:
        role, _, code = text.partition("@")
        if role not in {one.value for one in Role} or code not in units(session).by_code:
            raise ValueError(f"{text!r} is no role at a unit, such as admin@hq")
        grant(session, person.id, Role(role), units(session).by_code[code].id, day_of(now))
    return person
