"""Files that people order because they take a while: exports, batches of prints. One's own, for some days."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from models import Output, OutputState
from webapp.services import jobs
from webapp.services.actor import Actor
from webapp.services.errors import NotFound, TooMany
from webapp.services.paging import Key, Page, before, clamp, read_key, write_key

TASK = "output"
MOST_OPEN = 5
"""How many files a person may have in the making at once."""


@dataclass(frozen=True)
class OutputRow:
    """An ordered file as it is shown. `note` is a code with parameters, `{}` where there is nothing to say."""

    id: int
    kind: str
    params: Mapping[str, Any]
    state: OutputState
    done: int
    total: int | None
    name: str | None
    type: str | None
    size: int | None
    note: Mapping[str, Any]
    created_at: datetime
    ended_at: datetime | None

    @property
    def percent(self) -> int | None:
        """Return how much is done, 0 to 100; None while nobody knows of how much."""
        return None if not self.total else min(100, self.done * 100 // self.total)


def order(session: Session, actor: Actor, kind: str, params: Mapping[str, Any], language: str, now: datetime) -> int:
    """Order a file of `kind` (a key of `webapp.jobs.makers.MAKERS`), made with the actor's rights at that later time.

    Returns its id. Raises TooMany while `MOST_OPEN` of the actor's are still in the making.
    """
    making = select(func.count()).where(Output.person_id == actor.person_id, Output.ended_at.is_(None))
    if (session.scalar(making) or 0) >= MOST_OPEN:
        raise TooMany("outputs_open", most=MOST_OPEN, seconds=60)
    output = Output(
        person_id=actor.person_id,
        kind=kind,
        params=json.dumps(params, ensure_ascii=False),
        language=language,
        created_at=now,
    )
    session.add(output)
    session.flush()
    jobs.enqueue(session, TASK, {"id": output.id}, now)
    return output.id


def mine(session: Session, actor: Actor, cursor: str | None = None, limit: int | None = None) -> Page[OutputRow]:
    """Return the actor's files, newest first. Raises Invalid for a faulty cursor."""
    size = clamp(limit)
    found = (
        select(Output)
        .where(Output.person_id == actor.person_id, *before(Output.created_at, Output.id, read_key(cursor)))
        .order_by(Output.created_at.desc(), Output.id.desc())
        .limit(size + 1)
    )
    rows = session.scalars(found).all()
    last = write_key(Key(rows[size - 1].created_at, rows[size - 1].id)) if len(rows) > size else None
    return Page([_row(one) for one in rows[:size]], last)


def get(session: Session, actor: Actor, output_id: int) -> OutputRow:
    """Return one of the actor's own files. Raises NotFound: also for other people's."""
    return _row(_own(session, actor, output_id))


def discard(session: Session, actor: Actor, output_id: int) -> None:
    """Delete one of the actor's own files, or stop it in the making. `sweep` removes the bytes. Raises NotFound."""
    session.delete(_own(session, actor, output_id))


def _own(session: Session, actor: Actor, output_id: int) -> Output:
    found = session.scalars(select(Output).where(Output.id == output_id, Output.person_id == actor.person_id))
    output = found.one_or_none()
    if output is None:
        raise NotFound("output_unknown", id=output_id)
    return output


def _row(output: Output) -> OutputRow:
    return OutputRow(
        output.id, output.kind, json.loads(output.params), output.state, output.done, output.total, output.name,
        output.type, output.size, json.loads(output.note), output.created_at, output.ended_at,
    )  # fmt: skip


# for those who make them


def begin(session: Session, output_id: int) -> Output | None:
    """Say that it is being made, from the beginning; None where it was discarded or is made already."""
    output = session.scalars(select(Output).where(Output.id == output_id).with_for_update()).one_or_none()
    if output is None or output.state.closed:
        return None
    output.state, output.done = OutputState.RUNNING, 0
    return output


def progress(session: Session, output_id: int, done: int, total: int | None) -> bool:
    """Note how far it is; returns False where it was discarded meanwhile, and making it may stop."""
    going = update(Output).where(Output.id == output_id, Output.state == OutputState.RUNNING)
    found = session.scalars(going.values(done=done, total=total).returning(Output.id))
    return found.one_or_none() is not None


def finish(
    session: Session, output_id: int, name: str, kind: str, size: int, note: Mapping[str, Any], now: datetime
) -> None:
    """Say that the file is there: its name for the reader, its media type, its size in bytes."""
    values = {"state": OutputState.DONE, "name": name, "type": kind, "size": size, "ended_at": now}
    written = json.dumps(note, ensure_ascii=False, default=str)
    session.execute(update(Output).where(Output.id == output_id).values(**values, note=written))


def give_up(session: Session, output_id: int, note: Mapping[str, Any], now: datetime) -> None:
    """Say that it cannot be made, and why."""
    values = {"state": OutputState.FAILED, "note": json.dumps(note, ensure_ascii=False, default=str), "ended_at": now}
    session.execute(update(Output).where(Output.id == output_id).values(**values))


def path_of(output_id: int, folder: Path) -> Path:
    """Return where the bytes of a file lie."""
    return folder / str(output_id)


def purge(session: Session, keep: timedelta, now: datetime) -> int:
    """Delete the rows of files that are older than `keep`; return how many."""
    return len(session.scalars(delete(Output).where(Output.created_at < now - keep).returning(Output.id)).all())


def sweep(session: Session, folder: Path) -> int:
    """Remove the bytes of files that have no row; return how many went."""
    known = {str(one) for one in session.scalars(select(Output.id))}
    gone = [file for file in folder.glob("*") if file.name.partition(".")[0] not in known]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)
