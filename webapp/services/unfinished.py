"""Start forms as one types: kept as they stand, faults and all, until they are saved or sent (B12)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import FormDraft, Request, Status
from webapp.services import case, processes
from webapp.services.actor import Actor
from webapp.services.drafts import Kept, check_rev, written
from webapp.services.errors import AlreadyDone, NotFound


@dataclass(frozen=True)
class Left:
    """A start form that somebody left unfinished."""

    request_id: int
    saved_at: datetime


def keep(
    session: Session,
    actor: Actor,
    request_id: int,
    typed: Mapping[str, Any],
    clean: Mapping[str, Any],
    rev: int | None,
    now: datetime,
) -> Kept:
    """Keep what the actor has `typed` into a draft of theirs; the draft itself stays as it was saved.

    `clean`: what of it is right, for the draft's row in lists. `rev`: the revision that the caller saw, 0 for none.
    Raises NotFound, AlreadyDone (sent), Stale (another window saved meanwhile), TooLarge.
    """
    text = written(typed)
    request = case.lock(session, request_id)
    if request is None or request.initiator_id != actor.person_id:
        raise NotFound("request_unknown", id=request_id)
    if request.status is not Status.DRAFT:
        raise AlreadyDone(actor.name, request.submitted_at, "submit")
    row = session.get(FormDraft, request_id)
    check_rev(row, rev)
    if row is None:
        row = FormDraft(request_id=request_id, person_id=actor.person_id, rev=0)
        session.add(row)
    row.json, row.rev, row.saved_at = text, row.rev + 1, now
    names = processes.load(session, request.version_id).summary
    request.summary = json.dumps({name: clean.get(name) for name in names}, ensure_ascii=False)
    session.flush()
    return Kept(typed, row.rev, row.saved_at)


def of(session: Session, request: Request) -> Kept | None:
    """Return what was typed into a draft since it was saved, None where nothing was."""
    row = session.get(FormDraft, request.id)
    return None if row is None else Kept(json.loads(row.json), row.rev, row.saved_at)


def newest(session: Session, actor: Actor, key: str) -> Left | None:
    """Return the start form of a process that the actor left unfinished last; one statement."""
    found = (
        select(FormDraft.request_id, FormDraft.saved_at)
        .join(Request, Request.id == FormDraft.request_id)
        .where(FormDraft.person_id == actor.person_id, Request.process == key, Request.status == Status.DRAFT)
        .order_by(FormDraft.saved_at.desc(), FormDraft.request_id.desc())
    )
    row = session.execute(found.limit(1)).first()
    return None if row is None else Left(row.request_id, row.saved_at)


def put_away(session: Session, request: Request, rev: int | None) -> None:
    """Forget what was typed into a draft: it is saved, sent or thrown away. Raises Stale at another revision."""
    row = session.get(FormDraft, request.id)
    check_rev(row, rev)
    if row is not None:
        session.delete(row)
