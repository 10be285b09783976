"""Put tokens at steps without a past: the forks, branches and levels around them are opened empty."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.gateways import LEFT
from workflows.engine.live import Run
from workflows.engine.model import INITIATOR, EngineFault
from workflows.engine.net import MAIN


def put(run: Run, steps: Sequence[str]) -> None:
    """Open exactly `steps`. Raises EngineFault where one is unknown or two lie in one branch."""
    containers: dict[str, Task] = {MAIN: run.top.task_tree}
    claims: dict[str, str] = {}
    for path in dict.fromkeys(steps):
        home = run.compiled.net.home.get(path)
        if home is None or path == INITIATOR or path not in run.compiled.steps:
            raise EngineFault("unknown_step", f"there is no step {path}", step=path)
        _claim(run, home, path, claims)
        for outer, inner in pairwise(home):
            if inner not in containers:
                containers[inner] = _open(run, containers, outer, inner)
        enter_at(run, containers[home[-1]], path)


def _claim(run: Run, home: tuple[str, ...], path: str, claims: dict[str, str]) -> None:
    """Let the step's token take each region around it: all tokens of a region are in one fork, level or step."""
    entries = [_entry(run, inner) for inner in home[1:]]
    for region, entry in zip(home, [*entries, path], strict=True):
        if entry is not None and claims.setdefault(region, entry) != entry:
            raise EngineFault("steps_collide", f"{path} lies where another step is open already", step=path)


def _entry(run: Run, region: str) -> str | None:
    """Return the element that opens a region; None for a side way, whose token is apart from its region's."""
    return run.compiled.net.entries[region] if region not in run.compiled.net.sides else None


def enter_at(run: Run, container: Task, path: str) -> Task:
    """Put a token at an element below a container, with its timers."""
    name = last(path)
    specs = container.workflow.spec.task_specs
    return run.enter(container, f"{name}|" if f"{name}|" in specs else name)


def _open(run: Run, containers: dict[str, Task], outer: str, inner: str) -> Task:
    """Open the region `inner` below the container of `outer`."""
    holder = containers[outer]
    if inner in run.compiled.net.sides:
        return _done(holder, last(inner))
    entry = run.compiled.net.entries[inner]
    if inner.endswith("/"):
        return _level(run, holder, last(entry))
    fork = containers.get(entry)
    if fork is None:
        fork = containers[entry] = _done(holder, last(entry))
    fork.internal_data[LEFT] = fork.internal_data.get(LEFT, 0) + 1
    return _done(fork, f"{last(inner)}|")


def last(path: str) -> str:
    """Return the element id at the end of a path."""
    return path.rpartition("/")[2]


def _done(holder: Task, name: str) -> Task:
    return holder._add_child(holder.workflow.spec.task_specs[name], TaskState.COMPLETED)


def _level(run: Run, holder: Task, entry: str) -> Task:
    """Open a call or sub-process empty, its timers armed."""
    split = holder.workflow.spec.task_specs.get(f"{entry}|")
    if split is not None:
        holder = _done(holder, split.name)
        for timer in split.timers:
            run.enter(holder, timer)
    task = holder._add_child(holder.workflow.spec.task_specs[entry], TaskState.STARTED)
    return run.open_level(task).task_tree
