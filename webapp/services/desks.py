"""What lies on somebody's desk: through their own posts, or for someone for whom they stand in (B7).

A substitute takes what the absent person could take: not where one of the two is excluded (A6), not in other processes
than the one named, and not on a request that the substitute started.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, exists, or_, select
from sqlalchemy.orm import aliased

from models import Candidate, Exclusion, Request, WorkItem
from webapp.services.actor import Actor

# Names of tables within these conditions alone; made once, for that takes longer than to run a condition.
_CANDIDATE, _REQUEST, _ITEM, _ANY_ITEM = aliased(Candidate), aliased(Request), aliased(WorkItem), aliased(WorkItem)


@dataclass(frozen=True)
class Desk:
    """Principals through which items come, whose exclusion bars from them, and further conditions on the request."""

    principals: Collection[int]
    barred: Collection[int]
    conditions: tuple[ColumnElement[bool], ...] = ()

    def free(self, item_id: Any) -> ColumnElement[bool]:
        """Return the condition that nobody of whom it matters is excluded from the item."""
        return ~exists().where(Exclusion.item_id == item_id, Exclusion.person_id.in_(self.barred))


def desks(actor: Actor, request: Any = Request) -> Iterator[Desk]:
    """Yield the actor's own desk, then those of whom they stand in for. `request`: the entity that conditions name."""
    yield Desk(actor.principals, (actor.person_id,))
    for stand in actor.stands:
        only = () if stand.process is None else (request.process == stand.process,)
        barred = (actor.person_id, stand.person_id)
        yield Desk(stand.principals - actor.principals, barred, (request.initiator_id != actor.person_id, *only))


def lies_on(actor: Actor, item_id: Any) -> ColumnElement[bool]:
    """Return the condition that an open item lies on one of the actor's desks and they are not excluded from it."""
    return or_(*(_lies(desk, item_id) for desk in desks(actor, _REQUEST)))


def has_any(actor: Actor, request_id: int) -> ColumnElement[bool]:
    """Return the condition that anything of a request lies on one of the actor's desks."""
    return exists().where(_ANY_ITEM.request_id == request_id, lies_on(actor, _ANY_ITEM.id))


def _lies(desk: Desk, item_id: Any) -> ColumnElement[bool]:
    here = exists().where(_CANDIDATE.item_id == item_id, _CANDIDATE.principal_id.in_(desk.principals))
    return and_(here, desk.free(item_id), *_of_request(desk, item_id))


def _of_request(desk: Desk, item_id: Any) -> list[ColumnElement[bool]]:
    if not desk.conditions:
        return []
    return [exists().where(_ITEM.id == item_id, _REQUEST.id == _ITEM.request_id, *desk.conditions)]


def through(item_id: Any, actor: Actor) -> ScalarSelect[int | None]:
    """Return the principal through which an open item lies on the actor's desk, null where it does not.

    A post of their own comes before themselves as a person, for it is the post in which they act; then those for whom
    they stand in.
    """
    posts = [held.principal for held in actor.holds if held.principal is not None]
    holder = _CANDIDATE.principal_id
    ways = [
        and_(holder.in_(desk.principals), desk.free(item_id), *_of_request(desk, item_id))
        for desk in desks(actor, _REQUEST)
    ]
    order = case((holder.in_(posts), 0), (holder.in_(actor.principals), 1), else_=2)
    found = select(holder).where(_CANDIDATE.item_id == item_id, or_(*ways))
    return found.order_by(order, holder).limit(1).scalar_subquery()
