"""Files that people order: theirs alone, with progress, gone after some days."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from models import OutputState
from tests.cast import NOW, Cast
from webapp.services import jobs, outputs
from webapp.services.errors import NotFound, TooMany


def ordered(cast: Cast, login: str = "planner") -> int:
    with cast.database.write() as session:
        return outputs.order(session, cast.actor(session, login), "export", {"box": "mine"}, "en", NOW)


def test_an_order_is_a_row_and_a_job(cast: Cast) -> None:
    number = ordered(cast)
    with cast.database.write() as session:
        job = jobs.take(session, NOW)
        assert job is not None
        assert (job.task, job.args) == (outputs.TASK, {"id": number})
        row = outputs.get(session, cast.actor(session, "planner"), number)
        assert (row.kind, row.params, row.state, row.percent) == ("export", {"box": "mine"}, OutputState.WAITING, None)


def test_nobody_else_sees_it(cast: Cast) -> None:
    number = ordered(cast)
    with cast.database.write() as session:
        for login in ("manager", "admin", "auditor"):
            actor = cast.actor(session, login)
            assert outputs.mine(session, actor).items == []
            for verb in (outputs.get, outputs.discard):
                with pytest.raises(NotFound):
                    verb(session, actor, number)


def test_only_so_many_are_in_the_making(cast: Cast) -> None:
    for _ in range(outputs.MOST_OPEN):
        ordered(cast)
    with pytest.raises(TooMany):
        ordered(cast)
    ordered(cast, "manager")


def test_progress_is_seen_and_ends(cast: Cast) -> None:
    number = ordered(cast)
    with cast.database.write() as session:
        planner = cast.actor(session, "planner")
        assert outputs.begin(session, number) is not None
        assert outputs.progress(session, number, 30, 120)
        assert outputs.get(session, planner, number).percent == 25
        outputs.finish(session, number, "list.csv", "text/csv", 9, {}, NOW)
    with cast.database.write() as session:
        assert outputs.begin(session, number) is None
        row = outputs.get(session, cast.actor(session, "planner"), number)
        assert (row.state, row.name, row.size) == (OutputState.DONE, "list.csv", 9)


def test_one_that_was_discarded_is_stopped(cast: Cast) -> None:
    number = ordered(cast)
    with cast.database.write() as session:
        outputs.begin(session, number)
        outputs.discard(session, cast.actor(session, "planner"), number)
    with cast.database.write() as session:
        assert not outputs.progress(session, number, 1, None)
        assert outputs.begin(session, number) is None


def test_it_is_cleared_away_after_some_days(cast: Cast, tmp_path: Path) -> None:
    number = ordered(cast)
    for name in (str(number), f"{number}.1", "9999"):
        (tmp_path / name).touch()
    week = timedelta(days=7)
    with cast.database.write() as session:
        assert outputs.purge(session, week, NOW + week) == 0
        assert outputs.sweep(session, tmp_path) == 1
        assert outputs.purge(session, week, NOW + week + timedelta(seconds=1)) == 1
        assert outputs.sweep(session, tmp_path) == 2
