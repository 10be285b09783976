"""Answers of a form as plain data for paper: texts, check boxes, tables of lines. What is hidden never gets here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from forms.kit import Field
from webapp.services.people import Units
from webapp.services.screens import SectionView

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOST_LINES = 1000
"""Lines of one list that are printed; more are counted and named in its last row."""

WIDE = ("longtext", "files", "lines")
YES_NO = (
    (True, {"en": "Yes", "zh_Hant": "是", "zh_Hans": "是"}),
    (False, {"en": "No", "zh_Hant": "否", "zh_Hans": "否"}),
)


@dataclass(frozen=True)
class Names:
    """What codes and ids stand for: units by code, the request's lines by id, files by id."""

    units: Units
    lines: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[int, str] = field(default_factory=dict)
    english: bool = False

    def unit(self, code: str) -> str:
        """Return a unit's name, its English one on an English form; the code where it is unknown."""
        place = self.units.by_code.get(code)
        return code if place is None else (place.name_en if self.english and place.name_en else place.name)


def section(view: SectionView, names: Names) -> dict[str, Any]:
    """Return a section's visible fields: `short` (one line), `long` (texts), `lists`, and all `by_name`."""
    fields = [one for one in view.section.fields if view.rights.get(one.name, "hidden") != "hidden"]
    made = [answer(one, view.data.get(one.name), names) for one in fields]
    return {
        "short": [one for one in made if one["kind"] not in ("longtext", "lines", "files")],
        "long": [one for one in made if one["kind"] == "longtext"],
        "lists": [one for one in made if one["kind"] == "lines"],
        "by_name": {one["name"]: one for one in made},
    }


def answer(asked: Field, value: Any, names: Names) -> dict[str, Any]:
    """Return one field with its answer."""
    shown = {"name": asked.name, "kind": asked.kind, "titles": dict(asked.titles), "wide": asked.kind in WIDE}
    if asked.kind == "lines":
        return shown | _lines(asked, value or [], names)
    raw = {"value": value} if asked.kind == "choice" else {}
    return shown | raw | {"text": text(asked, value, names), "options": _options(asked, value)}


def _options(asked: Field, value: Any) -> list[dict[str, Any]]:
    """Check boxes of a yes or no, or of a choice short enough to be laid out; a longer one is a text."""
    if value is None or asked.kind not in ("bool", "choice") or len(asked.choices) > 4:
        return []
    choices: Sequence[tuple[Any, Mapping[str, str]]] = YES_NO if asked.kind == "bool" else asked.choices
    return [{"titles": dict(titles), "on": value == each} for each, titles in choices]


def text(asked: Field, value: Any, names: Names) -> str:
    """Return a value as it is written on paper, empty where there is none."""
    if value in (None, "", []):
        return ""
    if asked.kind == "unit":
        return names.unit(str(value))
    if asked.kind == "line":
        return names.lines.get(str(value), str(value))
    if asked.kind == "datetime":
        return moment(value)
    if asked.kind == "files":
        return "、".join(names.files.get(one, str(one)) for one in value)
    if asked.kind == "choice":
        return _choice(asked, value, names.english)
    return str(value)


def _choice(asked: Field, value: Any, english: bool) -> str:
    titles = dict(asked.choices).get(value, {})
    return titles.get("en" if english else "zh_Hant") or str(value)


def _lines(asked: Field, rows: Sequence[Mapping[str, Any]], names: Names) -> dict[str, Any]:
    columns = [{"name": one.name, "kind": one.kind, "titles": dict(one.titles)} for one in asked.columns]
    made = [_row(asked, row, names) for row in rows[:MOST_LINES]]
    return {"columns": columns, "rows": made, "total": len(rows)}


def _row(asked: Field, row: Mapping[str, Any], names: Names) -> dict[str, Any]:
    of = asked.line_column
    ref = row.get(of.name) if of else row.get("id")
    values = {one.name: row.get(one.name) for one in asked.columns}
    return {"id": ref, "cells": [_cell(one, values[one.name], names) for one in asked.columns]}


def _cell(column: Field, value: Any, names: Names) -> dict[str, Any]:
    if column.kind == "choice" and value is not None:
        return {"text": str(value), "align": "mid", "titles": dict(dict(column.choices).get(value, {})) or None}
    if column.kind == "bool":
        return {"text": "", "align": "mid", "titles": dict(YES_NO[0][1]) if value else None}
    return {"text": text(column, value, names), "align": "num" if column.kind == "decimal" else "", "titles": None}


def moment(value: datetime | str | None) -> str:
    """Return a moment in the company's time: 2026-11-23 14:05; empty for None."""
    if not value:
        return ""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
