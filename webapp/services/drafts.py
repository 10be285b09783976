"""Unfinished decisions on work items: what a person has typed so far, kept until decided (B12)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from webapp.services.actor import Actor


def keep(session: Session, actor: Actor, item_id: int, body: Mapping[str, Any], now: datetime) -> None:
    """Keep `body` (`{data, comment, …}`, unchecked) as the actor's unfinished decision on an open item of theirs.

    Raises NotFound, NotAllowed, AlreadyDone, TooLarge (over 2,000,000 characters).
    """
    raise NotImplementedError


def kept(session: Session, actor: Actor, item_id: int) -> dict[str, Any] | None:
    """What the actor had typed on this item, or None."""
    raise NotImplementedError
