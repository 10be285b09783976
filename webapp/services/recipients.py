"""The people behind principals: who is told, who could act."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ScalarSelect, and_, case, exists, or_, select
from sqlalchemy.orm import Session

from models import Assignment, Candidate, Exclusion, Person, Principal
from webapp.services.actor import Actor
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


def through(item_id: int, actor: Actor) -> ScalarSelect[int | None]:
    """The principal through which an open item lies on the actor's desk, null where it does not or they are excluded.

    A role comes before the person named, for it is the post in which they act.
    """
    posts = [held.principal for held in actor.holds if held.principal is not None]
    barred = exists().where(Exclusion.item_id == item_id, Exclusion.person_id == actor.person_id)
    mine = (Candidate.item_id == item_id) & Candidate.principal_id.in_(actor.principals) & ~barred
    order = (case((Candidate.principal_id.in_(posts), 0), else_=1), Candidate.principal_id)
    return select(Candidate.principal_id).where(mine).order_by(*order).limit(1).scalar_subquery()


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
