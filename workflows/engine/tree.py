"""The token tree of a request: its levels, what is open in it, and paths."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine import timers
from workflows.engine.model import Compiled, EngineFault, Opened
from workflows.engine.specs import ProcessSpec

if TYPE_CHECKING:
    from workflows.engine.live import Run


class NoScripts:
    """Stands where SpiffWorkflow keeps its Python evaluator; nothing may call it."""

    def evaluate(self, *_: Any, **__: Any) -> Any:
        """Refuse."""
        raise EngineFault("no_scripts", "the engine never evaluates Python")

    execute = evaluate


NO_SCRIPTS = NoScripts()


class Level(BpmnSubWorkflow):  # type: ignore[misc]
    """A called process or embedded sub-process that is open."""

    def __init__(self, spec: ProcessSpec, task: Task, top: Top) -> None:
        self.holder = task
        super().__init__(spec, task.id, top, deserializing=True)
        self.scope = path_of(task) if task.task_spec.scoped else task.workflow.scope
        self.task_tree = completed_root(self)

    @property
    def parent_workflow(self) -> Any:
        """The level that holds this one."""
        return self.holder.workflow

    def _task_completed_notify(self, task: Task) -> None:
        """Skip the stock walk over the whole tree: joins count."""


class Top(BpmnWorkflow):  # type: ignore[misc]
    """The main process of a request."""

    run: Run
    scope: str | None = None

    def __init__(self, compiled: Compiled) -> None:
        super().__init__(compiled.net.main, compiled.net.inner, NO_SCRIPTS, deserializing=True)
        self.task_tree = completed_root(self)
        self.steps: dict[UUID, Task] = {}
        self.timers: dict[UUID, Task] = {}

    def _task_completed_notify(self, task: Task) -> None:
        """Skip the stock walk over the whole tree: joins count."""

    def step(self, task_id: str) -> Task:
        """Return an open user task. Raises EngineFault where it is not open."""
        try:
            return self.steps[UUID(task_id)]
        except (ValueError, KeyError):
            raise EngineFault("task_not_open", f"task {task_id} is not open", task=task_id) from None

    def opened(self) -> tuple[Opened, ...]:
        """Return the open steps."""
        return tuple(as_opened(task) for task in self.steps.values())

    def next_due(self) -> datetime | None:
        """Return when the next timer is due."""
        return min((task.internal_data[timers.DUE] for task in self.timers.values()), default=None)


def completed_root(level: Any) -> Task:
    """Return the top of a level's tree, behind which nothing is kept."""
    return Task(level, level.spec.start, state=TaskState.COMPLETED)


def path_of(task: Task) -> str:
    """Return the path of a task's element: `<scope>/<id>`."""
    scope, name = task.workflow.scope, task.task_spec.name
    return f"{scope}/{name}" if scope else name


def as_opened(task: Task) -> Opened:
    """Return an open step as callers see it."""
    return Opened(task.id.hex, path_of(task), task.workflow.scope)


def above(task: Task) -> Iterator[Task]:
    """Yield the task and everything above it, through the levels."""
    top = task.workflow.top_workflow
    while task is not None:
        yield task
        parent = task.parent
        if parent is None and task.workflow is not top:
            parent = task.workflow.holder
        task = parent
