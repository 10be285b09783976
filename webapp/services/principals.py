"""Principals: the one id space in which candidates and readers are named. A role stands for whoever holds it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import Principal, PrincipalKind, Role


class Spot(NamedTuple):
    """A role at a unit: whoever holds it, never a list of people."""

    role: Role
    unit_id: int


Holder = int | Spot
"""A person's id, or a role at a unit."""


def principals_of(session: Session, wanted: Iterable[Holder]) -> dict[Holder, int]:
    """Return the principal of each person (by id) or role at a unit, making the rows that are missing.

    At most one statement when all are there: people and roles get theirs when they are made (`add_person`, `grant`).
    """
    asked = list(dict.fromkeys(wanted))
    known = _known(session)
    found = {one: known[one] for one in asked if one in known}
    found |= _existing(session, [one for one in asked if one not in found])
    missing = [one for one in asked if one not in found]
    if missing:
        _make(session, missing)
        found |= _existing(session, missing)
    return {one: found[one] for one in asked}


def principal_of(session: Session, holder: Holder) -> int:
    """Return the principal of one person or role at a unit."""
    return principals_of(session, [holder])[holder]


def remember(session: Session, holder: Holder, principal: int | None) -> None:
    """Note a principal that another statement found, so that `principals_of` need not ask again."""
    if principal is not None:
        _known(session)[holder] = principal


def _known(session: Session) -> dict[Holder, int]:
    known: dict[Holder, int] = session.info.setdefault("principals", {})
    return known


def _existing(session: Session, asked: Collection[Holder]) -> dict[Holder, int]:
    people = [one for one in asked if isinstance(one, int)]
    spots = [one for one in asked if isinstance(one, Spot)]
    if not asked:
        return {}
    rows = session.execute(
        select(Principal.id, Principal.person_id, Principal.role, Principal.unit_id).where(
            or_(
                Principal.person_id.in_(people),
                and_(
                    Principal.role.in_({spot.role for spot in spots}),
                    Principal.unit_id.in_({spot.unit_id for spot in spots}),
                ),
            )
        )
    )
    found: dict[Holder, int] = {}
    for row in rows:
        found[row.person_id if row.person_id is not None else Spot(row.role, row.unit_id)] = row.id
    return {one: key for one, key in found.items() if one in asked}


def _make(session: Session, missing: Iterable[Holder]) -> None:
    rows = [_row(one) for one in missing]
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(Principal).on_conflict_do_nothing(), rows)


def _row(one: Holder) -> dict[str, Any]:
    if isinstance(one, Spot):
        return {"kind": PrincipalKind.ROLE, "person_id": None, "role": one.role, "unit_id": one.unit_id}
    return {"kind": PrincipalKind.PERSON, "person_id": one, "role": None, "unit_id": None}
