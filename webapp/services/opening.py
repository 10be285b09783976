"""Opening a step: its run, its work item, who may take it and until when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from models import Candidate, Event, Exclusion, ItemKind, ItemState, StepRun, WorkItem
from webapp.services import assignment, deadlines, facts
from webapp.services.assignment import Resolved
from webapp.services.case import Case
from webapp.services.deadlines import Deadline
from workflows.engine import Opened, Step

Facts = dict[str, Any]


def open_run(case: Case, opened: Opened, known: Facts) -> tuple[StepRun, Resolved]:
    """Make the rows of a step that the engine opened; its item waits in `case.opening` for candidates and timers."""
    run = add_run(case, opened.step, opened.scope, opened.task_id)
    resolved = resolve(case, case.step(run), known)
    add_item(case, run, resolved, ItemKind.SIGN)
    return run, resolved


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


def add_item(case: Case, run: StepRun, resolved: Resolved, kind: ItemKind) -> WorkItem:
    """One open signature slot in `run`; its candidates and timers are written at the end of the action."""
    item = new_item(case, run, kind, resolved.why)
    item.assignee_id = resolved.assignee
    case.opening.append((item, resolved))
    return item


def new_item(case: Case, run: StepRun, kind: ItemKind, why: Mapping[str, Any]) -> WorkItem:
    """An open item of `run`."""
    item = WorkItem(
        request_id=case.request.id,
        step_run=run,
        kind=kind,
        state=ItemState.OPEN,
        why=json.dumps(why, ensure_ascii=False, default=str),
        opened_at=case.now,
        position=0,
        rev=0,
    )
    case.session.add(item)
    return item


def resolve(case: Case, step: Step, known: Facts) -> Resolved:
    """Who gets `step`, with a line in the trail where the written fallback was needed."""
    seen = facts.seen_from(known, step.scope)
    resolved = assignment.resolve(case.session, step, case.request, seen, case.now)
    if resolved.fallback:
        case.log(Event.AUTO_FALLBACK, step.path, why=dict(resolved.why))
    return resolved


def write(case: Case) -> None:
    """Write the items opened by this action, then their candidates, exclusions and timers, each in one batch."""
    still = [(item, resolved) for item, resolved in case.opening if item.state == ItemState.OPEN]
    case.opening = []
    ends = _ends(case, [item for item, _ in still])
    case.session.flush()
    for (item, resolved), end in zip(still, ends, strict=True):
        case.session.add_all(_candidates(case, item, resolved))
        case.session.add_all([] if end is None else deadlines.arm(item, end))
    case.session.flush()


def _candidates(case: Case, item: WorkItem, resolved: Resolved) -> Iterable[Candidate | Exclusion]:
    for principal in resolved.principals:
        yield Candidate(principal_id=principal, created_at=case.now, item_id=item.id)
    for person in resolved.exclusions:
        yield Exclusion(item_id=item.id, person_id=person)


def _ends(case: Case, items: list[WorkItem]) -> list[Deadline | None]:
    known = facts.of_case(case) if any(case.step(item.step_run).due for item in items) else {}
    return [_end(case, item, known) for item in items]


def _end(case: Case, item: WorkItem, known: Facts) -> Deadline | None:
    """Give the item its `due_at`: with the time that was left when its clock stopped, or fresh."""
    due = case.step(item.step_run).due
    if due is None:
        return None
    seen = facts.seen_from(known, item.step_run.scope)
    if item.rested_seconds is not None:
        end: Deadline | None = deadlines.resumed(item.rested_seconds, due, seen, case.now)
    else:
        end = deadlines.deadline(case.session, due, seen, case.now)
    item.rested_seconds = None
    item.due_at = None if end is None else end.due_at
    return end
