"""What a request is found by, written at the end of the action that changes it: one statement, none where it stays."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import RequestSearch
from models.search_text import found_by
from models.search_words import words_of
from webapp.services.case import Case
from webapp.services.people import units


def keep(case: Case) -> None:
    """Write what the request is found by now. Who acts for the first time is found from then on by their name."""
    names, request = _names(case), case.request
    sent = request.submitted_at == case.now
    if not (case.changed or sent or names != case.names or request.status.closed):
        return
    moments = (request.created_at, request.submitted_at, request.closed_at)
    words = (*names, *_places(case))
    text = found_by(request.number, moments, words, case.process.form.source, case.document)
    row = {"request_id": request.id, "names": "\n".join(names), "text": text, "words": words_of(text)}
    insert = sqlite.insert if case.session.get_bind().dialect.name == "sqlite" else postgresql.insert
    put = insert(RequestSearch).values(row)
    again = {name: put.excluded[name] for name in ("names", "text", "words")}
    case.session.execute(put.on_conflict_do_update(index_elements=["request_id"], set_=again))


def _names(case: Case) -> tuple[str, ...]:
    """The people who have to do with it, as they are called now or were when they acted."""
    known = case.names or (case.request.initiator.name,)
    acting = (case.actor.name,) if case.actor else ()
    stood_for = (case.stand.name,) if case.stand else ()
    return tuple(dict.fromkeys((*known, *acting, *stood_for)))


def _places(case: Case) -> Iterator[str]:
    place = units(case.session).by_id.get(case.request.unit_id or 0)
    if place is not None:
        yield from (place.name, place.name_en)


def forget(session: Session, request_id: int) -> None:
    """Remove what a request is found by."""
    gone = delete(RequestSearch).where(RequestSearch.request_id == request_id)
    session.execute(gone, execution_options={"synchronize_session": False})
