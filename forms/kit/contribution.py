"""The hook by which a process brings code of its own: `forms/processes/<slug>/checks.py`, each function optional."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from forms.kit.facts import Facts
from forms.kit.problems import Fault

Line = Mapping[str, Any]


class Contribution(Protocol):
    """What a process may add to the general checks; all three are pure."""

    def fill(self, step: str, data: Mapping[str, Any], facts: Facts) -> Mapping[str, Any]:
        """Return the fields that the server sets, by name; `data` is all that is known: main and the step's own."""

    def check(self, step: str, data: Mapping[str, Any], facts: Facts) -> Iterable[Fault]:
        """Return what is wrong beyond the definition."""

    def lines(self, step: str, scope: str | None, document: Mapping[str, Any]) -> tuple[Line, ...]:
        """Return the lines that a step is about, each with `id`, `list` and the quantity that it expects."""


@dataclass(frozen=True)
class Plain:
    """A contribution in which what the process leaves out does nothing."""

    module: Any = None

    def fill(self, step: str, data: Mapping[str, Any], facts: Facts) -> Mapping[str, Any]:
        """Return what the process fills in, nothing by default."""
        found = getattr(self.module, "fill", None)
        return dict(found(step, data, facts)) if found else {}

    def check(self, step: str, data: Mapping[str, Any], facts: Facts) -> tuple[Fault, ...]:
        """Return what the process finds wrong, nothing by default."""
        found = getattr(self.module, "check", None)
        return tuple(found(step, data, facts)) if found else ()

    def lines(self, step: str, scope: str | None, document: Mapping[str, Any]) -> tuple[Line, ...]:
        """Return the lines that the step is about, none by default."""
        found = getattr(self.module, "lines", None)
        return tuple(found(step, scope, document)) if found else ()


@cache
def contribution(slug: str) -> Contribution:
    """Return the code that `forms/processes/<slug>/checks.py` brings; one that does nothing where there is none.

    Owners' processes have no code, so a slug that names no folder is no error.
    """
    name = f"forms.processes.{slug}"
    if not slug.isidentifier() or find_spec(name) is None or find_spec(f"{name}.checks") is None:
        return Plain()
    return Plain(import_module(f"{name}.checks"))
