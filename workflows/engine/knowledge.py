"""What a forecast knows: today's facts, and what is still to be answered on the way ahead."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workflows.dmn import DmnError
from workflows.engine.facts import View
from workflows.engine.model import Compiled, Facts
from workflows.engine.net import join
from workflows.feel import Expression, FeelError

APPROVED: Mapping[str, Any] = {"outcome": "approve", "by": None, "at": None, "data": {}, "items": []}
"""How a step ahead is seen: approved, with answers that nobody knows."""


@dataclass(frozen=True)
class Knowledge:
    """Facts, and the names in them that are unknown: `steps.<path>`, `decisions.<path>` and main fields by name."""

    compiled: Compiled
    facts: Facts
    unknown: frozenset[str] = frozenset()

    @classmethod
    def of(cls, compiled: Compiled, facts: Facts, unknown: Collection[str]) -> Knowledge:
        """Return what is known today."""
        known = cls(compiled, facts, frozenset(unknown))
        for name in unknown:
            known = known.without(name)
        return known

    @staticmethod
    def common(several: Sequence[Knowledge]) -> Knowledge:
        """Return what holds on whichever of several ways one comes."""
        first, unknown = several[0], frozenset[str]().union(*(one.unknown for one in several))
        steps = {path: seen for one in several for path, seen in one.facts.get("steps", {}).items()}
        made = [one.facts.get("decisions") or {} for one in several]
        paths = {path for one in made for path in one}
        differ = {path for path in paths if any(one.get(path) != made[0].get(path) for one in made)}
        facts = {**first.facts, "steps": steps, "decisions": {path: made[0].get(path) for path in paths - differ}}
        return replace(first, facts=facts, unknown=unknown | {f"decisions.{path}" for path in differ})

    def without(self, name: str) -> Knowledge:
        """Return it with `steps.<path>`, `decisions.<path>` or a field unknown; a step counts as approved."""
        first, _, path = name.partition(".")
        facts = self.facts
        if first == "steps":
            facts = {**facts, "steps": {**(facts.get("steps") or {}), path: APPROVED}}
        return replace(self, facts=facts, unknown=self.unknown | {name})

    def decided(self, path: str, scope: str | None, table: str) -> Knowledge:
        """Return it behind a business rule task: with its decision, where everything it reads is known."""
        if self._misses(self.compiled.reads.get(path, frozenset()), scope):
            return self.without(f"decisions.{path}")
        try:
            made = self.compiled.dmn(table).evaluate(table, self._seen(scope))
        except (DmnError, FeelError):
            return self.without(f"decisions.{path}")
        if made.faults:
            return self.without(f"decisions.{path}")
        facts = {**self.facts, "decisions": {**(self.facts.get("decisions") or {}), path: made.value}}
        return replace(self, facts=facts, unknown=self.unknown - {f"decisions.{path}"})

    def answer(self, condition: Expression | None, scope: str | None) -> bool | None:
        """Return whether a condition holds, None where that cannot be said today."""
        if condition is None or self._misses(condition.paths, scope):
            return None
        try:
            found = condition.evaluate(self._seen(scope))
        except FeelError:
            return None
        return found if isinstance(found, bool) else None

    def _seen(self, scope: str | None) -> Mapping[str, Any]:
        return View(self.facts).of(scope)

    def _misses(self, paths: Collection[str], scope: str | None) -> bool:
        """Say whether something is read that is unknown."""
        return any(self._missing(path.split("."), scope) for path in paths)

    def _missing(self, parts: Sequence[str], scope: str | None) -> bool:
        first, *rest = parts
        if first not in ("steps", "decisions"):
            return first in self.unknown
        if not rest:
            return any(name.startswith(f"{first}.") for name in self.unknown)
        if first == "steps" and rest[1:2] == ["outcome"]:
            return False
        return any(f"{first}.{path}" in self.unknown for path in _outward(scope, rest[0]))


def _outward(scope: str | None, name: str) -> list[str]:
    """Return the paths that a name may mean in a scope. Ids are unique in a bundle: at most one of them is there."""
    parts = scope.split("/") if scope else []
    return [join("/".join(parts[:depth]) or None, name) for depth in range(len(parts), -1, -1)]
