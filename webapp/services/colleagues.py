"""Offering people by a part of their name or sign-in, with the post that tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from models import RANK, Assignment, Person, Role, Unit
from webapp.services.actor import Actor
from webapp.services.paging import containing
from webapp.services.people import Someone, day_of, in_force

OFFERED = 8


@dataclass(frozen=True)
class Offered:
    """Someone who may be named. `typed`: what is written for them: the name, or the sign-in where names are alike."""

    login: str
    name: str
    typed: str
    role: str | None
    unit: str
    unit_en: str


def offered(session: Session, actor: Actor, text: str, now: datetime) -> list[Offered]:
    """Return who is here and has `text` in name or sign-in: at most eight, never the actor. Two statements."""
    here = select(Person.id, Person.login, Person.name).where(Person.active)
    return offer(session, actor, here, text, now)


def offer(session: Session, actor: Actor, people: Select[int, str, str], text: str, now: datetime) -> list[Offered]:
    """Return those of `people` (id, login, name) who have `text` in name or sign-in: at most eight, never the actor.

    Two statements.
    """
    wanted = containing(text)
    fits = or_(Person.name.ilike(wanted, escape="\\"), Person.login.ilike(wanted, escape="\\"))
    found = people.where(fits, Person.id != actor.person_id).order_by(Person.name, Person.id)
    some = [Someone(*row) for row in session.execute(found.limit(OFFERED))]
    names = [one.name for one in some]
    posts = _posts(session, [one.id for one in some], now)
    return [_offer(one, names.count(one.name) > 1, posts.get(one.id)) for one in some]


def _offer(one: Someone, alike: bool, post: tuple[Role, str, str] | None) -> Offered:
    role, unit, unit_en = post or (None, "", "")
    typed = one.login if alike or " " in one.name else one.name
    return Offered(one.login, one.name, typed, role.value if role else None, unit, unit_en)


def _posts(session: Session, ids: Sequence[int], now: datetime) -> dict[int, tuple[Role, str, str]]:
    """Return the highest post of each person on the day."""
    if not ids:
        return {}
    held = select(Assignment.person_id, Assignment.role, Unit.name, Unit.name_en).join(
        Unit, Unit.id == Assignment.unit_id
    )
    rows = session.execute(held.where(Assignment.person_id.in_(ids), in_force(day_of(now))).order_by(Assignment.id))
    found: dict[int, tuple[Role, str, str]] = {}
    for person, role, unit, unit_en in rows:
        if person not in found or RANK.get(role, 0) > RANK.get(found[person][0], 0):
            found[person] = (role, unit, unit_en)
    return found
