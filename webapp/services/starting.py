"""Who may start a process, and for which unit: `[start]` of process.toml (ICF-1), by the kind of request (ICF-15).

`by` names the main field that decides; `[start.kinds.<value>]` says whatever differs for one of its values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from models import Role
from webapp.services.actor import Actor, Held


@dataclass(frozen=True)
class Way:
    """One way to start: `roles`, each at any unit, at the one whose code is named, or at units of that kind.

    `planner@purchasing` is a planner of Purchasing, `planner@department` one of any department.

    `unit`: the main field that says for which unit the request is, None where the process has none.
    """

    roles: tuple[tuple[Role, str], ...]
    unit: str | None

    def units(self, actor: Actor) -> tuple[int, ...]:
        """Return the units for which the actor may start in this way; none for auditors."""
        found = {one.unit_id for one in actor.holds if one.unit_id is not None and self._names(one)}
        return () if actor.auditor else tuple(sorted(found))

    def _names(self, held: Held) -> bool:
        return any(held.role is wanted and at in ("", held.code, held.kind) for wanted, at in self.roles)


@dataclass(frozen=True)
class Ways:
    """All ways to start a process: `kinds` by the value of the field `by`, `usual` for every other value."""

    usual: Way
    by: str | None
    kinds: Mapping[str, Way]

    def of(self, data: Mapping[str, Any]) -> Way:
        """Return the way that answers of the start form take."""
        return self.kinds.get(str(data.get(self.by)), self.usual) if self.by else self.usual

    @property
    def all(self) -> tuple[Way, ...]:
        """Return the usual way, then the others."""
        return (self.usual, *self.kinds.values())

    def values(self, actor: Actor, known: Iterable[str]) -> tuple[str, ...]:
        """Return those of the `known` values of the field `by` with which the actor may start."""
        return tuple(value for value in known if self.kinds.get(value, self.usual).units(actor))

    def units(self, actor: Actor, field: str) -> tuple[int, ...]:
        """Return the units that the actor may name in a unit field, whatever the kind."""
        return tuple(sorted({unit for way in self.all if way.unit == field for unit in way.units(actor)}))


def read(toml: Mapping[str, Any], fields: Iterable[str]) -> Ways:
    """Return the ways that `[start]` of a process describes; `fields` are the names of its main fields."""
    start, names = toml.get("start", {}), frozenset(fields)
    usual = _way(start, names)
    kinds = {value: _way({**start, **said}, names) for value, said in start.get("kinds", {}).items()}
    return Ways(usual, start.get("by"), kinds)


def _way(said: Mapping[str, Any], names: frozenset[str]) -> Way:
    roles = (str(one).partition("@") for one in said.get("roles", ()))
    unit = str(said.get("unit", ""))
    name = unit.removeprefix("=").strip()
    named = unit.startswith("=") and name in names
    return Way(tuple((Role(role), at) for role, _, at in roles), name if named else None)
