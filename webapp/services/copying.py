"""An earlier request as the beginning of a new one: its values as the form of today takes them, without files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import kit
from forms.kit import INITIATOR, Fault, Field
from models import Request, RequestData, Status
from webapp.services import answering, asking, processes, visibility
from webapp.services.actor import Actor
from webapp.services.case import Case
from webapp.services.errors import Invalid, NotAllowed
from webapp.services.people import units
from webapp.services.processes import Process

LEFT_OUT = ("files", "line")
"""Kinds of fields that are never copied: files are the earlier request's, names of lines are of its own lines."""


@dataclass(frozen=True)
class Copied:
    """What a new form begins with. `faults`: what today's form refuses of it; what is merely missing is none."""

    process: Process
    number: str | None
    data: Mapping[str, Any]
    faults: tuple[Fault, ...]


def begin(session: Session, actor: Actor, request_id: int, now: datetime) -> Copied:
    """Return what a new request of the same process begins with; nothing is written.

    Copied is what the actor may read of the earlier one and may fill in when starting today. Raises NotFound (not
    theirs to read), NotAllowed (may not start the process).
    """
    request = visibility.request_for(session, actor, request_id)
    process = processes.current(session, request.process, now)
    if not process.start_units(actor):
        raise NotAllowed("may_not_start", process=process.key)
    data = dict(_values(session, actor, process, _seen(session, request)))
    return Copied(process, request.number, data, tuple(_refused(session, actor, process, data, now)))


def _seen(session: Session, request: Request) -> Mapping[str, Any]:
    """The main answers of the request as a reader sees them."""
    newest = (RequestData.request_id == request.id, RequestData.rev == request.data_rev)
    document = json.loads(session.scalars(select(RequestData.json).where(*newest)).one())
    form = processes.load(session, request.version_id).form
    step = INITIATOR if request.status is Status.DRAFT else None
    return {name: document[name] for name in kit.shown(form, step) if document.get(name) is not None}


def _values(session: Session, actor: Actor, process: Process, seen: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    way, by, kinds = process.ways.of(seen), process.ways.by, process.start_kinds(actor) or ()
    places = {units(session).by_id[one].code for one in way.units(actor)}
    for field in process.form.main.fields:
        copied = field.right(INITIATOR) == kit.EDIT and field.kind not in LEFT_OUT and field.name in seen
        foreign = field.name == way.unit and seen.get(field.name) not in places
        if copied and not foreign and not (field.name == by and seen[field.name] not in kinds):
            yield field.name, _value(field, seen[field.name])


def _value(field: Field, value: Any) -> Any:
    if field.kind != "lines" or not isinstance(value, list):
        return value
    names = [column.name for column in field.columns if column.kind not in LEFT_OUT]
    return [{name: line[name] for name in names if line.get(name) is not None} for line in value]


def _refused(
    session: Session, actor: Actor, process: Process, data: Mapping[str, Any], now: datetime
) -> Iterator[Fault]:
    request = Request(
        process=process.key, version_id=process.version_id, initiator_id=actor.person_id, status=Status.DRAFT, round=0
    )
    work = Case(session, request, process, now, actor, {}, [], 0)
    try:
        answering.check(work, {}, INITIATOR, None, data, allowed=asking.allowed(work, actor))
    except Invalid as problem:
        yield from (fault for fault in problem.faults if fault.pointer.split("/")[1:2] and _of(fault) in data)


def _of(fault: Fault) -> str:
    return fault.pointer.split("/")[1]
