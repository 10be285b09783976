"""Taking back what one did last, as long as nobody has acted on it (B6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models import Event, ItemKind, ItemState, Request, Status, StepRun, WorkItem
from webapp.services import (
    advance,
    aside,
    case,
    claiming,
    closing,
    facts,
    given,
    going_back,
    history,
    lending,
    notices,
    opening,
    recipients,
    slots,
    turns,
    visibility,
)
from webapp.services.actor import Actor
from webapp.services.case import Case, Reopening
from webapp.services.errors import NotAllowed
from webapp.services.finishing import finish
from webapp.services.people import day_of
from workflows import engine


@dataclass(frozen=True)
class Chance:
    """Something that can be taken back: when it was done, what it was, on which item; `undo` does it."""

    at: datetime
    what: str
    item: WorkItem
    undo: Callable[[Case, WorkItem], None]


def take_back(session: Session, actor: Actor, request_id: int, comment: str, now: datetime) -> Request:
    """Undo what the actor did last on the request, where nobody has acted on it since.

    Raises NotFound, AlreadyDone (the request is closed), NotAllowed (there is nothing, or somebody has acted), Invalid.
    """
    request = visibility.request_for(session, actor, request_id, lock=True)
    with session.no_autoflush:
        aside.check_open(request)
        work = case.load(session, request, now, actor)
        found = chance(work, actor)
        if found is None:
            raise NotAllowed("nothing_to_take_back")
        aside.check_comment(comment)
        told = _holders(work)
        about = slots.about(session, found.item)
        work.log(Event.TAKE_BACK, found.item.step_run.step, True, comment=comment, taken=found.what, **about)
        found.undo(work, found.item)
        finish(work)
        _tell(work, actor, found.item, told)
    return request


def chance(work: Case, actor: Actor) -> Chance | None:
    """Return what the actor could take back now: the last thing; None where there is nothing. No statement."""
    if work.request.status is not Status.OPEN or actor.auditor:
        return None
    return max(_chances(work, actor.person_id), key=lambda one: one.at, default=None)


def _chances(work: Case, person: int) -> Iterator[Chance]:
    for item in case.items(work.runs):
        mine = person in (item.acted_by_id, item.for_person_id)
        since = item.done_at or item.opened_at
        live = item.step_run.closed_at is None
        if mine and item.outcome == "delegate" and live and item.state is ItemState.SUSPENDED:
            yield Chance(since, "delegate", item, _call_in)
        elif mine and item.outcome == "add_signer" and live and item.state is ItemState.WAITING:
            if all(_untouched(one) for one in _before(item)):
                yield Chance(since, "add_signer", item, _without_signers)
        elif mine and item.outcome == "approve" and item.kind is ItemKind.SIGN:
            yield from _decided(work, item)
        elif item.given_by_id == person and item.state is ItemState.OPEN:
            yield from _gave(item)


def _gave(item: WorkItem) -> Iterator[Chance]:
    if item.kind is ItemKind.CONSULT:
        yield Chance(item.opened_at, "consult", item, _unask)
    reason = given.why(item)
    if (
        reason.get("code") == given.CODES["reassign"]
        and item.claimed_at is None
        and not turns.children(item, *turns.LIVE)
    ):
        yield Chance(datetime.fromisoformat(reason["params"]["at"]), "reassign", item, _get_back)


def _decided(work: Case, item: WorkItem) -> Iterator[Chance]:
    """Yield a signature on which nobody has built yet: of a step that is still open, or the last act of one."""
    run = item.step_run
    if item.done_at is None or run.undone or run.engine_task is None:
        return
    if run.closed_at is None:
        if all(_untouched(one) for one in run.items if one.opened_at == item.done_at and one is not item):
            yield Chance(item.done_at, "approve", item, _unsign)
    elif run.closed_at == item.done_at and run.outcome == "approve" and _next(work, run) is not None:
        yield Chance(item.done_at, "approve", item, _go_back)


def _next(work: Case, run: StepRun) -> StepRun | None:
    """Return an open step that the run's end has opened and from which it can be gone back to it, all untouched."""
    opened = [one for one in work.runs if one.opened_at == run.closed_at and one.id > run.id]
    live = [one for one in opened if one.closed_at is None]
    touched = [one for one in opened if one.closed_at is not None and one.outcome != "skipped"]
    if touched or not all(_untouched(item) for item in case.items(live)):
        return None
    return next((one for one in live if run.step in going_back.targets(work, one)), None)


def _untouched(item: WorkItem) -> bool:
    """Say whether nobody has done anything with an item yet."""
    free = item.state in (ItemState.OPEN, ItemState.WAITING) and item.claimed_at is None and item.acted_by_id is None
    return (free and not turns.children(item, *turns.LIVE)) or item.outcome == "skipped"


def _before(item: WorkItem) -> list[WorkItem]:
    return [one for one in item.step_run.items if one.parent_id == item.id and one.beside is not None]


def _call_in(work: Case, item: WorkItem) -> None:
    """Take a lent item back, with what is left of its time."""
    lent = turns.children(item, ItemState.OPEN)
    item.rested_seconds = next((lending.seconds_left(work, one) for one in lent), None)
    closing.cancel(work, lent)
    opening.open_items(work, item.step_run, [item], facts.of_case(work))


def _without_signers(work: Case, item: WorkItem) -> None:
    """Sign oneself at once, without those who were to sign before."""
    closing.cancel(work, turns.removable(item))
    opening.open_items(work, item.step_run, [item], facts.of_case(work))


def _unask(work: Case, item: WorkItem) -> None:
    """Call off the questions that were asked at that moment."""
    asked = [one for one in item.step_run.items if one.parent_id == item.parent_id and one.opened_at == item.opened_at]
    closing.cancel(work, [one for one in asked if one.state is ItemState.OPEN and one.kind is ItemKind.CONSULT])
    lending.clock_again(work, work.item(item.parent_id or 0))


def _get_back(work: Case, item: WorkItem) -> None:
    """Take an item back that was handed on; administrators, who only hand on, leave it to whose it is."""
    actor = work.actor
    item.rev += 1
    if actor is None or actor.admin:
        item.given_to_id = item.given_by_id = None
        claiming.release(work, item)
    else:
        claiming.leave(work, item)
        lending.give_to(work, item, actor)


def _unsign(work: Case, item: WorkItem) -> None:
    """Open a signature again in a step that is still open; whose turn came by it waits again."""
    for one in item.step_run.items:
        if one.opened_at == item.done_at and one is not item and one.state is ItemState.OPEN:
            closing.put_away(work, [one])
            one.state, one.rev, one.due_at = ItemState.WAITING, one.rev + 1, None
    _mine_again(item, work.now)
    opening.open_items(work, item.step_run, [item], facts.of_case(work))


def _mine_again(item: WorkItem, now: datetime) -> None:
    """Note that the item comes back to who signed it, or for whom it was signed."""
    item.assignee_id, item.claimed_at = item.for_person_id or item.acted_by_id, now
    item.outcome, item.rev = "take_back", item.rev + 1


def _go_back(work: Case, item: WorkItem) -> None:
    """Let the engine go back to the step; what others signed there stays."""
    run, state = item.step_run, work.request.state
    following = _next(work, run)
    if following is None or following.engine_task is None or state is None:
        raise NotAllowed("nothing_to_take_back")
    since = going_back.last_visit(work, run.step)
    some = (str(item.item_key),) if work.step(run).sign is not None else ()
    task, known = following.engine_task, facts.of_case(work)
    moved = engine.go_back(work.process.compiled, state, task, run.step, known, some, now=work.now)
    work.reopening[run.step] = _again(item)
    going_back.mark_undone(work, run.step)
    advance.apply(work, moved)
    going_back.undo_effects(work, since)


def _again(item: WorkItem) -> Reopening:
    """Return what of the step is signed again: the signature, and those that were closed because of it."""
    others = [one for one in item.step_run.items if one is not item and one.kind is ItemKind.SIGN]
    closed = [one for one in others if one.state is ItemState.CANCELLED and one.done_at == item.done_at]
    kept = [one for one in others if one.state is ItemState.DONE]
    return Reopening((item, *closed), tuple(kept), by=item.for_person_id or item.acted_by_id)


def _holders(work: Case) -> set[int]:
    """Return who has something of the request on the desk."""
    ids = [item.id for item in case.items(work.runs, ItemState.OPEN)]
    held = recipients.holders_by_item(work.session, ids, day_of(work.now))
    return {one.id for some in held.values() for one in some}


def _tell(work: Case, actor: Actor, item: WorkItem, before: set[int]) -> None:
    """Tell those from whose desks it has gone."""
    gone = before - _holders(work) - {actor.person_id}
    told = {"number": work.request.number, "by": actor.name, "step": history.titles_of(work.step(item.step_run))}
    notices.tell(work.session, gone, "taken_back", told, work.request, None, work.now)
