"""A form's sections as plain things to draw: every field with its label, value, right and faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms import kit
from forms.kit import Field, Section
from webapp.i18n import words
from webapp.views.cells import Column, Row, columns, rows, template_row
from webapp.views.conditions import shown_when
from webapp.views.values import About, Choices, Surroundings, Value, choices, shown, typed

__all__ = ["About", "Drawn", "Row", "Surroundings", "draw", "shown"]


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
    choices: Choices = ()
    when: str | None = None
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    blank: Row | None = None
    files: tuple[Any, ...] = ()
    raw: Value = None

    @property
    def empty(self) -> bool:
        """Say whether there is nothing to show to a reader."""
        return not self.rows and not self.files and self.value in (None, "", [], False)

    @property
    def wrong(self) -> tuple[str, ...]:
        """Return the ids of the first faulty cell of each faulty line."""
        return tuple(row.wrong for row in self.rows if row.wrong)


def draw(section: Section, rights: Mapping[str, str], data: Mapping[str, Any], around: Surroundings) -> list[Drawn]:
    """Return the fields of a section that are not hidden, in the order of the form."""
    kept = [item for item in section.fields if rights.get(item.name, "hidden") != "hidden"]
    return [_field(item, rights[item.name] == "edit", data.get(item.name), around) for item in kept]


def _field(item: Field, edit: bool, value: Value, around: Surroundings) -> Drawn:
    plain = _drawn(item, edit, value, around)
    if item.kind == "lines":
        found = rows(item, edit, value if isinstance(value, list) else [], around)
        blank = template_row(item, around) if edit and item.line_column is None else None
        return replace(plain, rows=found, columns=columns(item, around), blank=blank, value=None)
    if item.kind == "files":
        ids = value if isinstance(value, list) else []
        return replace(plain, files=tuple(around.files[one] for one in ids if one in around.files), value=None)
    return plain


def _drawn(item: Field, edit: bool, value: Value, around: Surroundings) -> Drawn:
    offered = choices(item, around)
    value = _default(item, offered) if value is None and edit else value
    return Drawn(
        field=item,
        name=item.name,
        id="f-" + item.name,
        label=words(item.titles, item.name),
        value=typed(item, value) if edit else shown(item, value, around),
        edit=edit,
        required=item.required_in(kit.step_id(around.step)),
        faults=around.faults_at(f"/{item.name}"),
        help=words(item.help),
        choices=offered,
        when=shown_when(item),
        raw=value,
    )


def _default(item: Field, offered: Choices) -> Value:
    """Return what an empty field begins with: its default where that is offered, else the only one of several."""
    if item.kind != "choice" or item.default is None or item.default in dict(offered):
        return item.default
    return offered[0][0] if len(offered) == 1 else None
