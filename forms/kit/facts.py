"""What a process's own checks may look up, and nothing more: a read-only window given by the caller."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol

from forms.kit.moments import ZONE


class Facts(Protocol):
    """Read-only facts for `checks.py`; the service makes one, tests make a `PlainFacts`."""

    @property
    def document(self) -> Mapping[str, Any]:
        """The request's stored answers before this action: main fields, and each step's answers under its id."""

    @property
    def scope(self) -> str | None:
        """The call path of the step ("receive_dispatch"), None outside a called process."""

    @property
    def item(self) -> str | None:
        """The key of the item of a step that several sign, None where one signs."""

    @property
    def request(self) -> Mapping[str, Any]:
        """`number` and `started_on` (None before the first submit), `unit`, `round`."""

    @property
    def actor(self) -> str:
        """The name of who acts, empty where nobody does (a look ahead)."""

    @property
    def due_at(self) -> datetime | None:
        """When the work item is due, None where it has no deadline."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """The settings of the process version as their owner wrote them (numbers and texts)."""

    def material(self, code: str) -> Mapping[str, Any] | None:
        """Return code, name, specification, model, unit and kind of a material, None where the code is unknown."""

    def materials(self, codes: Iterable[str]) -> Mapping[str, Mapping[str, Any]]:
        """Return the known ones of `codes`, in one look-up."""

    def setting(self, name: str) -> Any:
        """Return a setting of the process version as its owner wrote it (a number or a text)."""

    def options(self, name: str) -> Sequence[str] | None:
        """Return the values that a field of kind unit or person may take here, None where it is not limited."""

    def now(self) -> datetime:
        """Return the moment of the action, in UTC."""

    def today(self) -> date:
        """Return the day of the action in Asia/Shanghai."""


@dataclass(frozen=True)
class PlainFacts:
    """Facts from plain values: what the service fills and what tests use."""

    moment: datetime = field(default_factory=lambda: datetime.now(UTC))
    document: Mapping[str, Any] = field(default_factory=dict)
    scope: str | None = None
    item: str | None = None
    request: Mapping[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    allowed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    find: Callable[[Sequence[str]], Mapping[str, Mapping[str, Any]]] = field(default=lambda _codes: {})
    actor: str = ""

    def material(self, code: str) -> Mapping[str, Any] | None:
        """Return the material of that code, None where it is unknown."""
        return self.find([code]).get(code)

    def materials(self, codes: Iterable[str]) -> Mapping[str, Mapping[str, Any]]:
        """Return the known ones of `codes`."""
        return self.find(sorted(set(codes)))

    def setting(self, name: str) -> Any:
        """Return a setting, None where the process has none of that name."""
        return self.settings.get(name)

    def options(self, name: str) -> Sequence[str] | None:
        """Return the values that a unit or person field may take, None where it is not limited."""
        return self.allowed.get(name)

    def now(self) -> datetime:
        """Return the moment of the action."""
        return self.moment

    def today(self) -> date:
        """Return the day of the action in Asia/Shanghai."""
        return self.moment.astimezone(ZONE).date()
