"""Messages to people in the program: a code and parameters, translated when shown."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from models import Notice, Request, WorkItem
from webapp.services.actor import Actor
from webapp.services.attachments import OVERFLOW
from webapp.services.paging import Key, Page, before, clamp, read_key, write_key

CAP = 100
"""Counts stop here; shown as 99+."""


@dataclass(frozen=True)
class NoticeRow:
    """A notice as it is listed."""

    id: int
    code: str
    params: Mapping[str, Any]
    request_id: int | None
    item_id: int | None
    at: datetime
    read_at: datetime | None


def tell(
    session: Session,
    persons: Iterable[int],
    code: str,
    params: Mapping[str, Any],
    request: Request | None,
    item: WorkItem | None,
    now: datetime,
) -> None:
    """Leave a notice for each of `persons` (ids), nobody twice; one statement."""
    same = {
        "request_id": request.id if request else None,
        "item_id": item.id if item else None,
        "code": code,
        "params": json.dumps(params, ensure_ascii=False, default=str),
        "at": now,
    }
    rows = [{"person_id": person, **same} for person in sorted(set(persons))]
    if rows:
        session.execute(insert(Notice), rows)


def mine(session: Session, actor: Actor, cursor: str | None = None, limit: int | None = None) -> Page[NoticeRow]:
    """Return the actor's notices, newest first."""
    size = clamp(limit)
    found = (
        select(Notice)
        .where(Notice.person_id == actor.person_id, *before(Notice.at, Notice.id, read_key(cursor)))
        .order_by(Notice.at.desc(), Notice.id.desc())
        .limit(size + 1)
    )
    rows = session.scalars(found).all()
    last = write_key(Key(rows[size - 1].at, rows[size - 1].id)) if len(rows) > size else None
    return Page([_row(notice) for notice in rows[:size]], last)


def _row(notice: Notice) -> NoticeRow:
    params = json.loads(notice.params)
    return NoticeRow(notice.id, notice.code, params, notice.request_id, notice.item_id, notice.at, notice.read_at)


def unread(session: Session, actor: Actor) -> int:
    """Return how many notices are unread, at most `CAP`."""
    some = select(Notice.id).where(Notice.person_id == actor.person_id, Notice.read_at.is_(None)).limit(CAP)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def mark_read(session: Session, actor: Actor, now: datetime, ids: Collection[int] | None = None) -> None:
    """Mark the actor's notices (all, or those with `ids`) as read; other people's are left alone."""
    found = update(Notice).where(Notice.person_id == actor.person_id, Notice.read_at.is_(None))
    some = None if ids is None else [one for one in ids if 0 < one < OVERFLOW]
    session.execute((found if some is None else found.where(Notice.id.in_(some))).values(read_at=now))
