"""Plain data for page, API and print alike: what a task shows, and what a request shows. Never writes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, contains_eager

from models import INITIATOR, ItemKind, ItemState, Request, Status, StepRun, WorkItem
from webapp.services import (
    aside,
    asking,
    case,
    copies,
    desks,
    drafts,
    drawn,
    explained,
    going_back,
    history,
    interventions,
    links,
    people,
    recipients,
    sections,
    slots,
    taking_back,
    trail,
    turns,
    visibility,
)
from webapp.services.actor import Actor
from webapp.services.case import Case
from webapp.services.command import ALWAYS_SAID
from webapp.services.processes import Process
from webapp.services.shapes import (
    ActionView,
    CopyView,
    DiagramView,
    OpenView,
    RequestScreen,
    RunView,
    SectionView,
    SlotView,
    TargetView,
    TaskScreen,
)
from workflows.engine import Step

__all__ = [
    "ActionView",
    "CopyView",
    "DiagramView",
    "OpenView",
    "RequestScreen",
    "RunView",
    "SectionView",
    "SlotView",
    "TargetView",
    "TaskScreen",
    "open_views",
    "request_screen",
    "task_screen",
]

GIVING = (trail.Event.REASSIGN, trail.Event.DELEGATE, trail.Event.CONSULT, trail.Event.ADD_SIGNER)


def task_screen(session: Session, actor: Actor, item: WorkItem, now: datetime) -> TaskScreen:
    """What the actor sees of `item` (fetched by visibility.item_for). A bounded number of statements."""
    work = case.load(session, item.request, now, actor, item.id)
    run = item.step_run
    step = work.step(run)
    mine = item.state is ItemState.OPEN and visibility.holds(session, actor, item)
    document = asking.begun(work, item) if item.state is ItemState.OPEN else work.document
    page = asking.page_of(work.process, document, item)
    rights = page.rights if mine else dict.fromkeys(page.rights, "read")
    holders = _holders(session, item, now)
    return TaskScreen(
        item=item,
        request=item.request,
        process=work.process,
        step=step,
        titles=history.titles_of(step),
        scope=run.scope,
        may_act=mine,
        sections=sections.of_task(work.process.form, document, item, rights),
        data=page.data,
        rights=rights,
        actions=_actions(work.process, item, step, len(holders)) if mine else (),
        targets=_targets(session, work, run) if mine else (),
        version=page.version,
        why=json.loads(item.why),
        returned=_question(session, work, item),
        draft=drafts.kept(session, actor, item.id) if mine else None,
        holders=holders,
        stand=work.stand if mine else None,
        slot=slots.title(session, slots.of_item(item)),
        others=_others(session, run, item),
        slots={str(one.item_key): slots.title(session, slots.of_item(one)) for one in case.items(work.runs)},
        answers=_answers(session, work, item) if mine else (),
        removable=history.slot_views(session, turns.removable(item)) if mine else (),
        signature=mine and drawn.asked(work, item),
        decisions=explained.leading_to(session, item.request, work.process, run.step, item.opened_at),
    )


def _others(session: Session, run: StepRun, item: WorkItem) -> tuple[SlotView, ...]:
    """What became of the signatures beside the item's."""
    return history.slot_views(session, [one for one in run.items if one.id != item.id])


def _actions(process: Process, item: WorkItem, step: Step, holders: int) -> tuple[ActionView, ...]:
    back = asking.returned(item) or item.kind is ItemKind.DELEGATED
    again = _meaning(item)
    return tuple(
        ActionView(
            name,
            {} if back else {lang: text for (action, lang), text in step.labels.items() if action == name},
            not back and name in (*step.comment, *ALWAYS_SAID),
            again or name,
        )
        for name in asking.offered(process, item, holders)
    )


def _meaning(item: WorkItem) -> str | None:
    """What its main action is to whom the item does not simply come to sign."""
    meanings = {ItemKind.CORRECTION: "answer", ItemKind.DELEGATED: "hand_back", ItemKind.CONSULT: "give_opinion"}
    resent = asking.returned(item) and item.kind is ItemKind.SIGN
    return "resubmit" if resent else meanings.get(item.kind)


def _targets(session: Session, work: Case, run: StepRun) -> tuple[TargetView, ...]:
    finished = {one.step: one for one in work.finished()}
    people_ids = {name: _finisher(finished.get(name)) for name in going_back.targets(work, run)}
    if INITIATOR in people_ids:
        people_ids[INITIATOR] = work.request.initiator_id
    names = people.someone(session, [one for one in people_ids.values() if one is not None])
    return tuple(
        TargetView(
            step=target,
            titles=_target_titles(work.process, target),
            person=names[person].name if person in names else None,
            resume=going_back.modes(work, target, run),
            items=_items(session, work, target),
        )
        for target, person in people_ids.items()
    )


def _items(session: Session, work: Case, target: str) -> tuple[SlotView, ...]:
    return history.slot_views(session, going_back.items_of(work, target).values())


def _finisher(run: StepRun | None) -> int | None:
    return next((item.acted_by_id for item in run.items if item.acted_by_id), None) if run else None


def _target_titles(process: Process, target: str) -> Mapping[str, str]:
    step = process.compiled.steps.get(target)
    return history.titles_of(step) if step else {"en": target}


def _question(session: Session, work: Case, item: WorkItem) -> Mapping[str, Any] | None:
    """Why the item came back: who returned it or answered it, with which words; None where nobody did.

    `answered`: it rested for a question that was answered when it opened again. Both lines are of that very moment, so
    that an earlier question of somebody else is never shown.
    """
    if not asking.prefilled(work.runs, item.step_run, item) and item.given_to is None:
        return None
    lines = [one for one in trail.lines(session, work.request) if _led_here(one, item)]
    if not lines:
        return None
    last = lines[-1]
    return {
        "by": last.by,
        "at": last.at,
        "step": last.step,
        "comment": last.comment,
        "answered": last.action in (trail.Event.CORRECT, trail.Event.HAND_BACK),
        "action": last.action.value,
        **last.detail,
    }


def _led_here(line: trail.Line, item: WorkItem) -> bool:
    """Whether a line says why the item opened (again), or who gave it to whose it is."""
    if line.action in (trail.Event.RETURN, trail.Event.CORRECT, trail.Event.HAND_BACK):
        return line.at == item.opened_at
    if item.given_to is None or (line.step, line.round) != (item.step_run.step, item.step_run.round):
        return False
    named = {one["login"] for one in line.detail.get("people") or ()}
    return line.action in GIVING and item.given_to.login in named


def _answers(session: Session, work: Case, item: WorkItem) -> tuple[Mapping[str, Any], ...]:
    """What those who were asked about the item have answered, oldest first."""
    asked = [one.id for one in item.step_run.items if one.parent_id == item.id and one.kind is ItemKind.CONSULT]
    lines = trail.lines(session, work.request) if asked else []
    found = (one for one in lines if one.action is trail.Event.ANSWER and one.detail.get("asked_for") == item.id)
    return tuple({"by": one.by, "at": one.at, "comment": one.comment, "answered": True} for one in found)


def _holders(session: Session, item: WorkItem, now: datetime) -> tuple[str, ...]:
    held = recipients.holders_by_item(session, [item.id], people.day_of(now))
    return tuple(one.name for one in held[item.id])


def request_screen(session: Session, actor: Actor, request: Request, now: datetime) -> RequestScreen:
    """What the actor sees of `request` (fetched by visibility.request_for). A bounded number of statements."""
    work = case.load(session, request, now, actor)
    runs = history.runs(session, request)
    path = history.path(session, request)
    lines = trail.lines(session, request)
    draft = request.status is Status.DRAFT
    seen = sections.of_reader(work.process.form, work.document, INITIATOR if draft else None)
    opened = open_views(session, request, work.process, now)
    return RequestScreen(
        request=request,
        process=work.process,
        data={name: value for section in seen for name, value in section.data.items() if section.step is None},
        rights=seen[0].rights,
        sections=seen,
        open=opened,
        mine=_mine(session, actor, opened),
        path=path,
        runs=history.run_views(session, work.process, runs, lines),
        trail=lines,
        attachments=history.attachments(session, request),
        diagrams=history.diagrams(work.process, path, runs),
        copies=history.copies(session, request),
        can_withdraw=aside.may_withdraw(work, actor),
        can_comment=not draft and not actor.auditor,
        can_edit=draft and request.initiator_id == actor.person_id,
        taken=_taken(work, actor),
        involved=not draft and copies.involved(session, actor, request),
        copied_to=copies.given(session, request),
        unread_copy=copies.unread(session, actor, request),
        places=interventions.places(work) if actor.admin and not draft else (),
        links=links.of_request(session, actor, request),
    )


def _taken(work: Case, actor: Actor) -> str | None:
    """What the actor could take back now."""
    found = taking_back.chance(work, actor)
    return found.what if found else None


def _mine(session: Session, actor: Actor, opened: Sequence[OpenView]) -> tuple[int, ...]:
    """The open items that lie on the actor's desk; one statement."""
    ids = [view.id for view in opened if view.state == ItemState.OPEN]
    if not ids or actor.auditor:
        return ()
    mine = (and_(WorkItem.id == one, desks.lies_on(actor, one)) for one in ids)
    held = select(WorkItem.id).where(WorkItem.id.in_(ids), or_(*mine))
    return tuple(sorted(session.scalars(held)))


def open_views(
    session: Session, request: Request, process: Process, now: datetime | None = None
) -> tuple[OpenView, ...]:
    """The open and resting items with the names of who holds them `now` (for `open` of the API's answers).

    Two statements.
    """
    now = now or datetime.now(UTC)
    live = [ItemState.OPEN, ItemState.SUSPENDED]
    mine = select(WorkItem).where(WorkItem.request_id == request.id, WorkItem.state.in_(live))
    found = session.scalars(
        mine.join(WorkItem.step_run).options(contains_eager(WorkItem.step_run)).order_by(WorkItem.id)
    ).all()
    held = recipients.holders_by_item(session, [item.id for item in found], people.day_of(now))
    return tuple(_open_view(session, process, item, tuple(one.name for one in held[item.id]), now) for item in found)


def _open_view(session: Session, process: Process, item: WorkItem, holders: tuple[str, ...], now: datetime) -> OpenView:
    run = item.step_run
    return OpenView(
        id=item.id,
        step=run.step,
        scope=run.scope,
        titles=history.titles_of(process.compiled.steps[run.step]),
        kind=item.kind.value,
        state=item.state.value,
        holders=holders,
        opened_at=item.opened_at,
        due_at=item.due_at,
        late=item.late_at is not None or (item.due_at is not None and item.due_at < now),
        why=json.loads(item.why),
        item=item.item_key,
        slot=slots.title(session, slots.of_item(item)),
        claimed_at=item.claimed_at,
        outcome=item.outcome,
    )
