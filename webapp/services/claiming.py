"""Taking what several could do to oneself, and putting it back (A2)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from models import Candidate, Event, Exclusion, WorkItem
from webapp.services import closing, facts, given, opening, readers, slots
from webapp.services.actor import Actor
from webapp.services.case import Case
from webapp.services.errors import AlreadyDone
from webapp.services.principals import principal_of


def actions(item: WorkItem) -> tuple[str, ...]:
    """What of the two may be done with an open item by whoever has it on their desk."""
    if item.claimed_at is not None:
        return ("unclaim",)
    return ("claim",) if item.assignee_id is None else ()


def check_free(item: WorkItem) -> None:
    """Raise AlreadyDone where somebody else has taken the item, or it was handed on: who, and when."""
    if item.claimed_at is not None:
        raise AlreadyDone(item.assignee.name if item.assignee else None, item.claimed_at, "claim")
    reason = given.why(item)
    if reason.get("code") == given.CODES["reassign"]:
        told = reason["params"]
        raise AlreadyDone(told["by"], datetime.fromisoformat(told["at"]), "reassign")


def claim(case: Case, item: WorkItem, actor: Actor) -> None:
    """Take the item: it leaves all other desks, and keeps its place and its deadline.

    A substitute takes it for whom they stand in: it lies on that person's desk, and so on theirs.
    """
    person = case.stand.person_id if case.stand else actor.person_id
    leave(case, item)
    mine = principal_of(case.session, person)
    case.session.add(Candidate(principal_id=mine, created_at=item.opened_at, item_id=item.id))
    item.assignee_id, item.claimed_at = person, case.now
    case.log(Event.CLAIM, item.step_run.step, by_actor=True, **slots.about(case.session, item))


def unclaim(case: Case, item: WorkItem, actor: Actor) -> None:  # noqa: ARG001 - one shape for all verbs
    """Put the item back: whoever its step goes to today has it on their desk again."""
    case.log(Event.UNCLAIM, item.step_run.step, by_actor=True, **slots.about(case.session, item))
    release(case, item)


def release(case: Case, item: WorkItem) -> None:
    """Give a claimed item to all who could take it, in its old place."""
    (resolved,) = opening.resolve_items(case, item.step_run, [item], facts.of_case(case))
    leave(case, item)
    closing.drop(case, delete(Exclusion).where(Exclusion.item_id == item.id))
    item.assignee_id, item.claimed_at = resolved.assignee, None
    item.why = opening.written(resolved.why)
    case.session.add_all(opening.candidates_of(item, resolved, item.opened_at))


def leave(case: Case, item: WorkItem) -> None:
    """Take the item off all desks; who had it there may still read the request."""
    readers.leave_desks(case, [item.id])
    closing.drop(case, delete(Candidate).where(Candidate.item_id == item.id))
