"""Unfinished decisions on work items: what a person has typed so far, kept until decided (B12)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import FormDraft, ItemDraft, ItemState
from webapp.services import visibility
from webapp.services.actor import Actor
from webapp.services.errors import AlreadyDone, NotAllowed, Stale, TooLarge

MOST = 2_000_000


@dataclass(frozen=True)
class Kept:
    """What was typed, with its revision and when it was saved."""

    body: Mapping[str, Any]
    rev: int
    saved_at: datetime


def keep(
    session: Session, actor: Actor, item_id: int, body: Mapping[str, Any], now: datetime, rev: int | None = None
) -> Kept:
    """Keep `body` (`{data, comment, …}`, unchecked) as the actor's unfinished decision on an open item of theirs.

    `rev`: the revision that the caller saw, 0 for none; None is not checked. Raises NotFound, NotAllowed, AlreadyDone,
    Stale (another window saved meanwhile; its version is the revision now), TooLarge (over 2,000,000 characters).
    """
    text = written(body)
    item = visibility.item_for(session, actor, item_id, lock=True)
    if item.state is not ItemState.OPEN:
        raise AlreadyDone(item.acted_by.name if item.acted_by else None, item.done_at, item.outcome or item.state.value)
    if not visibility.holds(session, actor, item):
        raise NotAllowed("not_on_your_desk")
    row = session.get(ItemDraft, (item_id, actor.person_id))
    check_rev(row, rev)
    if row is None:
        row = ItemDraft(item_id=item_id, person_id=actor.person_id, rev=0)
        session.add(row)
    row.json, row.rev, row.saved_at = text, row.rev + 1, now
    session.flush()
    return Kept(body, row.rev, row.saved_at)


def check_rev(row: ItemDraft | FormDraft | None, rev: int | None) -> None:
    """Raise Stale where somebody at revision `rev` would write over what was saved since."""
    now = row.rev if row is not None else 0
    if rev is not None and rev != now and row is not None:
        raise Stale(str(now), ("draft",), saved_at=row.saved_at)


def written(body: Mapping[str, Any]) -> str:
    """Return what was typed as it is stored. Raises TooLarge."""
    text = json.dumps(body, ensure_ascii=False)
    if len(text) > MOST:
        raise TooLarge(limit=MOST)
    return text


def kept(session: Session, actor: Actor, item_id: int) -> Kept | None:
    """What the actor had typed on this item, or None."""
    found = session.get(ItemDraft, (item_id, actor.person_id))
    return None if found is None else Kept(json.loads(found.json), found.rev, found.saved_at)


def discard(session: Session, actor: Actor, item_id: int) -> None:
    """Throw away what the actor had typed on this item; nothing where there is nothing. Raises NotFound."""
    visibility.item_for(session, actor, item_id, lock=True)
    found = session.get(ItemDraft, (item_id, actor.person_id))
    if found is not None:
        session.delete(found)
        session.flush()
