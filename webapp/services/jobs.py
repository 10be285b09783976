"""Background work: a task is ordered in the caller's transaction and run at least once afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import Job, JobState

MOST_TRIES = 5
HOLD = timedelta(minutes=5)
"""A worker that is silent for so long is taken for dead, and its job is run again."""
BACK_OFF = timedelta(seconds=30)
LONGEST_FAULT = 2000


@dataclass(frozen=True)
class Taken:
    """A job that a worker has taken: its task, its arguments and which try it is."""

    id: int
    task: str
    args: Mapping[str, Any]
    tries: int


def enqueue(
    session: Session, task: str, args: Mapping[str, Any], run_at: datetime, *, unique: str | None = None
) -> None:
    """Order `task` with `args` (plain JSON) for `run_at`, in the caller's transaction: rolled back, nothing is left.

    While a job with the same `unique` key waits, nothing more is ordered.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {
        "task": task,
        "args": json.dumps(args, ensure_ascii=False),
        "unique_key": unique,
        "state": JobState.WAITING,
        "run_at": run_at,
        "tries": 0,
        "created_at": run_at,
    }
    session.execute(insert(Job).values(row).on_conflict_do_nothing())


def due(session: Session, now: datetime) -> bool:
    """Say whether there is a job to take, without a lock."""
    return session.scalar(select(Job.id).where(_free(now)).limit(1)) is not None


def take(session: Session, now: datetime) -> Taken | None:
    """Take the job that has waited longest, or None; commit at once. It is held for `HOLD` unless held on."""
    first = select(Job).where(_free(now)).order_by(Job.run_at, Job.id).limit(1).with_for_update(skip_locked=True)
    job = session.scalars(first).one_or_none()
    if job is None:
        return None
    job.state, job.held_until, job.tries = JobState.RUNNING, now + HOLD, job.tries + 1
    return Taken(job.id, job.task, json.loads(job.args), job.tries)


def _free(now: datetime) -> ColumnElement[bool]:
    waiting = (Job.state == JobState.WAITING) & (Job.run_at <= now)
    return waiting | ((Job.state == JobState.RUNNING) & (Job.held_until < now))


def hold(session: Session, taken: Taken, now: datetime) -> None:
    """Say that the job is still being worked on."""
    session.execute(_mine(taken).values(held_until=now + HOLD))


def done(session: Session, taken: Taken) -> None:
    """Forget a job that is done."""
    session.execute(delete(Job).where(Job.id == taken.id, Job.tries == taken.tries))


def failed(session: Session, taken: Taken, fault: BaseException, now: datetime, *, final: bool = False) -> bool:
    """Keep what went wrong, and try again later, twice as late each time; `MOST_TRIES` times unless it is `final`.

    Returns whether the job has failed for good: it stays as a row for the administrator.
    """
    over = final or taken.tries >= MOST_TRIES
    wait = BACK_OFF * 2 ** (taken.tries - 1)
    state = JobState.FAILED if over else JobState.WAITING
    told = f"{type(fault).__name__}: {fault}"[:LONGEST_FAULT]
    twin = select(Job.id).where(Job.unique_key == _key_of(taken), Job.state == JobState.WAITING)
    if not over and session.scalar(twin) is not None:
        done(session, taken)
        return False
    session.execute(_mine(taken).values(state=state, run_at=now + wait, held_until=None, fault=told))
    return over


def _mine(taken: Taken) -> Any:
    return update(Job).where(Job.id == taken.id, Job.tries == taken.tries, Job.state == JobState.RUNNING)


def _key_of(taken: Taken) -> Any:
    return select(Job.unique_key).where(Job.id == taken.id).scalar_subquery()
