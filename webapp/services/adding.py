"""Adding signers to a step before, after or beside one's own signature, and taking them out again (B4): rows only."""

from __future__ import annotations

from collections.abc import Sequence

from models import Beside, ItemKind, ItemState, WorkItem
from webapp.services import advance, closing, facts, lending, opening, slots, turns
from webapp.services.actor import Actor
from webapp.services.case import Case
from webapp.services.people import Someone
from webapp.services.slots import Slot


def add(case: Case, item: WorkItem, actor: Actor, people: Sequence[Someone], where: Beside) -> list[WorkItem]:
    """Let people sign too, and return their items. Before: one's own waits until all of them have signed."""
    run = item.step_run
    at = item.position + (where is not Beside.BEFORE)
    _make_room(item, at, len(people))
    added = [_signature(case, item, actor, one, where, at + index) for index, one in enumerate(people)]
    if where is Beside.BEFORE:
        lending.put_aside(case, item, actor, "add_signer", ItemState.WAITING)
    known = facts.of_case(case)
    if where is Beside.BESIDE:
        opening.open_items(case, run, added, known)
    else:
        opening.open_next(case, run, known)
    return added


def _make_room(item: WorkItem, at: int, count: int) -> None:
    for one in item.step_run.items:
        if one.kind is ItemKind.SIGN and one.position >= at:
            one.position += count


def _signature(case: Case, item: WorkItem, actor: Actor, person: Someone, where: Beside, position: int) -> WorkItem:
    slot = Slot(lending.free_key(item, person.login), slots.of_person(person).item)
    made = opening.new_item(case, item.step_run, ItemKind.SIGN, {}, slot, position)
    made.state, made.parent_id, made.beside = ItemState.WAITING, item.id, where
    lending.give(case, made, actor, person, "add_signer")
    return made


def remove(case: Case, item: WorkItem, people: Sequence[Someone]) -> list[WorkItem]:
    """Take out signers who were added to the item and have not acted, and return their items."""
    wanted = {one.id for one in people}
    gone = [one for one in turns.removable(item) if one.given_to_id in wanted]
    for one in gone:
        closing.call_off(case, one)
    closing.cancel(case, gone)
    for one in gone:
        one.outcome = "removed"
    advance.judge(case, item.step_run)
    return gone
