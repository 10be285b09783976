"""Returns in both modes, corrections, and what a resubmission does (contracts.md, Return)."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from models import INITIATOR, Event, ItemKind, ItemState, StepRun, Trail, TrailDetail, Visit, WorkItem
from webapp.services import advance, closing, effects, facts, opening, readers
from webapp.services.actor import Actor
from webapp.services.assignment import Resolved
from webapp.services.case import Case, Document, items
from webapp.services.principals import principal_of
from webapp.services.routing import changed_paths
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
    done = [one for one in case.finished() if one.outcome == "approve" and not one.undone]
    finished = [one.step for one in done if one.step != run.step]
    return engine.targets(case.process.compiled, case.request.state, run.engine_task, list(dict.fromkeys(finished)))


def modes(case: Case, to: str | None) -> tuple[str, ...]:
    """How work may come back from there: a fork or a call can be gone back to, but nobody there can be asked."""
    return (STEP_BY_STEP,) if to is not None and to not in case.process.compiled.steps else MODES


def has_items(case: Case, to: str | None) -> bool:
    """Whether single items of the target may be reopened: where it is signed by several, one by one."""
    step = case.process.compiled.steps.get(to or "")
    return step is not None and step.sign is not None


def step_by_step(case: Case, item: WorkItem, actor: Actor, to: str, some: tuple[str, ...]) -> None:
    """The engine goes back to `to`; what lay open beside it in a closed region is cancelled, each with a line."""
    run = item.step_run
    closing.finish_item(case, item, actor, "return")
    since = _last_visit(case, to)
    run.outcome, run.closed_at = "return", case.now
    if to == INITIATOR:
        _to_initiator(case)
    else:
        _engine_back(case, run, to, some)
    _undo_effects(case, since)


def _to_initiator(case: Case) -> None:
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
    moved = engine.go_back(case.process.compiled, state, task, to, known, some, now=case.now)
    _mark_undone(case, to)
    advance.apply(case, moved)


def _mark_undone(case: Case, to: str) -> None:
    """What was finished from the target's last visit on, and lies on a way that leads on from it, counts no more."""
    beyond = {to, *engine.after(case.process.compiled, to)}
    visits = [one.id for one in case.runs if one.step == to and one.engine_task is not None and one.id is not None]
    since = max(visits, default=0)
    for one in case.finished():
        if one.step in beyond and (one.id is None or one.id >= since):
            one.undone = True


def straight_back(case: Case, item: WorkItem, actor: Actor, to: str) -> None:
    """The engine stays; the returner's items rest, and a correction opens at `to` with that step's rights."""
    run = item.step_run
    resting = list(items([run], ItemState.OPEN))
    rest = (due := case.step(run).due) is not None and due.back == "rest"
    closing.put_away(case, resting)
    for one in resting:
        _suspend(case, one, rest)
    item.acted_by_id, item.done_at, item.outcome = actor.person_id, case.now, "return"
    item.for_person_id = case.stand.person_id if case.stand else None
    correction = _open_correction(case, to)
    case.corrected.append((run, correction))


def _suspend(case: Case, item: WorkItem, rest: bool) -> None:
    item.state, item.rev = ItemState.SUSPENDED, item.rev + 1
    if rest and item.due_at is not None:
        item.rested_seconds = round((item.due_at - case.now).total_seconds())
    item.due_at = None


def _open_correction(case: Case, to: str) -> StepRun:
    if to == INITIATOR:
        correction = opening.add_run(case, INITIATOR, None, None)
        opening.add_item(case, correction, _the_initiator(case), ItemKind.CORRECTION)
        return correction
    step = case.process.compiled.steps[to]
    correction = opening.add_run(case, to, step.scope, None)
    opening.add_item(case, correction, opening.resolve(case, step, facts.of_case(case)), ItemKind.CORRECTION)
    return correction


def complete_correction(case: Case, item: WorkItem, actor: Actor, before: Document, detail: Detail) -> None:
    """The question is answered: what rested opens again, or the way begins anew at the target."""
    correction = item.step_run
    resting = [run for run in case.open_runs if run.correction_run_id == correction.id]
    since = _last_visit(case, correction.step)
    older = _signed_since(case, correction, since) if detail["changes"] else []
    case.log(Event.CORRECT, correction.step, by_actor=True, signed_before=older, **detail)
    routed = changed_paths(case, before, correction.step, since) if detail["changes"] else ()
    closing.finish_item(case, item, actor, "approve")
    correction.outcome, correction.closed_at = "approve", case.now
    for run in resting:
        if routed:
            _go_on_from_target(case, run, correction, actor, routed, since)
        else:
            _reopen(case, run)


def _signed_since(case: Case, correction: StepRun, since: int) -> list[dict[str, Any]]:
    """Who has signed on the data as they were before this correction: after the target, in this round."""
    visits = [run.id for run in case.runs if run.step == correction.step and run.engine_task]
    at = max(visits, default=0) if since else 0
    signed = [run for run in case.finished() if run.engine_task and run.outcome == "approve" and run.id > at]
    return [
        {"run": run.id, "step": run.step, "person": one.acted_by.name if one.acted_by else None}
        for run in signed
        for one in items([run], ItemState.DONE)
    ]


def _reopen(case: Case, run: StepRun) -> None:
    run.correction_run_id = None
    resolved = opening.resolve(case, case.step(run), facts.of_case(case))
    for item in items([run], ItemState.SUSPENDED):
        item.state, item.rev, item.opened_at = ItemState.OPEN, item.rev + 1, case.now
        item.acted_by_id = item.for_person_id = item.done_at = item.outcome = None
        if item.rested_seconds is None or item.rested_seconds > 0:
            item.late_at = None
        case.opening.append((item, resolved))


def _go_on_from_target(
    case: Case, run: StepRun, correction: StepRun, actor: Actor, routed: tuple[str, ...], since: int
) -> None:
    """The correction becomes step by step: the target is completed at once with what was answered."""
    to = correction.step
    case.log(Event.AUTO_STEP_BY_STEP, to, fields=list(routed))
    run.correction_run_id = None
    if to == INITIATOR:
        closing.cancel_runs(case, case.open_runs)
        _undo_effects(case, since)
        case.request.state = None
        advance.wake_at(case, None)
        resubmit(case, correction)
        return
    _engine_back(case, run, to, ())
    _undo_effects(case, since)
    for again in [one for one in case.open_runs if one.step == to and one.engine_task is not None]:
        closing.finish_item(case, again.items[0], actor, "approve")
        advance.settle(case, again, "approve")


def resubmit(case: Case, run: StepRun) -> None:
    """A new round begins with what the initiator answered in `run`, which is its first."""
    case.request.round += 1
    run.round, run.outcome = case.request.round, "submit"
    case.runs, case.decisions = [run], {}
    readers.begin(case)
    advance.start(case)


def _last_visit(case: Case, step: str) -> int:
    """The number of the step's last visit in this round; 0 for the initiator: everything came after."""
    if step == INITIATOR:
        return 0
    mine = (Visit.request_id == case.request.id) & (Visit.round == case.request.round) & (Visit.element == step)
    return case.session.scalar(select(Visit.seq).where(mine).order_by(Visit.seq.desc()).limit(1)) or 0


def _undo_effects(case: Case, since: int) -> None:
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
