"""Start, complete, cancel, fire timers, place: what a caller does with a request's state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.dmn import DmnError
from workflows.engine import timers
from workflows.engine.codec import decode, encode
from workflows.engine.live import Run
from workflows.engine.model import Compiled, EngineFault, Facts, Moved, Opened
from workflows.engine.placing import put
from workflows.engine.tree import Top
from workflows.feel import FeelError

Verb = Callable[[Run], None]


def start(compiled: Compiled, facts: Facts, *, now: datetime | None = None) -> Moved:
    """Return the request's first move, from the start event to its first open steps. Raises EngineFault."""
    return saved(compiled, Top(compiled), facts, now, begin)


def complete(compiled: Compiled, state: bytes, task_id: str, facts: Facts, *, now: datetime | None = None) -> Moved:
    """Return the move behind an open step that is done. Raises EngineFault where the task is not open."""
    return saved(compiled, decode(compiled, state), facts, now, completing(task_id))


def cancel(compiled: Compiled, state: bytes) -> Moved:
    """Return the move that closes everything open: a withdrawal or a rejection."""
    return Moved(None, closed=open_tasks(compiled, state))


def fire_timers(compiled: Compiled, state: bytes, facts: Facts, now: datetime) -> Moved:
    """Return the move of every boundary timer due at `now`, earliest first; a repeating one fires once a call."""
    return saved(compiled, decode(compiled, state), facts, now, fire)


def place(compiled: Compiled, steps: Sequence[str], facts: Facts, *, now: datetime | None = None) -> Moved:
    """Return a state with exactly these steps open; branches without one count as arrived at their join.

    The way out of an unreadable state, and to a new version. Raises EngineFault where a step is unknown, or where two
    steps lie in one branch.
    """
    if not steps:
        raise EngineFault("nothing_to_place", "no step is named")
    return saved(compiled, Top(compiled), facts, now, lambda run: put(run, steps))


def open_tasks(compiled: Compiled, state: bytes) -> tuple[Opened, ...]:
    """Return the open steps of a state."""
    return decode(compiled, state).opened()


def saved(compiled: Compiled, top: Top, facts: Facts, now: datetime | None, verb: Verb) -> Moved:
    """Return what `verb` does to a request, with the state to keep."""
    run = moved(compiled, top, facts, now, verb)
    return run.moved(encode(compiled, top))


def moved(compiled: Compiled, top: Top, facts: Facts, now: datetime | None, verb: Verb) -> Run:
    """Let `verb` move a request in memory and return what happened."""
    run = Run(compiled, top, facts, now or datetime.now(UTC))
    try:
        verb(run)
        run.go()
    except (FeelError, DmnError) as error:
        raise EngineFault("expression_failed", str(error), reason=error.code) from error
    if not top.steps and (run.agenda or top.subprocesses):
        raise EngineFault("stuck", "nothing is open but the process has not ended")
    return run


def begin(run: Run) -> None:
    """Put a token at the start event."""
    run.enter(run.top.task_tree, run.top.spec.first)


def completing(task_id: str) -> Verb:
    """Return the verb that completes an open step."""

    def verb(run: Run) -> None:
        task = run.top.step(task_id)
        del run.top.steps[task.id]
        run.agenda.append(task)

    return verb


def fire(run: Run) -> None:
    """Fire what is due."""
    due = [task for task in run.top.timers.values() if task.internal_data[timers.DUE] <= run.now]
    for task in sorted(due, key=lambda each: each.internal_data[timers.DUE]):
        if task.id in run.top.timers:
            _fire(run, task)
            run.go()


def _fire(run: Run, task: Task) -> None:
    del run.top.timers[task.id]
    kept = timers.again(task.internal_data)
    if kept is not None:
        again = task.parent._add_child(task.task_spec, TaskState.WAITING)
        again.internal_data.update(kept)
        run.top.timers[again.id] = again
    task._set_state(TaskState.READY)
    run.agenda.append(task)
