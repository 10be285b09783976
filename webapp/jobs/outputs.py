"""The task that makes an ordered file: in its reader's language, with their rights of now."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask_babel import force_locale

from models import Output
from webapp.jobs.makers import MAKERS, Made, Progress
from webapp.jobs.running import Held
from webapp.program import now, program
from webapp.services import actor as actors
from webapp.services import outputs
from webapp.services.errors import Problem
from webapp.unit_of_work import reading, writing

EVERY = 0.5
"""Progress is written that often at most, in seconds."""


class Discarded(Exception):
    """The reader does not want the file any more."""


def make(args: Mapping[str, Any], held: Held) -> None:
    """Make the file of `args["id"]` and say that it is there, or why it is not."""
    with writing() as session:
        output = outputs.begin(session, args["id"])
    if output is None:
        return
    folder = program().settings.outputs_dir
    folder.mkdir(parents=True, exist_ok=True)
    path = outputs.path_of(output.id, folder)
    half = path.with_suffix(f".{held.tries}")
    try:
        made = _made(output, half, held)
    except Discarded:
        half.unlink(missing_ok=True)
        return
    except Problem as problem:
        with writing() as session:
            outputs.give_up(session, output.id, {"code": problem.reason, "params": problem.params}, now())
        return
    half.replace(path)
    with writing() as session:
        outputs.finish(session, output.id, made.name, made.type, path.stat().st_size, made.note, now())


def _made(output: Output, path: Path, held: Held) -> Made:
    with force_locale(output.language):
        actor = actors.load_actor(reading(), output.person_id, now())
        return MAKERS[output.kind](actor, json.loads(output.params), path, _progress(output.id, held))


def _progress(output_id: int, held: Held) -> Progress:
    written = time.monotonic()

    def note(done: int, total: int | None) -> None:
        nonlocal written
        if time.monotonic() - written < EVERY:
            return
        written = time.monotonic()
        with program().database.write() as session:
            wanted = outputs.progress(session, output_id, done, total)
        held.on()
        if not wanted:
            raise Discarded

    return note


def fail(args: Mapping[str, Any]) -> None:
    """Tell the reader that the file cannot be made, after the last try."""
    with writing() as session:
        outputs.give_up(session, args["id"], {"code": "output_failed", "params": {}}, now())
