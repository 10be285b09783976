"""What is wrong: with a form's definition (`Problem`), or with what somebody filled in (`Fault`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a form definition from being published, at its JSON Pointer in form.json."""

    pointer: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""

    def __str__(self) -> str:
        return f"form.json{self.pointer}: {self.message or self.code}"


class FormRefused(ValueError):
    """A form definition cannot be used; `problems` holds every reason."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an answer.

    `pointer` is the JSON Pointer into the submitted data ("/tools/0/quantity"), `rule` the rule id or the keyword of
    JSON Schema, `code` and `params` what the caller turns into a sentence. The code "check" carries its sentence
    itself: `params["message"]` maps languages to texts.
    """

    pointer: str
    rule: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.code} ({self.rule})"
