"""What follows from a material code, or from who somebody is, and need not be typed (ICF-2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.kit import Facts
from forms.processes.internal_contact.shipments import LISTS, all_lines

Line = Mapping[str, Any]
FOLLOWS = ("name", "specification", "model", "unit")


def only_option(name: str, data: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """Return the one value that a field can take, where it was left out (a person of one site)."""
    options = facts.options(name)
    return {name: options[0]} if options and len(options) == 1 and not data.get(name) else {}


def from_catalogue(data: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """Return the lists in which something was filled in from the catalogue; what was typed is kept.

    Where the code of a line was changed, what still stands there from the old code is filled in anew.
    """
    known = facts.materials({line["code"] for line in all_lines(data) if line.get("code")})
    before = {line["id"]: line for line in all_lines(facts.document) if line.get("id")}
    filled = {name: [_line(line, known, before) for line in data.get(name) or ()] for name in LISTS}
    return {name: found for name, found in filled.items() if found != list(data.get(name) or ())}


def _line(line: Line, known: Mapping[str, Line], before: Mapping[str, Line]) -> dict[str, Any]:
    coded = {**line, "pending": False} if line.get("pending") and line.get("code") else dict(line)
    material = known.get(line.get("code") or "")
    if material is None:
        return coded
    old = before.get(line.get("id") or "", {})
    stale = old if old.get("code") != line["code"] else {}
    return {**coded, **{name: _given(name, line, stale) or material.get(name) or None for name in FOLLOWS}}


def _given(name: str, line: Line, stale: Line) -> Any:
    return None if line.get(name) == stale.get(name) else line.get(name)
