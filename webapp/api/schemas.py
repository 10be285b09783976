"""The shapes of the API as JSON Schema 2020-12: the same dicts check what comes in and stand in the OpenAPI document.

No library between: OpenAPI 3.1 is JSON Schema, and `jsonschema` checks the forms already.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.addresses import LARGEST

Schema = dict[str, Any]

INTEGER: Schema = {"type": "integer", "minimum": 0, "maximum": LARGEST}
ID: Schema = {"type": "integer", "minimum": 1, "maximum": LARGEST}
TEXT: Schema = {"type": "string"}
MOMENT: Schema = {"type": "string", "format": "date-time", "description": "RFC 3339 in UTC."}
FREE: Schema = {"type": "object"}


def text(longest: int, **more: Any) -> Schema:
    """Return the schema of a text of at most `longest` characters."""
    return {"type": "string", "maxLength": longest, **more}


def null_or(schema: Schema) -> Schema:
    """Return a schema that also takes null."""
    return {"anyOf": [schema, {"type": "null"}]}


def many(schema: Schema, **more: Any) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": schema, **more}


def ref(name: str) -> Schema:
    """Return a reference to a named schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def body(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """Return the schema of what is sent: unknown fields are refused."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def answer(properties: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """Return the schema of what is answered: all of `properties` are always there, later versions may add."""
    return {"type": "object", "properties": {**properties, **(optional or {})}, "required": list(properties)}


def page(name: str) -> Schema:
    """Return the schema of one page of a list."""
    return answer({"items": many(ref(name)), "next": null_or(TEXT)})


ACTION_ID = text(100, minLength=1, description="Yours to choose: the same body under it is done once, ever.")
COMMENT = text(5000)
STATUS: Schema = {"type": "string", "enum": ["draft", "open", "approved", "rejected", "withdrawn", "ended"]}
PEOPLE = many(text(200), maxItems=20, description="Sign-ins or full names: whom to give it to, ask, add or copy to.")
RESUME: Schema = {"type": "string", "enum": ["step_by_step", "straight_back"]}

WHY = answer({"code": TEXT, "params": FREE, "text": TEXT})
ITEM = {
    "id": ID,
    "request": ID,
    "number": null_or(TEXT),
    "process": TEXT,
    "step": TEXT,
    "scope": null_or(TEXT),
    "item": null_or(TEXT),
    "title": TEXT,
    "due_at": null_or(MOMENT),
}
TASK_ROW = {**ITEM, "actions": many(TEXT), "version": TEXT, "why": WHY}
TARGET = answer({"step": TEXT, "title": TEXT, "person": null_or(TEXT), "items": many(TEXT), "resume": many(RESUME)})
REQUEST = {
    "id": ID,
    "number": null_or(TEXT),
    "process": TEXT,
    "version": INTEGER,
    "status": STATUS,
}
WITHIN = answer(
    {
        "gateway": TEXT,
        "kind": {"type": "string", "enum": ["either", "some", "both"]},
        "way": TEXT,
        "title": TEXT,
        "ways": INTEGER,
    }
)
COMING = answer(
    {
        "step": TEXT,
        "scope": null_or(TEXT),
        "title": TEXT,
        "holders": many(TEXT),
        "why": WHY,
        "skipped": null_or(TEXT),
        "rule": TEXT,
        "sure": {"type": "boolean"},
        "within": many(WITHIN),
    }
)
DECIDED = answer(
    {
        "element": TEXT,
        "table": TEXT,
        "version": INTEGER,
        "at": MOMENT,
        "rows": many(INTEGER),
        "inputs": FREE,
        "outputs": {},
    }
)
FORECAST = "The steps still to come as of now, if everything is approved, in order; null where the request is closed."
FAULT = answer({"field": TEXT, "rule": TEXT, "message": TEXT})

COMPONENTS: dict[str, Schema] = {
    "Problem": answer(
        {"type": TEXT, "title": TEXT, "status": INTEGER, "detail": TEXT},
        {
            "errors": many(FAULT),
            "by": null_or(TEXT),
            "at": null_or(MOMENT),
            "outcome": null_or(TEXT),
            "version": TEXT,
            "changed": many(TEXT),
        },
    ),
    "Process": answer({"key": TEXT, "title": TEXT, "version": INTEGER, "form": FREE}),
    "WorkItem": answer({**ITEM, "kind": TEXT, "holders": many(TEXT), "opened_at": MOMENT, "late": {"type": "boolean"}}),
    "Task": answer(TASK_ROW),
    "TaskDetail": answer(
        {
            **TASK_ROW,
            "form": FREE,
            "data": FREE,
            "rights": FREE,
            "return_targets": many(TARGET),
            "item": null_or(TEXT),
            "decisions": many(DECIDED, description="Of tables, that led to the task, as they were made."),
            "forecast": null_or(many(COMING, description=FORECAST)),
            "draft": null_or(FREE),
        }
    ),
    "Created": answer({**REQUEST, "open": many(ref("WorkItem"))}),
    "RequestRow": answer({**REQUEST, "initiator": TEXT, "unit": TEXT, "summary": FREE, "created_at": MOMENT}),
    "Request": answer(
        {
            **REQUEST,
            "data": FREE,
            "rev": INTEGER,
            "initiator": TEXT,
            "open": many(ref("WorkItem")),
            "path": many(TEXT),
            "created_at": MOMENT,
            "closed_at": null_or(MOMENT),
        }
    ),
    "Acted": answer({"request": answer(REQUEST), "open": many(ref("WorkItem"))}),
    "TrailLine": answer(
        {
            "seq": INTEGER,
            "at": MOMENT,
            "actor": null_or(TEXT),
            "for": null_or(TEXT),
            "action": TEXT,
            "step": null_or(TEXT),
            "comment": TEXT,
            "mentions": many(answer({"login": TEXT, "name": TEXT})),
            "changes": {"type": ["array", "object"]},
            "hash": TEXT,
        }
    ),
    "Material": answer(
        {
            "code": TEXT,
            "name": TEXT,
            "specification": TEXT,
            "model": TEXT,
            "unit": TEXT,
            "kind": {"type": "string", "enum": ["tool", "consumable", "spare_part"]},
        }
    ),
    "Attachment": answer({"id": ID, "name": TEXT, "type": TEXT, "size": INTEGER, "sha256": TEXT}),
    "Evaluated": answer({"outputs": {}, "matched": many(INTEGER), "version": INTEGER}),
}
