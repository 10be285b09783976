"""A form's sections as plain things to draw: every field with its label, value, right and faults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from forms import kit
from forms.kit import Fault, Field, Section
from webapp import faults as sentences
from webapp.i18n import day, moment, number, typed_moment, words
from webapp.views.conditions import shown_when

Value = Any


@dataclass(frozen=True)
class Drawn:
    """One field as it is drawn. `name` is the input's, `id` the element's; `value` is text for inputs and readers."""

    field: Field
    name: str
    id: str
    label: str
    value: Value
    edit: bool
    required: bool
    faults: tuple[str, ...] = ()
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    when: str | None = None
    columns: tuple[Field, ...] = ()
    rows: tuple[Row, ...] = ()
    files: tuple[Any, ...] = ()
    raw: Value = None

    @property
    def empty(self) -> bool:
        """Say whether there is nothing to show to a reader."""
        return not self.rows and not self.files and self.value in (None, "", [], False)


@dataclass(frozen=True)
class Row:
    """One line of a list. `about` describes the line of a main list that it names."""

    index: int
    id: str
    cells: tuple[Drawn, ...]
    faults: tuple[str, ...] = ()
    about: About | None = None

    def cell(self, name: str) -> Drawn | None:
        """Return the cell of that column."""
        return next((cell for cell in self.cells if cell.field.name == name), None)


@dataclass(frozen=True)
class About:
    """A line of a main list, for lists that say something of each. `quantity` is for readers, `expected` for inputs."""

    id: str
    code: str
    name: str
    detail: str
    quantity: str
    unit: str
    expected: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What drawing needs beside the form: choices, names of units, files, lines to speak of."""

    step: str
    faults: tuple[Fault, ...] = ()
    units: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    unit_names: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[int, Any] = field(default_factory=dict)
    lines: tuple[About, ...] = ()
    blank: Mapping[str, int] = field(default_factory=dict)

    def faults_at(self, pointer: str) -> tuple[str, ...]:
        """Return the sentences for one field."""
        return tuple(sentences.message(one) for one in self.faults if one.pointer == pointer)


def draw(section: Section, rights: Mapping[str, str], data: Mapping[str, Any], around: Surroundings) -> list[Drawn]:
    """Return the fields of a section that are not hidden, in the order of the form."""
    shown = [item for item in section.fields if rights.get(item.name, "hidden") != "hidden"]
    return [_field(item, rights[item.name] == "edit", data.get(item.name), around) for item in shown]


def _field(item: Field, edit: bool, value: Value, around: Surroundings) -> Drawn:
    plain = _drawn(item, item.name, f"/{item.name}", edit, value, around)
    if item.kind == "lines":
        rows = _rows(item, edit, value if isinstance(value, list) else [], around)
        columns = tuple(column for column in item.columns if column.kind != "line")
        return replace(plain, rows=rows, columns=columns, value=None)
    if item.kind == "files":
        ids = value if isinstance(value, list) else []
        return replace(plain, files=tuple(around.files[one] for one in ids if one in around.files), value=None)
    return plain


def _drawn(item: Field, name: str, pointer: str, edit: bool, value: Value, around: Surroundings) -> Drawn:
    value = item.default if value is None and edit else value
    return Drawn(
        field=item,
        name=name,
        id="f-" + name.replace(".", "-"),
        label=words(item.titles, item.name),
        value=_typed(item, value) if edit else shown(item, value, around),
        edit=edit,
        required=item.required_in(kit.step_id(around.step)),
        faults=around.faults_at(pointer),
        help=words(item.help),
        choices=_choices(item, around),
        when=shown_when(item),
        raw=value,
    )


def _typed(item: Field, value: Value) -> Value:
    """Return a value as it stands in an input: as typed, moments in the company's time."""
    if item.kind == "bool":
        return value is True
    if item.kind == "datetime":
        return typed_moment(value) if value else ""
    return "" if value is None else value


def shown(item: Field, value: Value, around: Surroundings) -> str:
    """Return a value as a reader sees it."""
    if value is None or value == "":
        return ""
    if item.kind == "choice":
        return words(dict(item.choices).get(value, {}), str(value))
    if item.kind == "unit":
        return around.unit_names.get(str(value), str(value))
    known = {"decimal": number, "date": day, "datetime": moment}
    return known[item.kind](value) if item.kind in known else value


def _choices(item: Field, around: Surroundings) -> tuple[tuple[str, str], ...]:
    if item.kind == "unit":
        return tuple(around.units.get(item.name, ()))
    return tuple((value, words(titles, value)) for value, titles in item.choices)


def _rows(item: Field, edit: bool, values: list[Any], around: Surroundings) -> tuple[Row, ...]:
    given = [value for value in values if isinstance(value, Mapping)]
    if edit and item.line_column is not None:
        given = _one_per_line(item.line_column.name, given, around.lines)
    rows = [_row(item, edit, index, value, around) for index, value in enumerate(given)]
    if not edit:
        return tuple(rows)
    wanted = 0 if item.line_column else around.blank.get(item.name, 0 if rows else 1)
    blank = range(len(rows), len(rows) + wanted)
    return (*rows, *(_row(item, edit, index, {}, around) for index in blank))


def _one_per_line(column: str, given: list[Mapping[str, Any]], lines: Iterable[About]) -> list[Mapping[str, Any]]:
    """Return what was given, then an empty row for every line of which nothing was said yet."""
    said = {str(row.get(column)) for row in given}
    return [*given, *({column: line.id} for line in lines if line.id not in said)]


def _row(item: Field, edit: bool, index: int, value: Mapping[str, Any], around: Surroundings) -> Row:
    pointer, name = f"/{item.name}/{index}", f"{item.name}.{index}"
    cells = tuple(
        _drawn(column, f"{name}.{column.name}", f"{pointer}/{column.name}", edit, value.get(column.name), around)
        for column in item.columns
        if column.kind != "line"
    )
    about = _about(item, value, around)
    faults = around.faults_at(pointer)
    if item.line_column is not None:
        faults += around.faults_at(f"{pointer}/{item.line_column.name}")
    return Row(index, str(value.get("id") or ""), cells, faults, about)


def _about(item: Field, value: Mapping[str, Any], around: Surroundings) -> About | None:
    if item.line_column is None:
        return None
    wanted = str(value.get(item.line_column.name) or "")
    return next((line for line in around.lines if line.id == wanted), About(wanted, wanted, "", "", "", ""))
