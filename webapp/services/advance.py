"""The one way an engine result becomes rows; `settle` alone completes engine tasks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from models import INITIATOR, Decision, Event, ItemKind, ItemState, Status, StepRun, Timer, TimerKind, Visit, WorkItem
from webapp.services import closing, effects, facts, opening, recipients, signing, slots, turns, values
from webapp.services.assignment import Resolved
from webapp.services.case import Case
from webapp.services.people import day_of
from workflows import engine
from workflows.engine import EngineFault, Moved, Step

MOST_SKIPS = 50


def judge(case: Case, run: StepRun) -> None:
    """Look at a run in which an item was just signed, skipped or taken out: settle it where its rule is met (A1).

    Else whoever is next in order gets it. A refused step ends the request, unless its diagram asks what became of it.
    """
    step = case.step(run)
    found = signing.verdict(run, step)
    if found is None:
        take_turns(case, run, opening.open_next(case, run, facts.of_case(case)) if turns.waits(run) else [])
    elif found == signing.REJECT and not signing.goes_on(case.process.compiled, step):
        run.outcome, run.closed_at = found, case.now
        closing.close_others(case, run)
        closing.close(case, Status.REJECTED)
    else:
        settle(case, run, found)


def settle(case: Case, run: StepRun, outcome: str) -> None:
    """Close a run whose rule is met, with `outcome`, and move the request on where the engine waits for it.

    What is still open of it is closed, each with a line. Raises EngineFault where the diagram cannot go on; the
    caller's transaction is rolled back.
    """
    run.outcome, run.closed_at = outcome, case.now
    closing.close_others(case, run)
    if run.engine_task is None:
        return
    compiled, state = case.process.compiled, _state(case)
    apply(case, engine.complete(compiled, state, run.engine_task, facts.of_case(case), now=case.now))


def start(case: Case) -> None:
    """Begin a round: the engine starts anew, after the reserved step `initiator`."""
    apply(case, engine.start(case.process.compiled, facts.of_case(case), now=case.now))


def _state(case: Case) -> bytes:
    if case.request.state is None:
        raise EngineFault("no_state", request=case.request.id)
    return case.request.state


def apply(case: Case, moved: Moved) -> None:
    """Turn what the engine did into rows: the way, decisions, effects, closed and opened steps, skips, the end."""
    case.request.state = moved.state
    wake_at(case, moved.next_due)
    _record(case, moved)
    closing.cancel_runs(case, [case.run_of_task(closed.task_id) for closed in moved.closed])
    for call in moved.effects:
        effects.run(case, call)
    known = facts.of_case(case) if moved.opened else {}
    opened = [opening.open_run(case, one, known) for one in moved.opened]
    for run, turn in opened:
        take_turns(case, run, turn)
    if moved.finished and not case.request.status.closed:
        closing.close(case, Status.APPROVED)


def wake_at(case: Case, due_at: datetime | None) -> None:
    """Keep the moment of the engine's next timer as the request's one engine timer row."""
    request = case.request
    if due_at == request.next_due:
        return
    request.next_due = due_at
    old = (Timer.request_id == request.id) & (Timer.kind == TimerKind.ENGINE) & Timer.fired_at.is_(None)
    closing.drop(case, delete(Timer).where(old))
    if due_at is not None:
        case.session.add(Timer(request_id=request.id, kind=TimerKind.ENGINE, due_at=due_at))


def _record(case: Case, moved: Moved) -> None:
    request = case.request
    for passed in moved.passed:
        case.visited += 1
        case.session.add(
            Visit(
                request_id=request.id,
                seq=case.visited,
                element=path_of(passed.element, passed.scope),
                scope=passed.scope,
                round=request.round,
                at=case.now,
            )
        )
    for made in moved.decisions:
        _decide(case, made)
    for note in moved.notes:
        case.log(Event.AUTO_DEFAULT, note.element, code=note.code, **dict(note.params))


def path_of(element: str, scope: str | None) -> str:
    """The element's path: `<scope>/<id>` inside a called process."""
    return element if scope is None or element.startswith(f"{scope}/") else f"{scope}/{element}"


def _decide(case: Case, made: engine.Made) -> None:
    case.decisions[made.element] = made.outputs
    case.session.add(
        Decision(
            request_id=case.request.id,
            element=made.element,
            table=made.table,
            round=case.request.round,
            inputs=values.written(made.inputs),
            outputs=values.written(made.outputs),
            rows=json.dumps(made.rows),
            at=case.now,
        )
    )
    case.log(Event.AUTO_DECISION, made.element, table=made.table, rows=list(made.rows))


def take_turns(case: Case, run: StepRun, opened: Sequence[opening.Opening]) -> None:
    """Skip what nobody need sign of the items that have just opened, and look at the step again if any was."""
    skipped = [item for item, resolved in opened if not run.closed_at and _skip_if_due(case, run, item, resolved)]
    if skipped:
        judge(case, run)


def _skip_if_due(case: Case, run: StepRun, item: WorkItem, resolved: Resolved) -> bool:
    named = bool(item.rev) or item.given_to_id is not None
    reason = None if named else _skip_reason(case, case.step(run), resolved)
    if reason is None:
        return False
    case.skips += 1
    if case.skips > MOST_SKIPS:
        raise EngineFault("too_many_skips", step=run.step)
    item.state, item.outcome, item.done_at = ItemState.DONE, signing.SKIPPED, case.now
    person = case.request.initiator.name if reason == "initiator" or case.signer is None else case.signer.name
    case.log(Event.AUTO_SKIP, run.step, reason=reason, person=person, **slots.about(case.session, item))
    return True


def _skip_reason(case: Case, step: Step, resolved: Resolved) -> str | None:
    """Why nobody need act here: the initiator is the approver, or the same person signed just before (A4, A5)."""
    if step.money or resolved.held:
        return None
    if step.initiator == "skip" and resolved.initiator_among:
        return "initiator"
    if step.repeat == "never" or case.signer is None or _asks(case, step) or signing.rule(step) == signing.RATIO:
        return None
    if case.signer.person_id in resolved.exclusions:
        return None
    again = case.signer.principals & set(resolved.principals)
    return "repeat" if again or (step.repeat == "always" and _signed_before(case, resolved)) else None


def _asks(case: Case, step: Step) -> bool:
    """Whether the step has fields of its own to fill in, which a skip would leave empty, or a signature to give."""
    return step.signature or bool(case.process.form.section(step.id).fields)


def _signed_before(case: Case, resolved: Resolved) -> bool:
    """Whether one of the candidates signed in this round since the last return."""
    signers: set[int] = set()
    done = [item for run in case.runs if run.step != INITIATOR for item in run.items if item.done_at is not None]
    for item in sorted(done, key=lambda item: (item.done_at or case.now, item.id or 0)):
        if item.outcome == "return":
            signers.clear()
        elif item.outcome == "approve" and item.kind == ItemKind.SIGN and item.acted_by_id is not None:
            signers.add(item.acted_by_id)
    people = recipients.people_of(case.session, resolved.principals, day_of(case.now)) if signers else ()
    return any(person.id in signers and person.id not in resolved.exclusions for person in people)
