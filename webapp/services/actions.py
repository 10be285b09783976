"""The same write sent twice happens once: the answer is stored under the person's action id (B17)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import Action
from webapp.services.errors import ActionReused

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
    if action_id is None:
        return verb()
    key = (actor.person_id, action_id)
    digest = sha256(json.dumps(body, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
    if not _reserve(session, key, digest, now):
        return _again(session, key, digest)
    answer = verb()
    _store(session, key, answer)
    return answer


def _reserve(session: Session, key: tuple[int, str], digest: str, now: datetime) -> bool:
    """Put the row in; on PostgreSQL a twin waits here until the first one has committed or failed."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {"person_id": key[0], "action_id": key[1], "body_hash": digest, "status": 0, "answer": "", "at": now}
    put = insert(Action).values(row).on_conflict_do_nothing().returning(Action.status)
    return session.execute(put).first() is not None


def _again(session: Session, key: tuple[int, str], digest: str) -> Answer:
    known = session.get_one(Action, key)
    if known.body_hash != digest:
        raise ActionReused(action_id=key[1])
    return Answer(known.status, json.loads(known.answer), repeated=True)


def _store(session: Session, key: tuple[int, str], answer: Answer) -> None:
    mine = (Action.person_id == key[0]) & (Action.action_id == key[1])
    text = json.dumps(answer.body, ensure_ascii=False, default=str)
    kept = update(Action).where(mine).values(status=answer.status, answer=text)
    session.execute(kept, execution_options={"synchronize_session": False})
