"""Gateways that choose, split and join."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.specs import Element, ProcessSpec, Way

LEFT = "left"


class Exclusive(Element):
    """Takes the first flow whose condition is true, else the default; a null condition takes the default."""

    def choose(self, my_task: Task, run: Any) -> tuple[Way, ...]:
        default = next(way for way in self.ways if way.default)
        for way in self.ways:
            answer = False if way.default else run.holds(my_task, self.name, way)
            if answer is None:
                return (default,)
            if answer:
                return (way,)
        return (default,)


class Fork(Element):
    """Opens a branch for every flow chosen, and counts those that have not arrived at the join."""

    def follow(self, my_task: Task, target: str) -> None:
        my_task.internal_data[LEFT] = my_task.internal_data.get(LEFT, 0) + 1
        super().follow(my_task, target)


class InclusiveFork(Fork):
    """Takes every flow whose condition is true, else the default."""

    def choose(self, my_task: Task, run: Any) -> tuple[Way, ...]:
        chosen = tuple(way for way in self.ways if not way.default and run.holds(my_task, self.name, way))
        return chosen or tuple(way for way in self.ways if way.default)


class Branch(Element):
    """The top of one branch, named by its flow: what a return inside the branch replaces lies below it."""

    drawn = False

    def __init__(self, spec: ProcessSpec, name: str, target: str, fork: str) -> None:
        super().__init__(spec, f"{name}|", ())
        self.target = target
        self.fork = fork

    def _run_hook(self, my_task: Task) -> bool:
        self.follow(my_task, self.target)
        return True


class Join(Element):
    """Waits until no branch of the fork's last run is left."""

    def __init__(self, spec: ProcessSpec, name: str, ways: tuple[Way, ...], fork: str) -> None:
        super().__init__(spec, name, ways)
        self.fork = fork

    def _update_hook(self, my_task: Task) -> bool:
        fork = my_task.parent
        while fork.task_spec.name != self.fork:
            fork = fork.parent
        fork.internal_data[LEFT] -= 1
        if fork.internal_data[LEFT] == 0:
            return True
        my_task._set_state(TaskState.CANCELLED)
        return False
