"""A browser's form post as raw answers: `reason`, and for lines `tools.0.quantity`. Nothing is judged here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Protocol

from forms.kit.definition import EDIT, Field, Form, step_id

_ROW = re.compile(r"([0-9]{1,5})\.([A-Za-z_][A-Za-z0-9_]*)")
_TRUE = frozenset({"true", "on", "1", "yes"})
_FALSE = frozenset({"false", "off", "0", "no"})


class Posted(Protocol):
    """What a browser posted: every key with all its values (werkzeug's MultiDict is one)."""

    def __iter__(self) -> Iterator[str]: ...

    def getlist(self, key: str) -> list[str]:
        """Return all values of a key, an empty list where it was not posted."""


def read_post(form: Form, step: str, posted: Posted) -> dict[str, Any]:
    """Return the raw answers in a browser's post for `check`: texts as typed, lists of lines as lists.

    Only fields that may be edited at `step` are read, and only those that the page posted: a check box comes with a
    hidden `false` before it, a list with a hidden key of its own name, so that emptied ones are told from absent ones.
    Rows in which nothing was typed are left out; so are those that only name their line, where not all are needed.
    """
    keys = list(posted)
    raw: dict[str, Any] = {}
    for item in form.asked(step):
        if item.right(step_id(step)) == EDIT:
            raw.update(_answer(item, keys, posted))
    return raw


def _answer(item: Field, keys: list[str], posted: Posted) -> dict[str, Any]:
    if item.kind == "lines":
        rows = _rows(item, keys, posted)
        return {item.name: rows} if rows or posted.getlist(item.name) else {}
    values = posted.getlist(item.name)
    return {item.name: _value(item, values)} if values else {}


def _value(item: Field, values: list[str]) -> Any:
    if item.kind == "files":
        return [int(value) if value.isascii() and value.isdigit() else value for value in values if value.strip()]
    if item.kind == "bool":
        return _bool(values[-1])
    return values[-1]


def _bool(value: str) -> Any:
    word = value.strip().lower()
    return True if word in _TRUE else False if word in _FALSE else value


def _rows(item: Field, keys: list[str], posted: Posted) -> list[dict[str, Any]]:
    known = {"id", *(column.name for column in item.columns)}
    rows: dict[int, dict[str, Any]] = {}
    for key in keys:
        found = _ROW.fullmatch(key.removeprefix(f"{item.name}.")) if key.startswith(f"{item.name}.") else None
        if found is not None and found[2] in known:
            rows.setdefault(int(found[1]), {})[found[2]] = _cell(item, found[2], posted.getlist(key))
    return [rows[index] for index in sorted(rows) if _typed(item, rows[index])]


def _cell(item: Field, name: str, values: list[str]) -> Any:
    column = item.column(name)
    return values[-1] if column is None else _value(column, values)


def _typed(item: Field, row: dict[str, Any]) -> bool:
    silent = ("choice", "bool") if item.required else ("choice", "bool", "line")
    quiet = {"id", *(column.name for column in item.columns if column.kind in silent)}
    return any(value.strip() if isinstance(value, str) else value for name, value in row.items() if name not in quiet)
