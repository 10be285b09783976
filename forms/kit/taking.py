"""Rows of a table as lines of lists: which row goes where, which cell into which column, and what was not taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms.kit.definition import Field
from forms.kit.headings import LIST, Head, find_head, list_named
from forms.kit.pasted import read_cell

FIRST_ROWS = 20
"""A row of titles is looked for in so many rows of a sheet: the company's name may stand above it."""
EXAMPLE = {"en": "Example, not taken", "zh_Hant": "範例，不會讀入", "zh_Hans": "示例，不会读入"}
"""Stands beside the example in the template, so that it may stay in the file that is sent."""
HINTS = {"en": "Hints", "zh_Hant": "填寫說明", "zh_Hans": "填写说明"}
"""The template's sheet that is only for people."""


@dataclass(frozen=True)
class Sheet:
    """A table as it was sent. `title` is the sheet's name, empty for what was pasted."""

    rows: Sequence[Sequence[str]]
    title: str = ""


@dataclass(frozen=True)
class Note:
    """What is to be told of a row (1: the first; 0: of the whole table): a column's title, a code and its words."""

    row: int
    column: Field | str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    sheet: str = ""


@dataclass(frozen=True)
class Found:
    """A row that says something, before it is known in which list it belongs: its texts by the columns' names."""

    row: int
    texts: Mapping[str, str]
    sheet: str = ""
    raw: Sequence[str] = ()


@dataclass(frozen=True)
class Line:
    """A row that was taken into a list: what goes into the fields by the columns' names."""

    row: int
    list: str
    values: dict[str, str]
    sheet: str = ""


@dataclass(frozen=True)
class Rows:
    """The rows of a table that say something, what was not taken, and which row is the first (1) below the titles."""

    found: tuple[Found, ...]
    notes: tuple[Note, ...]
    first: int = 1


def read_rows(sheet: Sheet, lists: Sequence[Field], plain: Sequence[Field] = ()) -> Rows:
    """Return the rows of a table that say something, and the columns that were not taken.

    Without a row of titles the columns are those of `plain`, in their order; where `plain` is empty nothing is taken.
    """
    if sheet.title in HINTS.values():
        return Rows((), ())
    fields = {column.name: column for item in lists for column in item.columns}
    head = find_head(sheet.rows, fields.values(), FIRST_ROWS if sheet.title else 1)
    if head is None and not plain:
        return Rows((), (Note(0, "", "no-titles", sheet=sheet.title),) if sheet.rows else ())
    names = head.names if head else {at: column.name for at, column in enumerate(plain)}
    begin = head.row + 1 if head else 0
    rows = [(index, row) for index, row in enumerate(sheet.rows) if index >= begin and not _example(row)]
    found = [_found(index, row, names, sheet.title) for index, row in rows if any(cell.strip() for cell in row)]
    return Rows(tuple(one for one in found if one.texts), tuple(_lost(rows, names, head, sheet.title)), begin + 1)


def _example(row: Sequence[str]) -> bool:
    return any(cell.strip() in EXAMPLE.values() for cell in row)


def _found(index: int, row: Sequence[str], names: Mapping[int, str], sheet: str) -> Found:
    texts = {name: row[at] for at, name in names.items() if at < len(row) and row[at].strip()}
    return Found(index + 1, texts, sheet, row)


def _lost(
    rows: Sequence[tuple[int, Sequence[str]]], names: Mapping[int, str], head: Head | None, sheet: str
) -> Iterable[Note]:
    """Yield one note for each column in which something stands that has no place in the list."""
    titles = head.unknown if head else {}
    for at in range(max((len(row) for _, row in rows), default=0)):
        said = [index for index, row in rows if at < len(row) and row[at].strip()]
        if at not in names and said:
            yield Note(0, titles.get(at, letter(at)), "column-not-taken", {"rows": len(said)}, sheet)


def letter(at: int) -> str:
    """Return the name that a spreadsheet gives a column (0: A)."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def list_of(found: Found, lists: Sequence[Field], kinds: Mapping[str, str]) -> tuple[str | None, str]:
    """Return the list in which a row belongs, else None and the code of why not.

    `kinds`: the list of each material by the code as it stands in the row. The row's own word comes first, then the
    sheet's name, then the only list there is, then the catalogue.
    """
    if said := found.texts.get(LIST, ""):
        return list_named(said, lists), "list-unknown"
    named = list_named(found.sheet, lists) if found.sheet else None
    if named or len(lists) == 1:
        return named or lists[0].name, ""
    material = code_column(lists[0])
    code = found.texts.get(material.name, "").strip() if material else ""
    return kinds.get(code), "list-of-unknown-code" if code else "no-list"


def code_column(item: Field) -> Field | None:
    """Return the column of a list that holds the catalogue's code."""
    return next((column for column in item.columns if column.widget == "material"), None)


def line_of(found: Found, item: Field) -> tuple[Line, list[Note]]:
    """Return the line that a row makes in its list, and what was doubtful in its cells."""
    line, notes = Line(found.row, item.name, {}, found.sheet), []
    for column in item.columns:
        text = found.texts.get(column.name, "")
        if not text.strip() or column.kind == "line":
            continue
        cell = read_cell(column, text)
        line.values[column.name] = cell.value
        if cell.fault:
            notes.append(Note(found.row, column, cell.fault, {"text": text.strip()[:80]}, found.sheet))
    extra = [name for name in found.texts if name != LIST and item.column(name) is None]
    notes += [Note(found.row, name, "not-in-this-list", {}, found.sheet) for name in extra]
    return line, notes
