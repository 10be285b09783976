"""Return step by step: what the open step's region (or an enclosing one) holds is closed, and its target opens."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from SpiffWorkflow.task import Task

from workflows.engine.codec import decode, kept
from workflows.engine.gateways import Branch
from workflows.engine.live import Run
from workflows.engine.model import INITIATOR, Compiled, EngineFault, Facts, Moved
from workflows.engine.moving import open_tasks, saved
from workflows.engine.net import MAIN, join
from workflows.engine.placing import enter_at
from workflows.engine.specs import BoundaryTimer, Root
from workflows.engine.tree import above, path_of


def go_back(
    compiled: Compiled,
    state: bytes,
    task_id: str,
    to: str,
    facts: Facts,
    items: Sequence[str] = (),
    *,
    now: datetime | None = None,
) -> Moved:
    """Return the move from an open step back to `to`: a step, the fork of a closed region, or `initiator`.

    With `items`, single items of a multi-instance step reopen: to the engine that is its one task. To the initiator
    everything closes and no state is left. Raises EngineFault where the target is not legal.
    """
    top = decode(compiled, state)
    task = top.step(task_id)
    source = path_of(task)
    if items and (to not in compiled.steps or compiled.steps[to].sign is None):
        raise EngineFault("no_items", f"{to} has no items", step=to)
    if not _allowed(compiled, source, to) or not _encloses(compiled, around(task), to):
        raise EngineFault("illegal_target", f"{source} cannot be returned to {to}", step=source, to=to)
    if to == INITIATOR:
        return Moved(None, closed=open_tasks(compiled, state))
    return saved(compiled, top, facts, now, lambda run: replace_region(run, task_id, to))


def replace_region(run: Run, task_id: str, to: str) -> None:
    """Close everything in the target's region and put one token at the target."""
    container = _container(run.top.step(task_id), run.compiled.net.home[to][-1])
    run.clear(container)
    enter_at(run, container, to)


def targets(compiled: Compiled, state: bytes, task_id: str, finished: Collection[str]) -> tuple[str, ...]:
    """Return where an open step may be returned to, step by step, of the steps a person `finished` this round.

    First `initiator`, then in the order given; a closed region gives its fork, or its call or sub-process.
    """
    task = decode(compiled, state).step(task_id)
    source, here = path_of(task), around(task)
    found = [INITIATOR]
    for path in finished:
        target = _reachable(compiled, here, path)
        if target is not None and target not in found:
            found.append(target)
    return tuple(target for target in found if _allowed(compiled, source, target))


def after(compiled: Compiled, element: str) -> frozenset[str]:
    """Return the elements that a token may still come to from `element`; itself too where a way leads back to it."""
    found: frozenset[str] = compiled.net.after(element)
    return found


def exits(compiled: Compiled, element: str) -> tuple[str, ...]:
    """Return the flows that leave an element."""
    found: tuple[str, ...] = compiled.net.exits.get(element, ())
    return found


def around(task: Task) -> tuple[str, ...]:
    """Return the open regions around a task, outermost first. A side way may outlive the branch it began in."""
    found = [region for each in above(task) if (region := _region(each)) is not None]
    return tuple(reversed(found))


def _encloses(compiled: Compiled, here: tuple[str, ...], to: str) -> bool:
    """Return whether `to` may hold a token and lies in one of the regions `here`."""
    if to not in compiled.steps and to not in compiled.net.entries.values():
        return False
    home: tuple[str, ...] = compiled.net.home[to]
    return here[: len(home)] == home


def _reachable(compiled: Compiled, here: tuple[str, ...], path: str) -> str | None:
    """Return a finished step itself, or the element that opens the closed region it lies in; None for an open one."""
    if path not in compiled.steps:
        return None
    if _encloses(compiled, here, path):
        return path
    there, entries = compiled.net.home[path], compiled.net.entries
    depth = next(i for i, region in enumerate(there) if i >= len(here) or here[i] != region)
    entry: str = entries[there[depth]]
    if there[depth] in compiled.net.sides or (depth < len(here) and entries[here[depth]] == entry):
        return None
    return entry


def _allowed(compiled: Compiled, source: str, to: str) -> bool:
    """Return whether the step's return-to names the target, in its scope first, then outward."""
    step = compiled.steps[source]
    if step.return_to is None:
        return True
    return any(_named(compiled, step.scope, name) == to for name in step.return_to)


def _named(compiled: Compiled, scope: str | None, name: str) -> str:
    """Return the path that a step's id means in a scope."""
    while scope is not None and join(scope, name) not in compiled.net.home:
        scope = scope.rpartition("/")[0] or None
    return join(scope, name)


def _container(task: Task, region: str) -> Task:
    """Return the nearest container of `region` above an open step."""
    return next(each for each in above(task) if _region(each) == region)


def _region(task: Task) -> str | None:
    """Return the region that a task holds together, None where it holds none or a closed one."""
    spec, scope = task.task_spec, task.workflow.scope
    if isinstance(spec, Root):
        return MAIN if task.workflow is task.workflow.top_workflow else f"{path_of(task.workflow.holder)}/"
    if isinstance(spec, Branch) and kept(task):
        return join(scope, spec.name.rstrip("|"))
    if isinstance(spec, BoundaryTimer) and not spec.interrupting:
        return join(scope, spec.name)
    return None
