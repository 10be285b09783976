"""In which order a list comes, and what follows a key in it."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, tuple_

from webapp.services.errors import Invalid
from webapp.services.paging import Key

FAR = datetime(9999, 1, 1, tzinfo=UTC)
"""When what has no deadline is due, so that it comes last."""


class Order(StrEnum):
    """In which order a list comes. `DUE`: what is due first, late things on top; then what has no deadline, newest
    first."""

    NEW = "new"
    OLD = "old"
    DUE = "due"


def order_of(sort: str | None, *known: Order) -> Order:
    """Return the order asked for, the first of `known` without one. Raises Invalid at /sort for any other."""
    if not sort:
        return known[0]
    if sort not in known:
        raise Invalid.at("/sort", "enum", allowed=[one.value for one in known])
    return Order(sort)


def following(order: Order, at: Any, row_id: Any, key: Key | None, due: Any = None) -> list[ColumnElement[bool]]:
    """Return the conditions of the rows after `key`. `due`: never null. Raises Invalid for a key of another order."""
    if key is None:
        return []
    here, last = tuple_(at, row_id), tuple_(key.at, key.id)
    if order is not Order.DUE:
        return [here > last if order is Order.OLD else here < last]
    if key.due is None:
        raise Invalid.at("/cursor", "cursor_unknown")
    return [or_(due > key.due, and_(due == key.due, here < last))]


def by(order: Order, at: Any, row_id: Any, due: Any = None) -> tuple[Any, ...]:
    """Return what a list is sorted by."""
    if order is Order.OLD:
        return (at.asc(), row_id.asc())
    return (*((due.asc(),) if order is Order.DUE else ()), at.desc(), row_id.desc())
