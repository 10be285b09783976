"""Who acts: a person with the roles of the day, as every verb gets it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    Date,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from models import RANK, Assignment, Person, Principal, Role, Substitute, Unit
from models.base import UtcTime
from webapp.services.errors import NotFound
from webapp.services.people import day_of, in_force

LONGEST_CHAIN = 5
"""How far substitutes of substitutes are followed."""


class Held(NamedTuple):
    """A role that the actor holds today: at a unit, or (a process owner) at a process."""

    role: Role
    unit_id: int | None
    process: str | None = None
    unit: str = ""
    unit_en: str = ""
    principal: int | None = None
    code: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Stand:
    """The actor stands in for an absent person: what lies on their desk is the actor's to do until `until` (B7).

    `process`: only for that one; None: for all. `until` is the first moment at which it no longer holds.
    """

    person_id: int
    name: str
    principals: frozenset[int]
    process: str | None
    until: datetime
    holds: tuple[Held, ...] = ()


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
    stands: tuple[Stand, ...] = ()

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

    def stand(self, principal: int | None) -> Stand | None:
        """Return for whom the actor stands in where an item lies on their desk through `principal`; None: their own."""
        if principal is None or principal in self.principals:
            return None
        return next((one for one in self.stands if principal in one.principals), None)

    def post(self, near: Sequence[int] = (), through: Collection[int] = ()) -> dict[str, str]:
        """Return the post they act in, as `post_of` says."""
        return post_of(self.holds, near, through)


def post_of(holds: Sequence[Held], near: Sequence[int] = (), through: Collection[int] = ()) -> dict[str, str]:
    """Return the post in which someone acts, as text for the trail: `{role, unit, unit_en}`, empty without any.

    The role through whose principal they act comes first, then one at the nearest of the units `near` (a unit and its
    parents), then their highest.
    """
    if not holds:
        return {}
    best = min(holds, key=lambda h: (h.principal not in through, _distance(h, near), -RANK.get(h.role, 0), h.role))
    return {"role": best.role.value, "unit": best.unit or best.process or "", "unit_en": best.unit_en}


def _distance(held: Held, near: Sequence[int]) -> int:
    return near.index(held.unit_id) if held.unit_id in near else len(near)


def load_actor(session: Session, person_id: int, now: datetime) -> Actor:
    """Return the actor for a person with the roles of the day in Asia/Shanghai, and for whom they stand in now.

    One statement. Raises NotFound for a person who is not there or no longer active.
    """
    rows = session.execute(_with_roles(), {"person": person_id, "now": now, "day": day_of(now)}).all()
    own = [row for row in rows if row.depth == 0]
    if not own:
        raise NotFound("person_unknown")
    holds, principals = _held(own), _principals(own)
    first = own[0]
    stands = tuple(_stand(group) for group in _groups(rows) if group[0].id != person_id)
    return Actor(first.id, first.login, first.name, first.language, principals, holds, first.own, stands)


def _groups(rows: Sequence[Any]) -> list[list[Any]]:
    """Return the rows of those stood in for: one group for each way in which that came about."""
    groups: dict[Any, list[Any]] = {}
    for row in rows:
        if row.depth:
            groups.setdefault((row.id, row.only, row.until), []).append(row)
    return list(groups.values())


def _stand(rows: Sequence[Any]) -> Stand:
    first = rows[0]
    return Stand(first.id, first.name, _principals(rows), first.only, first.until, _held(rows))


def _held(rows: Sequence[Any]) -> tuple[Held, ...]:
    held = {_of_row(row): None for row in rows}
    return tuple(sorted((one for one in held if one.role), key=lambda one: (-RANK.get(one.role, 0), one.role)))


def _of_row(row: Any) -> Held:
    kind = row.kind.value if row.kind else ""
    unit, unit_en, code = row.unit or "", row.unit_en or "", row.code or ""
    return Held(row.role, row.unit_id, row.process, unit, unit_en, row.post, code, kind)


def _principals(rows: Sequence[Any]) -> frozenset[int]:
    return frozenset(one for row in rows for one in (row.own, row.post) if one is not None)


@cache
def _with_roles() -> Select[*tuple[Any, ...]]:
    """Return one row per role held on :day (one without any) of :person and of whom they stand in for at :now.

    Put together once: for a page that takes longer than to run it.
    """
    own, post, chain = aliased(Principal), aliased(Principal), _standing()
    columns = (
        Person.id, Person.login, Person.name, Person.language, own.id.label("own"),
        Assignment.role, Assignment.unit_id, Assignment.process,
        Unit.name.label("unit"), Unit.name_en.label("unit_en"), Unit.code.label("code"), Unit.kind.label("kind"),
        post.id.label("post"),
        chain.c.depth, chain.c.only, chain.c.until,
    )  # fmt: skip
    return (
        select(*columns)
        .join(chain, chain.c.person_id == Person.id)
        .outerjoin(own, own.person_id == Person.id)
        .outerjoin(Assignment, and_(Assignment.person_id == Person.id, in_force(bindparam("day", type_=Date))))
        .outerjoin(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(post, and_(post.role == Assignment.role, post.unit_id == Assignment.unit_id))
        .where(or_(chain.c.depth > 0, Person.active))
        .order_by(chain.c.depth, Person.id, Assignment.unit_id, Assignment.id)
    )


def _standing() -> CTE:
    """Return :person (depth 0) and all for whom they stand in at :now: (person_id, only, until, depth).

    Substitutes of substitutes follow (the chain): the narrower process and the earlier end hold.
    """
    now = bindparam("now", type_=UtcTime)
    start = select(
        bindparam("person", type_=Integer).label("person_id"),
        cast(null(), String(64)).label("only"),
        cast(null(), UtcTime()).label("until"),
        literal(0).label("depth"),
    )
    chain = start.cte("standing", recursive=True)
    away = Substitute
    earlier = case((or_(chain.c.until.is_(None), away.ends_at < chain.c.until), away.ends_at), else_=chain.c.until)
    following = (
        select(away.person_id, func.coalesce(chain.c.only, away.process), earlier, chain.c.depth + 1)
        .join(chain, away.by_id == chain.c.person_id)
        .where(away.starts_at <= now, away.ends_at > now, chain.c.depth < LONGEST_CHAIN)
        .where(or_(chain.c.only.is_(None), away.process.is_(None), away.process == chain.c.only))
    )
    return chain.union_all(following)
