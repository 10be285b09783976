"""A small form that uses every kind of field, for the tests of the kit."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from forms import kit


def titles(text: str) -> dict[str, str]:
    return {"en": text, "zh_Hant": text, "zh_Hans": text}


def text(longest: int = 50, **more: Any) -> dict[str, Any]:
    return {"type": "string", "maxLength": longest, "x-title": titles("Text"), **more}


def decimal(**limits: Any) -> dict[str, Any]:
    return {"type": "string", "x-title": titles("Number"), "x-decimal": limits}


def choice(*values: str, **more: Any) -> dict[str, Any]:
    choices = {value: titles(value.title()) for value in values}
    return {"type": "string", "enum": list(values), "x-choices": choices, "x-title": titles("Choice"), **more}


def lines(needed: list[str], most: int = 10, **columns: Any) -> dict[str, Any]:
    items = {"type": "object", "properties": columns, "required": needed, "additionalProperties": False}
    return {"type": "array", "maxItems": most, "x-title": titles("Lines"), "items": items}


LINE = {"type": "string", "x-title": titles("Line"), "x-line": ["parts"]}
PARTS = lines(
    ["name", "quantity"],
    name=text(20),
    quantity=decimal(exclusiveMin="0", places=3),
    urgency=choice("normal", "urgent", default="normal"),
)
SOURCE: dict[str, Any] = {
    "x-title": titles("Example"),
    "main": {
        "type": "object",
        "properties": {
            "subject": text(x_index=True) | {"x-index": True},
            "story": text(5000) | {"x-widget": "textarea"},
            "wanted_on": {"type": "string", "format": "date", "x-title": titles("Wanted")},
            "met_at": {"type": "string", "format": "date-time", "x-title": titles("Met")},
            "amount": decimal(min="0", max="1000000", places=2),
            "urgent": {"type": "boolean", "default": False, "x-title": titles("Urgent")},
            "why": text() | {"x-visible": "urgent = true", "x-rule": "EX-1"},
            "kind": choice("part", "whole"),
            "place": text(20) | {"x-widget": "unit"},
            "photos": {"type": "array", "items": {"type": "integer"}, "maxItems": 2, "x-title": titles("Photos")},
            "parts": PARTS | {"x-rights": {"initiator": "edit", "review": "edit", "secret": "hidden", "*": "read"}},
            "code": text(10) | {"pattern": "^[A-Z]{2}-[0-9]+$"},
        },
        "required": ["subject", "why"],
        "x-checks": [
            {
                "when": "amount > 100 and kind = null",
                "message": titles("Say which kind."),
                "field": "kind",
                "rule": "EX-2",
            }
        ],
    },
    "steps": {
        "review": {
            "type": "object",
            "properties": {
                "given": lines(["line", "much"], line=LINE, much=decimal(min="0", places=0)),
                "note": text(100),
                "stamp": text(10) | {"x-rights": {"*": "read"}},
            },
            "required": ["given"],
        },
        "secret": {"type": "object", "properties": {"word": text() | {"x-rights": {"secret": "edit", "*": "hidden"}}}},
    },
}
del SOURCE["main"]["properties"]["subject"]["x_index"]


def source() -> dict[str, Any]:
    return deepcopy(SOURCE)


def load(definition: Any = None) -> kit.Form:
    return kit.load(json.dumps(SOURCE if definition is None else definition).encode())


FORM = load()


def check(data: Any, step: str = "initiator", **more: Any) -> kit.Checked:
    return kit.check(FORM, step, data, **more)


def faults(data: Any, step: str = "initiator", **more: Any) -> set[tuple[str, str]]:
    return {(fault.pointer, fault.code) for fault in check(data, step, **more).faults}
