"""Who acts: a person with the roles of the day, as every verb gets it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, aliased

from models import RANK, Assignment, Person, Principal, Role, Unit
from webapp.services.errors import NotFound
from webapp.services.people import day_of, in_force


class Held(NamedTuple):
    """A role that the actor holds today: at a unit, or (a process owner) at a process."""

    role: Role
    unit_id: int | None
    process: str | None = None
    unit: str = ""
    unit_en: str = ""
    principal: int | None = None


@dataclass(frozen=True)
class Actor:
    """A person who is signed in, with what the day's roles make of them."""

    person_id: int
    login: str
    name: str
    language: str
    principals: frozenset[int]
    holds: tuple[Held, ...] = ()
    principal: int | None = None

    @property
    def admin(self) -> bool:
        """Say whether they are an administrator: sees everything."""
        return self.has(Role.ADMIN)

    @property
    def auditor(self) -> bool:
        """Say whether they are an auditor: sees everything, changes nothing."""
        return self.has(Role.AUDITOR)

    @property
    def owns(self) -> frozenset[str]:
        """Return the keys of the processes that they own."""
        return frozenset(held.process for held in self.holds if held.process)

    def has(self, *roles: Role, unit_id: int | None = None) -> bool:
        """Say whether they hold one of `roles`, at that unit if one is given."""
        return any(held.role in roles and unit_id in (None, held.unit_id) for held in self.holds)

    def post(self, near: Sequence[int] = (), through: Collection[int] = ()) -> dict[str, str]:
        """Return the post they act in, as text for the trail: `{role, unit, unit_en}`, empty without any.

        The role through whose principal they act comes first, then one at the nearest of the units `near` (a unit and
        its parents), then their highest.
        """
        if not self.holds:
            return {}
        best = min(
            self.holds,
            key=lambda h: (h.principal not in through, self._distance(h, near), -RANK.get(h.role, 0), h.role),
        )
        return {"role": best.role.value, "unit": best.unit or best.process or "", "unit_en": best.unit_en}

    @staticmethod
    def _distance(held: Held, near: Sequence[int]) -> int:
        return near.index(held.unit_id) if held.unit_id in near else len(near)


def load_actor(session: Session, person_id: int, now: datetime) -> Actor:
    """Return the actor for a person with the roles of the day in Asia/Shanghai; one statement.

    Raises NotFound for a person who is not there or no longer active.
    """
    rows = session.execute(_with_roles(person_id, now)).all()
    if not rows:
        raise NotFound("person_unknown")
    held = [Held(row.role, row.unit_id, row.process, row.unit or "", row.unit_en or "", row.post) for row in rows]
    holds = sorted((one for one in held if one.role), key=lambda one: (-RANK.get(one.role, 0), one.role))
    principals = frozenset(one for one in (rows[0].own, *(one.principal for one in holds)) if one is not None)
    first = rows[0]
    return Actor(first.id, first.login, first.name, first.language, principals, tuple(holds), first.own)


def _with_roles(person_id: int, now: datetime) -> Select[*tuple[Any, ...]]:
    """Return one row per role held on the day, or a single one without any."""
    own, post = aliased(Principal), aliased(Principal)
    columns = (
        Person.id, Person.login, Person.name, Person.language, own.id.label("own"),
        Assignment.role, Assignment.unit_id, Assignment.process,
        Unit.name.label("unit"), Unit.name_en.label("unit_en"), post.id.label("post"),
    )  # fmt: skip
    return (
        select(*columns)
        .outerjoin(own, own.person_id == Person.id)
        .outerjoin(Assignment, and_(Assignment.person_id == Person.id, in_force(day_of(now))))
        .outerjoin(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(post, and_(post.role == Assignment.role, post.unit_id == Assignment.unit_id))
        .where(Person.id == person_id, Person.active)
        .order_by(Assignment.unit_id, Assignment.id)
    )
