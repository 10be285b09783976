"""What an expression sees: the facts, with the steps and decisions of its own scope first, then outward."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.engine.model import Facts

BY_PATH = ("steps", "decisions")


class View:
    """The facts of one call, shown to elements by scope."""

    def __init__(self, facts: Facts) -> None:
        self.facts = dict(facts)
        self.shown: dict[str | None, dict[str, Any]] = {}

    def of(self, scope: str | None) -> Mapping[str, Any]:
        """Return the names that an element in `scope` may read."""
        if scope not in self.shown:
            names = {name: near(self.facts.get(name) or {}, scope) for name in BY_PATH}
            self.shown[scope] = {**self.facts, **names, "scope": scope}
        return self.shown[scope]

    def decided(self, path: str, value: Any) -> None:
        """Show a decision that was made in this call."""
        self.facts["decisions"] = {**(self.facts.get("decisions") or {}), path: value}
        self.shown.clear()


def seen(facts: Facts, scope: str | None) -> Mapping[str, Any]:
    """Return the names that an expression of an element in `scope` reads, e.g. those of a step's who and due."""
    return View(facts).of(scope)


def near(values: Mapping[str, Any], scope: str | None) -> dict[str, Any]:
    """Return the values keyed by path that `scope` sees, unprefixed; inner ones hide outer ones."""
    if scope is None:
        return {path: value for path, value in values.items() if "/" not in path}
    outer, _, _ = scope.rpartition("/")
    found = near(values, outer or None)
    start = f"{scope}/"
    for path, value in values.items():
        if path.startswith(start) and "/" not in path[len(start) :]:
            found[path[len(start) :]] = value
    return found
