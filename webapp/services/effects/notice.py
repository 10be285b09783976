"""A notice to those who lead and follow units, who may read the request from then on (ICF-10, ICF-11).

Its words are the name of the element that asks for it. Undone, nobody has an unread one left.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import delete, select

from models import Notice, ReaderReason
from webapp.services import element_names, notices, recipients
from webapp.services.case import Case
from webapp.services.people import Spot, day_of, follower_roles, units
from webapp.services.principals import principals_of
from webapp.services.visibility import admit
from workflows.engine import EffectCall, EngineFault

CODE = "told"


def run(case: Case, call: EffectCall) -> None:
    """Tell the leaders and the planners of the units whose codes are `call.to`: one, or a list; null names none."""
    principals = principals_of(case.session, list(_spots(case, call))).values()
    admit(case.session, case.request.id, list(principals), ReaderReason.COPIED, case.now)
    people = recipients.people_of(case.session, list(principals), day_of(case.now))
    what = dict(element_names.titles(case.process, call.element))
    told = {"number": case.request.number, "what": what, "element": call.element}
    notices.tell(case.session, [one.id for one in people], CODE, told, case.request, None, case.now)


def _spots(case: Case, call: EffectCall) -> Iterator[Spot]:
    known = units(case.session).by_code
    for code in call.to if isinstance(call.to, list | tuple) else [call.to]:
        if code is None:
            continue
        if code not in known:
            raise EngineFault("unknown_unit", unit=code)
        place = known[code]
        yield from (Spot(role, place.id) for role in follower_roles(place.kind))


def undo(case: Case, element: str) -> None:
    """Take back what the element told and nobody has read yet; who has read it sees in the trail that it was."""
    mine = (Notice.request_id == case.request.id) & (Notice.code == CODE) & Notice.read_at.is_(None)
    unread = case.session.execute(select(Notice.id, Notice.params).where(mine))
    gone = [one for one, params in unread if json.loads(params).get("element") == element]
    if gone:
        these = delete(Notice).where(Notice.id.in_(gone))
        case.session.execute(these, execution_options={"synchronize_session": False})
