"""The OpenAPI 3.1 document, written from the table of operations and from the forms of the processes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from webapp.api.operations import OPERATIONS, PREFIX, Operation
from webapp.api.queries import LANG, Query
from webapp.api.schemas import COMPONENTS, ID, TEXT, Schema, ref
from webapp.services.processes import Process

ABOUT = """\
Approval processes for programs. A call sees and may do exactly what its token's person sees and may do in the browser.

Times are RFC 3339 in UTC, days `YYYY-MM-DD`, decimals plain strings. Unknown fields of a body are refused (422).
Lists that grow answer `{items, next}`. A write that carries an `action_id` happens once: the same body under it is
answered as before, another body is refused (`action-reused`). Faults are problem details (RFC 9457) of type
`urn:approvals:problem:<code>`. Version 1 only gains fields.
"""
REFUSALS = {
    400: "Not understood",
    401: "No valid token",
    403: "Seen, but not yours to do",
    404: "Not there, or not for you to know",
    405: "No such method",
    409: "Done already, or changed meanwhile",
    413: "Too large",
    415: "Not this media type",
    422: "Every fault at its field",
    429: "Too many calls",
    503: "Busy",
}


def document(processes: Iterable[Process], server: str) -> dict[str, Any]:
    """Return the document; each process's form stands in it as schemas, one for the start and one a step."""
    known = list(processes)
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {"title": "Approvals", "version": "1", "description": ABOUT + _fields(known)},
        "servers": [{"url": server + PREFIX}],
        "security": [{"token": []}],
        "paths": _paths(),
        "components": {
            "schemas": COMPONENTS | _forms(known),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _paths() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for each in OPERATIONS:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each)
    return paths


def _operation(each: Operation) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": each.name,
        "summary": each.summary,
        "parameters": [*(_path(name) for name in each.parameters), *map(_query, (*each.query, LANG))],
        "responses": {str(status): _answer(each, schema) for status, schema in each.answers.items()} | _refusals(),
    }
    if each.body is not None:
        made["requestBody"] = {"required": True, "content": {each.takes: {"schema": each.body}}}
    return made


def _path(name: str) -> dict[str, Any]:
    schema: Schema = ID if name == "id" else TEXT | {"minLength": 1, "maxLength": 200}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _query(query: Query) -> dict[str, Any]:
    return {"name": query.name, "in": "query", "description": query.about, "schema": query.schema}


def _answer(each: Operation, schema: Schema | None) -> dict[str, Any]:
    if schema is not None:
        return {"description": each.summary, "content": {each.media: {"schema": schema}}}
    if each.media == "application/json":
        return {"description": "Done"}
    return {"description": each.summary, "content": {each.media: {"schema": {}}}}


def _refusals() -> dict[str, Any]:
    content = {"application/problem+json": {"schema": ref("Problem")}}
    return {str(status): {"description": text, "content": content} for status, text in REFUSALS.items()}


def _forms(processes: Iterable[Process]) -> dict[str, Schema]:
    forms: dict[str, Schema] = {}
    for process in processes:
        forms[process.key] = _schema(process, None)
        for step in process.form.steps:
            forms[f"{process.key}.{step}"] = _schema(process, step)
    return forms


def _schema(process: Process, step: str | None) -> Schema:
    made = process.form.schema(step)
    made.pop("$schema", None)
    return made


def _fields(processes: Iterable[Process]) -> str:
    """The fields of each process in words: what `data` takes at the start and at each step."""
    lines: list[str] = []
    for process in processes:
        lines.append(f"\n## Process `{process.key}`: {process.title('en')}\n")
        lines.append(f"`data` of `POST /requests`: schema `{process.key}`. Of a task: `{process.key}.<step>`.\n")
        for section in (process.form.main, *process.form.steps.values()):
            names = ", ".join(f"`{one.name}` {one.titles.get('en', '')}".strip() for one in section.fields)
            lines.append(f"- {f'step `{section.step}`' if section.step else 'start'}: {names}")
    return "\n".join(lines)
