"""Who a step's `ap:who` lines name: people, and roles at units as roles (A3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Person, Request, Role
from webapp.services.people import HEAD, Group, Someone, Spot, head_of, holders_of, superiors, units
from webapp.services.principals import Holder
from workflows.engine import Facts, Step, Who


@dataclass(frozen=True)
class Found:
    """The holders that were found, with the people behind each; `unit_id` is the step's unit."""

    holders: tuple[Holder, ...]
    behind: Mapping[Holder, tuple[Someone, ...]]
    unit_id: int | None

    @property
    def people(self) -> frozenset[int]:
        """Return the ids of everyone behind the holders."""
        return frozenset(one.id for people in self.behind.values() for one in people)

    def without(self, barred: Iterable[int]) -> frozenset[int]:
        """Return who is left of the people when `barred` may not act."""
        return self.people - frozenset(barred)

    def described(self, session: Session) -> list[dict[str, str]]:
        """Return each holder as text: `{role, unit, unit_en}` or `{person}`."""
        return [self._text(session, holder) for holder in self.holders]

    def _text(self, session: Session, holder: Holder) -> dict[str, str]:
        if isinstance(holder, Spot):
            place = units(session).by_id[holder.unit_id]
            return {"role": holder.role.value, "unit": place.name, "unit_en": place.name_en}
        return {"person": ", ".join(one.name for one in self.behind.get(holder, ()))}


@dataclass(frozen=True)
class Answer:
    """What was found in the end, and the code of the odd case that led there."""

    found: Found
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    held: bool = False

    def why(self, session: Session, excluded: Iterable[Someone]) -> dict[str, Any]:
        """Return {code, params}: 'role' or 'person' in the plain case; `holders` and `excluded` are text."""
        holders = self.found.described(session)
        plain = "role" if any("role" in holder for holder in holders) else "person"
        params = {**self.params, "holders": holders, "excluded": [one.name for one in excluded]}
        return {"code": self.code or plain, "params": {name: value for name, value in params.items() if value}}


def find(session: Session, step: Step, request: Request, facts: Facts, day: date) -> Found:
    """Return the union of what the step's `ap:who` lines name on `day`; a role that nobody holds stays named."""
    named: list[Holder] = []
    people: dict[Holder, tuple[Someone, ...]] = {}
    unit_id: int | None = None
    for who in step.who:
        where = _unit(session, who, request, facts)
        unit_id = unit_id or where
        for holder in _holders(session, who, where, request, facts, day):
            named.append(holder)
    spots = [one for one in named if isinstance(one, Spot)]
    people.update((spot, held) for spot, held in holders_of(session, spots, day).items())
    people |= _active(session, [one for one in named if isinstance(one, int)])
    return Found(tuple(dict.fromkeys(named)), people, unit_id or request.unit_id)


def of_group(session: Session, group: Group, unit_id: int | None) -> Found:  # noqa: ARG001 - one shape for all finders
    """Return a superior as found: the role they share, or the one named."""
    holder: Holder = group.spot or group.people[0].id
    return Found((holder,), {holder: group.people}, unit_id)


def _unit(session: Session, who: Who, request: Request, facts: Facts) -> int | None:
    """Return the unit that `of` names (by code or id; the request's if left out), climbed to the kind `at`."""
    start = request.unit_id if who.of is None else _unit_id(session, who.of.value(facts))
    place = units(session).climb(start, who.at)
    return place.id if place else None


def _unit_id(session: Session, named: Any) -> int | None:
    known = units(session)
    if isinstance(named, str):
        return known.by_code[named].id if named in known.by_code else None
    return int(named) if isinstance(named, Decimal | int) and int(named) in known.by_id else None


def _holders(
    session: Session, who: Who, unit_id: int | None, request: Request, facts: Facts, day: date
) -> Sequence[Holder]:
    match who.kind:
        case "role":
            return _role(session, who, unit_id, day)
        case "initiator":
            return [request.initiator_id]
        case "superior" | "chain":
            return _superiors(session, who, unit_id, request, day)
        case "person":
            return _people(session, who.person.value(facts) if who.person else None)
        case _:
            return _people(session, facts.get(who.field) if who.field else None)


def _role(session: Session, who: Who, unit_id: int | None, day: date) -> Sequence[Holder]:
    if unit_id is None or who.role is None:
        return []
    if who.role == HEAD:
        return [head_of(session, unit_id, day)]
    return [Spot(Role(who.role), unit_id)]


def _superiors(session: Session, who: Who, unit_id: int | None, request: Request, day: date) -> Sequence[Holder]:
    """Return the superior of that level (the first by default), or the whole chain up to it."""
    level = who.level or 1
    groups = list(islice(superiors(session, request.initiator_id, unit_id or request.unit_id, day), level))
    chosen = groups if who.kind == "chain" else groups[level - 1 :]
    return [group.spot or group.people[0].id for group in chosen]


def _people(session: Session, named: Any) -> Sequence[Holder]:
    """Return the ids of people named by login or id, one or a list; unknown ones are left out."""
    several = named if isinstance(named, list | tuple) else [named]
    logins = [one for one in several if isinstance(one, str)]
    ids = [int(one) for one in several if isinstance(one, Decimal | int) and not isinstance(one, bool)]
    if not logins and not ids:
        return []
    found = select(Person.id).where(Person.login.in_(logins) | Person.id.in_(ids), Person.active).order_by(Person.id)
    return list(session.scalars(found))


def _active(session: Session, ids: Sequence[int]) -> dict[Holder, tuple[Someone, ...]]:
    if not ids:
        return {}
    found = select(Person.id, Person.login, Person.name).where(Person.id.in_(ids), Person.active)
    return {row.id: (Someone(*row),) for row in session.execute(found)}


def spots_of(session: Session, step: Step, request: Request, facts: Facts) -> list[Spot]:
    """Return the roles at units that a step's `ap:who` lines name by themselves; no statement."""
    asked = [who for who in step.who if who.kind == "role" and who.role not in (None, HEAD)]
    places = [(who, _unit(session, who, request, facts)) for who in asked]
    return [Spot(Role(str(who.role)), place) for who, place in places if place is not None]
