"""What expressions of a bundle and checks of a form may read of a request."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.kit import PlainFacts, answers, step_id, typed
from models import INITIATOR, ItemKind, ItemState, Request, RequestData, StepRun, WorkItem
from webapp.services import materials, slots
from webapp.services.case import Case, Document
from webapp.services.people import day_of, units
from webapp.services.slots import Slot

Plain = dict[str, Any]
ASIDE = (ItemKind.CONSULT, ItemKind.DELEGATED)
"""What people do for somebody who signs: no signatures."""


def of_case(case: Case, document: Document | None = None) -> Plain:
    """The facts that the engine reads: only names that the bundle's expressions name (contracts.md, Facts).

    `document`: answers to read instead of those that stand now.
    """
    answered = case.document if document is None else document
    return {
        **_main(case, answered),
        "steps": _steps(case, answered),
        "decisions": case.decisions,
        "settings": settings(case),
        "request": _request(case),
        "initiator": {"id": Decimal(case.request.initiator_id), "unit": _unit_code(case)},
    }


def seen_from(facts: Mapping[str, Any], scope: str | None) -> Plain:
    """`facts` as an element in `scope` reads them: the steps of its own scope first, then outward, unprefixed."""
    if scope is None:
        return {**facts, "scope": None}
    steps = dict(facts["steps"])
    parts = scope.split("/")
    for depth in range(1, len(parts) + 1):
        prefix = "/".join(parts[:depth]) + "/"
        inside = {path.removeprefix(prefix): seen for path, seen in facts["steps"].items() if path.startswith(prefix)}
        steps.update({path: seen for path, seen in inside.items() if "/" not in path})
    return {**facts, "steps": steps, "scope": scope}


def of_item(facts: Mapping[str, Any], run: StepRun, item: WorkItem | Slot) -> Plain:
    """`facts` as an item of a run reads them: those of its scope, and what the item is about as `item`."""
    seen = seen_from(facts, run.scope)
    known = item.item if isinstance(item, Slot) else slots.read(item.item)
    return seen if known is None else {**seen, "item": known}


def settings(case: Case) -> Plain:
    """The settings of the process version, numbers as decimals."""
    return {name: _number(value) for name, value in plain_settings(case.process.toml).items()}


def plain_settings(toml: Mapping[str, Any]) -> Plain:
    """The settings as their owner wrote them."""
    return {
        name: setting.get("value") if isinstance(setting, Mapping) else setting
        for name, setting in toml.get("settings", {}).items()
    }


def _number(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _request(case: Case) -> Plain:
    request = case.request
    return {
        "number": request.number,
        "unit": _unit_code(case),
        "round": Decimal(request.round),
        "started": request.submitted_at,
    }


def _unit_code(case: Case) -> str | None:
    unit_id = case.request.unit_id
    return None if unit_id is None else units(case.session).by_id[unit_id].code


def _main(case: Case, document: Document) -> Plain:
    form, read = case.process.form, case.process.compiled.names
    data = {name: value for name, value in document.items() if name in read}
    return {name: value for name, value in typed(form, None, data).items() if name in read}


def _steps(case: Case, document: Document) -> Plain:
    """The last finished visit of every step in this round, by its path."""
    asked = {path.split(".")[1] for path in case.process.compiled.paths if path.startswith("steps.")}
    asked |= _choosing(case)
    seen: Plain = {}
    for run in case.finished():
        corrected = seen.get(run.step) if run.engine_task is None else None
        also = _signers(run) + (corrected["also"] if corrected else [])
        seen[run.step] = {**_visit(case, run, document, step_id(run.step) in asked), "also": also}
    return seen


def _signers(run: StepRun) -> list[Plain]:
    """Everybody who signed at a visit, for A6: those who were added too, whom an any-sign step's `by` does not name."""
    signed = [item for item in run.items if item.kind not in ASIDE and item.state is ItemState.DONE]
    return [{"by": _id(item.acted_by_id), "stood_for": _id(item.for_person_id)} for item in signed]


def _id(person: int | None) -> Decimal | None:
    return None if person is None else Decimal(person)


def _choosing(case: Case) -> set[str]:
    """The steps at which an approver chooses who is next: their answers are read though no expression names them."""
    steps, form = case.process.compiled.steps.values(), case.process.form
    fields = {who.field for step in steps for who in step.who if who.kind == "chosen_before"}
    return {step.id for step in steps if fields & set(form.section(step.id).by_name)} if fields else set()


def _visit(case: Case, run: StepRun, document: Document, with_data: bool) -> Plain:
    several = case.step(run).sign is not None
    signs = [item for item in run.items if item.kind not in ASIDE]
    own = sorted(signs, key=lambda item: item.beside is not None)
    acted = next((item for item in own if item.acted_by_id), None)
    return {
        "outcome": run.outcome,
        "by": _id(acted.acted_by_id) if acted else None,
        "stood_for": _id(acted.for_person_id) if acted else None,
        "at": run.closed_at,
        "data": {} if several else _answer(case, run, document, with_data),
        "items": [_signed(case, run, item, document, with_data) for item in signs] if several else [],
    }


def _signed(case: Case, run: StepRun, item: WorkItem, document: Document, with_data: bool) -> Plain:
    """One of several signatures: what it is about, who gave it, when and how, with which answers."""
    return {
        "key": item.item_key,
        "item": slots.read(item.item),
        "outcome": item.outcome,
        "by": _id(item.acted_by_id),
        "stood_for": _id(item.for_person_id),
        "at": item.done_at,
        "data": _answer(case, run, document, with_data, item.item_key),
    }


def _answer(case: Case, run: StepRun, document: Document, with_data: bool, item: str | None = None) -> Plain:
    """What was answered at a step; nothing where no expression asks, nor of the initiator: theirs are main fields."""
    if not with_data or run.step == INITIATOR:
        return {}
    return typed(case.process.form, run.step, answers(document, run.step, run.scope, item))


def for_checks(
    case: Case,
    document: Document,
    scope: str | None,
    due_at: datetime | None = None,
    allowed: Mapping[str, Sequence[str]] | None = None,
    item: str | None = None,
) -> PlainFacts:
    """What `checks.py` may look up at this action; the catalogue is asked only when it does."""
    return PlainFacts(
        moment=case.now,
        document=document,
        scope=scope,
        item=item,
        request=_for_checks(case),
        due_at=due_at,
        settings=plain_settings(case.process.toml),
        allowed=allowed or {},
        actor=case.actor.name if case.actor else "",
        find=_finder(case.session),
    )


def _for_checks(case: Case) -> Plain:
    request, sent = case.request, case.request.submitted_at
    started_on = day_of(sent) if sent else None
    return {"number": request.number, "unit": _unit_code(case), "round": request.round, "started_on": started_on}


def _finder(session: Session) -> Callable[[Sequence[str]], Mapping[str, Mapping[str, Any]]]:
    known: dict[str, Mapping[str, Any]] = {}
    asked: set[str] = set()

    def find(codes: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        missing = [code for code in codes if code not in asked]
        if missing:
            asked.update(missing)
            known.update(materials.by_codes(session, missing))
        return {code: known[code] for code in codes if code in known}

    return find


def current_data(session: Session, request: Request) -> Document:
    """The request's answers as they stand: main fields by name, each step's answers under its id; one statement."""
    at = (RequestData.request_id == request.id) & (RequestData.rev == request.data_rev)
    found: Document = json.loads(session.scalars(select(RequestData.json).where(at)).one())
    return found
