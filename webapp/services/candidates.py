"""Who a step's `ap:who` lines name: people, and roles at units as roles (A3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Person, Request, Role
from webapp.services.people import HEAD, Group, Someone, Spot, holders_of, superiors, units
from webapp.services.principals import Holder
from workflows.engine import Facts, Step, Who

PLAIN = "role"
"""How most people are named: by their post. Any other way is told with the holder."""
CHAINS = ("chain", "superior")
HEADS = (Role.SUPERVISOR, Role.MANAGER)
"""A department's head is its supervisor, else its manager."""


@dataclass(frozen=True)
class Found:
    """The holders that were found, with the people behind each; `unit_id` is the step's unit.

    `levels`: those that are a level of a chain of superiors, any of whom signs for the level. `by`: how each was named,
    as the diagram says it (`ap:who kind`).
    """

    holders: tuple[Holder, ...]
    behind: Mapping[Holder, tuple[Someone, ...]]
    unit_id: int | None
    levels: frozenset[Holder] = frozenset()
    by: Mapping[Holder, str] = field(default_factory=dict)

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
            named = {"role": holder.role.value, "unit": place.name, "unit_en": place.name_en}
        else:
            named = {"person": ", ".join(one.name for one in self.behind.get(holder, ()))}
        how = self.by.get(holder, PLAIN)
        return named if how == PLAIN else {**named, "how": how}


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


class Head(NamedTuple):
    """The head of a department, until it is known who that is: its supervisor, else its manager."""

    unit_id: int


@dataclass(frozen=True)
class _Named:
    """What `ap:who` lines name, before anybody is looked for."""

    holders: tuple[Holder | Head, ...]
    unit_id: int | None
    levels: frozenset[Holder]
    by: Mapping[Holder | Head, str]


def find(session: Session, step: Step, request: Request, facts: Facts, day: date) -> Found:
    """Return the union of what the step's `ap:who` lines name on `day`; a role that nobody holds stays named."""
    return find_each(session, step, request, [facts], day)[0]


def find_each(session: Session, step: Step, request: Request, each: Sequence[Facts], day: date) -> list[Found]:
    """Return what `find` finds for several facts, which differ in their `item`; the statements do not grow with them.

    An item of a step without a list names its person or role itself (`slots`).
    """
    named = [_named(session, step, request, facts, day) for facts in each]
    holders = [holder for one in named for holder in one.holders]
    people = _behind(session, holders, day)
    return [_found(one, people) for one in named]


def _found(named: _Named, people: Mapping[Holder, tuple[Someone, ...]]) -> Found:
    known = tuple(dict.fromkeys(_known(one, people) for one in named.holders))
    by = {_known(one, people): how for one, how in named.by.items()}
    return Found(known, {one: people[one] for one in known if one in people}, named.unit_id, named.levels, by)


def _known(holder: Holder | Head, people: Mapping[Holder, tuple[Someone, ...]]) -> Holder:
    if not isinstance(holder, Head):
        return holder
    chief = Spot(Role.SUPERVISOR, holder.unit_id)
    return chief if people.get(chief) else Spot(Role.MANAGER, holder.unit_id)


def _behind(session: Session, named: Iterable[Holder | Head], day: date) -> dict[Holder, tuple[Someone, ...]]:
    """Return the people behind holders: two statements at most."""
    some = list(named)
    spots = [one for one in some if isinstance(one, Spot)]
    spots += [Spot(role, one.unit_id) for one in some if isinstance(one, Head) for role in HEADS]
    people: dict[Holder, tuple[Someone, ...]] = {}
    people.update(active(session, [one for one in some if isinstance(one, int)]).items())
    people.update((spot, held) for spot, held in holders_of(session, spots, day).items())
    return people


def _named(session: Session, step: Step, request: Request, facts: Facts, day: date) -> _Named:
    found: list[Holder | Head] = []
    levels: set[Holder] = set()
    by: dict[Holder | Head, str] = {}
    unit_id: int | None = None
    for who in step.who:
        where = _unit(session, who, request, facts)
        unit_id = unit_id or where
        holders = _holders(session, who, where, request, facts, day)
        found += holders
        by = {**dict.fromkeys(holders, who.kind), **by}
        levels |= {one for one in holders if who.kind in CHAINS and not isinstance(one, Head)}
    own = _own(session, facts.get("item")) if step.sign is not None and step.sign.items is None else []
    return _Named(tuple(own or found), unit_id or request.unit_id, frozenset(levels), {} if own else by)


def _own(session: Session, item: Any) -> list[Holder]:
    """Return the person or role that an item of a step without a list is about."""
    if not isinstance(item, Mapping):
        return []
    if item.get("person"):
        return [int(item["id"])]
    place = units(session).by_code.get(str(item.get("unit")))
    return [Spot(Role(item["role"]), place.id)] if place else []


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
) -> Sequence[Holder | Head]:
    match who.kind:
        case "role":
            return _role(who, unit_id)
        case "initiator":
            return [request.initiator_id]
        case "superior" | "chain":
            return _superiors(session, who, unit_id, request, day)
        case "person":
            return _people(session, who.person.value(facts) if who.person else None)
        case "chosen_before":
            return _people(session, _chosen_before(who, facts))
        case _:
            return _people(session, facts.get(who.field) if who.field else None)


def _chosen_before(who: Who, facts: Facts) -> Any:
    """Return whom the latest approver who was asked has chosen; else what the form says."""
    answers = [visit for visit in facts.get("steps", {}).values() if visit.get("data", {}).get(who.field)]
    answers.sort(key=lambda visit: visit["at"])
    return answers[-1]["data"][who.field] if answers else facts.get(who.field or "")


def _role(who: Who, unit_id: int | None) -> Sequence[Holder | Head]:
    if unit_id is None or who.role is None:
        return []
    if who.role == HEAD:
        return [Head(unit_id)]
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


def active(session: Session, ids: Collection[int]) -> dict[int, tuple[Someone, ...]]:
    """Return those of the people who are here still, by id; one statement, none without ids."""
    if not ids:
        return {}
    found = select(Person.id, Person.login, Person.name).where(Person.id.in_(ids), Person.active)
    return {row.id: (Someone(*row),) for row in session.execute(found)}


def spots_of(session: Session, step: Step, request: Request, facts: Facts) -> list[Spot]:
    """Return the roles at units that a step's `ap:who` lines name by themselves; no statement."""
    found: list[Spot] = []
    for who in step.who:
        place = _unit(session, who, request, facts) if who.kind == "role" else None
        if place is not None and who.role is not None:
            found += [Spot(role, place) for role in (HEADS if who.role == HEAD else [Role(who.role)])]
    return found
