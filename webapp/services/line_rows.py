"""Rows of a spreadsheet, pasted or sent as a file, as lines of a form: nothing is kept, and all is told (ICF-2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from forms.kit import EDIT, Field, Form, step_id
from forms.kit.taking import Found, Line, Note, Sheet, code_column, line_of, list_of, read_rows
from webapp.services import materials
from webapp.services.materials import Row

__all__ = ["Line", "Note", "Sheet", "Taken", "editable", "take"]
OWN = ("code", "kind")
"""What a catalogue row says that does not follow from the code."""


@dataclass(frozen=True)
class Taken:
    """What became of the rows: lines, what is to be told of rows and columns, and the rows that were left out."""

    lines: tuple[Line, ...]
    notes: tuple[Note, ...]
    left: tuple[Found, ...] = ()
    first: int = 1
    """The first row (1) below the titles."""

    def count(self, name: str) -> int:
        """Return how many lines went into a list."""
        return sum(line.list == name for line in self.lines)


def editable(form: Form, step: str) -> tuple[Field, ...]:
    """Return the lists to which rows may be added at a step: those of materials, where there are any."""
    here = step_id(step)
    found = [item for item in form.asked(step) if item.kind == "lines" and item.right(here) == EDIT]
    free = tuple(item for item in found if item.line_column is None)
    return tuple(item for item in free if code_column(item)) or free


def take(
    session: Session,
    lists: Sequence[Field],
    sheets: Iterable[Sheet],
    room: int,
    columns: Sequence[Field] = (),
) -> Taken:
    """Return the lines that the rows of `sheets` make in `lists`, at most `room`; one statement.

    Where a table has no row of titles, its columns are `columns`. What follows from a code is filled in, what a row
    says itself is kept. Codes are read in any width and case.
    """
    read = [read_rows(sheet, lists, columns) for sheet in sheets]
    found = [one for rows in read for one in rows.found]
    notes = [note for rows in read for note in rows.notes]
    placed = _placed(lists, found, notes, _known(session, lists, found), room)
    return replace(placed, first=read[0].first if read else 1)


def _placed(
    lists: Sequence[Field], found: Iterable[Found], notes: list[Note], known: Mapping[str, Row], room: int
) -> Taken:
    by_name, kinds = {item.name: item for item in lists}, _lists_by_code(lists, known)
    lines: list[Line] = []
    left: list[Found] = []
    over: list[Found] = []
    for one in found:
        name, why = list_of(one, lists, kinds)
        if name is None:
            left.append(one)
            notes.append(Note(one.row, "", why, _said(one, lists), one.sheet))
        elif len(lines) >= room:
            over.append(one)
        else:
            line, doubts = line_of(one, by_name[name])
            _complete(line, by_name[name], known)
            lines.append(line)
            notes += doubts
    if over:
        notes.append(Note(over[0].row, "", "no-room", {"rows": len(over)}, over[0].sheet))
    return Taken(tuple(lines), tuple(notes), (*left, *over))


def _said(found: Found, lists: Sequence[Field]) -> dict[str, object]:
    return {"code": _code(found, lists), "list": found.texts.get("_list", "").strip()[:80]}


def _code(found: Found, lists: Sequence[Field]) -> str:
    column = code_column(lists[0])
    return found.texts.get(column.name, "").strip()[:80] if column else ""


def _known(session: Session, lists: Sequence[Field], found: Iterable[Found]) -> dict[str, Row]:
    """Return the materials by the code as it stands in the rows."""
    typed = {_code(one, lists) for one in found} - {""}
    rows = materials.by_codes(session, {way for code in typed for way in _ways(code)})
    hits = {code: next((rows[way] for way in _ways(code) if way in rows), None) for code in typed}
    return {code: row for code, row in hits.items() if row is not None}


def _ways(code: str) -> tuple[str, ...]:
    narrow = unicodedata.normalize("NFKC", code).strip()
    return (code, narrow, narrow.upper())


def _lists_by_code(lists: Sequence[Field], known: Mapping[str, Row]) -> dict[str, str]:
    by_kind = {materials.kind_of_list(item.name): item.name for item in lists}
    return {code: by_kind[row["kind"]] for code, row in known.items() if row["kind"] in by_kind}


def _complete(line: Line, item: Field, known: Mapping[str, Row]) -> None:
    """Fill in what follows from the code; the code is written as the catalogue writes it."""
    column = code_column(item)
    row = known.get(line.values.get(column.name, "")) if column else None
    if column is None or row is None:
        return
    line.values[column.name] = row["code"]
    for name, value in row.items():
        if name not in OWN and item.column(name) is not None and not line.values.get(name):
            line.values[name] = value
