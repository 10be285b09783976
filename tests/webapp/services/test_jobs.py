"""The port for background work: one contract on both databases (features D, scale.md)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import Database, Job, JobState
from tests.cast import NOW, Cast
from webapp.services import jobs
from webapp.services.jobs import Taken

LATER = NOW + timedelta(hours=1)


def taken(database: Database, now: object = NOW) -> Taken | None:
    """Take a job as a worker does: in a transaction of its own."""
    with database.write() as session:
        return jobs.take(session, now)  # type: ignore[arg-type]


def order(database: Database, task: str = "print", run_at: object = NOW, unique: str | None = None) -> None:
    with database.write() as session:
        jobs.enqueue(session, task, {"id": 1}, run_at, unique=unique)  # type: ignore[arg-type]


def test_what_is_rolled_back_leaves_no_job(cast: Cast) -> None:
    def broken() -> None:
        with cast.database.write() as session:
            jobs.enqueue(session, "print", {}, NOW)
            raise LookupError("the caller's own work")

    with pytest.raises(LookupError):
        broken()
    assert taken(cast.database) is None


def test_a_job_is_taken_by_one_and_gone_when_done(cast: Cast) -> None:
    order(cast.database)
    job = taken(cast.database)
    assert job is not None
    assert (job.task, job.args, job.tries) == ("print", {"id": 1}, 1)
    assert taken(cast.database) is None
    with cast.database.write() as session:
        jobs.done(session, job)
        assert session.scalars(select(Job)).all() == []


def test_a_job_is_not_taken_before_its_time(cast: Cast) -> None:
    order(cast.database, run_at=LATER)
    assert taken(cast.database) is None
    assert taken(cast.database, LATER) is not None


def test_while_one_waits_no_other_of_its_key_is_ordered(cast: Cast) -> None:
    order(cast.database, unique="print 1")
    order(cast.database, unique="print 1")
    assert taken(cast.database) is not None
    assert taken(cast.database) is None
    order(cast.database, unique="print 1")
    assert taken(cast.database) is not None


def test_what_failed_is_tried_again_later_each_time(cast: Cast) -> None:
    order(cast.database)
    at = NOW
    waits = []
    for _ in range(jobs.MOST_TRIES - 1):
        job = taken(cast.database, at)
        assert job is not None
        with cast.database.write() as session:
            assert not jobs.failed(session, job, ValueError("no paper"), at)
            again = session.scalars(select(Job)).one()
            assert (again.state, again.fault) == (JobState.WAITING, "ValueError: no paper")
            waits.append((again.run_at - at).total_seconds())
            at = again.run_at
    assert waits == [30, 60, 120, 240]


def test_what_fails_too_often_stays_for_the_administrator(cast: Cast) -> None:
    order(cast.database)
    at = NOW
    for number in range(jobs.MOST_TRIES):
        at += timedelta(days=1)
        job = taken(cast.database, at)
        assert job is not None
        with cast.database.write() as session:
            assert jobs.failed(session, job, ValueError("no paper"), at) is (number == jobs.MOST_TRIES - 1)
    assert taken(cast.database, at + timedelta(days=9)) is None
    with cast.database.read() as session:
        assert session.scalars(select(Job.state)).one() is JobState.FAILED


def test_the_job_of_a_worker_that_died_is_run_again(cast: Cast) -> None:
    order(cast.database)
    first = taken(cast.database)
    assert first is not None
    silent = NOW + jobs.HOLD + timedelta(seconds=1)
    second = taken(cast.database, silent)
    assert second is not None
    assert (second.id, second.tries) == (first.id, 2)
    with cast.database.write() as session:  # the first one wakes up: it has lost its job
        jobs.done(session, first)
        jobs.hold(session, first, silent + timedelta(days=1))
    assert taken(cast.database, silent + jobs.HOLD + timedelta(seconds=1)) is not None


def test_a_job_that_is_held_on_is_not_taken_from_its_worker(cast: Cast) -> None:
    order(cast.database)
    job = taken(cast.database)
    assert job is not None
    with cast.database.write() as session:
        jobs.hold(session, job, NOW + jobs.HOLD)
    assert taken(cast.database, NOW + jobs.HOLD + timedelta(seconds=1)) is None


def test_a_failed_job_steps_back_for_one_of_its_key(cast: Cast) -> None:
    order(cast.database, unique="print 1")
    job = taken(cast.database)
    order(cast.database, unique="print 1")
    assert job is not None
    with cast.database.write() as session:
        assert not jobs.failed(session, job, ValueError("no paper"), NOW)
        assert session.scalars(select(Job.state)).all() == [JobState.WAITING]
