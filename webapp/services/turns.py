"""Whose turn it is among the signatures of a step: side by side, in order, and those that were added (A1, B4)."""

from __future__ import annotations

from models import Beside, ItemKind, ItemState, StepRun, WorkItem

LIVE = (ItemState.WAITING, ItemState.OPEN, ItemState.SUSPENDED)


def signatures(run: StepRun, *states: ItemState) -> list[WorkItem]:
    """Return the signatures of a run that stand in one of `states`, in their order."""
    found = [item for item in run.items if item.kind is ItemKind.SIGN and item.state in states]
    return sorted(found, key=lambda item: item.position)


def waits(run: StepRun) -> bool:
    """Say whether any signature of a run waits for its turn."""
    return any(item.state is ItemState.WAITING for item in run.items)


def next_up(run: StepRun, sequential: bool) -> list[WorkItem]:
    """Return the waiting signatures whose turn has come.

    In order: the first, when nobody else has the step. Side by side: all but those that wait for one of another place.
    """
    waiting = signatures(run, ItemState.WAITING)
    if not sequential:
        return [item for item in waiting if not _held_up(item)]
    return [] if signatures(run, ItemState.OPEN, ItemState.SUSPENDED) else waiting[:1]


def _held_up(item: WorkItem) -> bool:
    """Say whether one that was added before it, or that it was added after, is not done."""
    before = any(one.beside is Beside.BEFORE for one in children(item, *LIVE))
    live = {one.id for one in item.step_run.items if one.state in LIVE and one.id is not None}
    return before or (item.beside is Beside.AFTER and item.parent_id in live)


def children(item: WorkItem, *states: ItemState) -> list[WorkItem]:
    """Return what was asked for an item, or added to it, in one of `states`."""
    if item.id is None:
        return []
    return [one for one in item.step_run.items if one.parent_id == item.id and one.state in states]


def removable(item: WorkItem) -> list[WorkItem]:
    """Return the signers that were added to an item and have not acted (B4)."""
    live = children(item, ItemState.WAITING, ItemState.OPEN)
    return [one for one in live if one.beside is not None and one.acted_by_id is None]
