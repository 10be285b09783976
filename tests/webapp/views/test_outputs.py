"""Ordering a file, seeing how far it is, taking it away: as its reader sees it, made by the runner."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import gettext

from models import Database
from tests.cast import NOW, Cast
from tests.webapp.views.conftest import Browser
from webapp.jobs import makers
from webapp.jobs.makers import Made, Progress
from webapp.jobs.runner import Runner
from webapp.jobs.running import Held
from webapp.jobs.tasks import Task
from webapp.program import EXTENSION
from webapp.services import jobs, outputs
from webapp.services.actor import Actor
from webapp.services.errors import NotAllowed


def database(app: Flask) -> Database:
    found: Database = app.extensions[EXTENSION].database
    return found


def make(actor: Actor, params: Mapping[str, Any], path: Path, progress: Progress) -> Made:
    """A maker that writes who reads it, in their language."""
    if params.get("refused"):
        raise NotAllowed("not_on_your_desk")
    progress(1, 2)
    path.write_text(f"{gettext('Notices')} {actor.name}", "utf-8")
    return Made("list.txt", "text/plain", {"code": "output_failed"} if params.get("noted") else {})


@pytest.fixture(autouse=True)
def maker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(makers.MAKERS, "list", make)


@pytest.fixture
def order(app: Flask) -> Callable[..., int]:
    """Orders a file for the planner."""

    def ordered(**params: Any) -> int:
        cast = Cast(database(app))
        with cast.database.write() as session:
            return outputs.order(session, cast.actor(session, "planner"), "list", params, "zh_Hant", NOW)

    return ordered


def test_a_file_is_made_in_its_readers_language_and_taken_away(
    app: Flask, browser: Callable[[str], Browser], order: Callable[..., int]
) -> None:
    number, planner = order(), browser("planner")
    assert "It begins in a moment" in planner.get(f"/downloads/{number}")
    planner.get(f"/downloads/{number}/file", status=404)
    assert Runner(app).drain() == 1
    assert "Ready" in planner.get(f"/downloads/{number}")
    assert "list.txt" in planner.get("/downloads")
    with planner.client.get(f"/downloads/{number}/file") as answer:
        assert answer.text == "通知 李計劃"
        assert "filename=list.txt" in answer.headers["Content-Disposition"]
    browser("manager").get(f"/downloads/{number}/file", status=404)


def test_a_refusal_is_told_as_the_reason(
    app: Flask, browser: Callable[[str], Browser], order: Callable[..., int]
) -> None:
    number = order(refused=True)
    assert Runner(app).drain() == 1
    page = browser("planner").get(f"/downloads/{number}")
    assert "Failed" in page
    assert "This task is not on your desk." in page


def test_a_fault_is_tried_again_and_told_at_last(
    app: Flask, browser: Callable[[str], Browser], order: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = order()
    monkeypatch.delitem(makers.MAKERS, "list")
    monkeypatch.setattr(jobs, "MOST_TRIES", 1)
    assert Runner(app).drain() == 1
    assert "It could not be made." in browser("planner").get(f"/downloads/{number}")


def test_a_file_can_be_discarded(browser: Callable[[str], Browser], app: Flask, order: Callable[..., int]) -> None:
    number, planner = order(), browser("planner")
    planner.get(f"/downloads/{number}")
    assert planner.post(f"/downloads/{number}/discard").status_code == 302
    planner.get(f"/downloads/{number}", status=404)
    assert Runner(app).drain() == 1
    assert "No downloads" in planner.get("/downloads")


def test_progress_stops_the_making_of_what_was_discarded(
    app: Flask, order: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    number, folder = order(), app.extensions[EXTENSION].settings.outputs_dir

    def discarding(actor: Actor, params: Mapping[str, Any], path: Path, progress: Progress) -> Made:
        with database(app).write() as session:
            outputs.discard(session, actor, number)
        return make(actor, params, path, progress)

    monkeypatch.setitem(makers.MAKERS, "list", discarding)
    monkeypatch.setattr("webapp.jobs.outputs.EVERY", 0)
    assert Runner(app).drain() == 1
    assert list(folder.iterdir()) == []


def test_no_fault_ends_the_runner(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    runner = Runner(app, every=0.001)
    looks = iter((True, False))

    def due(*_args: object) -> bool:
        if next(looks, None) is None:
            runner.stop()
        raise RuntimeError("the database is away")

    monkeypatch.setattr(jobs, "due", due)
    runner.run()
    assert runner.stopping.is_set()


def test_an_unknown_task_fails_for_good_and_holds_up_no_other(app: Flask) -> None:
    ran: list[int] = []
    with database(app).write() as session:
        jobs.enqueue(session, "of another version", {}, NOW)
        jobs.enqueue(session, "known", {}, NOW)

    def known(_args: Mapping[str, Any], held: Held) -> None:
        held.on()
        ran.append(held.tries)

    assert Runner(app, tasks={"known": Task(known)}).drain() == 2
    assert ran == [1]
