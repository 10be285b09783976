"""Opening a step: its run, its work item, who may take it and until when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from models import Candidate, Event, Exclusion, ItemKind, ItemState, StepRun, WorkItem
from webapp.services import assignment, deadlines, facts, given, signing, slots, turns
from webapp.services.assignment import Resolved
from webapp.services.case import Case, Reopening
from webapp.services.deadlines import Deadline
from webapp.services.people import day_of
from webapp.services.slots import Slot
from workflows.engine import Opened, Step

Facts = dict[str, Any]
SINGLE = Slot()


Opening = tuple[WorkItem, Resolved]
"""An item that has just opened, and whose desk it comes to."""


def open_run(case: Case, opened: Opened, known: Facts) -> tuple[StepRun, list[Opening]]:
    """Make the rows of a step that the engine opened: an item for each signature, side by side or in order (A1)."""
    run = add_run(case, opened.step, opened.scope, opened.task_id)
    step, seen = case.step(run), facts.seen_from(known, opened.scope)
    _set_rule(case, run, step, seen)
    again = case.reopening.pop(run.step, None)
    if again is not None:
        _reopen(case, run, again)
        return run, open_next(case, run, known)
    found = slots.of_step(case.session, step, case.request, seen, day_of(case.now))
    for at, slot in enumerate(found):
        add_slot(case, run, slot, at, known)
    return run, open_next(case, run, known)


def _reopen(case: Case, run: StepRun, again: Reopening) -> None:
    """Single items of an earlier visit to be signed again; the others move to this one as they were signed (B3)."""
    for item in again.kept:
        item.step_run = run
    for old in sorted(again.again, key=lambda item: item.position):
        item = new_item(case, run, ItemKind.SIGN, given.why(old), slots.of_item(old), old.position)
        item.state, item.weight = ItemState.WAITING, old.weight
        item.rev = old.rev
        given.as_before(item, old)
        if again.by is not None and old is again.again[0]:
            item.assignee_id, item.claimed_at, item.outcome = again.by, case.now, "take_back"


def _set_rule(case: Case, run: StepRun, step: Step, seen: Facts) -> None:
    """How many signatures are enough, as it is when the step opens; a vote whose share is not known needs all."""
    run.rule = signing.rule(step)
    share = signing.share(step.sign, seen) if step.sign is not None else None
    run.share = None if share is None else str(share)
    if run.rule == signing.RATIO and share is None:
        run.rule = signing.ALL
        case.log(Event.AUTO_DEFAULT, step.path, code="share_unknown")


def add_slot(case: Case, run: StepRun, slot: Slot, position: int, known: Facts) -> WorkItem:
    """An item that waits for its turn, with the weight of its vote."""
    item = new_item(case, run, ItemKind.SIGN, {}, slot, position)
    item.state = ItemState.WAITING
    step = case.step(run)
    if step.sign is not None and step.sign.weight is not None:
        weight = signing.weight(step.sign, facts.of_item(known, run, slot))
        item.weight = None if weight is None else str(weight)
        if weight is None:
            case.log(Event.AUTO_DEFAULT, run.step, code="weight_unknown", item=slots.title(case.session, slot))
    return item


def open_next(case: Case, run: StepRun, known: Facts) -> list[Opening]:
    """Open the items whose turn it is: all that wait, or the first where they sign in order."""
    sign = case.step(run).sign
    return open_items(case, run, turns.next_up(run, sign is not None and sign.sequential), known)


def open_items(case: Case, run: StepRun, turn: Sequence[WorkItem], known: Facts) -> list[Opening]:
    """Open these items of a run."""
    found = resolve_items(case, run, turn, known) if turn else []
    for item, resolved in zip(turn, found, strict=True):
        open_item(case, item, resolved)
    return list(zip(turn, found, strict=True))


def open_item(case: Case, item: WorkItem, resolved: Resolved) -> None:
    """Put an item on the desks that `resolved` names; candidates and timers are written at the end of the action."""
    item.state, item.opened_at, item.assignee_id = ItemState.OPEN, case.now, resolved.assignee
    item.claimed_at = case.now if resolved.claimed else None
    item.acted_by_id = item.for_person_id = item.done_at = item.outcome = item.seen_data_rev = None
    item.why = written(resolved.why)
    case.opening.append((item, resolved))


def add_run(case: Case, step: str, scope: str | None, engine_task: str | None) -> StepRun:
    """A new run of a step in this round. `engine_task` is None for the initiator and for corrections."""
    request = case.request
    run = StepRun(
        request_id=request.id, engine_task=engine_task, step=step, scope=scope, round=request.round, opened_at=case.now
    )
    run.items = []
    case.session.add(run)
    case.runs.append(run)
    return run


def add_item(
    case: Case, run: StepRun, resolved: Resolved, kind: ItemKind, slot: Slot = SINGLE, position: int = 0
) -> WorkItem:
    """One open signature slot in `run`; its candidates and timers are written at the end of the action."""
    item = new_item(case, run, kind, resolved.why, slot, position)
    open_item(case, item, resolved)
    return item


def new_item(
    case: Case, run: StepRun, kind: ItemKind, why: Mapping[str, Any], slot: Slot = SINGLE, position: int = 0
) -> WorkItem:
    """An open item of `run`."""
    item = WorkItem(
        request_id=case.request.id,
        step_run=run,
        kind=kind,
        item_key=slot.key,
        item=slots.written(slot.item),
        state=ItemState.OPEN,
        why=written(why),
        opened_at=case.now,
        position=position,
        rev=0,
    )
    case.session.add(item)
    return item


def written(why: Mapping[str, Any]) -> str:
    """A reason as it is stored."""
    return json.dumps(why, ensure_ascii=False, default=str)


def resolve_items(case: Case, run: StepRun, items: Sequence[WorkItem], known: Facts) -> list[Resolved]:
    """Who gets each of the items: whom it was given to by name, else whom the diagram says."""
    named = given.resolved(case, items, known)
    others = [item for item in items if item not in named]
    named |= zip(others, _by_diagram(case, run, others, known), strict=True)
    return [named[item] for item in items]


def _by_diagram(case: Case, run: StepRun, items: Sequence[WorkItem], known: Facts) -> list[Resolved]:
    """Who gets each of the items, with a line in the trail where the written fallback was needed."""
    if not items:
        return []
    step, each = case.step(run), [facts.of_item(known, run, item) for item in items]
    empty = any(item.item_key == slots.NOBODY for item in items)
    found = assignment.resolve_each(case.session, step, case.request, each, case.now, empty=empty)
    for item, resolved in zip(items, found, strict=True):
        if resolved.fallback:
            case.log(Event.AUTO_FALLBACK, step.path, why=dict(resolved.why), **slots.about(case.session, item))
    return found


def write(case: Case) -> None:
    """Write the items opened by this action, then their candidates, exclusions and timers, each in one batch."""
    still = [(item, resolved) for item, resolved in case.opening if item.state == ItemState.OPEN]
    case.opening = []
    ends = _ends(case, [item for item, _ in still])
    case.session.flush()
    _forget_exclusions(case, [item.id for item, _ in still if item.rev])
    for (item, resolved), end in zip(still, ends, strict=True):
        case.session.add_all(candidates_of(item, resolved, case.now))
        case.session.add_all([] if end is None else deadlines.arm(item, end))
    case.session.flush()


def _forget_exclusions(case: Case, again: Sequence[int]) -> None:
    """Items that open again say anew who may not act on them."""
    if again:
        gone = delete(Exclusion).where(Exclusion.item_id.in_(again))
        case.session.execute(gone, execution_options={"synchronize_session": False})


def candidates_of(item: WorkItem, resolved: Resolved, since: datetime) -> Iterable[Candidate | Exclusion]:
    """The rows that put an item on its desks `since` then, and keep from it who may not act."""
    for principal in resolved.principals:
        yield Candidate(principal_id=principal, created_at=since, item_id=item.id)
    for person in resolved.exclusions:
        yield Exclusion(item_id=item.id, person_id=person)


def go_on(case: Case, item: WorkItem) -> None:
    """Let the clock of an open item run again, with the time that was left when it stopped."""
    (end,) = _ends(case, [item])
    case.session.add_all([] if end is None else deadlines.arm(item, end))


def _ends(case: Case, items: list[WorkItem]) -> list[Deadline | None]:
    known = facts.of_case(case) if any(case.step(item.step_run).due for item in items) else {}
    return [_end(case, item, known) for item in items]


def _end(case: Case, item: WorkItem, known: Facts) -> Deadline | None:
    """Give the item its `due_at`: with the time that was left when its clock stopped, or fresh."""
    due = case.step(item.step_run).due
    if due is None:
        return None
    seen = facts.of_item(known, item.step_run, item)
    if item.rested_seconds is not None:
        end: Deadline | None = deadlines.resumed(item.rested_seconds, due, seen, case.now)
    else:
        end = deadlines.deadline(case.session, due, seen, case.now)
    item.rested_seconds = None
    item.due_at = None if end is None else end.due_at
    return end
