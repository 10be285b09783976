"""Naming who stands in while one is away: a period, perhaps one process only (B7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from forms.kit import Fault
from models import Assignment, Person, Role, Substitute
from webapp.services.actor import Actor
from webapp.services.errors import Invalid, NotFound
from webapp.services.people import day_of, in_force

RULE = "B7"
MOST = 50
"""How many substitutions a person may have to come."""


@dataclass(frozen=True)
class Wish:
    """What the person asks for. `by`: a sign-in or a full name. `process`: a key, None for all."""

    by: str
    starts_at: datetime | None
    ends_at: datetime | None
    process: str | None = None


def name(session: Session, actor: Actor, wish: Wish, now: datetime) -> Substitute:
    """Let someone stand in for the actor. Raises Invalid with every fault at its field.

    Refused: nobody or several of that name, oneself, an auditor; an end before the start or in the past; a period that
    overlaps another of one's own; a circle (who would stand in is away then, and the chain leads back to the actor).
    """
    faults = [*_period_faults(wish, now)]
    by = _person(session, actor, wish.by, now, faults)
    if faults or by is None or wish.starts_at is None or wish.ends_at is None:
        raise Invalid(faults)
    made = Substitute(
        person_id=actor.person_id,
        by_id=by.id,
        process=wish.process,
        starts_at=max(wish.starts_at, now),
        ends_at=wish.ends_at,
        named_by_id=actor.person_id,
        created_at=now,
    )
    found = [*_overlaps(session, made, now), *_circle(session, made, actor)]
    if found:
        raise Invalid(found)
    session.add(made)
    session.flush()
    return made


def _period_faults(wish: Wish, now: datetime) -> Iterator[Fault]:
    if wish.starts_at is None:
        yield Fault("/starts_at", "required", "required", {"name": "starts_at"})
    if wish.ends_at is None:
        yield Fault("/ends_at", "required", "required", {"name": "ends_at"})
    elif wish.ends_at <= now:
        yield Fault("/ends_at", RULE, "substitute_over")
    elif wish.starts_at is not None and wish.ends_at <= wish.starts_at:
        yield Fault("/ends_at", RULE, "substitute_ends_first")


def _person(session: Session, actor: Actor, text: str, now: datetime, faults: list[Fault]) -> Person | None:
    """Find the one active person of that sign-in or name."""
    wanted = text.strip()
    if not wanted:
        faults.append(Fault("/by", "required", "required", {"name": "by"}))
        return None
    named = or_(Person.login == wanted.lower(), Person.name == wanted)
    found = session.scalars(select(Person).where(named, Person.active).order_by(Person.id).limit(10)).all()
    exact = [one for one in found if one.login == wanted.lower()]
    some = exact or found
    fault = _unsuitable(session, actor, some, now)
    if fault:
        logins = ", ".join(one.login for one in some)
        faults.append(Fault("/by", RULE, fault, {"text": wanted[:100], "logins": logins}))
    return some[0] if some and not fault else None


def _unsuitable(session: Session, actor: Actor, found: Sequence[Person], now: datetime) -> str:
    if not found:
        return "person_not_found"
    if len(found) > 1:
        return "person_ambiguous"
    if found[0].id == actor.person_id:
        return "substitute_oneself"
    audits = select(Assignment.id).where(
        Assignment.person_id == found[0].id, Assignment.role == Role.AUDITOR, in_force(day_of(now))
    )
    return "substitute_auditor" if session.scalars(audits).first() is not None else ""


def _overlaps(session: Session, made: Substitute, now: datetime) -> Iterator[Fault]:
    mine = select(Substitute).where(Substitute.person_id == made.person_id, Substitute.ends_at > now)
    others = session.scalars(mine.options(joinedload(Substitute.by)).order_by(Substitute.starts_at)).all()
    if len(others) >= MOST:
        yield Fault("/by", RULE, "substitutes_too_many", {"max": MOST})
    twice = next((one for one in others if _meet(one, made)), None)
    if twice is not None:
        told = {"name": twice.by.name, "from_at": twice.starts_at, "until_at": twice.ends_at}
        yield Fault("/starts_at", RULE, "substitute_twice", told)


def _circle(session: Session, made: Substitute, actor: Actor) -> Iterator[Fault]:
    """Follow who stands in for the one named, as far as it is at the same time and for the same process."""
    seen, waiting = {made.by_id}, [made]
    while waiting:
        last = waiting.pop()
        away = aliased(Substitute)
        for one in session.scalars(select(away).where(away.person_id == last.by_id).options(joinedload(away.person))):
            if not _meet(one, made):
                continue
            if one.by_id == actor.person_id:
                told = {"name": one.person.name, "from_at": one.starts_at, "until_at": one.ends_at}
                yield Fault("/by", RULE, "substitute_circle", told)
                return
            if one.by_id not in seen:
                seen.add(one.by_id)
                waiting.append(one)


def _meet(one: Substitute, other: Substitute) -> bool:
    """Say whether two hold at the same time and for the same process."""
    both = one.process is None or other.process is None or one.process == other.process
    return both and one.starts_at < other.ends_at and other.starts_at < one.ends_at


def end(session: Session, actor: Actor, substitute_id: int, now: datetime) -> Substitute:
    """End one of the actor's own substitutions now; one that has not begun never begins. Raises NotFound."""
    mine = (Substitute.id == substitute_id) & (Substitute.person_id == actor.person_id) & (Substitute.ends_at > now)
    found = session.scalars(select(Substitute).where(mine).with_for_update()).one_or_none()
    if found is None:
        raise NotFound("substitute_unknown", id=substitute_id)
    found.ends_at = now
    found.starts_at = min(found.starts_at, now)
    return found


def mine(session: Session, actor: Actor, limit: int = MOST) -> list[Substitute]:
    """Return who stands in for the actor, the latest period first."""
    found = select(Substitute).where(Substitute.person_id == actor.person_id).options(joinedload(Substitute.by))
    return list(session.scalars(found.order_by(Substitute.ends_at.desc(), Substitute.id.desc()).limit(limit)))
