"""Lists of lines as they are drawn. One may have 500 lines: what a column has in common is made once, not per cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from forms import kit
from forms.kit import Field
from webapp.i18n import words
from webapp.views.values import About, Choices, Surroundings, Value, choices, shown, typed

NEXT = "__"
"""Stands for the index in the line that scripts copy."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: what all its cells have in common."""

    field: Field
    label: str
    required: bool
    choices: Choices


@dataclass(slots=True, eq=False)
class Cell:
    """One cell. `value` is text for inputs and readers, `raw` the answer as it is kept; `id` where one is sought."""

    column: Column
    name: str
    value: Value
    raw: Value
    faults: tuple[str, ...] = ()
    id: str = ""

    @property
    def field(self) -> Field:
        """Return the column's definition."""
        return self.column.field

    @property
    def label(self) -> str:
        """Return the column's title."""
        return self.column.label

    @property
    def empty(self) -> bool:
        """Say whether there is nothing to show to a reader."""
        return self.value in (None, "", [], False)


@dataclass(slots=True, eq=False)
class Row:
    """One line of a list. `about` describes the line of a main list that it names; `next` the next faulty cell's id."""

    index: int
    key: str
    id: str
    cells: tuple[Cell, ...]
    faults: tuple[str, ...] = ()
    about: About | None = None
    next: str = ""

    @property
    def wrong(self) -> str:
        """Return the id of the first faulty cell, an empty text where nothing is wrong."""
        return next((cell.id for cell in self.cells if cell.id), "")

    def cell(self, name: str) -> Cell | None:
        """Return the cell of that column."""
        return next((cell for cell in self.cells if cell.field.name == name), None)


def columns(item: Field, around: Surroundings) -> tuple[Column, ...]:
    """Return the columns that are drawn: all but the one that names a line of a main list."""
    step = kit.step_id(around.step)
    return tuple(
        Column(one, words(one.titles, one.name), one.required_in(step), choices(one, around))
        for one in item.columns
        if one.kind != "line"
    )


def rows(item: Field, edit: bool, values: list[Any], around: Surroundings) -> tuple[Row, ...]:
    """Return the lines of a list, with empty ones to fill in where it may be edited."""
    given = [value for value in values if isinstance(value, Mapping)]
    if edit and item.line_column is not None:
        given = _one_per_line(item.line_column.name, given, around.lines)
    wanted = around.blank.get(item.name, 0 if given else 1) if edit and not item.line_column else 0
    drawn = columns(item, around)
    found = [_row(item, drawn, edit, index, value, around) for index, value in enumerate([*given, *[{}] * wanted])]
    _lead_on(found)
    return tuple(found)


def template_row(item: Field, around: Surroundings) -> Row:
    """Return the empty line that scripts copy."""
    cells = tuple(_cell(one, f"{item.name}.{NEXT}.{one.field.name}", True, None) for one in columns(item, around))
    return Row(0, NEXT, "", cells)


def _lead_on(found: Iterable[Row]) -> None:
    """Let each faulty line lead to the next."""
    faulty = [row for row in found if row.wrong]
    for row, after in pairwise(faulty):
        row.next = after.wrong


def _one_per_line(column: str, given: list[Mapping[str, Any]], lines: Iterable[About]) -> list[Mapping[str, Any]]:
    """Return what was given, then an empty row for every line of which nothing was said yet."""
    said = {str(row.get(column)) for row in given}
    return [*given, *({column: line.id} for line in lines if line.id not in said)]


def _row(
    item: Field, drawn: tuple[Column, ...], edit: bool, index: int, value: Mapping[str, Any], around: Surroundings
) -> Row:
    pointer, name = f"/{item.name}/{index}", f"{item.name}.{index}"
    cells = tuple(
        _cell(one, f"{name}.{one.field.name}", edit, value.get(one.field.name), around)
        if edit
        else _read(one, name, value.get(one.field.name), around)
        for one in drawn
    )
    faults = around.faults_at(pointer)
    if item.line_column is not None:
        faults += around.faults_at(f"{pointer}/{item.line_column.name}")
    if faults and cells:
        cells[0].id = _id(cells[0].name)
        cells[0].faults = cells[0].faults if item.line_column else (*faults, *cells[0].faults)
    return Row(index, str(index), str(value.get("id") or ""), cells, faults, _about(item, value, around))


def _cell(column: Column, name: str, edit: bool, value: Value, around: Surroundings | None = None) -> Cell:
    given = column.field.default if value is None and edit else value
    cell = Cell(column, name, typed(column.field, given), given)
    if around is not None and around.faults:
        cell.faults = around.faults_at("/" + name.replace(".", "/"))
        cell.id = _id(name) if cell.faults else ""
    return cell


def _read(column: Column, name: str, value: Value, around: Surroundings) -> Cell:
    return Cell(column, f"{name}.{column.field.name}", shown(column.field, value, around), value)


def _id(name: str) -> str:
    return "f-" + name.replace(".", "-")


def _about(item: Field, value: Mapping[str, Any], around: Surroundings) -> About | None:
    if item.line_column is None:
        return None
    wanted = str(value.get(item.line_column.name) or "")
    return around.line_by_id.get(wanted) or About(wanted, wanted, "", "", "", "")
