"""Open work as a few bytes: codec number, bundle hash, and one row for each token and what holds it together.

A row is `[row above, element, value]`, in pre-order. Finished history is not written: of it only the open forks,
branches, splits and side ways that hold open work are kept, so the size depends on the open work alone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import msgpack
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine import timers
from workflows.engine.gateways import LEFT, Branch, Fork
from workflows.engine.model import Compiled, EngineFault
from workflows.engine.specs import BoundaryTimer, Inner, Split, UserStep
from workflows.engine.tree import Level, Top, above

CODEC = 1


def encode(compiled: Compiled, top: Top) -> bytes | None:
    """Return the open work as bytes; None where nothing is open."""
    if not top.steps:
        return None
    rows: list[list[Any]] = []
    known: dict[UUID, int] = {}
    for task in (*top.steps.values(), *top.timers.values()):
        _write(task, rows, known)
    packed: bytes = msgpack.packb([CODEC, bytes.fromhex(compiled.hash), rows])
    return packed


def _write(task: Task, rows: list[list[Any]], known: dict[UUID, int]) -> None:
    """Write the rows of a task and of what holds it, outermost first."""
    chain = []
    for each in above(task):
        if each.id in known:
            break
        if each is task or kept(each):
            chain.append(each)
    over = known.get(each.id, -1)
    for each in reversed(chain):
        rows.append([over, each.task_spec.name, _value(each)])
        known[each.id] = over = len(rows) - 1


def kept(task: Task) -> bool:
    """Return whether a task above open work must be kept: it holds the tokens below it together."""
    spec = task.task_spec
    if isinstance(spec, Fork):
        return bool(task.internal_data.get(LEFT))
    if isinstance(spec, Branch):
        return bool(task.parent.internal_data.get(LEFT))
    if isinstance(spec, Split):
        return any(child.has_state(TaskState.READY | TaskState.STARTED) for child in task.children)
    if isinstance(spec, BoundaryTimer):
        return not spec.interrupting
    return isinstance(spec, Inner) and task.has_state(TaskState.STARTED)


def _value(task: Task) -> Any:
    spec = task.task_spec
    if isinstance(spec, UserStep):
        return task.id.bytes
    if isinstance(spec, Fork):
        return task.internal_data[LEFT]
    if isinstance(spec, BoundaryTimer) and task.has_state(TaskState.WAITING):
        due: datetime = task.internal_data[timers.DUE]
        more = [task.internal_data[name] for name in (timers.TIMES, timers.EVERY) if name in task.internal_data]
        return [due.timestamp(), *more]
    return None


def decode(compiled: Compiled, state: bytes) -> Top:
    """Return the request that `state` describes.

    Raises EngineFault where the state is unreadable or of another bundle; `place` is the way out of both.
    """
    number, bundle, rows = _unpack(state)
    if number != CODEC:
        raise EngineFault("unknown_codec", f"state of codec {number}", codec=number)
    if bundle.hex() != compiled.hash:
        raise EngineFault("other_bundle", "the state belongs to another bundle", bundle=bundle.hex())
    try:
        return _rebuilt(compiled, rows)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise EngineFault("unreadable_state", f"the state cannot be read: {error}") from error


def _rebuilt(compiled: Compiled, rows: list[Any]) -> Top:
    top = Top(compiled)
    built: list[Task] = []
    for over, name, value in rows:
        built.append(_row(compiled, top, built[over] if over >= 0 else None, name, value))
    return top


def _unpack(state: bytes) -> tuple[int, bytes, list[Any]]:
    try:
        number, *rest = msgpack.unpackb(state)
        bundle, rows = rest if number == CODEC else (b"", [])
        return int(number), bytes(bundle), list(rows)
    except (ValueError, TypeError, msgpack.UnpackException) as error:
        raise EngineFault("unreadable_state", f"the state cannot be read: {error}") from error


def _row(compiled: Compiled, top: Top, over: Task | None, name: str, value: Any) -> Task:
    parent = _container(compiled, top, over)
    spec = parent.workflow.spec.task_specs.get(name)
    if spec is None:
        raise EngineFault("unknown_element", f"the state names {name}, which is not drawn", element=name)
    task = _task(parent, spec, UUID(bytes=value) if isinstance(spec, UserStep) else uuid4())
    if isinstance(spec, UserStep):
        task._state = TaskState.READY
        top.steps[task.id] = task
    elif isinstance(spec, Inner):
        task._state = TaskState.STARTED
    elif isinstance(spec, Fork):
        task.internal_data[LEFT] = value
    elif isinstance(spec, BoundaryTimer) and value is not None:
        task._state = TaskState.WAITING
        task.internal_data.update(_timer(value))
        top.timers[task.id] = task
    return task


def _timer(value: list[Any]) -> dict[str, Any]:
    kept = dict(zip((timers.TIMES, timers.EVERY), value[1:], strict=False))
    return {timers.DUE: datetime.fromtimestamp(value[0], UTC), **kept}


def _container(compiled: Compiled, top: Top, over: Task | None) -> Task:
    """Return the task below which a row goes: the top of a level where the row above opens one."""
    if over is None:
        return top.task_tree
    if not isinstance(over.task_spec, Inner):
        return over
    level = top.subprocesses.get(over.id)
    if level is None:
        level = top.subprocesses[over.id] = Level(compiled.net.inner[over.task_spec.spec], over, top)
    return level.task_tree


def _task(parent: Task, spec: Any, task_id: UUID) -> Task:
    """Return a finished task below `parent`, without the cost of Task's own constructor."""
    task = Task.__new__(Task)
    task.id, task.workflow, task.task_spec = task_id, parent.workflow, spec
    task._parent, task._children, task._state = parent.id, [], TaskState.COMPLETED
    task.triggered, task.thread_id, task.last_state_change = False, 0, 0.0
    task.data, task.internal_data = {}, {}
    parent.workflow.tasks[task_id] = task
    parent._children.append(task_id)
    return task
