"""Build the specs that run, and expand what was read once per drawing to every call path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from workflows import feel
from workflows.engine.bundle import Bundle
from workflows.engine.gateways import Branch, Exclusive, Fork, InclusiveFork, Join
from workflows.engine.graph import Graph, Node
from workflows.engine.model import INITIATOR, Compiled, Diagram, Step, Text
from workflows.engine.problems import Problems
from workflows.engine.specs import (
    BoundaryTimer,
    Effect,
    Element,
    End,
    Inner,
    Plain,
    ProcessSpec,
    Rule,
    Split,
    UserStep,
    Way,
)
from workflows.engine.structure import Shape
from workflows.engine.tables import Tables

MAIN = ""


@dataclass
class Templates:
    """What the elements say, read once per drawing; element ids are unique in a file."""

    shapes: dict[int, Shape] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    conditions: dict[str, feel.Expression | None] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    effects: dict[str, tuple[str, Text | None]] = field(default_factory=dict)
    timers: dict[str, Text] = field(default_factory=dict)
    reads: dict[str, set[str]] = field(default_factory=dict)
    uses: list[tuple[str, str, feel.Expression]] = field(default_factory=list)
    initiator: Step = field(default_factory=lambda: Step(INITIATOR, INITIATOR))

    def expressions(self, problems: Problems) -> Callable[[str, str, str], feel.Expression | None]:
        """Return the function that compiles an expression at its element."""

        def expression(file: str, element: str, words: str) -> feel.Expression | None:
            return self._compiled(file, element, words, problems)

        return expression

    def condition(self, file: str, flow: str, words: str, problems: Problems) -> feel.Expression | None:
        """Return a compiled condition; one that reads nothing must be true or false."""
        found = self._compiled(file, flow, words, problems)
        if found is not None and not found.names and not isinstance(value := found.evaluate({}), bool):
            problems.add(file, flow, "condition_not_boolean", value="null" if value is None else value)
        return found

    def _compiled(self, file: str, element: str, words: str, problems: Problems) -> feel.Expression | None:
        try:
            found = feel.compile(words)
        except feel.FeelError as error:
            problems.add(file, element, "bad_expression", error=str(error))
            return None
        self.uses.append((file, element, found))
        self.reads.setdefault(element, set()).update(found.paths)
        return found


@dataclass
class Net:
    """The specs, and where every element is at home.

    `home`: the regions around an element, outermost first, MAIN at the top. `entries`: the element that opens a region
    (the fork of a branch, the call or sub-process of a level, the host of a side way's timer). `sides`: the side ways.
    `exits`: the flows that leave an element. `follows`: where a token may come to right after it.
    """

    main: ProcessSpec
    inner: dict[str, ProcessSpec] = field(default_factory=dict)
    home: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sides: set[str] = field(default_factory=set)
    entries: dict[str, str] = field(default_factory=dict)
    exits: dict[str, tuple[str, ...]] = field(default_factory=dict)
    follows: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def after(self, element: str) -> frozenset[str]:
        """Return every element that a token may still come to from `element`; itself too where a way leads back."""
        found: set[str] = set()
        ahead = list(self.follows.get(element, ()))
        while ahead:
            one = ahead.pop()
            if one not in found:
                found.add(one)
                ahead.extend(self.follows.get(one, ()))
        return frozenset(found)


def expand(
    bundle: Bundle,
    toml: Mapping[str, Any],
    main: Graph,
    graphs: Mapping[str, Graph],
    templates: Templates,
    models: Tables,
) -> Compiled:
    """Return the compiled bundle of a main process without problems."""
    inner = {g.id: _process(g, templates) for p in graphs.values() for g in p.graphs() if g is not main}
    net = Net(_process(main, templates), inner)
    paths = _Expansion(graphs, templates, net)
    paths.graph(main, None, (MAIN,), ())
    paths.steps = {INITIATOR: templates.initiator, **paths.steps}
    net.home[INITIATOR] = (MAIN,)
    rule_names = {name for ref in templates.rules.values() for name in models.inputs(ref)}
    chosen = {who.field.partition(".")[0] for step in templates.steps.values() for who in step.who if who.field}
    return Compiled(
        hash=bundle.hash,
        key=main.id,
        title=toml["process"]["title"],
        steps=paths.steps,
        names=frozenset({name for _, _, found in templates.uses for name in found.names} | rule_names | chosen),
        paths=frozenset(path for read in templates.reads.values() for path in read),
        reads=paths.reads,
        toml=toml,
        effects=frozenset(name for name, _ in templates.effects.values()),
        decisions=models.names(),
        diagrams=tuple(paths.diagrams),
        dmn=models,
        net=net,
    )


class _Expansion:
    """Walks the call paths."""

    def __init__(self, graphs: Mapping[str, Graph], templates: Templates, net: Net) -> None:
        self.graphs, self.templates, self.net = graphs, templates, net
        self.steps: dict[str, Step] = {}
        self.reads: dict[str, frozenset[str]] = {}
        self.diagrams: list[Diagram] = []

    def graph(
        self, graph: Graph, scope: str | None, home: tuple[str, ...], beyond: tuple[str, ...], *, drawn: bool = True
    ) -> None:
        """Note the elements of one level; from its ends the way goes on `beyond`."""
        if drawn:
            self.diagrams.append(Diagram(scope, graph.id, graph.file))
        shape = self.templates.shapes[id(graph)]
        for region in shape.regions.values():
            self.net.entries[join(scope, region.key)] = join(scope, region.entry)
            if region.key in graph.nodes:
                self.net.sides.add(join(scope, region.key))
        for node in graph.nodes.values():
            around = (*home, *(join(scope, region.key) for region in shape.around(node.id)))
            self.ways(node, scope, beyond)
            self.node(node, scope, around)
        for flow in graph.flows:
            self.read(flow, scope)

    def ways(self, node: Node, scope: str | None, beyond: tuple[str, ...]) -> None:
        path = join(scope, node.id)
        self.net.exits[path] = tuple(join(scope, flow.id) for flow in node.outgoing)
        direct = [*(flow.target for flow in node.outgoing), *(timer.id for timer in node.timers)]
        self.net.follows[path] = (*(join(scope, one) for one in direct), *(beyond if node.kind == "end" else ()))

    def node(self, node: Node, scope: str | None, home: tuple[str, ...]) -> None:
        path = join(scope, node.id)
        self.net.home[path] = home
        self.read(node.id, scope)
        if node.kind == "user":
            region = home[-1] if len(home) > 1 else None
            self.steps[path] = replace(self.templates.steps[node.id], path=path, scope=scope, in_region=region)
        elif node.inner is not None:
            self.net.entries[f"{path}/"] = path
            self.enter(node.inner, path, scope, home, drawn=False)
        elif node.kind == "call":
            self.net.entries[f"{path}/"] = path
            self.enter(self.graphs[node.called or ""], path, path, home)

    def enter(self, graph: Graph, holder: str, scope: str | None, home: tuple[str, ...], *, drawn: bool = True) -> None:
        """Go into a call or sub-process: its start follows its holder, and from its ends the holder's ways lead on."""
        assert graph.start is not None
        beyond = self.net.follows[holder]
        self.net.follows[holder] = (*beyond, join(scope, graph.start.id))
        self.graph(graph, scope, (*home, f"{holder}/"), beyond, drawn=drawn)

    def read(self, element: str, scope: str | None) -> None:
        if self.templates.reads.get(element):
            self.reads[join(scope, element)] = frozenset(self.templates.reads[element])


def join(scope: str | None, element: str) -> str:
    """Return the path of an element in a scope."""
    return f"{scope}/{element}" if scope else element


def _process(graph: Graph, templates: Templates) -> ProcessSpec:
    spec = ProcessSpec(graph.id, graph.file)
    builder = _Builder(graph, templates, spec)
    for node in graph.nodes.values():
        builder.add(node)
    assert graph.start is not None
    spec.first = graph.start.id
    return spec


class _Builder:
    """Makes the specs of one graph."""

    def __init__(self, graph: Graph, templates: Templates, spec: ProcessSpec) -> None:
        self.graph, self.templates, self.spec = graph, templates, spec
        self.shape = templates.shapes[id(graph)]

    def entry(self, name: str) -> str:
        """Return the spec that a flow to `name` leads to."""
        return f"{name}|" if self.graph.nodes[name].timers else name

    def ways(self, node: Node) -> tuple[Way, ...]:
        branching = node.id in self.shape.joins
        return tuple(
            Way(
                flow.id,
                f"{flow.id}|" if branching else self.entry(flow.target),
                self.templates.conditions.get(flow.id),
                flow.id == node.default,
            )
            for flow in node.outgoing
        )

    def add(self, node: Node) -> None:
        self.element(node)
        if node.timers:
            Split(self.spec, node.id, tuple(timer.id for timer in node.timers))
        if node.id in self.shape.joins:
            for flow in node.outgoing:
                Branch(self.spec, flow.id, self.entry(flow.target), node.id)

    def element(self, node: Node) -> Element:
        spec, name, ways = self.spec, node.id, self.ways(node)
        match node.kind:
            case "user":
                return UserStep(spec, name, ways)
            case "end":
                return End(spec, name, node.terminates)
            case "rule":
                return Rule(spec, name, ways, self.templates.rules[name])
            case "service":
                return Effect(spec, name, ways, *self.templates.effects[name])
            case "sub" if node.inner is not None:
                return Inner(spec, name, ways, node.inner.id, False)
            case "call":
                return Inner(spec, name, ways, node.called or "", True)
            case "timer" if node.timer is not None:
                return BoundaryTimer(spec, name, ways, node.timer[0], self.templates.timers[name], node.interrupting)
        return self.gateway(node, ways)

    def gateway(self, node: Node, ways: tuple[Way, ...]) -> Element:
        if node.id in self.shape.forks:
            return Join(self.spec, node.id, ways, self.shape.forks[node.id])
        if node.id in self.shape.joins:
            kind = Fork if node.kind == "parallel" else InclusiveFork
            return kind(self.spec, node.id, ways)
        if node.kind == "exclusive" and len(ways) > 1:
            return Exclusive(self.spec, node.id, ways)
        return Plain(self.spec, node.id, ways)
