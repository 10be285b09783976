"""A leaver's open work to another in one go; what they have done stays theirs (B8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forms.kit import Fault
from models import Candidate, Person, Principal, WorkItem
from webapp.services import decide
from webapp.services.actor import Actor
from webapp.services.command import Command
from webapp.services.errors import Invalid, NotAllowed, Problem

MOST = 200
"""How many tasks are handed over at once; what is left is handed over by doing it again."""


@dataclass(frozen=True)
class HandedOver:
    """What became of one task: `problem` says why it stayed where it is, None where it was handed over."""

    item_id: int
    number: str
    problem: Problem | None


def open_work(session: Session, actor: Actor, text: str, to: str, reason: str) -> list[int]:
    """Return the ids of the tasks that are theirs by name whom `text` names (sign-in or name), oldest first.

    What a role of theirs has stays with the role. Two statements. Raises NotAllowed (no administrator), Invalid with
    every fault.
    """
    if not actor.admin:
        raise NotAllowed("only_administrators")
    wanted, asked = text.strip(), {"/from": text, "/to": to, "/comment": reason}
    missing = [Fault(at, "required", "required", {"name": at[1:]}) for at, said in asked.items() if not said.strip()]
    if missing:
        raise Invalid(missing)
    named = or_(Person.login == wanted.lower(), Person.name == wanted)
    people = session.scalars(select(Person).where(named).order_by(Person.id).limit(10)).all()
    people = [one for one in people if one.login == wanted.lower()] or people
    if len(people) != 1:
        code = "person_ambiguous" if people else "person_not_found"
        logins = ", ".join(one.login for one in people)
        raise Invalid([Fault("/from", "B8", code, {"text": wanted[:100], "logins": logins})])
    held = (
        select(Candidate.item_id)
        .join(Principal, Principal.id == Candidate.principal_id)
        .where(Principal.person_id == people[0].id)
        .order_by(Candidate.created_at, Candidate.item_id)
    )
    return list(session.scalars(held.limit(MOST)))


def hand_over(session: Session, actor: Actor, item_id: int, to: str, reason: str, now: datetime) -> HandedOver:
    """Hand one task on to `to` (sign-in or name), as an administrator, in a transaction of its own.

    A refusal is told, not raised: the others go on.
    """
    number = session.get_one(WorkItem, item_id).request.number or ""
    try:
        with session.begin_nested():
            decide.act(session, actor, item_id, Command("reassign", comment=reason, people=(to,)), now)
    except Problem as problem:
        return HandedOver(item_id, number, problem)
    return HandedOver(item_id, number, None)
