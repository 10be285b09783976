"""Returns in both modes, corrections, and what a resubmission does (contracts.md, Return)."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from models import INITIATOR, Event, ItemKind, ItemState, RequestData, StepRun, Trail, TrailDetail, Visit, WorkItem
from webapp.services import advance, closing, effects, facts, given, opening, readers, slots
from webapp.services.actor import Actor
from webapp.services.assignment import Resolved
from webapp.services.case import Case, Document, Reopening, items
from webapp.services.principals import principal_of
from webapp.services.routing import changed_paths
from webapp.services.slots import Slot
from workflows import engine
from workflows.engine import EngineFault

Detail = dict[str, Any]
STEP_BY_STEP, STRAIGHT_BACK = MODES = ("step_by_step", "straight_back")


def targets(case: Case, run: StepRun) -> tuple[str, ...]:
    """Where the task of `run` may be returned to; nowhere from a correction or the initiator's own item.

    Steps that a return went back past are not: to go there would be to go forward, past those who sign again.
    """
    if run.engine_task is None or case.request.state is None:
        return ()
    finished = [one.step for one in _done(case) if one.step != run.step]
    return engine.targets(case.process.compiled, case.request.state, run.engine_task, list(dict.fromkeys(finished)))


def _done(case: Case) -> list[StepRun]:
    """The steps that people finished in this round, and that no return went back past."""
    return [run for run in case.finished() if run.outcome in ("approve", "reject") and not run.undone]


def modes(case: Case, to: str | None, run: StepRun) -> tuple[str, ...]:
    """How work may come back from there to `run`.

    A fork or a call can be gone back to, but nobody there can be asked. Nor does a second one of several signers ask
    while a first one's question is open.
    """
    asked = run.correction_run_id is not None
    return (STEP_BY_STEP,) if asked or (to is not None and to not in case.process.compiled.steps) else MODES


def items_of(case: Case, to: str | None) -> dict[str, WorkItem]:
    """The single signatures of the target that may be asked for again, by key: where several have signed it."""
    last = next((run for run in reversed(_done(case)) if run.step == to and run.engine_task is not None), None)
    if last is None or case.step(last).sign is None:
        return {}
    signed = (item for item in items([last], ItemState.DONE) if item.kind is ItemKind.SIGN and item.acted_by_id)
    return {str(item.item_key): item for item in signed}


def step_by_step(case: Case, item: WorkItem, actor: Actor, to: str, some: tuple[str, ...]) -> None:
    """The engine goes back to `to`; what lay open beside it in a closed region is cancelled, each with a line."""
    run = item.step_run
    closing.finish_item(case, item, actor, "return")
    since = last_visit(case, to)
    run.outcome, run.closed_at = "return", case.now
    closing.close_others(case, run)
    if to == INITIATOR:
        to_initiator(case)
    else:
        _engine_back(case, run, to, some)
    undo_effects(case, since)


def to_initiator(case: Case) -> None:
    """Drop the engine's state and open one item with the reserved step `initiator`."""
    closing.cancel_runs(case, case.open_runs)
    case.request.state = None
    advance.wake_at(case, None)
    run = opening.add_run(case, INITIATOR, None, None)
    opening.add_item(case, run, _the_initiator(case), ItemKind.SIGN)


def _the_initiator(case: Case) -> Resolved:
    principal = principal_of(case.session, case.request.initiator_id)
    return Resolved((principal,), case.request.initiator_id, why={"code": "returned", "params": {}})


def _engine_back(case: Case, run: StepRun, to: str, some: tuple[str, ...]) -> None:
    state, task, known = case.request.state, run.engine_task, facts.of_case(case)
    if state is None or task is None:
        raise EngineFault("no_state", request=case.request.id)
    signed = items_of(case, to)
    moved = engine.go_back(case.process.compiled, state, task, to, known, some, now=case.now)
    if some:
        kept = [item for item in signed[some[0]].step_run.items if item.item_key not in some]
        case.reopening[to] = Reopening(tuple(signed[one] for one in some), tuple(kept))
    mark_undone(case, to)
    advance.apply(case, moved)


def mark_undone(case: Case, to: str) -> None:
    """What was finished from the target's last visit on, and lies on a way that leads on from it, counts no more."""
    beyond = {to, *engine.after(case.process.compiled, to)}
    visits = [one.id for one in case.runs if one.step == to and one.engine_task is not None and one.id is not None]
    since = max(visits, default=0)
    for one in case.finished():
        if one.step in beyond and (one.id is None or one.id >= since):
            one.undone = True


def straight_back(case: Case, item: WorkItem, actor: Actor, to: str, some: tuple[str, ...] = ()) -> None:
    """The engine stays; the returner's item rests, and a correction opens at `to` with that step's rights.

    Others who sign beside the returner may go on. Where several signed the target, all of them, or `some`, are asked.
    """
    run = item.step_run
    rest = (due := case.step(run).due) is not None and due.back == "rest"
    closing.call_off(case, item)
    closing.put_away(case, [item])
    _suspend(case, item, rest)
    item.acted_by_id, item.done_at, item.outcome = actor.person_id, case.now, "return"
    item.for_person_id = case.stand.person_id if case.stand else None
    item.seen_data_rev = case.request.data_rev
    correction = _open_correction(case, to, some)
    case.corrected.append((run, correction))


def _suspend(case: Case, item: WorkItem, rest: bool) -> None:
    item.state, item.rev = ItemState.SUSPENDED, item.rev + 1
    if rest and item.due_at is not None:
        item.rested_seconds = round((item.due_at - case.now).total_seconds())
    item.due_at = None


def _open_correction(case: Case, to: str, some: tuple[str, ...]) -> StepRun:
    if to == INITIATOR:
        correction = opening.add_run(case, INITIATOR, None, None)
        opening.add_item(case, correction, _the_initiator(case), ItemKind.CORRECTION)
        return correction
    step = case.process.compiled.steps[to]
    signed = items_of(case, to)
    correction = opening.add_run(case, to, step.scope, None)
    asked = [item for key, item in signed.items() if not some or key in some]
    wanted = [slots.of_item(item) for item in asked] or [Slot()]
    made = [opening.new_item(case, correction, ItemKind.CORRECTION, {}, *one[::-1]) for one in enumerate(wanted)]
    for item, old in zip(made, asked, strict=False):
        given.as_before(item, old)
    for item, resolved in zip(made, opening.resolve_items(case, correction, made, facts.of_case(case)), strict=True):
        opening.open_item(case, item, resolved)
    return correction


def complete_correction(case: Case, item: WorkItem, actor: Actor, before: Document, detail: Detail) -> None:
    """The question is answered: what rested opens again, or the way begins anew at the target.

    Where several were asked, when the last of them has answered.
    """
    correction = item.step_run
    resting = [run for run in case.open_runs if run.correction_run_id == correction.id]
    since = last_visit(case, correction.step)
    older = _signed_since(case, correction, since) if detail["changes"] else []
    case.log(Event.CORRECT, correction.step, by_actor=True, signed_before=older, **detail)
    closing.finish_item(case, item, actor, "approve")
    if any(items([correction], ItemState.OPEN)):
        return
    if len(correction.items) > 1:
        before = _when_asked(case, resting)
    routed = changed_paths(case, before, correction.step, since) if before != case.document else ()
    correction.outcome, correction.closed_at = "approve", case.now
    for run in resting:
        if routed:
            _go_on_from_target(case, run, correction, actor, routed, since)
        else:
            _reopen(case, run)


def _when_asked(case: Case, resting: list[StepRun]) -> Document:
    """The answers as they stood when the question was asked."""
    asked = [item.seen_data_rev for item in items(resting, ItemState.SUSPENDED) if item.outcome == "return"]
    at = (RequestData.request_id == case.request.id) & (RequestData.rev == min(one for one in asked if one))
    found: Document = json.loads(case.session.scalars(select(RequestData.json).where(at)).one())
    return found


def _signed_since(case: Case, correction: StepRun, since: int) -> list[dict[str, Any]]:
    """Who has signed on the data as they were before this correction: after the target, in this round."""
    visits = [run.id for run in case.runs if run.step == correction.step and run.engine_task]
    at = max(visits, default=0) if since else 0
    signed = [run for run in case.finished() if run.engine_task and run.outcome == "approve" and run.id > at]
    return [
        {"run": run.id, "step": run.step, "person": one.acted_by.name if one.acted_by else None}
        for run in signed
        for one in items([run], ItemState.DONE)
        if one.outcome != "skipped"
    ]


def _reopen(case: Case, run: StepRun) -> None:
    run.correction_run_id = None
    rested = [item for item in items([run], ItemState.SUSPENDED) if item.outcome == "return"]
    found = opening.resolve_items(case, run, rested, facts.of_case(case))
    for item, resolved in zip(rested, found, strict=True):
        item.rev += 1
        if item.rested_seconds is None or item.rested_seconds > 0:
            item.late_at = None
        opening.open_item(case, item, resolved)


def _go_on_from_target(
    case: Case, run: StepRun, correction: StepRun, actor: Actor, routed: tuple[str, ...], since: int
) -> None:
    """The correction becomes step by step: the target is completed at once with what was answered."""
    to = correction.step
    case.log(Event.AUTO_STEP_BY_STEP, to, fields=list(routed))
    run.correction_run_id = None
    if to == INITIATOR:
        closing.cancel_runs(case, case.open_runs)
        undo_effects(case, since)
        case.request.state = None
        advance.wake_at(case, None)
        resubmit(case, correction)
        return
    _engine_back(case, run, to, tuple(item.item_key for item in correction.items if item.item_key))
    undo_effects(case, since)
    by = {item.item_key: item.acted_by_id for item in correction.items}
    for again in [one for one in case.open_runs if one.step == to and one.engine_task is not None]:
        for item in list(items([again], ItemState.OPEN, ItemState.WAITING)):
            closing.finish_item(case, item, actor, "approve")
            item.acted_by_id = by[item.item_key]
        advance.judge(case, again)


def resubmit(case: Case, run: StepRun) -> None:
    """A new round begins with what the initiator answered in `run`, which is its first."""
    case.request.round += 1
    run.round, run.outcome = case.request.round, "submit"
    case.runs, case.decisions = [run], {}
    readers.begin(case)
    advance.start(case)


def last_visit(case: Case, step: str) -> int:
    """The number of the step's last visit in this round; 0 for the initiator: everything came after."""
    if step == INITIATOR:
        return 0
    mine = (Visit.request_id == case.request.id) & (Visit.round == case.request.round) & (Visit.element == step)
    return case.session.scalar(select(Visit.seq).where(mine).order_by(Visit.seq.desc()).limit(1)) or 0


def undo_effects(case: Case, since: int) -> None:
    """Take back the effects that were passed after visit number `since` in this round (ICF-6)."""
    if not case.process.compiled.effects:
        return
    for element, name in _effects_passed(case, since):
        effects.undo(case, name)
        case.log(Event.AUTO_EFFECT, element, effect=name, undone=True)


def _effects_passed(case: Case, since: int) -> list[tuple[str, str]]:
    """The elements that ran an effect after that visit, with the effect's name, from the lines they left."""
    case.session.flush()
    line = (Trail.request_id == case.request.id) & (Trail.round == case.request.round)
    detail = (TrailDetail.request_id == Trail.request_id) & (TrailDetail.seq == Trail.seq)
    visit = (Visit.request_id == Trail.request_id) & (Visit.element == Trail.step) & (Visit.seq > since)
    ran = select(Trail.step, TrailDetail.text).join(TrailDetail, detail).join(Visit, visit)
    rows = case.session.execute(ran.where(line, Trail.action == Event.AUTO_EFFECT, Visit.round == Trail.round))
    return sorted({(str(element), json.loads(text)["effect"]) for element, text in rows})
