"""What a person does with a work item: approve, reject, return, resubmit. One transaction, the request's lock first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from models import Request, WorkItem

if TYPE_CHECKING:
    from webapp.services.actor import Actor

ACTIONS = ("approve", "reject", "return", "resubmit")


@dataclass(frozen=True)
class Command:
    """What the caller asks for on a work item, as the API takes it (`POST /tasks/{id}/actions`).

    `action`: approve, reject, return, resubmit (approve on a returned item). `version`: what TaskScreen.version said;
    None is not checked. `data`: top-level fields to replace, main fields and the step's own by name. `to`, `items`,
    `resume` ('step_by_step' or 'straight_back'): for a return. `attachments`: ids of the actor's own unused files.
    """

    action: str
    version: str | None = None
    comment: str = ""
    data: Mapping[str, Any] | None = None
    to: str | None = None
    items: tuple[str, ...] = ()
    resume: str = "step_by_step"
    attachments: tuple[int, ...] = ()


def act(session: Session, actor: Actor, item_id: int, command: Command, now: datetime) -> Request:
    """Do `command` on the item and return its request, moved on.

    Raises NotFound (not readable), AlreadyDone (closed: by whom, when, how), NotAllowed (someone else's, or no such
    action here), Stale (the fields seen here have changed: which), FieldNotYours, Invalid (every fault at its field).
    """
    raise NotImplementedError


def withdraw(session: Session, actor: Actor, request_id: int, comment: str, now: datetime) -> Request:
    """Take the request back for good: its initiator, while open and before `withdraw_until` is done.

    Raises NotFound, NotAllowed, AlreadyDone (closed).
    """
    raise NotImplementedError


def comment(session: Session, actor: Actor, request_id: int, text: str, now: datetime) -> Request:
    """Add a comment to the trail: whoever may read the request, but an auditor.

    Raises NotFound, NotAllowed, Invalid (empty, or over 5,000 characters).
    """
    raise NotImplementedError


def open_items(session: Session, request: Request) -> list[WorkItem]:
    """The request's open items with their step runs, oldest first (no further statement is needed to show them)."""
    raise NotImplementedError
