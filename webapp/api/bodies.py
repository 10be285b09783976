"""What is sent to the API: JSON within bounds, then checked against its schema; every fault at its pointer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any, NoReturn

from flask import request
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator

from forms.kit import Fault
from webapp.api.schemas import Schema
from webapp.services.errors import FieldNotYours, Invalid

DEEPEST = 32
"""How deep objects and lists may lie in each other; forms need five."""

CODES = {"maxLength": "max-length", "minLength": "min-length", "minimum": "min", "maximum": "max", "pattern": "pattern"}
CODES |= {"enum": "enum", "minItems": "min-items", "maxItems": "max-items"}
LIMITS = {"maxLength": "max", "minLength": "limit", "minimum": "min", "maximum": "max", "maxItems": "max"}


def read_json(schema: Schema, exact: bool = False) -> dict[str, Any]:
    """Return the JSON body of the current call where it fits `schema`. `exact`: numbers with a point are decimals.

    Raises Invalid with every fault at its JSON Pointer; what is no JSON at all is a fault of the whole, at "".
    """
    request.max_form_memory_size = None
    body = _parse(request.get_data(), exact)
    faults = [*_unsuitable(body), *_against(schema, body)]
    if faults:
        raise Invalid(faults)
    checked: dict[str, Any] = body
    return checked


def _parse(data: bytes, exact: bool) -> Any:
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_no_constant, parse_float=Decimal if exact else _finite)
    except (ValueError, RecursionError):
        raise Invalid.at("", "json") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    if (value := float(text)) in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value


def _unsuitable(value: Any, pointer: str = "", depth: int = 0) -> Iterator[Fault]:
    """Yield what no database takes: NUL characters, halves of surrogate pairs, and nesting without end."""
    if depth > DEEPEST:
        yield Fault(pointer, "depth", "depth", {"max": DEEPEST})
    elif isinstance(value, str):
        if not storable(value):
            yield Fault(pointer, "pattern", "unstorable")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _unsuitable(each, f"{pointer}/{index}", depth + 1)
    elif isinstance(value, dict):
        for name, each in value.items():
            if not storable(name):
                yield Fault(pointer, "pattern", "unstorable")
            yield from _unsuitable(each, f"{pointer}/{escape(name)}", depth + 1)


@contextmanager
def faults_in_body(schema: Schema | None) -> Iterator[None]:
    """Give faults of a form's answers as pointers into the body: "/tools/0" as "/data/tools/0"."""
    try:
        yield
    except (Invalid, FieldNotYours) as problem:
        known = (schema or {}).get("properties", {})
        if "data" in known:
            problem.faults = tuple(_in_body(fault, known) for fault in problem.faults)
        raise


def _in_body(fault: Fault, known: Mapping[str, Any]) -> Fault:
    first = fault.pointer.split("/")[1:2]
    return fault if first and first[0] in known else replace(fault, pointer=f"/data{fault.pointer}")


def storable(text: str) -> bool:
    """Return whether a text can be stored: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def escape(name: str) -> str:
    """Return a property's name as a part of a JSON Pointer (RFC 6901)."""
    return name.encode("utf-8", "replace").decode().replace("~", "~0").replace("/", "~1")


def _against(schema: Schema, body: Any) -> Iterator[Fault]:
    for error in _validator(json.dumps(schema, sort_keys=True)).iter_errors(body):
        yield from _faults(error)


@cache
def _validator(schema: str) -> Validator:
    return Draft202012Validator(json.loads(schema))


def _faults(error: ValidationError) -> Iterator[Fault]:
    at = "".join(f"/{escape(str(part))}" for part in error.absolute_path)
    rule, schema, sent = str(error.validator), error.schema, error.instance
    if rule == "required" and isinstance(sent, Mapping):
        wanted: Any = error.validator_value
        name = next(name for name in wanted if error.message.startswith(repr(name)))
        yield Fault(f"{at}/{name}", rule, "required")
    elif rule == "additionalProperties" and isinstance(sent, Mapping) and isinstance(schema, Mapping):
        unknown = [name for name in sent if name not in schema["properties"]]
        yield from (Fault(f"{at}/{escape(name)}", rule, "unknown-field") for name in unknown)
    else:
        yield Fault(at, rule, CODES.get(rule, "type"), _params(error, rule))


def _params(error: ValidationError, rule: str) -> dict[str, Any]:
    length = len(error.instance) if isinstance(error.instance, str | list) else 0
    return {"length": length, LIMITS[rule]: error.validator_value} if rule in LIMITS else {}
