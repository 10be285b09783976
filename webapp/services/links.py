"""Requests that are connected with one (B14): only those that the reader may read; nothing hints at others."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models import Link, Request, Status
from webapp.services.actor import Actor
from webapp.services.visibility import readable

MOST = 100


@dataclass(frozen=True)
class LinkedRequest:
    """A connected request. `kind`: of the connection; `outgoing`: this one names that one."""

    id: int
    number: str | None
    process: str
    version_id: int
    status: Status
    kind: str
    outgoing: bool


def of_request(session: Session, actor: Actor, request: Request) -> tuple[LinkedRequest, ...]:
    """Return the requests connected with `request` that the actor may read, newest first; one statement."""
    there = or_(
        and_(Link.from_id == request.id, Link.to_id == Request.id),
        and_(Link.to_id == request.id, Link.from_id == Request.id),
    )
    found = (
        select(Request.id, Request.number, Request.process, Request.version_id, Request.status, Link.kind, Link.from_id)
        .join(Link, there)
        .where(readable(actor), Request.id != request.id)
        .order_by(Request.id.desc(), Link.kind)
        .limit(MOST)
    )
    return tuple(LinkedRequest(*row[:6], outgoing=row[6] == request.id) for row in session.execute(found))
