"""The decision tables of a bundle."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from workflows import dmn
from workflows.engine.bundle import Bundle
from workflows.engine.problems import Problems
from workflows.engine.xml import read


@dataclass
class Tables:
    """The model that holds each decision, by the decision's id."""

    models: dict[str, Any] = field(default_factory=dict)

    def names(self) -> frozenset[str]:
        """Return the ids of all decisions."""
        return frozenset(self.models)

    def inputs(self, ref: str) -> frozenset[str]:
        """Return the first names that a decision reads."""
        return frozenset(self.models[ref].inputs(ref))

    def paths(self, ref: str) -> frozenset[str]:
        """Return the dotted paths that a decision reads, as far as its model tells."""
        found = getattr(self.models[ref], "paths", None)
        return frozenset(found(ref)) if callable(found) else self.inputs(ref)

    def __call__(self, ref: str) -> Any:
        """Return the model that holds a decision."""
        return self.models[ref]


def load(bundle: Bundle, problems: Problems) -> Tables:
    """Return the tables of all .dmn files, noting what is wrong in them."""
    tables = Tables()
    for name, content in bundle.files.items():
        if name.endswith(".dmn") and read(name, content, problems) is not None:
            _load(name, content, tables, problems)
    return tables


def _load(name: str, content: bytes, tables: Tables, problems: Problems) -> None:
    faults = dmn.check(content)
    for fault in faults:
        problems.add(name, fault.element, "bad_table", error=fault.message)
    if faults:
        return
    model = dmn.load(content)
    for decision in model.decisions:
        if decision in tables.models:
            problems.add(name, decision, "duplicate_decision", name=decision)
        tables.models[decision] = model
