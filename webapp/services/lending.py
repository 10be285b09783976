"""Giving an item to somebody by name, lending it out and getting it back, asking about it (B5): rows only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete

from models import Candidate, Exclusion, ItemDraft, ItemKind, ItemState, WorkItem
from webapp.services import closing, deadlines, facts, given, opening, readers, slots, turns
from webapp.services.actor import Actor
from webapp.services.case import Case
from webapp.services.people import Someone
from webapp.services.slots import Slot

REST = "rest"


def hand_on(case: Case, item: WorkItem, actor: Actor, to: Someone) -> None:
    """Give the item to somebody for good: it leaves all other desks and keeps its deadline."""
    readers.leave_desks(case, [item.id])
    closing.drop(case, delete(Candidate).where(Candidate.item_id == item.id))
    closing.drop(case, delete(Exclusion).where(Exclusion.item_id == item.id))
    if case.has_drafts:
        closing.drop(case, delete(ItemDraft).where(ItemDraft.item_id == item.id))
    had = [item.given_to_id, item.given_by_id]
    give(case, item, actor, to, "reassign", rev=item.rev, had=had)
    item.claimed_at = None
    _put_on_desk(case, item)


def _put_on_desk(case: Case, item: WorkItem) -> None:
    (resolved,) = opening.resolve_items(case, item.step_run, [item], facts.of_case(case))
    item.assignee_id, item.why = resolved.assignee, opening.written(resolved.why)
    case.session.add_all(opening.candidates_of(item, resolved, case.now))


def give(case: Case, item: WorkItem, actor: Actor, to: Someone, action: str, **more: Any) -> None:
    """Name the person whose the item is from now on, and why."""
    item.given_to_id, item.given_by_id = to.id, actor.person_id
    item.why = opening.written(given.reason(action, actor.name, case.now, **more))


def get_back(case: Case, item: WorkItem, actor: Actor, had: Sequence[int | None]) -> None:
    """Put an item that was handed on where it lay before: with whom it was given to (`had`: to and by), or its role."""
    item.given_to_id, item.given_by_id = had
    if item.given_to_id is not None:
        item.why = opening.written(given.reason("take_back", actor.name, case.now))


def lend(case: Case, item: WorkItem, actor: Actor, to: Someone) -> WorkItem:
    """Let somebody work on the item: it rests and comes back with what is left of its time. Return theirs."""
    run, left = item.step_run, seconds_left(case, item)
    put_aside(case, item, actor, "delegate", ItemState.SUSPENDED)
    lent = opening.new_item(case, run, ItemKind.DELEGATED, {}, slots.of_item(item), item.position)
    lent.parent_id, lent.rested_seconds, lent.rev = item.id, left, item.rev
    give(case, lent, actor, to, "delegate")
    opening.open_items(case, run, [lent], facts.of_case(case))
    return lent


def hand_back(case: Case, lent: WorkItem, actor: Actor) -> WorkItem:
    """Give a lent item back to whose it is, with what is left of its time. Return theirs."""
    left, parent = seconds_left(case, lent), case.item(lent.parent_id or 0)
    closing.finish_item(case, lent, actor, "hand_back")
    parent.rested_seconds = left
    opening.open_items(case, lent.step_run, [parent], facts.of_case(case))
    return parent


def put_aside(case: Case, item: WorkItem, actor: Actor, outcome: str, state: ItemState) -> None:
    """Take an item off its desk until others are done; it comes back to who puts it aside, with the time left."""
    left = seconds_left(case, item)
    closing.put_away(case, [item])
    if item.assignee_id is None:
        item.assignee_id, item.claimed_at = case.stand.person_id if case.stand else actor.person_id, case.now
    item.state, item.rev, item.rested_seconds, item.due_at = state, item.rev + 1, left, None
    item.acted_by_id, item.done_at, item.outcome = actor.person_id, case.now, outcome
    item.for_person_id = case.stand.person_id if case.stand else None


def seconds_left(case: Case, item: WorkItem) -> int | None:
    """Return what is left of an item's time, below zero where it is late; None where it has no deadline."""
    if item.due_at is None:
        return item.rested_seconds
    return round((item.due_at - case.now).total_seconds())


def ask(case: Case, item: WorkItem, actor: Actor, people: Sequence[Someone]) -> list[WorkItem]:
    """Ask people about the item, which stays where it is; its clock rests where `ap:due back="rest"`."""
    run = item.step_run
    asked = [_question(case, item, actor, one) for one in people]
    opening.open_items(case, run, asked, facts.of_case(case))
    due = case.step(run).due
    if due is not None and due.back == REST and item.due_at is not None:
        deadlines.disarm(case.session, [item])
        item.rested_seconds, item.due_at = seconds_left(case, item), None
    return asked


def _question(case: Case, item: WorkItem, actor: Actor, to: Someone) -> WorkItem:
    slot = Slot(free_key(item, to.login), slots.of_person(to).item)
    asked = opening.new_item(case, item.step_run, ItemKind.CONSULT, {}, slot, item.position)
    asked.parent_id = item.id
    give(case, asked, actor, to, "consult")
    return asked


def free_key(item: WorkItem, login: str) -> str:
    """Return a key for a person that no item of the step has yet."""
    taken = {one.item_key for one in item.step_run.items}
    keys = (login, *(f"{login}#{count}" for count in range(2, len(taken) + 3)))
    return next(key for key in keys if key not in taken)


def answer(case: Case, asked: WorkItem, actor: Actor) -> WorkItem:
    """Close a question that was answered; with the last one the clock of the item runs again. Return the item."""
    closing.finish_item(case, asked, actor, "answer")
    parent = case.item(asked.parent_id or 0)
    clock_again(case, parent)
    return parent


def clock_again(case: Case, item: WorkItem) -> None:
    """Let the clock of an open item run again where it rested for questions and none is open any more."""
    open_questions = [one for one in turns.children(item, ItemState.OPEN) if one.kind is ItemKind.CONSULT]
    if item.state is ItemState.OPEN and item.rested_seconds is not None and not open_questions:
        opening.go_on(case, item)
