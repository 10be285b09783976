"""Why something is on a desk, in words: stored as code and parameters when it was decided (A8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from webapp.i18n import day, moment, number
from webapp.messages import CAME, HOWS, ROLES, WHYS, sentence
from webapp.services.explained import DecisionView
from webapp.views.trail import post


def why_text(why: Mapping[str, Any]) -> str:
    """Return the reason in the reader's language, empty where none was stored."""
    if not why:
        return ""
    params = dict(why.get("params") or {})
    names = {name: _holders(params.get(name)) or "…" for name in ("holders", "wanted")}
    excluded = ", ".join(params.get("excluded") or ())
    text = sentence(WHYS, str(why.get("code", "")), {**params, **names, "excluded": excluded})
    barred = gettext("Not by: %(names)s.", names=excluded) if excluded else ""
    return f"{text} {barred}".strip()


def holders_text(why: Mapping[str, Any]) -> str:
    """Return the posts or people that a stored reason names."""
    return _holders(dict(why.get("params") or {}).get("holders"))


def _holders(found: Any) -> str:
    known = found if isinstance(found, list) else []
    return ", ".join(_holder(one) for one in known if isinstance(one, Mapping))


def _holder(one: Mapping[str, str]) -> str:
    named = one.get("person") or (post(one) if one.get("unit") else sentence(ROLES, one.get("role", "")))
    how = sentence(HOWS, one["how"]) if one.get("how") in HOWS else ""
    return f"{named} ({how})" if how else named


def returned_text(returned: Mapping[str, Any]) -> str:
    """Return who sent a task back, when and why."""
    by, at = returned.get("by") or "…", moment(returned.get("at"))
    action = "answered" if returned.get("answered") else str(returned.get("action", "return"))
    text = sentence(CAME, action, {"by": by, "at": at})
    comment = returned.get("comment")
    return f"{text}: {comment}" if comment else text


@dataclass(frozen=True)
class Row:
    """A row of a table in words: what it asks and gives, with its owner's remark."""

    number: int
    tests: tuple[tuple[str, str], ...]
    results: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Decided:
    """A decision of a table in words."""

    title: str
    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


def decided(made: DecisionView) -> Decided:
    """Return a decision that led here: table, version and rows, what it looked at, what it gave."""
    return Decided(
        _table_text(made),
        tuple((name, value_text(value)) for name, value in made.inputs.items()),
        tuple((name, value_text(value)) for name, value in _named(made.outputs)),
        tuple(Row(row.number, row.tests, row.results, row.notes) for row in made.texts),
    )


def _table_text(made: DecisionView) -> str:
    named = {"table": made.table, "version": made.version, "rows": gettext(", ").join(map(str, made.rows))}
    if not made.rows:
        return str(gettext("No row of table “%(table)s”, version %(version)s", **named))
    if len(made.rows) == 1:
        return str(gettext("Row %(rows)s of table “%(table)s”, version %(version)s", **named))
    return str(gettext("Rows %(rows)s of table “%(table)s”, version %(version)s", **named))


def _named(outputs: Any) -> list[tuple[str, Any]]:
    return list(outputs.items()) if isinstance(outputs, Mapping) else [("", outputs)]


def value_text(value: Any) -> str:
    """Return a value of a decision as people read it."""
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    if isinstance(value, list):
        return str(gettext(", ")).join(value_text(one) for one in value)
    if isinstance(value, Mapping):
        return str(gettext(", ")).join(f"{name} {value_text(one)}" for name, one in value.items())
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return "—" if value is None else number(value)
