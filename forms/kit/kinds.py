"""Which kind of field a piece of schema describes, and how it is shown by default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_WIDGETS = {
    "longtext": "textarea",
    "decimal": "number",
    "date": "date",
    "datetime": "datetime",
    "bool": "checkbox",
    "choice": "select",
    "lines": "lines",
    "line": "line",
    "files": "files",
    "person": "person",
    "unit": "unit",
}
_FORMATS = {"date": "date", "date-time": "datetime"}
_WIDGET_KINDS = {"textarea": "longtext", "person": "person", "unit": "unit"}


def kind_of(source: Mapping[str, Any]) -> str:
    """Return the kind of a field from its schema."""
    if source["type"] == "boolean":
        return "bool"
    if source["type"] == "array":
        return "lines" if source.get("items", {}).get("type") == "object" else "files"
    return _kind_of_string(source)


def _kind_of_string(source: Mapping[str, Any]) -> str:
    by_keyword = {"x-decimal": "decimal", "enum": "choice", "x-line": "line"}
    found = next((kind for keyword, kind in by_keyword.items() if keyword in source), None)
    named = _FORMATS.get(source.get("format", "")) or _WIDGET_KINDS.get(source.get("x-widget", ""))
    return found or named or "text"


def widget_of(source: Mapping[str, Any], kind: str) -> str:
    """Return the widget that the schema names, else the usual one of the kind."""
    return str(source.get("x-widget") or _WIDGETS.get(kind, "text"))
