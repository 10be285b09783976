"""Who may read a request from now on: rows of the one visibility query."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models import Assignment, ReaderReason
from webapp.services.case import Case
from webapp.services.people import Spot, day_of, in_force, leader_roles, units
from webapp.services.principals import Holder, principals_of
from webapp.services.visibility import admit


def begin(case: Case) -> None:
    """At each submission: the initiator, the leaders of the unit and its parents, the owners of the process."""
    groups: dict[ReaderReason, list[Holder]] = {
        ReaderReason.INITIATOR: [case.request.initiator_id],
        ReaderReason.LEADER: [*_leaders(case)],
        ReaderReason.OWNER: [*_owners(case, day_of(case.now))],
    }
    principals = principals_of(case.session, [one for group in groups.values() for one in group])
    for reason, group in groups.items():
        admit(case.session, case.request.id, [principals[one] for one in group], reason, case.now)


def _leaders(case: Case) -> list[Spot]:
    chain = units(case.session).chain(case.request.unit_id)
    return [Spot(role, place.id) for place in chain for role in leader_roles(place.kind)]


def _owners(case: Case, day: date) -> list[int]:
    owners = select(Assignment.person_id).where(Assignment.process == case.request.process, in_force(day))
    return list(case.session.scalars(owners.distinct()))


def acted(case: Case) -> None:
    """Whoever acted keeps reading, whatever becomes of their roles; one statement."""
    actor = case.actor
    if actor is not None and actor.principal is not None and actor.person_id != case.request.initiator_id:
        admit(case.session, case.request.id, [actor.principal], ReaderReason.ACTED, case.now)
