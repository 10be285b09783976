"""From a bundle to something that runs: every problem at its element, or a Compiled."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from workflows.engine import loops, names, structure, tables, timers
from workflows.engine.bundle import Bundle
from workflows.engine.diagram import DiagramReader
from workflows.engine.graph import Graph, Node
from workflows.engine.model import INITIATOR, Compiled, Text
from workflows.engine.net import Templates, expand
from workflows.engine.problems import Problems
from workflows.engine.reading import Extensions, initiator, step
from workflows.engine.vocabulary import LANGUAGES
from workflows.engine.xml import read

MAX_PREDICTED = 400
TOML = "process.toml"


def compile(
    bundle: Bundle,
    fields: Collection[str] | None = None,
    *,
    effects: Collection[str] | None = None,
    roles: Collection[str] | None = None,
) -> Compiled:
    """Return the compiled bundle.

    `fields` are the names of the form's main fields, `effects` and `roles` those that the program has; where one is
    given, names outside it are problems. Raises Refused with every problem at once.
    """
    problems = Problems()
    toml = _toml(bundle, problems)
    graphs = _graphs(bundle, problems)
    problems_before = len(problems.found)
    key = str((toml.get("process") or {}).get("key") or "")
    main = graphs.get(key)
    if main is None and key:
        problems.add(TOML, "process.key", "no_main_process", key=key)
    models = tables.load(bundle, problems)
    templates = _templates(graphs, key, problems, models)
    _calls(graphs, key, problems)
    if len(problems.found) == problems_before:
        _waits(graphs, problems)
    known = names.Known(toml, templates, models.names(), fields, effects, roles)
    names.check(templates, graphs, known, problems)
    problems.refuse()
    assert main is not None
    return expand(bundle, toml, main, graphs, templates, models)


@lru_cache(maxsize=256)
def compile_cached(bundle: Bundle, fields: frozenset[str] | None = None) -> Compiled:
    """Return the compiled bundle, made once per content in this process. Raises Refused."""
    return compile(bundle, fields)


def _toml(bundle: Bundle, problems: Problems) -> Mapping[str, Any]:
    if TOML not in bundle.files:
        problems.add(TOML, None, "missing_file", name=TOML)
        return {}
    try:
        toml = tomllib.loads(bundle.files[TOML].decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.add(TOML, None, "bad_toml", error=str(error))
        return {}
    _needed(toml, problems)
    return toml


def _needed(toml: Mapping[str, Any], problems: Problems) -> None:
    process = toml.get("process")
    process = process if isinstance(process, dict) else {}
    for name in ("key", "title", "number"):
        if not process.get(name):
            problems.add(TOML, f"process.{name}", "missing_setting", name=f"[process] {name}")
    title = process.get("title")
    for language in sorted(LANGUAGES - set(title if isinstance(title, dict) else ())):
        if title:
            problems.add(TOML, "process.title", "missing_setting", name=f"[process] title.{language}")
    for name, setting in (toml.get("settings") or {}).items():
        if not isinstance(setting, dict) or "value" not in setting:
            problems.add(TOML, f"settings.{name}", "missing_setting", name=f"[settings] {name}.value")


def _graphs(bundle: Bundle, problems: Problems) -> dict[str, Graph]:
    """Return the processes of all diagrams by id; element ids are unique in the whole bundle."""
    found: dict[str, Graph] = {}
    ids: set[str] = set()
    diagrams = [name for name in bundle.files if name.endswith(".bpmn")]
    if not diagrams:
        problems.add("process.bpmn", None, "missing_file", name="process.bpmn")
    for name in diagrams:
        root = read(name, bundle.files[name], problems)
        for graph in DiagramReader(name, problems).read(root) if root is not None else ():
            if graph.id in found:
                problems.add(name, graph.id, "duplicate_process")
            found[graph.id] = graph
            own = [node.id for node in graph.all_nodes()] + [flow for each in graph.graphs() for flow in each.flows]
            for element in ids & set(own):
                problems.add(name, element, "duplicate_id")
            ids.update(own)
    return found


def _templates(graphs: dict[str, Graph], key: str, problems: Problems, models: tables.Tables) -> Templates:
    """Read what the elements say, once per drawing."""
    templates = Templates()
    for process in graphs.values():
        for graph in process.graphs():
            templates.shapes[id(graph)] = structure.shape(graph, problems)
            if loops.predicted(graph, MAX_PREDICTED) > MAX_PREDICTED:
                problems.add(graph.file, graph.id, "too_much_prediction", limit=MAX_PREDICTED)
            for node in graph.nodes.values():
                _node(graph, node, templates, problems, models)
        if process.id == key and process.start is not None:
            read_start = Extensions(process, process.start, problems, templates.expressions(problems))
            templates.initiator = initiator(read_start)
    return templates


def _node(graph: Graph, node: Node, templates: Templates, problems: Problems, models: tables.Tables) -> None:
    found = Extensions(graph, node, problems, templates.expressions(problems))
    if node.id == INITIATOR and node.kind != "start":
        problems.add(graph.file, node.id, "reserved_id", id=node.id)
    for flow in node.outgoing:
        if flow.condition is not None:
            templates.conditions[flow.id] = templates.condition(graph.file, flow.id, flow.condition, problems)
    if node.kind == "user":
        templates.steps[node.id] = step(found, None, None)
        fields = {who.field for who in templates.steps[node.id].who if who.field}
        if fields:
            templates.reads.setdefault(node.id, set()).update(fields)
    elif node.kind == "rule":
        _rule(graph, node, found, templates, problems, models)
    elif node.kind == "service":
        _effect(graph, node, found, templates, problems)
    elif node.kind == "timer" and node.timer is not None:
        _timer(graph, node, found, templates, problems)


def _rule(
    graph: Graph, node: Node, found: Extensions, templates: Templates, problems: Problems, models: tables.Tables
) -> None:
    ref = (found.first("decision") or {}).get("ref")
    if not ref:
        problems.add(graph.file, node.id, "no_decision")
    elif ref not in models.models:
        problems.add(graph.file, node.id, "unknown_decision", name=ref)
    else:
        templates.rules[node.id] = ref
        templates.reads.setdefault(node.id, set()).update(models.paths(ref))


def _effect(graph: Graph, node: Node, found: Extensions, templates: Templates, problems: Problems) -> None:
    name = (found.first("effect") or {}).get("name")
    if not name:
        problems.add(graph.file, node.id, "no_effect")
        return
    templates.effects[node.id] = (name, found.value("effect", "to"))


def _timer(graph: Graph, node: Node, found: Extensions, templates: Templates, problems: Problems) -> None:
    assert node.timer is not None
    kind, words = node.timer
    if not words.startswith("=") and not timers.well_formed(kind, words):
        problems.add(graph.file, node.id, "bad_timer", text=words, kind=kind)
    templates.timers[node.id] = found.evaluated(words) or Text(words)


def _calls(graphs: dict[str, Graph], key: str, problems: Problems) -> None:
    """Note calls of nothing, calls in a circle, and processes that nobody calls."""
    called: dict[str, set[str]] = {name: set() for name in graphs}
    for name, graph in graphs.items():
        for node in graph.all_nodes():
            if node.kind != "call":
                continue
            if node.called in graphs:
                called[name].add(node.called or "")
            else:
                problems.add(graph.file, node.id, "called_unknown", process=node.called)
    for name, graph in graphs.items():
        if name in _reached(called, called[name]):
            problems.add(graph.file, name, "recursive_call")
        if key in graphs and name not in _reached(called, {key}):
            problems.add(graph.file, name, "process_not_called")


def _reached(called: dict[str, set[str]], first: set[str]) -> set[str]:
    seen: set[str] = set()
    todo = list(first)
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += called[name]
    return seen


def _waits(graphs: dict[str, Graph], problems: Problems) -> None:
    """Note loops that pass no waiting element; a call waits where the called process always waits."""
    drawn = [graph for process in graphs.values() for graph in process.graphs()]
    waits: frozenset[str] = frozenset()
    while True:
        found = frozenset(
            node.id
            for graph in drawn
            for node in graph.nodes.values()
            if node.kind in {"sub", "call"} and loops.always_waits(_inner(node, graphs), waits)
        )
        if found == waits:
            break
        waits = found
    for graph in drawn:
        for element in loops.wait_free(graph, waits):
            problems.add(graph.file, element, "wait_free_loop")


def _inner(node: Node, graphs: dict[str, Graph]) -> Graph:
    return node.inner if node.inner is not None else graphs[node.called or ""]
