"""Who may read a request from now on: rows of the one visibility query."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import false, literal, select, true, union
from sqlalchemy.dialects import postgresql, sqlite

from models import Assignment, Candidate, Reader, ReaderReason
from webapp.services.case import Case
from webapp.services.people import day_of, followers, in_force
from webapp.services.principals import Holder, principals_of
from webapp.services.visibility import admit


def begin(case: Case) -> None:
    """At each submission: the initiator, who leads or follows the unit and its parents, the owners of the process."""
    groups: dict[ReaderReason, list[Holder]] = {
        ReaderReason.INITIATOR: [case.request.initiator_id],
        ReaderReason.LEADER: [*followers(case.session, case.request.unit_id)],
        ReaderReason.OWNER: [*_owners(case, day_of(case.now))],
    }
    principals = principals_of(case.session, [one for group in groups.values() for one in group])
    for reason, group in groups.items():
        admit(case.session, case.request.id, [principals[one] for one in group], reason, case.now)


def _owners(case: Case, day: date) -> list[int]:
    owners = select(Assignment.person_id).where(Assignment.process == case.request.process, in_force(day))
    return list(case.session.scalars(owners.distinct()))


def leave_desks(case: Case, items: Collection[int]) -> None:
    """Whoever had one of `items` on their desk, and whoever acts, may still read the request; one statement.

    So the second of two who hold a role is told who was faster (B17) instead of that there is nothing.
    """
    holders = select(Candidate.principal_id.label("principal_id")).where(Candidate.item_id.in_(items))
    actor = case.actor.principal if case.actor else None
    some = holders if actor is None else union(holders, select(literal(actor).label("principal_id")))
    told = some.subquery()
    rows = select(
        told.c.principal_id,
        literal(case.request.id),
        literal(ReaderReason.ACTED.value),
        literal(case.now, Reader.__table__.c.at.type),
        false(),
    ).where(true())
    insert = sqlite.insert if case.session.get_bind().dialect.name == "sqlite" else postgresql.insert
    columns = ["principal_id", "request_id", "reason", "at", "superseded"]
    case.session.execute(insert(Reader).from_select(columns, rows).on_conflict_do_nothing())
