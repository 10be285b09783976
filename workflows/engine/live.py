"""One call of the engine on one request: what is run, closed and reported."""

from __future__ import annotations

import time
from collections import deque
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine import timers
from workflows.engine.facts import View
from workflows.engine.model import (
    Compiled,
    EffectCall,
    EngineFault,
    Facts,
    Made,
    Moved,
    Note,
    Opened,
    Passed,
    Text,
)
from workflows.engine.specs import BoundaryTimer, UserStep, Way
from workflows.engine.tree import Level, Top, above, as_opened, path_of

MAX_STEPS = 200
MAX_CPU_SECONDS = 0.5


class Run:
    """One call of the engine on one request; the specs report to it."""

    def __init__(self, compiled: Compiled, top: Top, facts: Facts, now: datetime) -> None:
        self.compiled, self.top, self.now = compiled, top, now
        self.view = View(facts)
        self.agenda: deque[Task] = deque()
        self.ended: list[Any] = []
        self.trail: list[Passed] = []
        self.fresh: dict[UUID, Task] = {}
        self.closed: list[Opened] = []
        self.decisions: list[Made] = []
        self.effects: list[EffectCall] = []
        self.notes: list[Note] = []
        top.run = self

    # what the specs report

    def passed(self, element: str, task: Task) -> None:
        """Note an element or flow that was passed."""
        self.trail.append(Passed(element, task.workflow.scope))

    def ready(self, task: Task) -> None:
        """A token came: a step stays open, anything else goes on the agenda."""
        if isinstance(task.task_spec, UserStep):
            self.top.steps[task.id] = self.fresh[task.id] = task
        else:
            self.agenda.append(task)

    def token_ended(self, task: Task) -> None:
        """A token reached an end event."""
        self.ended.append(task.workflow)

    def enter_level(self, task: Task) -> Level:
        """Open the level of a call activity or sub-process, and put a token at its start."""
        level = self.open_level(task)
        self.enter(level.task_tree, level.spec.first)
        return level

    def open_level(self, task: Task) -> Level:
        """Open the level below a started task, empty."""
        level = Level(self.compiled.net.inner[task.task_spec.spec], task, self.top)
        self.top.subprocesses[task.id] = level
        return level

    def enter(self, below: Task, element: str) -> Task:
        """Put a token at `element` below a container."""
        child = below._add_child(below.workflow.spec.task_specs[element], TaskState.FUTURE)
        child.task_spec._update(child)
        return child

    def dropped(self, task: Task) -> None:
        """An open task was cancelled."""
        if self.top.steps.pop(task.id, None) is not None and self.fresh.pop(task.id, None) is None:
            self.closed.append(as_opened(task))
        self.top.timers.pop(task.id, None)
        self.top.subprocesses.pop(task.id, None)

    def holds(self, task: Task, gateway: str, way: Way) -> bool | None:
        """Return whether a flow's condition is true; None, with a note, where it is neither true nor false."""
        assert way.condition is not None
        answer = way.condition.evaluate(self.view.of(task.workflow.scope))
        if isinstance(answer, bool):
            return answer
        code = "null_condition" if answer is None else "condition_not_boolean"
        self.note(code, task, gateway, flow=way.flow)
        return None

    def note(self, code: str, task: Task, element: str, **params: Any) -> None:
        """Note something for the trail."""
        scope = task.workflow.scope
        self.notes.append(Note(code, f"{scope}/{element}" if scope else element, params))

    def decide(self, task: Task, table: str) -> None:
        """Make the decision of a business rule task."""
        path, context = path_of(task), self.view.of(task.workflow.scope)
        model = self.compiled.dmn(table)
        decision = model.evaluate(table, context)
        if decision.faults:
            fault = decision.faults[0]
            raise EngineFault("decision_failed", f"{table}: {fault.message}", element=path, reason=fault.code)
        inputs = decision.inputs or {name: context.get(name) for name in sorted(model.inputs(table))}
        self.decisions.append(Made(path, table, inputs, decision.value, tuple(decision.matched)))
        self.view.decided(path, decision.value)

    def effect(self, task: Task, name: str, to: Text | None) -> None:
        """Ask for an effect."""
        value = None if to is None else to.value(self.view.of(task.workflow.scope))
        self.effects.append(EffectCall(path_of(task), name, value))

    def arm(self, task: Task) -> bool:
        """Arm a boundary timer; False, with a note, where its expression gives no time."""
        spec: BoundaryTimer = task.task_spec
        armed = timers.armed(spec.kind, spec.text.value(self.view.of(task.workflow.scope)), self.now)
        if armed is None:
            self.note("timer_without_time", task, spec.name)
            return False
        task.internal_data.update(armed)
        self.top.timers[task.id] = task
        return True

    # clearing

    def waiting_below(self, container: Task) -> list[Task]:
        """Return the open steps and timers below a container, inner levels included."""
        found = [*self.top.steps.values(), *self.top.timers.values(), *self.agenda]
        return [task for task in found if any(container is each for each in above(task))]

    def clear(self, container: Task) -> None:
        """Cancel everything open in and below a container."""
        levels = [level for level in self.top.subprocesses.values() if any(container is e for e in above(level.holder))]
        for task in self.waiting_below(container):
            task.cancel()
        for level in levels:
            self.top.subprocesses.pop(level.holder.id, None)
            level.holder._set_state(TaskState.CANCELLED)

    def interrupt(self, split: Task) -> None:
        """A timer that interrupts fired: the element beside it is cancelled, side ways go on."""
        self.disarm(split)
        for child in split.children:
            if child.task_spec.name == split.task_spec.host:
                self.clear(child)

    def disarm(self, split: Task) -> None:
        """The element below a split is done: its timers are not needed any more."""
        for task in [*self.top.timers.values()]:
            if task.parent is split:
                task.cancel()

    # going on

    def go(self) -> None:
        """Run everything that waits for nobody. Raises EngineFault after 200 steps or 500 ms of CPU time."""
        started, steps = time.thread_time(), 0
        while self.agenda or self._close_levels():
            task = self.agenda.popleft()
            if not task.has_state(TaskState.READY):
                continue
            steps += 1
            if steps > MAX_STEPS:
                raise EngineFault("too_many_steps", f"more than {MAX_STEPS} steps in one call", limit=MAX_STEPS)
            if time.thread_time() - started > MAX_CPU_SECONDS:
                raise EngineFault("too_much_time", f"more than {MAX_CPU_SECONDS} s of CPU time", limit=MAX_CPU_SECONDS)
            task.run()

    def _close_levels(self) -> bool:
        """Go on behind levels whose last token ended; return whether there is something to run."""
        for level in sorted(self.ended, key=lambda each: -each.depth):
            if self._is_over(level):
                self._leave(level)
                break
        else:
            self.ended.clear()
        return bool(self.agenda)

    def _is_over(self, level: Any) -> bool:
        open_still = level is not self.top and self.top.subprocesses.get(level.parent_task_id) is level
        return open_still and not self.waiting_below(level.task_tree)

    def _leave(self, level: Level) -> None:
        self.top.subprocesses.pop(level.parent_task_id)
        level.holder._set_state(TaskState.READY)
        self.agenda.append(level.holder)

    def moved(self, state: bytes | None) -> Moved:
        """Return what this call did."""
        opened = tuple(as_opened(task) for task in self.fresh.values())
        return Moved(
            state, tuple(self.trail), opened, tuple(self.closed), tuple(self.decisions), tuple(self.effects),
            tuple(self.notes), self.top.next_due(), not self.top.steps,
        )  # fmt: skip
