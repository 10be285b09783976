"""The shape of form.json as a JSON Schema: the closed subset of 2020-12 that a form may use, and our annotations."""

from __future__ import annotations

from typing import Any

from forms.kit.definition import LANGUAGES, RIGHTS

NAME = "^[a-z][a-z0-9_]{0,62}$"
WIDGETS = (
    "text",
    "textarea",
    "select",
    "radio",
    "checkbox",
    "yesno",
    "number",
    "date",
    "datetime",
    "material",
    "files",
    "photos",
    "person",
    "unit",
)


def _titles(longest: int) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {language: {"type": "string", "minLength": 1, "maxLength": longest} for language in LANGUAGES},
        "required": list(LANGUAGES),
        "additionalProperties": False,
    }


def _closed(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _count(largest: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 0, "maximum": largest}


_NAMES = {"type": "array", "items": {"type": "string", "pattern": NAME}, "uniqueItems": True, "maxItems": 200}
_FEEL = {"type": "string", "minLength": 1, "maxLength": 1000}
_PLAIN_NUMBER = {"type": "string", "pattern": r"^-?[0-9]{1,20}(\.[0-9]{1,10})?$"}
_RULE = {"type": "string", "pattern": "^[A-Z]{2,4}-[0-9]{1,3}$"}

_DECIMAL = _closed(
    {"min": _PLAIN_NUMBER, "exclusiveMin": _PLAIN_NUMBER, "max": _PLAIN_NUMBER, "places": _count(10)}, "places"
)
_CHECK = _closed(
    {"when": _FEEL, "message": _titles(500), "field": {"type": "string", "pattern": NAME}, "rule": _RULE},
    *("when", "message", "field", "rule"),
)
_ITEMS = {
    "type": "object",
    "properties": {
        "type": {"enum": ["object", "integer"]},
        "properties": {"$ref": "#/$defs/fields"},
        "required": _NAMES,
        "additionalProperties": {"const": False},
    },
    "required": ["type"],
    "additionalProperties": False,
}
_FIELD = _closed(
    {
        "type": {"enum": ["string", "boolean", "array"]},
        "format": {"enum": ["date", "date-time"]},
        "enum": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 200, "uniqueItems": True},
        "default": {"type": ["string", "boolean"]},
        "minLength": _count(10_000),
        "maxLength": {"type": "integer", "minimum": 1, "maximum": 100_000},
        "pattern": {"type": "string", "minLength": 1, "maxLength": 200},
        "minItems": _count(5_000),
        "maxItems": {"type": "integer", "minimum": 1, "maximum": 5_000},
        "items": _ITEMS,
        "x-title": _titles(100),
        "x-help": _titles(500),
        "x-widget": {"enum": list(WIDGETS)},
        "x-rights": {
            "type": "object",
            "propertyNames": {"pattern": r"^(\*|[a-z][a-z0-9_]{0,62})$"},
            "additionalProperties": {"enum": list(RIGHTS)},
        },
        "x-visible": _FEEL,
        "x-decimal": _DECIMAL,
        "x-index": {"type": "boolean"},
        "x-rule": _RULE,
        "x-required": _NAMES,
        "x-unless": {"type": "string", "pattern": NAME},
        "x-choices": {"type": "object", "additionalProperties": _titles(100)},
        "x-line": {**_NAMES, "minItems": 1},
        "x-unit": {**_NAMES, "minItems": 1},
    },
    *("type", "x-title"),
)
_FIELDS = {
    "type": "object",
    "propertyNames": {"pattern": NAME},
    "additionalProperties": {"$ref": "#/$defs/field"},
    "maxProperties": 200,
}
_SECTION = _closed(
    {
        "type": {"const": "object"},
        "x-title": _titles(100),
        "properties": {"$ref": "#/$defs/fields"},
        "required": _NAMES,
        "additionalProperties": {"const": False},
        "x-checks": {"type": "array", "items": _CHECK, "maxItems": 100},
    },
    "type",
    "properties",
)
FORM = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"field": _FIELD, "fields": _FIELDS},
    **_closed(
        {
            "$schema": {"const": "https://json-schema.org/draft/2020-12/schema"},
            "x-title": _titles(60),
            "main": _SECTION,
            "steps": {
                "type": "object",
                "propertyNames": {"pattern": NAME},
                "additionalProperties": _SECTION,
                "maxProperties": 200,
            },
        },
        *("x-title", "main"),
    ),
}
"""What form.json must be like; `forms.kit.loading` adds what a schema cannot say."""

KEYWORDS: dict[str, frozenset[str]] = {
    "text": frozenset({"minLength", "maxLength", "pattern"}),
    "longtext": frozenset({"minLength", "maxLength"}),
    "decimal": frozenset({"x-decimal"}),
    "date": frozenset({"format"}),
    "datetime": frozenset({"format"}),
    "bool": frozenset({"default"}),
    "choice": frozenset({"enum", "x-choices", "default"}),
    "lines": frozenset({"items", "minItems", "maxItems"}),
    "files": frozenset({"items", "minItems", "maxItems"}),
    "line": frozenset({"x-line"}),
    "person": frozenset({"maxLength"}),
    "unit": frozenset({"maxLength", "x-unit"}),
}
"""The keywords that a kind of field may have beside those that all may have."""

COMMON = frozenset(
    {"type", "x-title", "x-help", "x-widget", "x-rights", "x-visible", "x-index", "x-rule", "x-required"}
)
ONLY_IN_COLUMNS = frozenset({"x-unless"})
NOT_IN_COLUMNS = frozenset({"x-rights", "x-visible", "x-index", "minItems"})
