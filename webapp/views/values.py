"""Single answers as they are drawn: as text for readers, as typed for inputs; and what drawing needs beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from forms.kit import Fault, Field
from webapp import faults as sentences
from webapp.i18n import day, moment, number, typed_moment, words

Value = Any
Choices = tuple[tuple[str, str], ...]


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
    limits: Mapping[str, Collection[str]] = field(default_factory=dict)
    unit_names: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[int, Any] = field(default_factory=dict)
    lines: tuple[About, ...] = ()
    blank: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def _told(self) -> Mapping[str, tuple[str, ...]]:
        return sentences.by_pointer(self.faults)

    def faults_at(self, pointer: str) -> tuple[str, ...]:
        """Return the sentences for one field."""
        return self._told.get(pointer, ())

    @cached_property
    def line_by_id(self) -> Mapping[str, About]:
        """Return the lines to speak of by their ids."""
        return {line.id: line for line in self.lines}


def typed(item: Field, value: Value) -> Value:
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


def choices(item: Field, around: Surroundings) -> Choices:
    """Return what a field offers, each with its title."""
    if item.kind == "unit":
        return tuple(around.units.get(item.name, ()))
    limit = around.limits.get(item.name)
    return tuple((value, words(titles, value)) for value, titles in item.choices if limit is None or value in limit)
