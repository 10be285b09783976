"""What somebody sent at a step: checked by the form and the process's own rules, put in, and kept as a revision."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import delete

from forms import kit
from forms.kit import Fault
from forms.kit.contribution import Plain
from models import Fact, RequestData
from webapp.services import attachments, facts
from webapp.services.case import Case, Document
from webapp.services.changes import Change, changes
from webapp.services.errors import FieldNotYours, Invalid

STRANGER = "field-not-yours"


def check(
    case: Case,
    document: Document,
    step: str,
    scope: str | None,
    data: Mapping[str, Any],
    *,
    item: str | None = None,
    draft: bool = False,
    due_at: datetime | None = None,
    allowed: Mapping[str, Sequence[str]] | None = None,
    also: Sequence[Fault] = (),
) -> Document:
    """Return `document` with the checked answers of a step put in; `also` are faults found elsewhere.

    `document` holds the answers with which this visit of the step begins (`asking.begun`). Raises FieldNotYours where
    only rights are broken, else Invalid with every fault.
    """
    process = case.process
    known = facts.for_checks(case, document, scope, due_at, allowed, item)
    checked = kit.check(process.form, step, data, draft=draft, facts=known, process=Plain(process.checks))
    found = (*checked.faults, *_file_faults(case, kit.answers(document, step, scope, item), step, checked.data), *also)
    if found and all(fault.code == STRANGER for fault in found):
        raise FieldNotYours(found)
    if found:
        raise Invalid(found)
    return kit.merge(process.form, document, step, checked.data, scope, item)


def _file_faults(case: Case, own: Document, step: str, data: Mapping[str, Any]) -> Iterator[Fault]:
    """Files that are named but are neither the actor's own unused ones nor this request's (B13); notes the others."""
    before = case.document | own
    fields = [field.name for field in case.process.form.asked(step) if field.kind == "files" and field.name in data]
    new = {name: [one for one in data[name] or () if one not in (before.get(name) or ())] for name in fields}
    known = attachments.usable(case.session, case.actor, [one for ids in new.values() for one in ids], case.request)
    case.files = [(file, step) for file in known.values()]
    case.released = {one for name in fields for one in set(before.get(name) or ()) - set(data[name] or ())}
    for name, ids in new.items():
        yield from (Fault(f"/{name}", "B13", "attachment_unknown", {"id": one}) for one in ids if one not in known)


def keep(case: Case, document: Document) -> list[Change]:
    """Take `document` as the request's answers and return what changed."""
    changed = changes(case.document, document)
    case.put(document)
    return changed


def write(case: Case) -> None:
    """Write the newest revision, the indexed facts and the summary, once an action has made its last change."""
    request, document = case.request, case.document
    _attach(case)
    text = json.dumps(document, ensure_ascii=False)
    case.session.add(RequestData(request_id=request.id, rev=request.data_rev, json=text))
    request.summary = json.dumps({name: document.get(name) for name in case.process.summary}, ensure_ascii=False)
    if request.round:
        index(case)


def _attach(case: Case) -> None:
    """Files become the request's when an answer names them; what a draft no longer names is unused again."""
    for file, step in case.files:
        attachments.attach([file], case.request, step)
    if case.released and not case.request.round:
        attachments.release(case.session, case.released, case.request)


def index(case: Case) -> None:
    """The rows of the `x-index` fields as they are now."""
    gone = delete(Fact).where(Fact.request_id == case.request.id)
    case.session.execute(gone, execution_options={"synchronize_session": False})
    typed = kit.typed(case.process.form, None, case.document)
    for field in case.process.form.indexed:
        if typed.get(field.name) is not None:
            case.session.add(_fact(case, field.name, typed[field.name]))


def _fact(case: Case, name: str, value: Any) -> Fact:
    number = value if isinstance(value, Decimal | bool) else None
    return Fact(
        request_id=case.request.id,
        name=name,
        text=str(value)[:500],
        num=None if number is None else float(number),
        at=value if isinstance(value, datetime) else None,
    )
