"""A copy of record for a department, filed by business unit (ICF-6). Cannot be undone: a return marks it superseded."""

from __future__ import annotations

from sqlalchemy import select, update

from models import Reader, ReaderReason, Role, UnitKind
from webapp.services.case import Case
from webapp.services.people import SHANGHAI, Spot, units
from webapp.services.principals import principals_of
from workflows.engine import EffectCall, EngineFault

ROLES = (Role.PLANNER, Role.MANAGER)


def run(case: Case, call: EffectCall) -> None:
    """File the request with the planners and managers of the unit whose code is `call.to`."""
    place = units(case.session).by_code.get(str(call.to))
    if place is None:
        raise EngineFault("unknown_unit", unit=call.to)
    holders = principals_of(case.session, [Spot(role, place.id) for role in ROLES]).values()
    known = {reader.principal_id: reader for reader in _filed(case)}
    for principal in holders:
        _file(case, known.get(principal), principal)
    above = units(case.session).climb(case.request.unit_id, UnitKind.BUSINESS_UNIT)
    filed = case.now.astimezone(SHANGHAI).isoformat(timespec="seconds")
    case.put({**case.document, "filed_at": filed, "filed_under": above.code if above else None})


def _file(case: Case, known: Reader | None, principal: int) -> None:
    """A new copy, which takes the superseded one's place: one row per holder."""
    if known is None:
        reason = ReaderReason.FILED
        case.session.add(Reader(principal_id=principal, request_id=case.request.id, reason=reason, at=case.now))
    else:
        known.superseded, known.at, known.read_at = False, case.now, None


def _filed(case: Case) -> list[Reader]:
    mine = select(Reader).where(Reader.request_id == case.request.id, Reader.reason == ReaderReason.FILED)
    return list(case.session.scalars(mine))


def undo(case: Case, element: str) -> None:  # noqa: ARG001 - one shape for all effects
    """Mark the copies superseded: their holders still see that there was one. The form is no longer filed."""
    mine = (Reader.request_id == case.request.id) & (Reader.reason == ReaderReason.FILED)
    case.session.execute(update(Reader).where(mine).values(superseded=True))
    case.put({**case.document, "filed_at": None, "filed_under": None})
