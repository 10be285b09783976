"""Unfinished decisions on work items: what a person has typed so far, kept until decided (B12)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import ItemDraft, ItemState
from webapp.services import visibility
from webapp.services.actor import Actor
from webapp.services.errors import AlreadyDone, NotAllowed, TooLarge

MOST = 2_000_000


def keep(session: Session, actor: Actor, item_id: int, body: Mapping[str, Any], now: datetime) -> None:
    """Keep `body` (`{data, comment, …}`, unchecked) as the actor's unfinished decision on an open item of theirs.

    Raises NotFound, NotAllowed, AlreadyDone, TooLarge (over 2,000,000 characters).
    """
    text = json.dumps(body, ensure_ascii=False)
    if len(text) > MOST:
        raise TooLarge(limit=MOST)
    item = visibility.item_for(session, actor, item_id, lock=True)
    if item.state is not ItemState.OPEN:
        raise AlreadyDone(item.acted_by.name if item.acted_by else None, item.done_at, item.outcome or item.state.value)
    if not visibility.may_act(session, actor, item):
        raise NotAllowed("not_on_your_desk")
    session.merge(ItemDraft(item_id=item_id, person_id=actor.person_id, json=text, saved_at=now))
    session.flush()


def kept(session: Session, actor: Actor, item_id: int) -> dict[str, Any] | None:
    """What the actor had typed on this item, or None."""
    found = session.get(ItemDraft, (item_id, actor.person_id))
    body: dict[str, Any] | None = None if found is None else json.loads(found.json)
    return body
