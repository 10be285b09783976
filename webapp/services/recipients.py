"""The people behind principals: who is told, who could act."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models import Assignment, Candidate, Exclusion, Person, Principal, Substitute
from webapp.services.people import Someone, in_force


def people_of(session: Session, principals: Collection[int], day: date) -> tuple[Someone, ...]:
    """Every active person who is, or on `day` holds, one of `principals`, by id; one statement."""
    if not principals:
        return ()
    held = and_(Assignment.role == Principal.role, Assignment.unit_id == Principal.unit_id, in_force(day))
    found = (
        select(Person.id, Person.login, Person.name)
        .distinct()
        .select_from(Principal)
        .outerjoin(Assignment, held)
        .join(Person, or_(Person.id == Principal.person_id, Person.id == Assignment.person_id))
        .where(Principal.id.in_(set(principals)), Person.active)
        .order_by(Person.id)
    )
    return tuple(Someone(*row) for row in session.execute(found))


def holders_by_item(session: Session, items: Collection[int], day: date) -> dict[int, tuple[Someone, ...]]:
    """Who could take each of the open `items` on `day`, without those excluded from it; one statement."""
    if not items:
        return {}
    held = and_(Assignment.role == Principal.role, Assignment.unit_id == Principal.unit_id, in_force(day))
    excluded = select(Exclusion.item_id).where(Exclusion.item_id == Candidate.item_id, Exclusion.person_id == Person.id)
    found = (
        select(Candidate.item_id, Person.id, Person.login, Person.name)
        .distinct()
        .join(Principal, Principal.id == Candidate.principal_id)
        .outerjoin(Assignment, held)
        .join(Person, or_(Person.id == Principal.person_id, Person.id == Assignment.person_id))
        .where(Candidate.item_id.in_(set(items)), Person.active, ~excluded.exists())
        .order_by(Candidate.item_id, Person.id)
    )
    people: dict[int, list[Someone]] = {item: [] for item in items}
    for item_id, person, login, name in session.execute(found):
        people[item_id].append(Someone(person, login, name))
    return {item: tuple(some) for item, some in people.items()}


def substitutes(session: Session, persons: Collection[int], process: str, now: datetime) -> tuple[Someone, ...]:
    """Who stands in for one of `persons` in a process at `now`, those of substitutes too, by id (B7)."""
    found: dict[int, Someone] = {}
    asked = set(persons)
    while asked:
        rows = session.execute(
            select(Person.id, Person.login, Person.name)
            .distinct()
            .join(Substitute, Substitute.by_id == Person.id)
            .where(Substitute.person_id.in_(asked), Substitute.starts_at <= now, Substitute.ends_at > now)
            .where(or_(Substitute.process.is_(None), Substitute.process == process), Person.active)
        )
        new = {row.id: Someone(*row) for row in rows if row.id not in found}
        found |= new
        asked = set(new)
    return tuple(found[one] for one in sorted(found))
