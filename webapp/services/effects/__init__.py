"""The closed catalogue of effects that a service task may name (contracts.md, Diagram vocabulary).

Each module has `run` (in the action's transaction) and `undo` (what a return past it does).
"""

from __future__ import annotations

from typing import Protocol

from models import Event
from webapp.services.case import Case
from webapp.services.effects import catalogue, file_copy, notice
from workflows.engine import EffectCall, EngineFault


class Effect(Protocol):
    """What a module of the catalogue offers."""

    def run(self, case: Case, call: EffectCall) -> None:
        """Do it."""

    def undo(self, case: Case) -> None:
        """Take it back, or mark what cannot be taken back, after a return past it."""


CATALOGUE: dict[str, Effect] = {"catalogue": catalogue, "file_copy": file_copy, "notice": notice}


def run(case: Case, call: EffectCall) -> None:
    """Run one effect. Raises EngineFault for a name that is not in the catalogue."""
    if call.name not in CATALOGUE:
        raise EngineFault("unknown_effect", effect=call.name)
    CATALOGUE[call.name].run(case, call)
    case.log(Event.AUTO_EFFECT, call.element, effect=call.name, to=call.to)


def undo(case: Case, name: str) -> None:
    """Take back the effects of that name in this request, as far as they can be."""
    CATALOGUE[name].undo(case)
