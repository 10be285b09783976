"""Ending things: one item, the runs that a return or a boundary event cancelled, the whole request."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Delete, delete

from models import Candidate, Event, ItemDraft, ItemKind, ItemState, Status, StepRun, Timer, WorkItem
from webapp.services import deadlines, notices, papers, readers, slots, turns
from webapp.services.actor import Actor
from webapp.services.case import Case, items

LIVE = (ItemState.WAITING, ItemState.OPEN, ItemState.SUSPENDED)


def finish_item(case: Case, item: WorkItem, actor: Actor, outcome: str) -> None:
    """Mark an item as done by `actor`: it leaves every inbox, and its timers go."""
    item.state, item.outcome, item.done_at = ItemState.DONE, outcome, case.now
    item.acted_by_id, item.seen_data_rev = actor.person_id, case.request.data_rev
    item.for_person_id = case.stand.person_id if case.stand else None
    item.rev += 1
    call_off(case, item)
    put_away(case, [item])


def put_away(case: Case, gone: Collection[WorkItem]) -> None:
    """Take items out of all inboxes, stop their clocks and forget unfinished decisions on them."""
    kept = [item for item in gone if item.id is not None]
    if kept:
        ids = [item.id for item in kept]
        readers.leave_desks(case, ids)
        drop(case, delete(Candidate).where(Candidate.item_id.in_(ids)))
        if case.has_drafts:
            drop(case, delete(ItemDraft).where(ItemDraft.item_id.in_(ids)))
        deadlines.disarm(case.session, kept)


def drop(case: Case, statement: Delete) -> None:
    """Delete rows that this session does not hold."""
    case.session.execute(statement, execution_options={"synchronize_session": False})


def cancel_runs(case: Case, runs: Collection[StepRun]) -> None:
    """Cancel open runs, and the corrections that they rest for, each with a line in the trail (B3)."""
    ended = [run for run in runs if run.closed_at is None]
    ended += [run for run in case.open_runs if any(one.correction_run_id == run.id for one in ended if run.id)]
    for run in ended:
        run.closed_at, run.outcome, run.correction_run_id = case.now, "cancelled", None
    _cancel(case, ended)


def close_others(case: Case, run: StepRun) -> None:
    """Close what is still open of a run that is decided or left, each with a line in the trail (A1, B3).

    The correction that one of its items rests for is called off too.
    """
    if not any(items([run], *LIVE)):
        return
    for one in case.open_runs:
        if run.correction_run_id is not None and one.id == run.correction_run_id:
            cancel_runs(case, [one])
    run.correction_run_id = None
    _cancel(case, [run])


def call_off(case: Case, item: WorkItem) -> None:
    """Close the questions that were asked for an item, each with a line (B5)."""
    asked = (ItemKind.CONSULT, ItemKind.DELEGATED)
    cancel(case, [one for one in turns.children(item, *LIVE) if one.kind in asked])


def _cancel(case: Case, runs: Collection[StepRun]) -> None:
    cancel(case, list(items(runs, *LIVE)))


def cancel(case: Case, gone: Collection[WorkItem]) -> None:
    """Close items that nobody need act on any more, each with a line in the trail."""
    put_away(case, gone)
    for item in gone:
        item.state, item.done_at, item.rev = ItemState.CANCELLED, case.now, item.rev + 1
        item.outcome = item.outcome or "cancelled"
        case.log(Event.AUTO_CANCEL, item.step_run.step, **slots.about(case.session, item))


def close(case: Case, status: Status) -> None:
    """End the request: nothing is left open, the engine's state is dropped, it is printed, the initiator is told."""
    request = case.request
    cancel_runs(case, case.open_runs)
    request.status, request.closed_at, request.state = status, case.now, None
    if request.next_due is not None:
        request.next_due = None
        drop(case, delete(Timer).where(Timer.request_id == request.id, Timer.fired_at.is_(None)))
    case.log(Event.AUTO_END, status=status.value)
    papers.order(case.session, request.id, case.now)
    if case.actor is None or case.actor.person_id != request.initiator_id:
        told = {"number": request.number, "status": status.value}
        notices.tell(case.session, [request.initiator_id], "request_closed", told, request, None, case.now)
