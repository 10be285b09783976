"""Ending things: one item, the runs that a return or a boundary event cancelled, the whole request."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Delete, delete

from models import Candidate, Event, ItemDraft, ItemState, Status, StepRun, Timer, WorkItem
from webapp.services import deadlines, notices, papers, readers
from webapp.services.actor import Actor
from webapp.services.case import Case, items

LIVE = (ItemState.WAITING, ItemState.OPEN, ItemState.SUSPENDED)


def finish_item(case: Case, item: WorkItem, actor: Actor, outcome: str) -> None:
    """Mark an item as done by `actor`: it leaves every inbox, and its timers go."""
    item.state, item.outcome, item.done_at = ItemState.DONE, outcome, case.now
    item.acted_by_id, item.seen_data_rev = actor.person_id, case.request.data_rev
    item.rev += 1
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


def cancel_runs(case: Case, runs: Collection[StepRun], quiet: bool = False) -> None:
    """Cancel open runs, and the corrections that they rest for, each with a line in the trail (B3)."""
    ended = [run for run in runs if run.closed_at is None]
    ended += [run for run in case.open_runs if any(one.correction_run_id == run.id for one in ended if run.id)]
    put_away(case, list(items(ended, *LIVE)))
    for run in ended:
        run.closed_at, run.outcome, run.correction_run_id = case.now, "cancelled", None
        for item in items([run], *LIVE):
            item.state, item.done_at, item.rev = ItemState.CANCELLED, case.now, item.rev + 1
            item.outcome = item.outcome or "cancelled"
        if not quiet:
            case.log(Event.AUTO_CANCEL, run.step)


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
