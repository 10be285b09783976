"""A decision table asked for itself: what it says to a context, and which rows matched. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ProcessVersion
from webapp.services import processes
from webapp.services.errors import Invalid, NotFound
from webapp.services.processes import Process
from workflows import feel
from workflows.dmn import DmnError
from workflows.dmn.xml import attribute, child

FROM_TEXT = {
    "number": "number(text, null, null)",
    "date": "date(text)",
    "time": "time(text)",
    "dateTime": "date and time(text)",
    "date and time": "date and time(text)",
    "dayTimeDuration": "duration(text)",
    "days and time duration": "duration(text)",
    "yearMonthDuration": "duration(text)",
    "years and months duration": "duration(text)",
}
"""How a text becomes a value of the type that a table declares for its input: JSON has neither dates nor decimals."""


@dataclass(frozen=True)
class Evaluated:
    """What a decision gave: its value, the numbers of the rows that matched (from 1), the process's version."""

    outputs: Any
    matched: tuple[int, ...]
    version: int


def evaluate(
    session: Session, key: str, decision: str, context: Mapping[str, Any], version: int | None, now: datetime
) -> Evaluated:
    """Return what decision `decision` of process `key` says to `context`: of its current version, or of `version`.

    Raises NotFound (no such process, version or decision), Invalid at /context where the table cannot be evaluated.
    """
    process = processes.current(session, key, now) if version is None else _version(session, key, version)
    if decision not in process.compiled.decisions:
        raise NotFound("decision_unknown", decision=decision)
    model = process.compiled.dmn(decision)
    try:
        made = model.evaluate(decision, _typed(model, decision, context))
    except (DmnError, feel.FeelError) as fault:
        raise Invalid.at("/context", "decision_failed", reason=str(fault)) from fault
    if made.faults:
        raise Invalid.at("/context", "decision_failed", reason=made.faults[0].message)
    return Evaluated(made.value, tuple(made.matched), process.number)


def _version(session: Session, key: str, number: int) -> Process:
    found = select(ProcessVersion.id).where(ProcessVersion.key == key, ProcessVersion.number == number)
    version_id = session.scalars(found).one_or_none() if number < 2**31 else None
    if version_id is None:
        raise NotFound("process_unknown", key=key, version=number)
    return processes.load(session, version_id)


def _typed(model: Any, decision: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """The context with numbers as decimals, and texts as what the model declares for its input data."""
    declared = {
        node.name: attribute(child(node.element, "variable"), "typeRef")
        for node in model.graph.below(model.node("decision", decision))
        if node.kind == "inputData"
    }
    return {name: _value(value, declared.get(name, "")) for name, value in context.items()}


def _value(value: Any, declared: str) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and declared in FROM_TEXT:
        return feel.evaluate(FROM_TEXT[declared], {"text": value})
    if isinstance(value, list):
        return [_value(each, "") for each in value]
    if isinstance(value, Mapping):
        return {name: _value(each, "") for name, each in value.items()}
    return value
