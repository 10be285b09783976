"""Rows without the engine: versions of a small process, requests, items on desks. For tests of lists and rights."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from models import (
    Candidate,
    Exclusion,
    ItemKind,
    ItemState,
    Origin,
    Person,
    Reader,
    ReaderReason,
    Request,
    RequestData,
    RequestSearch,
    Status,
    StepRun,
    Unit,
    WorkItem,
)
from models.search_text import found_by
from models.search_words import words_of
from tests.cast import NOW, Cast
from webapp.services.principals import Holder, principals_of
from webapp.services.versions import store
from workflows.engine import Bundle

KEY = "small"
NUMBERS = count(1)

TOML = """[process]
key = "small"
title = {en = "Small form", zh_Hant = "小表單", zh_Hans = "小表单"}
number = "S-{year}-{seq:06}"
[start]
roles = ["site_staff", "site_rep"]
unit = "=site"
[summary]
fields = ["site", "reason"]
"""

BPMN = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:ap="urn:approvals:bpmn:1"
 id="definitions" targetNamespace="urn:test"><bpmn:process id="small" isExecutable="true"><bpmn:startEvent id="begin"/>
<bpmn:userTask id="sign" name="簽核"><bpmn:extensionElements><ap:title lang="en">Sign</ap:title>
<ap:who kind="role" role="manager" of="=site" at="business_unit"/></bpmn:extensionElements></bpmn:userTask>
<bpmn:endEvent id="end"/><bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="sign"/>
<bpmn:sequenceFlow id="f2" sourceRef="sign" targetRef="end"/></bpmn:process></bpmn:definitions>"""


def titled(en: str, zh_hant: str, zh_hans: str) -> dict[str, str]:
    """Return a title in the three languages."""
    return {"en": en, "zh_Hant": zh_hant, "zh_Hans": zh_hans}


RIGHTS = {"initiator": "edit", "*": "read"}
FORM = {
    "x-title": titled("Small form", "小表單", "小表单"),
    "main": {
        "type": "object",
        "properties": {
            "site": {
                "type": "string",
                "x-title": titled("Site", "現場", "现场"),
                "x-widget": "unit",
                "maxLength": 64,
                "x-rights": RIGHTS,
            },
            "reason": {
                "type": "string",
                "x-title": titled("Reason", "原因", "原因"),
                "maxLength": 500,
                "x-rights": RIGHTS,
            },
        },
    },
    "steps": {},
}


def small_bundle(title: str = "Small form") -> Bundle:
    """Return the bundle of a process of one step; another title makes another content."""
    toml = TOML.replace("Small form", title)
    files = {"process.toml": toml, "process.bpmn": BPMN, "form.json": json.dumps(FORM)}
    return Bundle({name: text.encode() for name, text in files.items()})


def make_version(session: Session, now: datetime = NOW, title: str = "Small form", owner: bool = False) -> int:
    """Store a version of the small process and return its id."""
    origin = Origin.OWNER if owner else Origin.SHIPPED
    stored = store(session, KEY, small_bundle(title), origin, now)
    assert stored is not None
    return stored.id


def make_request(
    cast: Cast,
    session: Session,
    version: int,
    initiator: str = "site.staff",
    unit: str = "n1",
    status: Status = Status.OPEN,
    at: datetime = NOW,
    number: str | None = None,
    **summary: Any,
) -> Request:
    """Return a new request, readable by nobody but its initiator."""
    request = Request(
        process=KEY,
        version_id=version,
        unit_id=cast.unit(session, unit),
        initiator_id=cast.person(session, initiator),
        status=status,
        number=None if status is Status.DRAFT else number or f"S-2026-{next(NUMBERS):06}",
        round=0 if status is Status.DRAFT else 1,
        summary=json.dumps(summary, ensure_ascii=False),
        created_at=at,
        data_rev=1,
    )
    session.add(request)
    session.flush()
    session.add(RequestData(request_id=request.id, rev=1, json=json.dumps(summary, ensure_ascii=False)))
    session.flush()
    _index(session, request, summary)
    return request


def _index(session: Session, request: Request, summary: Mapping[str, Any]) -> None:
    """Let it be found, as the actions do."""
    person, place = session.get_one(Person, request.initiator_id), session.get_one(Unit, request.unit_id)
    text = found_by(request.number, (request.created_at,), (person.name, place.name, place.name_en), FORM, summary)
    session.add(RequestSearch(request_id=request.id, names=person.name, text=text, words=words_of(text)))
    session.flush()


def make_item(
    session: Session,
    request: Request,
    *on: Holder,
    step: str = "sign",
    excluded: Collection[int] = (),
    at: datetime = NOW,
    why: dict[str, Any] | None = None,
) -> WorkItem:
    """Return an open item of a step that lies on the desks of people (ids) and roles (spots)."""
    scope = step.rpartition("/")[0] or None
    run = StepRun(
        request_id=request.id, engine_task=f"{next(NUMBERS):032x}", step=step, scope=scope, round=1, opened_at=at
    )
    item = WorkItem(
        step_run=run,
        request_id=request.id,
        kind=ItemKind.SIGN,
        state=ItemState.OPEN,
        why=json.dumps(why or {"code": "role", "params": {}}),
        opened_at=at,
    )
    session.add(item)
    session.flush()
    for principal in principals_of(session, on).values():
        session.add(Candidate(principal_id=principal, created_at=at, item_id=item.id))
    session.add_all(Exclusion(item_id=item.id, person_id=one) for one in excluded)
    session.flush()
    return item


def let_read(session: Session, request: Request, holder: Holder, reason: ReaderReason, at: datetime = NOW) -> Reader:
    """Return a new reader row."""
    row = Reader(principal_id=principals_of(session, [holder])[holder], request_id=request.id, reason=reason, at=at)
    session.add(row)
    session.flush()
    return row


def finish(session: Session, item: WorkItem, person: int, at: datetime = NOW) -> None:
    """Mark an item as approved by a person, as the verbs do it."""
    item.state, item.outcome, item.acted_by_id, item.done_at = ItemState.DONE, "approve", person, at
    item.step_run.closed_at, item.step_run.outcome = at, "approve"
    session.flush()
