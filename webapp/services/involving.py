"""Drawing others in: hand on, lend and get back, ask, add a signer, take one out (B4, B5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete

from forms.kit import Fault
from models import Beside, Event, ItemDraft, ItemKind, WorkItem
from webapp.services import adding, choosing, closing, history, lending, notices, recipients, slots, turns
from webapp.services.actor import Actor
from webapp.services.case import Case
from webapp.services.command import Command, answered, comment_faults
from webapp.services.people import Someone


def reassign(work: Case, item: WorkItem, actor: Actor, command: Command) -> None:
    """Hand the item on to somebody: it is theirs from then on (轉辦)."""
    (to,), detail = _one(work, item, command)
    work.log(Event.REASSIGN, item.step_run.step, by_actor=True, **detail)
    lending.hand_on(work, item, actor, to)
    _tell(work, item, actor, [to], "reassigned")


def delegate(work: Case, item: WorkItem, actor: Actor, command: Command) -> None:
    """Let somebody work on the item; it comes back for the decision (委派)."""
    (to,), detail = _one(work, item, command, more=1)
    work.log(Event.DELEGATE, item.step_run.step, by_actor=True, **detail)
    lending.lend(work, item, actor, to)
    _tell(work, item, actor, [to], "delegated")


def _one(work: Case, item: WorkItem, command: Command, *, more: int = 0) -> tuple[list[Someone], dict[str, Any]]:
    """Return the one person who is to have it, and what the line says; what was filled in so far is kept.

    `more`: how many tasks the step gets by it.
    """
    people, faults = choosing.choose(work, command.people)
    faults += [*choosing.only_one(people), *choosing.to_sign(work, item, people), *choosing.room(item, people[:more])]
    return people, _kept(work, item, command, people, faults)


def _kept(
    work: Case, item: WorkItem, command: Command, people: Iterable[Someone], faults: Sequence[Fault]
) -> dict[str, Any]:
    """Keep what was filled in so far, and return what the line says. Raises Invalid with every fault."""
    changed = answered(work, item, command, [*comment_faults(work, item, command), *faults], draft=True)
    item.rev += 1
    if work.has_drafts:
        mine = (ItemDraft.item_id == item.id) & (ItemDraft.person_id == (work.actor.person_id if work.actor else None))
        closing.drop(work, delete(ItemDraft).where(mine))
    told = {"comment": command.comment, "people": choosing.as_text(people), "changes": changed}
    return {**told, **slots.about(work.session, item)}


def hand_back(work: Case, item: WorkItem, actor: Actor, command: Command) -> None:
    """Give what was lent back, with what was filled in; whose it is decides."""
    changed = answered(work, item, command, comment_faults(work, item, command), draft=True)
    work.log(Event.HAND_BACK, item.step_run.step, by_actor=True, **_said(item, command), changes=changed)
    _tell_givers(work, lending.hand_back(work, item, actor), item, actor, "handed_back")


def consult(work: Case, item: WorkItem, actor: Actor, command: Command) -> None:
    """Ask people for their opinion; the item stays on the asker's desk (徵詢)."""
    people, faults = choosing.choose(work, command.people)
    faults += [*choosing.to_ask(work, item, people), *choosing.room(item, people)]
    detail = _kept(work, item, command, people, faults)
    work.log(Event.CONSULT, item.step_run.step, by_actor=True, **detail)
    lending.ask(work, item, actor, people)
    _tell(work, item, actor, people, "consulted")


def answer(work: Case, item: WorkItem, actor: Actor, command: Command) -> None:
    """Say one's opinion to who asked."""
    answered(work, item, command, comment_faults(work, item, command))
    work.log(Event.ANSWER, item.step_run.step, by_actor=True, **_said(item, command))
    _tell_givers(work, lending.answer(work, item, actor), item, actor, "answered")


def _said(item: WorkItem, command: Command) -> dict[str, Any]:
    return {"comment": command.comment, "asked_for": item.parent_id}


def add_signer(work: Case, item: WorkItem, actor: Actor, command: Command) -> None:
    """Let people sign too, before, after or beside (加簽)."""
    people, faults = choosing.choose(work, command.people)
    faults += [*choosing.to_sign(work, item, people), *choosing.room(item, people), *_where(command)]
    detail = _kept(work, item, command, people, faults)
    where = Beside(str(command.where))
    work.log(Event.ADD_SIGNER, item.step_run.step, by_actor=True, where=where.value, **detail)
    adding.add(work, item, actor, people, where)
    _tell(work, item, actor, people, "added")


def _where(command: Command) -> list[Fault]:
    if command.where in list(Beside):
        return []
    return [Fault("/where", "required" if command.where is None else "enum", "where_required", {"name": "where"})]


def remove_signer(work: Case, item: WorkItem, actor: Actor, command: Command) -> None:
    """Take out signers that were added to the item and have not acted (減簽)."""
    people, faults = choosing.choose(work, command.people)
    added = {one.given_to_id for one in turns.removable(item)}
    strangers = [one for one in people if one.id not in added]
    faults += [Fault("/people", "B4", "not_added_here", {"name": one.name}) for one in strangers]
    detail = _kept(work, item, command, people, faults)
    work.log(Event.REMOVE_SIGNER, item.step_run.step, by_actor=True, **detail)
    adding.remove(work, item, people)
    _tell(work, item, actor, people, "removed")


def _tell(work: Case, item: WorkItem, actor: Actor, people: Iterable[Someone], code: str) -> None:
    """Leave a notice for those whom it concerns, and for who stands in for them (B7)."""
    ids = [one.id for one in people]
    there = recipients.substitutes(work.session, ids, work.request.process, work.now)
    told = {"number": work.request.number, "by": actor.name, "step": history.titles_of(work.step(item.step_run))}
    others = [one for one in (*ids, *(one.id for one in there)) if one != actor.person_id]
    notices.tell(work.session, others, code, told, work.request, None, work.now)


def _tell_givers(work: Case, parent: WorkItem, item: WorkItem, actor: Actor, code: str) -> None:
    """Tell who asked or lent it, and whose the item is by now."""
    ids = dict.fromkeys(one for one in (item.given_by_id, parent.assignee_id) if one is not None)
    _tell(work, item, actor, [Someone(one, "", "") for one in ids], code)


def lent(item: WorkItem) -> bool:
    """Say whether the item was lent: it is handed back, not decided."""
    return item.kind is ItemKind.DELEGATED
