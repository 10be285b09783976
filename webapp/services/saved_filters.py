"""Filters that a person keeps under a name, for one of the boxes; one's own only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models import Person, SavedFilter
from webapp.services.actor import Actor
from webapp.services.errors import Invalid, NotFound

LONGEST = 60


@dataclass(frozen=True)
class Saved:
    """A kept filter: what the list is narrowed down by, and its order, as texts by name."""

    id: int
    name: str
    asked: Mapping[str, str]


def mine(session: Session, actor: Actor, box: str) -> list[Saved]:
    """Return the actor's filters for a box, by name; one statement."""
    own = (SavedFilter.person_id == actor.person_id, SavedFilter.box == box)
    found = select(SavedFilter).where(*own).order_by(SavedFilter.name, SavedFilter.id)
    return [Saved(row.id, row.name, json.loads(row.asked)) for row in session.scalars(found)]


def keep(
    session: Session, actor: Actor, box: str, name: str, asked: Mapping[str, str], most: int, now: datetime
) -> int:
    """Keep a filter under a name, in place of one of that name; return its id.

    Raises Invalid at /name for no name, a long one, or more than `most` filters for the box.
    """
    name = " ".join(name.split())
    if not name:
        raise Invalid.at("/name", "required")
    if len(name) > LONGEST:
        raise Invalid.at("/name", "max-length", max=LONGEST, length=len(name))
    session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())  # one after another
    own = (SavedFilter.person_id == actor.person_id, SavedFilter.box == box)
    row = session.scalars(select(SavedFilter).where(*own, SavedFilter.name == name)).one_or_none()
    if row is None:
        if (session.scalar(select(func.count()).where(*own)) or 0) >= most:
            raise Invalid.at("/name", "filters_too_many", max=most)
        row = SavedFilter(person_id=actor.person_id, box=box, name=name, created_at=now)
        session.add(row)
    row.asked = json.dumps(dict(asked), ensure_ascii=False)
    session.flush()
    return row.id


def discard(session: Session, actor: Actor, filter_id: int) -> str:
    """Delete a filter of the actor's and return its box. Raises NotFound: also for other people's."""
    gone = delete(SavedFilter).where(SavedFilter.id == filter_id, SavedFilter.person_id == actor.person_id)
    box = session.scalars(gone.returning(SavedFilter.box)).one_or_none()
    if box is None:
        raise NotFound("filter_unknown", id=filter_id)
    return box
