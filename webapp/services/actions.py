"""The same write sent twice happens once: the answer is stored under the person's action id (B17)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from webapp.services.actor import Actor


@dataclass(frozen=True)
class Answer:
    """An answer that can be given again: an HTTP status and a JSON body. `repeated`: it was given before."""

    status: int
    body: Any
    repeated: bool = False


def once(
    session: Session,
    actor: Actor,
    action_id: str | None,
    body: Mapping[str, Any],
    verb: Callable[[], Answer],
    now: datetime,
) -> Answer:
    """Return what `verb` answers, or the stored answer where this person sent this `action_id` with this `body` before.

    `body` should name the address too. Two statements; a twin that is under way is waited for. What `verb` raises is
    not stored (its transaction is rolled back). Raises ActionReused where the id came with another body.
    """
    raise NotImplementedError
