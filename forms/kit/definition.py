"""A form's definition as plain frozen values: what is asked, of whom, with which limits."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workflows import feel

LANGUAGES = ("en", "zh_Hant", "zh_Hans")
INITIATOR = "initiator"
HIDDEN, READ, EDIT = RIGHTS = ("hidden", "read", "edit")
KINDS = (
    "text",
    "longtext",
    "decimal",
    "date",
    "datetime",
    "bool",
    "choice",
    "lines",
    "line",
    "files",
    "person",
    "unit",
)

Titles = Mapping[str, str]


@dataclass(frozen=True)
class DecimalLimits:
    """`x-decimal`: the limits of a number, and how many places it may have."""

    min: Decimal | None = None
    exclusive_min: Decimal | None = None
    max: Decimal | None = None
    places: int = 6


@dataclass(frozen=True)
class Field:
    """One field of a section, or one column of a list of lines."""

    name: str
    kind: str
    titles: Titles = field(default_factory=dict)
    help: Titles = field(default_factory=dict)
    widget: str = "text"
    required: bool = False
    required_at: frozenset[str] = frozenset()
    unless: str | None = None
    """Of a column: the yes/no column of the same line that lifts what is required here (a code, unless pending)."""
    choices: tuple[tuple[str, Titles], ...] = ()
    default: Any = None
    columns: tuple[Field, ...] = ()
    decimal: DecimalLimits | None = None
    max_length: int | None = None
    max_items: int | None = None
    min_items: int = 0
    pattern: str | None = None
    refers: tuple[str, ...] = ()
    """Of a column of kind `line`: the main lists whose lines it may name."""
    unit_kinds: tuple[str, ...] = ()
    """Of a field or column of kind `unit`: the kinds of units it may name; all where it names none."""
    visible: feel.Expression | None = None
    index: bool = False
    rule: str | None = None
    """The rule id that faults of this field cite instead of the schema's keyword."""
    rights: Mapping[str, str] = field(default_factory=dict)

    def right(self, step: str | None) -> str:
        """Return 'hidden', 'read' or 'edit' at `step`; None is a reader who has no step."""
        return self.rights.get(step or "*", self.rights.get("*", READ))

    def required_in(self, step: str) -> bool:
        """Return whether an answer is needed at `step` (where the field is visible and editable there)."""
        return self.required or step in self.required_at

    @cached_property
    def line_column(self) -> Field | None:
        """Return the column that names a line of a main list, of a list that has one (`supply`, `counted`)."""
        return next((column for column in self.columns if column.kind == "line"), None)

    def column(self, name: str) -> Field | None:
        """Return the column of that name."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True)
class Check:
    """One of `x-checks`: where `when` is true, `field` is at fault and `message` says why."""

    when: feel.Expression
    message: Titles
    field: str
    rule: str


@dataclass(frozen=True)
class Section:
    """The main form, or what one step asks beside it."""

    step: str | None
    fields: tuple[Field, ...]
    checks: tuple[Check, ...] = ()
    titles: Titles = field(default_factory=dict)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Return the fields by their names, in the order of the form."""
        return {item.name: item for item in self.fields}

    def __getitem__(self, name: str) -> Field:
        return self.by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self.by_name


@dataclass(frozen=True, eq=False)
class Form:
    """A form: its main section, and a section for each step that asks something of its own. Equal only to itself."""

    title: Titles
    main: Section
    steps: Mapping[str, Section]
    source: Mapping[str, Any] = field(repr=False, default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the main fields."""
        return tuple(self.main.by_name)

    @property
    def indexed(self) -> tuple[Field, ...]:
        """Return the main fields that become fact rows (`x-index`)."""
        return tuple(item for item in self.main.fields if item.index)

    def section(self, step: str | None) -> Section:
        """Return the section of a step, by its id or its path; an empty one where the step asks nothing."""
        if step is None:
            return self.main
        return self.steps.get(step_id(step)) or Section(step_id(step), ())

    def asked(self, step: str) -> tuple[Field, ...]:
        """Return the main fields and the step's own, in the order in which they are shown."""
        return (*self.main.fields, *self.section(step).fields)

    def checks(self, step: str) -> tuple[Check, ...]:
        """Return the `x-checks` of the main form and of the step."""
        return (*self.main.checks, *self.section(step).checks)

    def field_at(self, step: str, name: str) -> Field | None:
        """Return the main field or the step's own field of that name."""
        return self.main.by_name.get(name) or self.section(step).by_name.get(name)

    def schema(self, step: str | None = None) -> dict[str, Any]:
        """Return the JSON Schema of what may be sent at `step` (None: what starts a request), annotations included."""
        step = step_id(step) if step else INITIATOR
        asked = [item for item in self.asked(step) if item.right(step) == EDIT]
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "x-title": dict(self.section(step).titles or self.title),
            "properties": {item.name: self._property(step, item.name) for item in asked},
            "required": [item.name for item in asked if self._always(item, step)],
            "additionalProperties": False,
        }

    def _property(self, step: str, name: str) -> dict[str, Any]:
        main: Mapping[str, Any] = self.source.get("main", {}).get("properties", {})
        own: Mapping[str, Any] = self.source.get("steps", {}).get(step, {}).get("properties", {})
        found = deepcopy(dict(main[name] if name in main else own[name]))
        item = self.field_at(step, name)
        if item is not None and item.kind == "lines" and item.line_column is None:
            found["items"]["properties"] = {"id": {"type": "string", "maxLength": 64}, **found["items"]["properties"]}
        return found

    @staticmethod
    def _always(item: Field, step: str) -> bool:
        return item.required_in(step) and item.visible is None and item.default is None


def step_id(path: str) -> str:
    """Return the id of a step from its path ("receive_dispatch/register_arrival" → "register_arrival")."""
    return path.rsplit("/", 1)[-1]


def title(titles: Titles, language: str, fallback: str = "") -> str:
    """Return the text in `language`, else in English, else the first there is, else `fallback`."""
    return titles.get(language) or titles.get("en") or next(iter(titles.values()), fallback)
