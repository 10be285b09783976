"""Taking back what one did last, as long as nobody has acted on it (B6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models import Beside, Event, ItemKind, ItemState, Request, Status, StepRun, WorkItem
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
        if mine and item.step_run.closed_at is None:
            yield from _put_aside(item)
        if mine and item.outcome == "approve" and item.kind is ItemKind.SIGN:
            yield from _decided(work, item)
        elif item.given_by_id == person and item.state is ItemState.OPEN:
            yield from _gave(item)


def _put_aside(item: WorkItem) -> Iterator[Chance]:
    """Yield what rests in an open step until others are done."""
    since = item.done_at or item.opened_at
    if item.outcome == "delegate" and item.state is ItemState.SUSPENDED:
        yield Chance(since, "delegate", item, _call_in)
    elif item.outcome == "add_signer" and item.state is ItemState.WAITING and all(map(_idle, _before(item))):
        yield Chance(since, "add_signer", item, _without_signers)


def _gave(item: WorkItem) -> Iterator[Chance]:
    if item.kind is ItemKind.CONSULT:
        yield Chance(item.opened_at, "consult", item, _unask)
    known = given.reassigned(item)
    if known is not None and item.claimed_at is None and item.rev == known.get("rev"):
        yield Chance(datetime.fromisoformat(known["at"]), "reassign", item, _get_back)


def _decided(work: Case, item: WorkItem) -> Iterator[Chance]:
    """Yield a signature on which nobody has built yet: of a step that is still open, or the last act of one."""
    run = item.step_run
    if item.done_at is None or run.undone or run.engine_task is None:
        return
    if run.closed_at is None:
        since = item.done_at
        if all(_untouched(one, since) for one in _opened_by(work, item, since)):
            yield Chance(since, "approve", item, _unsign)
    elif run.closed_at == item.done_at and run.outcome == "approve" and _next(work, run) is not None:
        yield Chance(item.done_at, "approve", item, _go_back)


def _opened_by(work: Case, item: WorkItem, since: datetime) -> list[WorkItem]:
    """Return what came to others by a signature: at that moment, or where it is their turn after it, later."""
    sign = work.step(item.step_run).sign
    in_order = sign is not None and sign.sequential
    later = [one for one in item.step_run.items if one is not item and one.opened_at >= since]
    return [one for one in later if one.opened_at == since or in_order or _waited(one, item)]


def _waited(one: WorkItem, item: WorkItem) -> bool:
    """Say whether an item waited for the signature of another: it was added after it, or the other before it (B4)."""
    after = one.parent_id == item.id and one.beside is Beside.AFTER
    return after or (one.id == item.parent_id and item.beside is Beside.BEFORE)


def _next(work: Case, run: StepRun) -> StepRun | None:
    """Return an open step that the run's end has opened and from which it can be gone back to it, all untouched."""
    opened = [one for one in work.runs if one.opened_at == run.closed_at and one.id > run.id]
    live = [one for one in opened if one.closed_at is None]
    touched = [one for one in opened if one.closed_at is not None and one.outcome != "skipped"]
    if touched or not all(_untouched(item, run.closed_at) for item in case.items(live)):
        return None
    return next((one for one in live if run.step in going_back.targets(work, one)), None)


def _untouched(item: WorkItem, since: datetime | None) -> bool:
    """Say whether nobody has done anything with an item that came to them at `since`: also nothing that is over."""
    if item.outcome == "skipped":
        return True
    involved = any(one.opened_at > item.opened_at for one in turns.children(item, *ItemState))
    on = given.reassigned(item)
    handed_on = on is not None and datetime.fromisoformat(on["at"]) > item.opened_at
    return _free(item) and item.opened_at == since and not involved and not handed_on


def _free(item: WorkItem) -> bool:
    return item.state in (ItemState.OPEN, ItemState.WAITING) and item.claimed_at is None and item.acted_by_id is None


def _idle(item: WorkItem) -> bool:
    """Say whether who was added has done nothing yet, or has taken it back."""
    return _free(item) and given.reassigned(item) is None and not turns.children(item, *ItemState)


def _before(item: WorkItem) -> list[WorkItem]:
    """Return whom the item waits for since it was put aside: who was added before it then, not in an earlier act."""
    since = item.done_at or item.opened_at
    added = [one for one in item.step_run.items if one.parent_id == item.id and one.beside is Beside.BEFORE]
    return [one for one in added if one.opened_at >= since]


def _call_in(work: Case, item: WorkItem) -> None:
    """Take a lent item back, with what is left of its time; who was asked or added besides stays so."""
    lent = [one for one in turns.children(item, ItemState.OPEN) if one.kind is ItemKind.DELEGATED]
    item.rested_seconds = next((lending.seconds_left(work, one) for one in lent), None)
    closing.cancel(work, lent)
    opening.open_items(work, item.step_run, [item], facts.of_case(work))


def _without_signers(work: Case, item: WorkItem) -> None:
    """Sign oneself at once, without those who were to sign before."""
    closing.cancel(work, [one for one in _before(item) if one.state in turns.LIVE])
    opening.open_items(work, item.step_run, [item], facts.of_case(work))


def _unask(work: Case, item: WorkItem) -> None:
    """Call off the questions that were asked at that moment."""
    asked = [one for one in item.step_run.items if one.parent_id == item.parent_id and one.opened_at == item.opened_at]
    closing.cancel(work, [one for one in asked if one.state is ItemState.OPEN and one.kind is ItemKind.CONSULT])
    lending.clock_again(work, work.item(item.parent_id or 0))


def _get_back(work: Case, item: WorkItem) -> None:
    """Put an item that was handed on back where it lay before, whoever handed it on: its role, or the absent (B7)."""
    known = given.reassigned(item)
    if work.actor is None or known is None:
        raise NotAllowed("nothing_to_take_back")
    item.rev += 1
    lending.get_back(work, item, work.actor, known["had"])
    claiming.release(work, item)


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
