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
    return or_(*(_lies(desk, item_id, request) for desk, request in _with_requests(actor)))


def has_any(actor: Actor, request_id: int) -> ColumnElement[bool]:
    """Return the condition that anything of a request lies on one of the actor's desks."""
    item = aliased(WorkItem)
    return exists().where(item.request_id == request_id, lies_on(actor, item.id))


def _with_requests(actor: Actor) -> Iterator[tuple[Desk, Any]]:
    request = aliased(Request)
    for desk in desks(actor, request):
        yield desk, request


def _lies(desk: Desk, item_id: Any, request: Any) -> ColumnElement[bool]:
    candidate = aliased(Candidate)
    here = exists().where(candidate.item_id == item_id, candidate.principal_id.in_(desk.principals))
    return and_(here, desk.free(item_id), *_of_request(desk, item_id, request))


def _of_request(desk: Desk, item_id: Any, request: Any) -> list[ColumnElement[bool]]:
    if not desk.conditions:
        return []
    item = aliased(WorkItem)
    owner = exists().where(item.id == item_id, request.id == item.request_id, *desk.conditions)
    return [owner]


def through(item_id: Any, actor: Actor) -> ScalarSelect[int | None]:
    """Return the principal through which an open item lies on the actor's desk, null where it does not.

    A post of their own comes before themselves as a person, for it is the post in which they act; then those for whom
    they stand in.
    """
    posts = [held.principal for held in actor.holds if held.principal is not None]
    candidate = aliased(Candidate)
    ways = [
        and_(candidate.principal_id.in_(desk.principals), desk.free(item_id), *_of_request(desk, item_id, request))
        for desk, request in _with_requests(actor)
    ]
    order = case((candidate.principal_id.in_(posts), 0), (candidate.principal_id.in_(actor.principals), 1), else_=2)
    found = select(candidate.principal_id).where(candidate.item_id == item_id, or_(*ways))
    return found.order_by(order, candidate.principal_id).limit(1).scalar_subquery()
