"""A decision model: its requirement graph, and the evaluation of a decision (DMN 1.5, clauses 6 and 10.4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflows.dmn import boxed as _boxed
from workflows.dmn import table as _table
from workflows.dmn.graph import Graph, Node
from workflows.dmn.maker import BOXED, Maker
from workflows.dmn.problems import DmnError, Problem
from workflows.dmn.session import Decision, Session
from workflows.dmn.table import Table, make_table
from workflows.dmn.types import Types
from workflows.dmn.words import words
from workflows.dmn.xml import Element, attribute, child, children, local, read
from workflows.feel import limits
from workflows.feel.scope import Run
from workflows.feel.values import Clean, plain

COMPILES = (_boxed, _table)


@dataclass(frozen=True)
class Logic:
    """The compiled logic of a decision or knowledge model."""

    run: Run
    table: Table | None
    faults: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    empty: bool = False


class Model:
    """A model, and those that it imports. Expressions are compiled when they are first needed."""

    def __init__(self, root: Element, imports: Mapping[str, "Model"]) -> None:
        self.name = attribute(root, "name")
        self.namespace = attribute(root, "namespace")
        self.imports = imports
        self.types: Types = Types(root, {prefix: model.types for prefix, model in imports.items()})
        graphs = {model.namespace: model.graph for model in imports.values()}
        self.graph: Graph = Graph(root, graphs)
        self.words: frozenset[str] = frozenset(words(root)).union(
            *(model.words | {prefix} for prefix, model in imports.items())
        )
        self._logic: dict[str, Logic] = {}

    @property
    def decisions(self) -> dict[str, str]:
        """The decisions of this model: id → name."""
        return {node.id: node.name for node in self.graph.of_kind("decision")}

    @property
    def services(self) -> dict[str, str]:
        """The decision services of this model: id → name."""
        return {node.id: node.name for node in self.graph.of_kind("decisionService")}

    def inputs(self, name: str) -> frozenset[str]:
        """The names of the input data that a decision needs, itself or through others. DmnError."""
        below = self.graph.below(self.node("decision", name))
        return frozenset(node.name for node in below if node.kind == "inputData")

    def evaluate(self, name: str, context: Mapping[str, Any], service: str | None = None) -> Decision:
        """Makes a decision, given by name or id, from the input data in the context; with `service`, as that decision
        service makes it: its input decisions are taken from the context. DmnError, FeelError beyond the limits."""
        node = self.node("decision", name)
        given = Clean({str(key): plain(value) for key, value in context.items()})
        with limits.allowance():
            session = Session(given)
            if service is None:
                made = session.decide(self, node)
            else:
                made = session.serve(self, self.node("decisionService", service), node)
            limits.measure(made.value)
            return made

    def node(self, kind: str, name: str) -> Node:
        """The element of this kind with this name or id. DmnError."""
        for node in self.graph.of_kind(kind):
            if name in (node.id, node.name):
                return node
        raise DmnError("unknown_decision" if kind == "decision" else "unknown_service", name=name)

    def logic(self, node: Node) -> Logic:
        """The compiled logic of one of this model's decisions or knowledge models."""
        if node.id not in self._logic:
            self._logic[node.id] = self._compile(node)
        return self._logic[node.id]

    def _compile(self, node: Node) -> Logic:
        maker = Maker(self.words, self.types)
        found = child(node.element, *BOXED)
        with maker.seeing(self.seen(node)):
            if found is not None and local(found) == "decisionTable":
                table = make_table(maker, found)
                return Logic(lambda scope: table.decide(scope).value, table, tuple(maker.faults), tuple(maker.remarks))
            run = maker.boxed(found)
        return Logic(run, None, tuple(maker.faults), tuple(maker.remarks), found is None)

    def seen(self, node: Node) -> Iterator[str]:
        """The names that the logic of an element may read: of what it requires, and of imports."""
        for other in self.graph.required(node):
            yield other.name if other.graph is self.graph else self.prefix(other)
        yield from self.imports

    def prefix(self, node: Node) -> str:
        """The name under which the model of an imported element is imported ('' if under none)."""
        return next((name for name, model in self.imports.items() if model.graph is node.graph), "")

    def owner(self, node: Node) -> "Model":
        """The model that an element belongs to: this one or one imported, at any depth."""
        if node.graph is self.graph:
            return self
        return next(model for model in self.everywhere() if model.graph is node.graph)

    def everywhere(self) -> Iterator["Model"]:
        """This model and all imported ones."""
        yield self
        for model in self.imports.values():
            yield from model.everywhere()


def load(xml: bytes, imports: Mapping[str, bytes] | None = None) -> Model:
    """The model of a DMN file; `imports` are the files that it may import, by namespace. DmnError."""
    return _load(xml, imports or {}, ())


def _load(xml: bytes, imports: Mapping[str, bytes], above: tuple[str, ...]) -> Model:
    root = read(xml)
    namespace = attribute(root, "namespace")
    found = {}
    for each in children(root, "import"):
        wanted = attribute(each, "namespace")
        if wanted in imports and wanted not in (*above, namespace):
            found[attribute(each, "name")] = _load(imports[wanted], imports, (*above, namespace))
    return Model(root, found)
