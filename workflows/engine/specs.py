"""The elements as SpiffWorkflow task specs: nothing is foreseen, nothing is evaluated by SpiffWorkflow.

The token tree holds only what happened. A fork counts the branches that have not arrived, so that its join
can never fire early, whatever was returned before. Pseudo elements (root, branch, split) are drawn nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.control import BpmnStartTask
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows import feel
from workflows.engine.model import Text

ROOT = "<root>"


@dataclass(frozen=True)
class Way:
    """One outgoing flow: where it leads and when."""

    flow: str
    target: str
    condition: feel.Expression | None = None
    default: bool = False


class ProcessSpec(BpmnProcessSpec):  # type: ignore[misc]
    """One process or embedded sub-process; unlike the stock one it has no end join that walks the whole tree."""

    def __init__(self, name: str, file: str) -> None:
        WorkflowSpec.__init__(self, name=name, filename=file)
        self.data_objects: dict[str, Any] = {}
        self.data_stores: dict[str, Any] = {}
        self.correlation_keys: dict[str, Any] = {}
        self.io_specification = None
        self.bpmn_start_events: list[Any] = []
        self.first = ""
        self.start = Root(self, ROOT)


class Element(BpmnTaskSpec):  # type: ignore[misc]
    """What all elements share: a token comes, is ready at once, runs, and leaves by the flows chosen."""

    drawn: ClassVar[bool] = True

    def __init__(self, spec: ProcessSpec, name: str, ways: tuple[Way, ...] = (), **kwargs: Any) -> None:
        super().__init__(spec, name, **kwargs)
        self.ways = ways

    def _predict(self, *_: Any, **__: Any) -> None:
        """Foresee nothing."""

    def _update_hook(self, my_task: Task) -> bool:  # noqa: ARG002 - the signature of SpiffWorkflow
        return True

    def _on_ready(self, my_task: Task) -> None:
        my_task.workflow.top_workflow.run.ready(my_task)

    def _run_hook(self, my_task: Task) -> bool:
        run = my_task.workflow.top_workflow.run
        run.passed(self.name, my_task)
        for way in self.choose(my_task, run):
            run.passed(way.flow, my_task)
            self.follow(my_task, way.target)
        return True

    def choose(self, my_task: Task, run: Any) -> tuple[Way, ...]:  # noqa: ARG002 - others need them
        """Return the flows that are taken."""
        return self.ways

    def follow(self, my_task: Task, target: str) -> None:
        """Send a token to `target`."""
        my_task._add_child(my_task.workflow.spec.task_specs[target], TaskState.FUTURE)

    def _on_complete_hook(self, my_task: Task) -> None:
        """Nothing of the stock data handling applies: no data ever reach the tree."""

    def _on_cancel(self, my_task: Task) -> None:
        my_task.workflow.top_workflow.run.dropped(my_task)


class Root(Element, BpmnStartTask):  # type: ignore[misc]
    """The top of a level; tokens are put below it. It never runs."""

    drawn = False


class Plain(Element):
    """A start event, or a gateway that only merges."""


class End(Element):
    """An end event; a terminating one closes everything open at its level."""

    def __init__(self, spec: ProcessSpec, name: str, terminates: bool) -> None:
        super().__init__(spec, name)
        self.terminates = terminates

    def _run_hook(self, my_task: Task) -> bool:
        run = my_task.workflow.top_workflow.run
        run.passed(self.name, my_task)
        if self.terminates:
            run.clear(my_task.workflow.task_tree)
        run.token_ended(my_task)
        return True


class Waiting(Element):
    """An element where a token stays, perhaps under boundary timers."""

    def _run_hook(self, my_task: Task) -> bool:
        run = my_task.workflow.top_workflow.run
        if isinstance(my_task.parent.task_spec, Split):
            run.disarm(my_task.parent)
        return super()._run_hook(my_task)


class UserStep(Waiting):
    """A user task: one engine task, however many people sign."""

    def __init__(self, spec: ProcessSpec, name: str, ways: tuple[Way, ...]) -> None:
        super().__init__(spec, name, ways, manual=True)


class Inner(Waiting):
    """A call activity (which makes a scope) or an embedded sub-process."""

    def __init__(self, spec: ProcessSpec, name: str, ways: tuple[Way, ...], inner: str, scoped: bool) -> None:
        super().__init__(spec, name, ways)
        self.spec = inner
        self.scoped = scoped

    def _update_hook(self, my_task: Task) -> bool:
        my_task._set_state(TaskState.STARTED)
        my_task.workflow.top_workflow.run.enter_level(my_task)
        return False


class Rule(Element):
    """A business rule task: its decision is made as the token passes."""

    def __init__(self, spec: ProcessSpec, name: str, ways: tuple[Way, ...], table: str) -> None:
        super().__init__(spec, name, ways)
        self.table = table

    def _run_hook(self, my_task: Task) -> bool:
        my_task.workflow.top_workflow.run.decide(my_task, self.table)
        return super()._run_hook(my_task)


class Effect(Element):
    """A service task: the effect is asked for as the token passes."""

    def __init__(self, spec: ProcessSpec, name: str, ways: tuple[Way, ...], effect: str, to: Text | None) -> None:
        super().__init__(spec, name, ways)
        self.effect = effect
        self.to = to

    def _run_hook(self, my_task: Task) -> bool:
        my_task.workflow.top_workflow.run.effect(my_task, self.effect, self.to)
        return super()._run_hook(my_task)


class Split(Element):
    """Stands above an element with boundary timers, and arms them."""

    drawn = False

    def __init__(self, spec: ProcessSpec, host: str, timers: tuple[str, ...]) -> None:
        super().__init__(spec, f"{host}|", ())
        self.host = host
        self.timers = timers

    def _run_hook(self, my_task: Task) -> bool:
        self.follow(my_task, self.host)
        for timer in self.timers:
            self.follow(my_task, timer)
        return True


class BoundaryTimer(Element):
    """A timer on an element. `kind`: duration, date or cycle."""

    def __init__(
        self, spec: ProcessSpec, name: str, ways: tuple[Way, ...], kind: str, text: Text, interrupting: bool
    ) -> None:
        super().__init__(spec, name, ways)
        self.kind = kind
        self.text = text
        self.interrupting = interrupting

    def _update_hook(self, my_task: Task) -> bool:
        my_task._set_state(TaskState.WAITING)
        if not my_task.workflow.top_workflow.run.arm(my_task):
            my_task._set_state(TaskState.CANCELLED)
        return False

    def _run_hook(self, my_task: Task) -> bool:
        if self.interrupting:
            my_task.workflow.top_workflow.run.interrupt(my_task.parent)
        return super()._run_hook(my_task)
