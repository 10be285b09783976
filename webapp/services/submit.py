"""Drafts of a request, and sending one on its way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from models import Request

if TYPE_CHECKING:
    from webapp.services.actor import Actor


def create(session: Session, actor: Actor, key: str, data: Mapping[str, Any], now: datetime) -> Request:
    """Make a draft of process `key` with `data` (main fields, as typed by a person or the API) and return it.

    The unit's field may be left out by who can start at one unit only. Raises NotFound (no such process),
    NotAllowed (may not start it there), Invalid (unknown fields, wrong types; `required` is not asked of a draft).
    """
    raise NotImplementedError


def save_draft(
    session: Session, actor: Actor, request_id: int, data: Mapping[str, Any], rev: int | None, now: datetime
) -> Request:
    """Replace the named top-level fields of one's own draft; `rev` is the Request.data_rev the caller saw.

    Raises NotFound (not one's own), AlreadyDone (submitted), Stale (another rev), Invalid.
    """
    raise NotImplementedError


def delete_draft(session: Session, actor: Actor, request_id: int) -> None:
    """Delete one's own draft for good. Raises NotFound, AlreadyDone (submitted)."""
    raise NotImplementedError


def submit(session: Session, actor: Actor, request_id: int, now: datetime) -> Request:
    """Check the draft wholly, give it its number and start it (ICF-1, ICF-2).

    Raises NotFound, AlreadyDone (submitted already), NotAllowed (may not start at this unit), Invalid (every fault).
    """
    raise NotImplementedError
