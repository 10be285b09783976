"""Answers as facts for FEEL: numbers are Decimal, days are dates, what is missing is null (a list: empty)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from forms.kit.definition import Field, Form


def typed(form: Form, step: str | None, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts in `data` for the main fields (None) or a step's own; every field of the section is there."""
    return typed_fields(form.section(step).fields, data)


def typed_fields(fields: Iterable[Field], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of `fields` in `data`."""
    return {item.name: _fact(item, data.get(item.name)) for item in fields}


def _fact(item: Field, value: Any) -> Any:
    if item.kind == "lines":
        return [{"id": line.get("id")} | typed_fields(item.columns, line) for line in value or ()]
    if item.kind == "files":
        return [Decimal(one) for one in value or ()]
    return None if value is None else _TYPES.get(item.kind, _as_is)(value)


def _as_is(value: Any) -> Any:
    return value


_TYPES: Mapping[str, Callable[[Any], Any]] = {
    "decimal": Decimal,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}
