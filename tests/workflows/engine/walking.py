"""Walk a random diagram three ways at once: on bytes, on the uncut object in memory, and by the oracle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

from tests.workflows.engine.blocks import Block, Drawing, Oracle
from tests.workflows.engine.drawing import facts
from workflows.engine import Compiled, Moved, complete, fire_timers, go_back, open_tasks, start
from workflows.engine.going_back import replace_region
from workflows.engine.moving import begin, completing, fire, moved
from workflows.engine.tree import Top

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
LATE = datetime(2026, 3, 3, 8, tzinfo=UTC)


@dataclass
class Walk:
    """One request in three copies."""

    compiled: Compiled
    drawing: Drawing
    block: Block | None
    random: Random

    def __post_init__(self) -> None:
        self.top = Top(self.compiled)
        self.oracle = Oracle(self.block or Block("nothing"))

    def facts(self) -> dict[str, Any]:
        """Return facts that send the token on at random."""
        drawn: dict[str, Any] = {gate: self.random.randint(0, 2) for gate in self.drawing.gates}
        drawn |= {f"{gate}_set": [n for n in range(3) if self.random.random() < 0.5] for gate in self.drawing.gates}
        return facts(**drawn)

    def begin(self) -> None:
        """Start all three."""
        given = self.facts()
        self.done = start(self.compiled, given, now=NOW)
        run = moved(self.compiled, self.top, given, NOW, begin)
        self.oracle.begin(given)
        self.same(run.moved(None))

    def complete(self, path: str) -> None:
        """Complete an open step in all three."""
        given, ours, theirs = self.facts(), *self.tasks(path)
        self.done = complete(self.compiled, self.done.state or b"", ours, given, now=NOW)
        run = moved(self.compiled, self.top, given, NOW, completing(theirs))
        self.oracle.complete(path, given)
        self.same(run.moved(None))

    def go_back(self, path: str, to: str) -> None:
        """Return an open step in all three."""
        given, ours, theirs = self.facts(), *self.tasks(path)
        self.done = go_back(self.compiled, self.done.state or b"", ours, to, given, now=NOW)
        run = moved(self.compiled, self.top, given, NOW, lambda run: replace_region(run, theirs, to))
        if self.block is not None:
            self.oracle.go_back(to)
        self.same(run.moved(None))

    def fire(self) -> None:
        """Let every timer fire in all three."""
        given = self.facts()
        timed = [path for path in self.oracle.open() if path.rpartition("/")[2].startswith("timed")]
        self.done = fire_timers(self.compiled, self.done.state or b"", given, LATE)
        run = moved(self.compiled, self.top, given, LATE, fire)
        for path in timed:
            self.oracle.complete(path, given)
        self.same(run.moved(None))

    def tasks(self, path: str) -> tuple[str, str]:
        """Return the ids of an open step on bytes and in memory."""
        ours = {opened.step: opened.task_id for opened in open_tasks(self.compiled, self.done.state or b"")}
        return ours[path], next(opened.task_id for opened in self.top.opened() if opened.step == path)

    def open(self) -> list[str]:
        """Return the open steps on bytes."""
        if self.done.state is None:
            return []
        return sorted(opened.step for opened in open_tasks(self.compiled, self.done.state))

    def same(self, live: Moved) -> None:
        """Assert that all three agree."""
        assert self.done.passed == live.passed
        assert sorted(o.step for o in self.done.opened) == sorted(o.step for o in live.opened)
        assert sorted(o.step for o in self.done.closed) == sorted(o.step for o in live.closed)
        assert (self.done.finished, self.done.next_due) == (live.finished, live.next_due)
        assert self.open() == sorted(o.step for o in self.top.opened())
        assert self.block is None or self.open() == self.oracle.open()
        assert self.done.finished == (not self.open())
