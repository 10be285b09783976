"""What stands behind the question mark of an address: declared, converted, checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from forms.kit import Fault
from webapp.addresses import LARGEST
from webapp.api.bodies import storable
from webapp.api.schemas import Schema
from webapp.services.errors import Invalid


@dataclass(frozen=True)
class Query:
    """One parameter: its name, its schema and what it is for."""

    name: str
    schema: Schema
    about: str


LANG = Query("lang", {"type": "string", "enum": ["en", "zh_Hant", "zh_Hans"]}, "Language; else Accept-Language.")
CURSOR = Query("cursor", {"type": "string", "maxLength": 500}, "`next` of the page before.")
LIMIT = Query(
    "limit", {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": 20}, "Rows; more than 100 count as 100."
)
NARROWED = (
    Query("unit", {"type": "string", "maxLength": 64}, "Of this unit (its code) and those under it only."),
    Query("person", {"type": "string", "maxLength": 200}, "Part of the name or sign-in of who started it."),
    Query("since", {"type": "string", "maxLength": 10}, "A day in Shanghai: not before it."),
    Query("until", {"type": "string", "maxLength": 10}, "A day in Shanghai: not after it."),
    Query("due", {"type": "string", "enum": ["late", "soon"]}, "Late; or (tasks) due within a day."),
)
"""By what every list may be narrowed down; days are those by which the list is sorted."""


def sort(*orders: str) -> Query:
    """Return the parameter for the order of a list, the usual one first."""
    schema = {"type": "string", "enum": list(orders), "default": orders[0]}
    return Query("sort", schema, "Newest first, oldest first, or by deadline.")


Q = Query("q", {"type": "string", "maxLength": 200}, "Text that is looked for.")


def read(queries: Sequence[Query]) -> dict[str, Any]:
    """Return the declared parameters by name, None where not given. Raises Invalid for all that do not fit."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for query in queries:
        given = request.args.get(query.name)
        values[query.name] = _value(query, given, faults) if given is not None else None
    if faults:
        raise Invalid(faults)
    return values


def _value(query: Query, given: str, faults: list[Fault]) -> Any:
    if query.schema["type"] == "integer":
        return _integer(query, given, faults)
    if "enum" in query.schema and given not in query.schema["enum"]:
        faults.append(Fault(f"/{query.name}", "enum", "enum"))
    elif not storable(given):
        faults.append(Fault(f"/{query.name}", "pattern", "unstorable"))
    elif len(given) > query.schema.get("maxLength", 500):
        params = {"max": query.schema.get("maxLength", 500), "length": len(given)}
        faults.append(Fault(f"/{query.name}", "maxLength", "max-length", params))
    return given


def _integer(query: Query, given: str, faults: list[Fault]) -> int | None:
    if not (given.isascii() and given.isdigit() and len(given) < 20):
        faults.append(Fault(f"/{query.name}", "type", "type"))
        return None
    value = int(given)
    if not query.schema["minimum"] <= value <= query.schema["maximum"]:
        faults.append(Fault(f"/{query.name}", "minimum", "min", {"min": query.schema["minimum"]}))
    return value
