"""Check the names that expressions and attributes use, each at its element."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from workflows import feel
from workflows.engine import timers
from workflows.engine.graph import Graph
from workflows.engine.model import INITIATOR, Due, Step, Text
from workflows.engine.net import Templates
from workflows.engine.problems import Problems
from workflows.engine.vocabulary import KNOWN_NAMES, PARTS


@dataclass(frozen=True)
class Known:
    """What may be named."""

    toml: Mapping[str, Any]
    templates: Templates
    tables: frozenset[str]
    fields: Collection[str] | None
    effects: Collection[str] | None
    roles: Collection[str] | None

    @property
    def settings(self) -> frozenset[str]:
        """The settings of process.toml."""
        return frozenset(self.values)

    @property
    def values(self) -> Mapping[str, Any]:
        """What process.toml says of each setting."""
        found = self.toml.get("settings")
        return {name: given for name, given in found.items() if isinstance(given, dict)} if found else {}


def check(templates: Templates, graphs: Mapping[str, Graph], known: Known, problems: Problems) -> None:
    """Note every name that nothing has."""
    visible = {element: found for process in graphs.values() for element, found in _visible(process, graphs)}
    for file, element, expression in templates.uses:
        _expression(file, element, expression, visible.get(element, frozenset()), known, problems)
    for process in graphs.values():
        for node in process.all_nodes():
            if node.kind == "user":
                _step(process.file, templates.steps[node.id], visible[node.id], known, problems)
            elif node.kind == "service" and node.id in templates.effects:
                _effect(process.file, node.id, templates.effects[node.id][0], known, problems)
        _rules(process, templates, known, problems)
    _toml_steps(known, problems)


def _rules(process: Graph, templates: Templates, known: Known, problems: Problems) -> None:
    """Note what a table reads and nothing has."""
    for node in process.all_nodes():
        if known.fields is None or node.id not in templates.rules:
            continue
        first = {path.partition(".")[0] for path in templates.reads.get(node.id, ())}
        for name in sorted(first - KNOWN_NAMES - set(known.fields)):
            problems.add(process.file, node.id, "unknown_name", name=name)


def _visible(process: Graph, graphs: Mapping[str, Graph]) -> list[tuple[str, frozenset[str]]]:
    """Return, for the elements of a process, the steps and rule tasks that its scope sees: its own and its callers'."""
    sees = frozenset({INITIATOR} | _seen(process, graphs, {process.id}))
    elements = [node.id for node in process.all_nodes()]
    return [(element, sees) for element in elements + [flow for g in process.graphs() for flow in g.flows]]


def _seen(process: Graph, graphs: Mapping[str, Graph], done: set[str]) -> set[str]:
    found = {node.id for node in process.all_nodes() if node.kind in {"user", "rule"}}
    for caller in graphs.values():
        if caller.id not in done and any(node.called == process.id for node in caller.all_nodes()):
            found |= _seen(caller, graphs, done | {caller.id})
    return found


def _expression(
    file: str, element: str, expression: feel.Expression, visible: frozenset[str], known: Known, problems: Problems
) -> None:
    if known.fields is not None:
        for name in sorted(expression.names - expression.row_names - KNOWN_NAMES - set(known.fields)):
            problems.add(file, element, "unknown_name", name=name)
    for path in sorted(expression.paths):
        first, _, rest = path.partition(".")
        parts = rest.split(".") if rest else []
        if parts and first in KNOWN_NAMES:
            _path(file, element, first, parts, visible, known, problems)


def _path(
    file: str, element: str, first: str, parts: list[str], visible: frozenset[str], known: Known, problems: Problems
) -> None:
    if first == "settings" and parts[0] not in known.settings:
        problems.add(file, element, "unknown_setting", name=parts[0])
    elif first == "steps" and parts[0] not in visible:
        problems.add(file, element, "unknown_step", step=parts[0])
    elif first == "decisions" and parts[0] not in visible:
        problems.add(file, element, "unknown_decision", name=parts[0])
    part = parts[1] if first == "steps" and len(parts) > 1 else parts[0]
    if first in PARTS and part not in PARTS[first] and (first != "steps" or len(parts) > 1):
        problems.add(file, element, "unknown_part", name=first, part=part)


def _step(file: str, step: Step, visible: frozenset[str], known: Known, problems: Problems) -> None:
    told = step.due.told_step if step.due else None
    for name in (*step.not_same_as, *(step.return_to or ()), *((told,) if told else ())):
        if name not in visible:
            problems.add(file, step.id, "unknown_step", step=name)
    if step.due is not None:
        _due(file, step.id, step.due, known, problems)
    for who in step.who:
        if known.roles is not None and who.role is not None and who.role not in known.roles:
            problems.add(file, step.id, "unknown_role", role=who.role)
        if known.fields is not None and who.field is not None and who.kind == "field":
            _field(file, step.id, who.field, known, problems)


def _due(file: str, element: str, due: Due, known: Known, problems: Problems) -> None:
    """Note a setting that is to be a duration and is none."""
    facts = {"settings": {name: setting.get("value") for name, setting in known.values.items()}}
    for attribute, text in (("after", due.after), ("remind", due.remind), ("repeat", due.repeat)):
        if text is not None and _of_settings(text, known):
            value = text.value(facts)
            if timers.span(value) is None and (attribute, value) != ("remind", "half"):
                problems.add(file, element, "setting_not_duration", attribute=attribute, value=str(value))


def _of_settings(text: Text, known: Known) -> bool:
    """Whether an expression reads settings that are there, and nothing else."""
    paths = [path.split(".") for path in text.expression.paths] if text.expression is not None else []
    return bool(paths) and all(first == "settings" and rest[:1] and rest[0] in known.settings for first, *rest in paths)


def _field(file: str, element: str, name: str, known: Known, problems: Problems) -> None:
    if name.partition(".")[0] not in set(known.fields or ()) | KNOWN_NAMES:
        problems.add(file, element, "unknown_name", name=name)


def _effect(file: str, element: str, name: str, known: Known, problems: Problems) -> None:
    if known.effects is not None and name not in known.effects:
        problems.add(file, element, "unknown_effect", name=name)


def _toml_steps(known: Known, problems: Problems) -> None:
    until = (known.toml.get("start") or {}).get("withdraw_until")
    if until is not None and until not in known.templates.steps and until != INITIATOR:
        problems.add("process.toml", "start.withdraw_until", "unknown_step", step=until)
