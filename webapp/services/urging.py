"""Urging those on whose desks a request lies (催辦), not more often than the process allows (B9)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Event, ItemKind, ItemState, Request, Trail
from webapp.services import aside, case, choosing, copies, deadlines, facts, history, notices, recipients, visibility
from webapp.services.actor import Actor
from webapp.services.case import Case
from webapp.services.errors import NotAllowed, TooMany
from webapp.services.people import day_of

SETTING = "urge_every"
"""The setting of a process that says how long to wait between two times."""
MOVES = (ItemKind.SIGN, ItemKind.CORRECTION)
"""What a request moves on to others with: asking about it, or lending it, is none."""
USUAL = "PT1H"
"""What holds where a process does not say."""


def urge(session: Session, actor: Actor, request_id: int, comment: str, now: datetime) -> Request:
    """Remind whoever has the request on the desk, and who stands in for them.

    Once in the time that the process's setting `urge_every` says, however many people urge; again at once where the
    request has moved on to others. Raises NotFound, AlreadyDone (closed), NotAllowed (not involved, or it lies with
    nobody else), TooMany (again in `seconds`), Invalid.
    """
    request = visibility.request_for(session, actor, request_id, lock=True)
    aside.check_open(request)
    if not copies.involved(session, actor, request):
        raise NotAllowed("not_yours_to_urge")
    aside.check_comment(comment)
    work = case.load(session, request, now, actor)
    open_items = list(case.items(work.runs, ItemState.OPEN))
    held = recipients.holders_by_item(session, [item.id for item in open_items], day_of(now))
    whom = {one.id: one for some in held.values() for one in some if one.id != actor.person_id}
    people = set(whom)
    if not people:
        raise NotAllowed("nobody_to_urge")
    _check_often(work, max((item.opened_at for item in open_items if item.kind in MOVES), default=None))
    there = {one.id for one in recipients.substitutes(session, people, request.process, now)} - {actor.person_id}
    steps = [history.titles_of(work.step(item.step_run)) for item in open_items if held[item.id]]
    work.log(Event.URGE, by_actor=True, comment=comment, people=choosing.as_text(whom[one] for one in sorted(whom)))
    told = {"number": request.number, "by": actor.name, "step": steps[0], "comment": comment}
    notices.tell(session, people | there, "urged", told, request, None, now)
    session.flush()
    return request


def _check_often(work: Case, moved_at: datetime | None) -> None:
    """Raise TooMany where it was urged lately and has not moved since: a question about it is no move."""
    last = work.session.scalar(
        select(func.max(Trail.at)).where(Trail.request_id == work.request.id, Trail.action == Event.URGE)
    )
    if last is None or (moved_at is not None and last < moved_at):
        return
    left = last + wait(work) - work.now
    if left > timedelta(0):
        raise TooMany("urged_lately", seconds=int(left.total_seconds()) + 1)


def wait(work: Case) -> timedelta:
    """Return how long to wait between two times."""
    return deadlines.duration(facts.settings(work).get(SETTING, USUAL)) or timedelta(0)
