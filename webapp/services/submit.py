"""Drafts of a request, and sending one on its way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forms.kit import Fault
from models import INITIATOR, Attachment, Event, ItemKind, ItemState, Request, RequestData, Status, StepRun
from webapp.services import advance, answering, asking, case, opening, processes, readers, search_index, unfinished
from webapp.services.actor import Actor
from webapp.services.case import Case
from webapp.services.errors import AlreadyDone, Invalid, NotAllowed, NotFound, Stale
from webapp.services.finishing import finish
from webapp.services.numbers import next_number
from webapp.services.people import units
from webapp.services.processes import Process


def create(
    session: Session, actor: Actor, key: str, data: Mapping[str, Any], now: datetime, *, whole: bool = False
) -> Request:
    """Make a draft of process `key` with `data` (main fields, as typed by a person or the API) and return it.

    The unit's field may be left out by who can start at one unit only. Raises NotFound (no such process),
    NotAllowed (may not start it anywhere), Invalid (unknown fields, wrong types; `required` is not asked of a draft).
    `whole`: it is about to be submitted, so that a refusal names every fault at once (ICF-2).
    """
    process = processes.current(session, key, now)
    if not process.start_units(actor):
        raise NotAllowed("may_not_start", process=key)
    request = Request(
        process=key,
        version_id=process.version_id,
        initiator_id=actor.person_id,
        status=Status.DRAFT,
        round=0,
        rev=0,
        data_rev=0,
        created_at=now,
    )
    work = Case(session, request, process, now, actor, {}, [], 0)
    _take(work, actor, _with_unit(session, process, actor, data), whole)
    session.add(request)
    session.flush()
    _write_draft(work)
    return request


def _with_unit(session: Session, process: Process, actor: Actor, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """`data`, with the only unit at which the actor may start so where none is named."""
    way = process.ways.of(_with_kind(process, actor, data))
    name, places = way.unit, way.units(actor)
    if name is None or data.get(name) or len(places) != 1:
        return data
    return {**data, name: units(session).by_id[places[0]].code}


def _with_kind(process: Process, actor: Actor, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """`data`, with the only kind that the actor may start where none is named."""
    kinds, by = process.start_kinds(actor), process.ways.by
    return {**data, by: kinds[0]} if by and kinds and len(kinds) == 1 and not data.get(by) else data


def _take(work: Case, actor: Actor, data: Mapping[str, Any], whole: bool) -> None:
    """Put the checked fields into the draft and set the unit it is for; of a `whole` one, tell what is missing too."""
    allowed = asking.allowed(work, actor)
    try:
        document = answering.check(work, work.document, INITIATOR, None, data, draft=True, allowed=allowed)
    except Invalid:
        if whole:
            answering.check(work, work.document, INITIATOR, None, data, allowed=allowed)
        raise
    answering.keep(work, document)
    work.request.unit_id = asking.unit_id(work)


def _write_draft(work: Case) -> None:
    work.request.rev += 1
    if work.request.data_rev == 0:
        work.request.data_rev, work.changed = 1, True
    if work.changed:
        answering.write(work)
    work.session.flush()
    search_index.keep(work)


def save_draft(
    session: Session,
    actor: Actor,
    request_id: int,
    data: Mapping[str, Any],
    rev: int | None,
    now: datetime,
    *,
    whole: bool = False,
    typed_rev: int | None = None,
) -> Request:
    """Replace the named top-level fields of one's own draft; `rev` is the Request.data_rev the caller saw.

    `whole`: it is about to be submitted, so that a refusal names every fault at once. `typed_rev`: the revision of what
    was kept as it was typed (`unfinished`) that the caller saw; it is put away.

    Raises NotFound (not one's own), AlreadyDone (submitted), Stale (another rev), Invalid.
    """
    request = _own_draft(session, actor, request_id)
    if rev is not None and rev != request.data_rev:
        raise Stale(str(request.data_rev), ("data",))
    unfinished.put_away(session, request, typed_rev)
    work = case.load(session, request, now, actor)
    with session.no_autoflush:
        _take(work, actor, data, whole)
        _write_draft(work)
    return request


def _own_draft(session: Session, actor: Actor, request_id: int) -> Request:
    request = case.lock(session, request_id)
    if request is None or request.initiator_id != actor.person_id:
        raise NotFound("request_unknown", id=request_id)
    if request.status is not Status.DRAFT:
        raise AlreadyDone(actor.name, request.submitted_at, "submit")
    return request


def delete_draft(session: Session, actor: Actor, request_id: int) -> None:
    """Delete one's own draft for good, with its attachments' binding. Raises NotFound, AlreadyDone (submitted)."""
    request = _own_draft(session, actor, request_id)
    unfinished.put_away(session, request, None)
    for attachment in session.scalars(select(Attachment).where(Attachment.request_id == request_id)):
        attachment.request_id = attachment.step = None
    session.flush()
    search_index.forget(session, request_id)
    session.execute(delete(RequestData).where(RequestData.request_id == request_id))
    session.delete(request)
    session.flush()


def submit(session: Session, actor: Actor, request_id: int, now: datetime) -> Request:
    """Check the draft wholly, give it its number and start it (ICF-1, ICF-2).

    Raises NotFound, AlreadyDone (submitted already), NotAllowed (may not start at this unit), Invalid (every fault).
    """
    request = _own_draft(session, actor, request_id)
    with session.no_autoflush:
        unfinished.put_away(session, request, None)
        work = case.load(session, request, now, actor)
        _check_whole(work, actor)
        _send(work, actor)
        finish(work)
        if not work.changed:
            answering.index(work)
    return request


def _check_whole(work: Case, actor: Actor) -> None:
    """Take the draft as the initiator's answer, whole: every fault at its field."""
    allowed = asking.allowed(work, actor)
    editable = {field.name for field in work.process.form.main.fields if field.right(INITIATOR) == "edit"}
    sent = {name: value for name, value in work.document.items() if name in editable}
    answering.keep(work, answering.check(work, work.document, INITIATOR, None, sent, allowed=allowed))
    work.request.unit_id = asking.unit_id(work)
    way = work.process.ways.of(work.document)
    if way.unit is not None and work.request.unit_id is None:
        raise Invalid((Fault(f"/{way.unit}", "required", "required", {"name": way.unit}),))
    if work.request.unit_id not in way.units(actor):
        raise NotAllowed("may_not_start_here")


def _send(work: Case, actor: Actor) -> None:
    """Number it, note who sent it, let its readers in, start the engine."""
    request = work.request
    request.number = next_number(work.session, request.process, work.process.toml["process"]["number"], work.now)
    request.status, request.round, request.submitted_at = Status.OPEN, 1, work.now
    work.log(Event.SUBMIT, INITIATOR, by_actor=True)
    readers.begin(work)
    _initiator_run(work, actor)
    advance.start(work)


def _initiator_run(work: Case, actor: Actor) -> StepRun:
    """The reserved step `initiator` as a run that is done, so that the path and the facts begin with it."""
    run = opening.add_run(work, INITIATOR, None, None)
    run.outcome, run.closed_at = "submit", work.now
    item = opening.new_item(work, run, ItemKind.SIGN, {"code": "initiator", "params": {}})
    item.state, item.outcome, item.done_at = ItemState.DONE, "submit", work.now
    item.assignee_id = item.acted_by_id = actor.person_id
    item.seen_data_rev = work.request.data_rev
    return run
