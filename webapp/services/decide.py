"""What a person does with a work item: approve, reject, return, resubmit. One transaction, the request's lock first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from forms.kit import Fault
from models import INITIATOR, Event, ItemKind, ItemState, Request, WorkItem
from webapp.services import (
    advance,
    asking,
    attachments,
    case,
    claiming,
    closing,
    drawn,
    going_back,
    history,
    involving,
    notices,
    recipients,
    slots,
)
from webapp.services.actor import Actor
from webapp.services.aside import MOST_COMMENT, comment, open_items, withdraw
from webapp.services.case import Case
from webapp.services.command import Command, answered, comment_faults
from webapp.services.errors import AlreadyDone, Invalid, NotAllowed, Stale
from webapp.services.finishing import finish
from webapp.services.people import day_of

__all__ = ["ACTIONS", "MOST_COMMENT", "Command", "act", "comment", "open_items", "withdraw"]

ACTIONS = (
    "approve", "reject", "return", "resubmit", "claim", "unclaim",
    "reassign", "delegate", "consult", "answer", "add_signer", "remove_signer",
)  # fmt: skip


def act(session: Session, actor: Actor, item_id: int, command: Command, now: datetime) -> Request:
    """Do `command` on the item and return its request, moved on.

    Raises NotFound (not readable), AlreadyDone (closed: by whom, when, how), NotAllowed (someone else's, or no such
    action here), Stale (the fields seen here have changed: which), FieldNotYours, Invalid (every fault at its field).
    """
    request = case.lock_of_item(session, actor, item_id)
    with session.no_autoflush:
        work = case.load(session, request, now, actor, item_id)
        item = work.item(item_id)
        _check_turn(work, actor, item, command)
        _check_action(work, item, command)
        _check_version(work, item, command)
        VERBS["hand_back" if involving.lent(item) else command.verb](work, item, actor, command)
        attachments.bind(session, actor, command.attachments, request, item.step_run.step)
        finish(work)
    return request


def _check_turn(work: Case, actor: Actor, item: WorkItem, command: Command) -> None:
    """Is it still open, and theirs? Raises AlreadyDone, then NotAllowed."""
    if item.state is not ItemState.OPEN:
        raise AlreadyDone(item.acted_by.name if item.acted_by else None, item.done_at, item.outcome or item.state.value)
    if actor.auditor or (not work.on_desk and not _intervenes(actor, command)):
        if not actor.auditor:
            claiming.check_free(item)
        raise NotAllowed("not_on_your_desk")


def _intervenes(actor: Actor, command: Command) -> bool:
    """Whether an administrator hands on what lies with somebody else (B16)."""
    return actor.admin and command.action == "reassign"


def _check_action(work: Case, item: WorkItem, command: Command) -> None:
    if not work.on_desk:
        _check_intervention(command)
        return
    if command.action not in asking.actions(work.process, item) and command.action != "resubmit":
        raise NotAllowed("no_such_action", action=command.action)
    if command.action == "resubmit" and not asking.returned(item):
        raise NotAllowed("no_such_action", action=command.action)


def _check_intervention(command: Command) -> None:
    """Administrators hand on with a reason, and fill in nothing."""
    if command.data:
        raise NotAllowed("no_such_action", action=command.action)
    if not command.comment.strip():
        raise Invalid.at("/comment", "comment_required", "required", name="comment")


def _check_version(work: Case, item: WorkItem, command: Command) -> None:
    if command.version is None:
        return
    page = asking.page(work, item)
    changed = page.changed_since(command.version)
    if changed:
        raise Stale(page.version, changed)


def _approve(work: Case, item: WorkItem, actor: Actor, command: Command) -> None:
    """Complete the step, answer a straight-back question, or send a returned request again."""
    run, before = item.step_run, work.document
    picture, missing = drawn.check(work, item, command)
    changed = answered(work, item, command, [*comment_faults(work, item, command), *missing])
    detail = {"comment": command.comment, "changes": changed, **slots.about(work.session, item)}
    detail |= drawn.keep(work, item, picture)
    if item.kind is ItemKind.CORRECTION:
        going_back.complete_correction(work, item, actor, before, detail)
    elif run.step == INITIATOR:
        work.log(Event.RESUBMIT, INITIATOR, by_actor=True, **detail)
        closing.finish_item(work, item, actor, "approve")
        run.outcome, run.closed_at = "submit", work.now
        going_back.resubmit(work, run)
    else:
        work.log(Event.APPROVE, run.step, by_actor=True, **detail)
        closing.finish_item(work, item, actor, "approve")
        work.signer = actor
        advance.judge(work, run)


def _reject(work: Case, item: WorkItem, actor: Actor, command: Command) -> None:
    """Refuse it: that ends the request, but where refusals count as votes."""
    changed = answered(work, item, command, comment_faults(work, item, command), draft=True)
    detail = {"comment": command.comment, "changes": changed, **slots.about(work.session, item)}
    work.log(Event.REJECT, item.step_run.step, by_actor=True, **detail)
    closing.finish_item(work, item, actor, "reject")
    advance.judge(work, item.step_run)


def _return(work: Case, item: WorkItem, actor: Actor, command: Command) -> None:
    """Send it back to an earlier step or to the initiator; what was filled in so far is kept as it is."""
    faults = [*comment_faults(work, item, command), *_target_faults(work, item, command)]
    changed = answered(work, item, command, faults, draft=True)
    way = {"to": command.to, "resume": command.resume, "items": list(command.items)}
    detail = {"comment": command.comment, "changes": changed, **way, **slots.about(work.session, item)}
    work.log(Event.RETURN, item.step_run.step, by_actor=True, **detail)
    if command.resume == going_back.STRAIGHT_BACK:
        going_back.straight_back(work, item, actor, str(command.to), command.items)
    else:
        going_back.step_by_step(work, item, actor, str(command.to), command.items)
    _tell_returned(work, actor)


def _tell_returned(work: Case, actor: Actor) -> None:
    """Leave a notice for whoever has it on the desk again."""
    principals = {one for _, resolved in work.opening for one in resolved.principals}
    people = recipients.people_of(work.session, principals, day_of(work.now))
    step = history.titles_of(work.step(work.opening[0][0].step_run)) if work.opening else {}
    told = {"number": work.request.number, "by": actor.name, "step": step}
    others = [one.id for one in people if one.id != actor.person_id]
    notices.tell(work.session, others, "returned", told, work.request, None, work.now)


def _target_faults(work: Case, item: WorkItem, command: Command) -> list[Fault]:
    found = []
    if command.to is None:
        found.append(Fault("/to", "required", "target_required", {"name": "to"}))
    elif command.to not in going_back.targets(work, item.step_run):
        found.append(Fault("/to", "enum", "target_unknown", {"to": command.to}))
    modes = going_back.modes(work, command.to, item.step_run)
    if command.resume not in modes:
        found.append(Fault("/resume", "enum", "enum", {"choices": list(modes)}))
    if set(command.items) - set(going_back.items_of(work, command.to)):
        found.append(Fault("/items", "enum", "items_unknown", {"to": command.to}))
    return found


VERBS: Mapping[str, Callable[[Case, WorkItem, Actor, Command], None]] = {
    "approve": _approve,
    "reject": _reject,
    "return": _return,
    "claim": lambda work, item, actor, _: claiming.claim(work, item, actor),
    "unclaim": lambda work, item, actor, _: claiming.unclaim(work, item, actor),
    "reassign": involving.reassign,
    "delegate": involving.delegate,
    "hand_back": involving.hand_back,
    "consult": involving.consult,
    "answer": involving.answer,
    "add_signer": involving.add_signer,
    "remove_signer": involving.remove_signer,
}
