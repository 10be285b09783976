"""Rows and screens as the API's plain answers, in the caller's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from models import Request
from webapp.i18n import words
from webapp.messages import WHYS, sentence
from webapp.services import element_names, processes, screens
from webapp.services.explained import DecisionView
from webapp.services.foresight import Coming, Foresight, Within
from webapp.services.inbox import RequestRow, TaskRow
from webapp.services.processes import Process
from webapp.services.screens import OpenView, RequestScreen, TargetView, TaskScreen
from webapp.services.trail import Line


def moment(at: datetime | None) -> str | None:
    """Return a moment as RFC 3339 in UTC."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def plain(value: Any) -> Any:
    """Return a value as JSON has it: decimals as plain strings, dates and moments in ISO form."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def head(request: Request, version: int) -> dict[str, Any]:
    """Return what every answer about a request begins with."""
    return {
        "id": request.id,
        "number": request.number,
        "process": request.process,
        "version": version,
        "status": request.status.value,
    }


def created(session: Any, request: Request, now: datetime) -> dict[str, Any]:
    """Return a request that was made or changed: its head with its open work items."""
    process = processes.load(session, request.version_id)
    found = screens.open_views(session, request, process, now)
    return head(request, process.number) | {"open": open_items(request, found)}


def acted(session: Any, request: Request, now: datetime) -> dict[str, Any]:
    """Return what an action on a request or a task is answered with."""
    known = created(session, request, now)
    return {"open": known.pop("open"), "request": known}


def open_items(request: Request, found: Sequence[OpenView]) -> list[dict[str, Any]]:
    """Return the items that wait for someone."""
    return [open_item(request, item) for item in found if item.state == "open"]


def open_item(request: Request, item: OpenView) -> dict[str, Any]:
    """Return an open work item, as whoever may read the request sees it."""
    return {
        "id": item.id,
        "request": request.id,
        "number": request.number,
        "process": request.process,
        "step": step_id(item.step),
        "scope": item.scope,
        "title": words(item.titles),
        "kind": str(item.kind),
        "item": item.item,
        "holders": list(item.holders),
        "opened_at": moment(item.opened_at),
        "due_at": moment(item.due_at),
        "late": item.late,
    }


def step_id(path: str) -> str:
    """Return a step's id from its path; the scope is told beside it."""
    return path.rsplit("/", 1)[-1]


def request_detail(screen: RequestScreen) -> dict[str, Any]:
    """Return a request as `GET /requests/{id}` tells it."""
    request = screen.request
    return head(request, screen.process.number) | {
        "data": plain(answers(screen)),
        "rev": request.data_rev,
        "initiator": request.initiator.login,
        "open": open_items(request, screen.open),
        "path": list(screen.path),
        "created_at": moment(request.created_at),
        "closed_at": moment(request.closed_at),
    }


def answers(screen: RequestScreen) -> dict[str, Any]:
    """Return the answers as stored: main fields by name, a step's by its id; an array of several scopes or items."""
    known = dict(screen.data)
    for view in screen.sections:
        if view.step is not None and view.scope is None and view.item is None:
            known[view.step] = dict(view.data)
        elif view.step is not None:
            place = {"scope": view.scope} | ({} if view.item is None else {"item": view.item})
            known.setdefault(view.step, []).append({**place, **view.data})
    return known


def task_row(row: TaskRow, actions: Sequence[str], version: str) -> dict[str, Any]:
    """Return a row of the inbox."""
    return {
        "id": row.item_id,
        "request": row.request_id,
        "number": row.number,
        "process": row.process,
        "step": step_id(row.step),
        "scope": row.scope,
        "item": row.item,
        "title": words(row.titles),
        "due_at": moment(row.due_at),
        "actions": list(actions),
        "version": version,
        "why": why(row.why),
    }


def task_detail(screen: TaskScreen, foreseen: Foresight | None) -> dict[str, Any]:
    """Return a task as `GET /tasks/{id}` tells it, with the steps still to come."""
    item, request = screen.item, screen.request
    return {
        "id": item.id,
        "request": request.id,
        "number": request.number,
        "process": request.process,
        "step": screen.step.id,
        "scope": screen.scope,
        "title": words(screen.titles),
        "due_at": moment(item.due_at),
        "actions": [action.name for action in screen.actions],
        "version": screen.version,
        "why": why(screen.why),
        "form": screen.process.form.schema(screen.step.id),
        "data": plain(screen.data),
        "rights": dict(screen.rights),
        "return_targets": [target(each) for each in screen.targets],
        "item": item.item_key,
        "decisions": [decision(one) for one in screen.decisions],
        "forecast": None if foreseen is None else [coming(foreseen.process, one) for one in foreseen.steps],
        "draft": None if screen.draft is None else plain(screen.draft.body),
    }


def decision(made: DecisionView) -> dict[str, Any]:
    """Return a decision of a table that led to a task, as it was made."""
    return {
        "element": made.element,
        "table": made.table,
        "version": made.version,
        "at": moment(made.at),
        "rows": list(made.rows),
        "inputs": plain(made.inputs),
        "outputs": plain(made.outputs),
    }


def coming(process: Process, one: Coming) -> dict[str, Any]:
    """Return a step still to come: who would get it, and the ways it lies in."""
    return {
        "step": step_id(one.step),
        "scope": one.scope,
        "title": words(one.titles),
        "holders": list(one.people),
        "why": why(one.why),
        "skipped": one.skipped,
        "rule": one.rule,
        "sure": one.sure,
        "within": [way(process, inside) for inside in one.within],
    }


def way(process: Process, inside: Within) -> dict[str, Any]:
    """Return a way of a gateway: 'either' (one is taken), 'some' (one or more), 'both' (side by side)."""
    return {
        "gateway": inside.gateway,
        "kind": inside.kind,
        "way": inside.way,
        "title": words(element_names.titles(process, inside.way)),
        "ways": inside.ways,
    }


def target(found: TargetView) -> dict[str, Any]:
    """Return where a task may be returned to."""
    return {
        "step": found.step,
        "title": words(found.titles),
        "person": found.person,
        "items": [one.key for one in found.items],
        "resume": list(found.resume),
    }


def why(reason: Mapping[str, Any]) -> dict[str, Any]:
    """Return why an item lies on a desk: as stored, and as a sentence."""
    code, params = str(reason.get("code", "")), reason.get("params") or {}
    return {"code": code, "params": plain(params), "text": sentence(WHYS, code, params) if code else ""}


def request_row(row: RequestRow, version: int) -> dict[str, Any]:
    """Return a row of a list of requests."""
    return {
        "id": row.id,
        "number": row.number,
        "process": row.process,
        "version": version,
        "status": row.status.value,
        "initiator": row.initiator,
        "unit": row.unit,
        "summary": plain(row.summary),
        "created_at": moment(row.created_at),
    }


def trail_line(line: Line) -> dict[str, Any]:
    """Return a line of the trail."""
    return {
        "seq": line.seq,
        "at": moment(line.at),
        "actor": line.by,
        "for": line.stood_for.get("name"),
        "action": line.action.value,
        "step": line.step,
        "comment": line.comment,
        "mentions": [{"login": one["login"], "name": one["name"]} for one in line.detail.get("mentions") or ()],
        "changes": plain(line.changes),
        "hash": line.hash,
    }
