"""What the engine takes in and hands out: plain frozen values, no rows, no SpiffWorkflow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workflows.feel import Expression

Facts = Mapping[str, Any]
"""Form fields by name, `steps`, `decisions`, `settings`, `request`, `initiator`; see `docs/decisions/engine.md`."""

INITIATOR = "initiator"
"""The reserved step of the main start event."""


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a bundle from being published, at its element."""

    file: str
    element: str | None
    code: str
    params: Mapping[str, Any]
    message: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.element}" if self.element else self.file
        return f"{place}: {self.message}"


class Refused(ValueError):
    """A bundle cannot be compiled; `problems` holds every reason."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class EngineFault(Exception):
    """A request cannot be moved; the caller rolls its transaction back."""

    def __init__(self, code: str, message: str = "", /, **params: Any) -> None:
        super().__init__(message or code.replace("_", " "))
        self.code = code
        self.params: Mapping[str, Any] = params


@dataclass(frozen=True)
class Text:
    """The text of an attribute: literal, or a FEEL expression where it starts with `=`."""

    literal: str
    expression: Expression | None = None

    def value(self, facts: Facts) -> Any:
        """Return the literal, or what the expression gives over `facts`.

        Raises FeelError where a limit of the expression language is passed.
        """
        return self.literal if self.expression is None else self.expression.evaluate(facts)


@dataclass(frozen=True)
class Who:
    """One way of finding candidates (`ap:who`); several on a step make a union."""

    kind: str
    role: str | None = None
    of: Text | None = None
    at: str | None = None
    level: int | None = None
    person: Text | None = None
    field: str | None = None


@dataclass(frozen=True)
class Due:
    """The deadline of a step (`ap:due`)."""

    after: Text
    from_: Text | None = None
    clock: str = "elapsed"
    back: str = "fresh"
    remind: Text | None = None
    late: str = "superior"
    repeat: Text | None = None

    @property
    def told_step(self) -> str | None:
        """Return the step whose finisher is told when it is late (`late="by:STEP"`)."""
        return self.late.removeprefix("by:") if self.late.startswith("by:") else None


@dataclass(frozen=True)
class Sign:
    """How many of several work items must be signed (`ap:sign` and the multi-instance marker)."""

    rule: str = "all"
    share: Text | None = None
    weight: Text | None = None
    items: Text | None = None
    refusal: str = "ends"
    sequential: bool = False


@dataclass(frozen=True)
class Step:
    """A user task, or the reserved step `initiator`, as its diagram describes it."""

    id: str
    path: str
    scope: str | None = None
    name: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    lane: str | None = None
    actions: tuple[str, ...] = ("approve", "reject", "return")
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    comment: frozenset[str] = frozenset({"return", "reject"})
    signature: bool = False
    initiator: str = "sign"
    repeat: str = "consecutive"
    nobody: str = "unit_manager"
    money: bool = False
    not_same_as: tuple[str, ...] = ()
    batch: bool = False
    return_to: tuple[str, ...] | None = None
    who: tuple[Who, ...] = ()
    due: Due | None = None
    sign: Sign | None = None
    in_region: str | None = None


@dataclass(frozen=True)
class Diagram:
    """One call level: the scope it is shown under, its process and the file it is drawn in."""

    scope: str | None
    process: str
    file: str


@dataclass(frozen=True)
class Passed:
    """An element or flow that was passed; `scope` is the call path, None outside."""

    element: str
    scope: str | None = None


@dataclass(frozen=True)
class Opened:
    """An open step: the engine task's id, the step's path and its scope."""

    task_id: str
    step: str
    scope: str | None = None


@dataclass(frozen=True)
class Made:
    """A decision that a business rule task made."""

    element: str
    table: str
    inputs: Mapping[str, Any]
    outputs: Any
    rows: tuple[int, ...]


@dataclass(frozen=True)
class EffectCall:
    """An effect that a service task asks for."""

    element: str
    name: str
    to: Any = None


@dataclass(frozen=True)
class Note:
    """Something the trail should say, e.g. that a null condition took the default flow."""

    code: str
    element: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Moved:
    """What one call of the engine did; `state` is None when nothing is open any more."""

    state: bytes | None
    passed: tuple[Passed, ...] = ()
    opened: tuple[Opened, ...] = ()
    closed: tuple[Opened, ...] = ()
    decisions: tuple[Made, ...] = ()
    effects: tuple[EffectCall, ...] = ()
    notes: tuple[Note, ...] = ()
    next_due: datetime | None = None
    finished: bool = False


@dataclass(frozen=True)
class Compiled:
    """A bundle that can run: its steps, the names it reads and the specs that the engine walks."""

    hash: str
    key: str
    title: Mapping[str, str]
    steps: Mapping[str, Step]
    names: frozenset[str]
    paths: frozenset[str]
    reads: Mapping[str, frozenset[str]]
    toml: Mapping[str, Any]
    effects: frozenset[str]
    decisions: frozenset[str]
    diagrams: tuple[Diagram, ...]
    dmn: Callable[[str], Any] = field(repr=False, compare=False)
    net: Any = field(default=None, repr=False, compare=False)

    def path(self, scope: str | None, step: str) -> str | None:
        """Return the path that a step's id means in a scope: its own first, then outward; None where there is none."""
        while scope and f"{scope}/{step}" not in self.steps:
            scope = scope.rpartition("/")[0]
        found = f"{scope}/{step}" if scope else step
        return found if found in self.steps else None
