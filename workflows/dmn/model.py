"""A decision model: its requirement graph, and the evaluation of a decision (DMN 1.5, clauses 6 and 10.4)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows.dmn import boxed as _boxed
from workflows.dmn import table as _table
from workflows.dmn.graph import Graph, Node
from workflows.dmn.maker import BOXED, Maker, fitted
from workflows.dmn.problems import DmnError, Problem
from workflows.dmn.table import Outcome, Table, make_table
from workflows.dmn.types import Types, coerced
from workflows.dmn.xml import Element, attribute, child, children, every, local, read
from workflows.feel import Function, Value, limits
from workflows.feel.scope import Run, Scope
from workflows.feel.values import Clean, plain

COMPILES = (_boxed, _table)
_NAMED = ("variable", "itemComponent", "formalParameter", "parameter", "column", "output", "inputData", "decision",
          "businessKnowledgeModel", "decisionService")  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """A decision made. `matched`: numbers from 1 of the rows that matched, of a decision that is a table; `inputs`: what
    its input columns held; `faults`: why the value is null, where that is the model's fault."""

    value: Value
    matched: tuple[int, ...] = ()
    inputs: Mapping[str, Value] = field(default_factory=dict)
    faults: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Logic:
    """The compiled logic of a decision or knowledge model."""

    run: Run
    table: Table | None
    faults: tuple[Problem, ...]
    remarks: tuple[Problem, ...]


class Model:
    """A model, and those that it imports. Expressions are compiled when they are first needed."""

    def __init__(self, root: Element, imports: Mapping[str, "Model"]) -> None:
        self.name = attribute(root, "name")
        self.namespace = attribute(root, "namespace")
        self.imports = imports
        self.types = Types(root, {prefix: model.types for prefix, model in imports.items()})
        self.graph = Graph(root, {model.namespace: model.graph for model in imports.values()})
        self.words = frozenset(words(root)).union(*(model.words | {prefix} for prefix, model in imports.items()))
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
        return frozenset(node.name for node in self.graph.below(self.node("decision", name)) if node.kind == "inputData")

    def evaluate(self, name: str, context: Mapping[str, Any], service: str | None = None) -> Decision:
        """Makes a decision, given by name or id, from the input data in the context; with `service`, as that decision
        service makes it: its input decisions are taken from the context. DmnError, FeelError beyond the limits."""
        node = self.node("decision", name)
        given = Clean({str(key): plain(value) for key, value in context.items()})
        with limits.allowance():
            session = Session(given)
            if service is None:
                return session.decide(self, node)
            return session.serve(self, self.node("decisionService", service), node)

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
        return Logic(run, None, tuple(maker.faults), tuple(maker.remarks))

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
        return next(found for model in self.imports.values() for found in model.everywhere() if found.graph is node.graph)

    def everywhere(self) -> Iterator["Model"]:
        """This model and all imported ones."""
        yield self
        for model in self.imports.values():
            yield from model.everywhere()


class Session:
    """One evaluation: the input given, and the decisions made so far."""

    def __init__(self, given: Mapping[str, Value], decided: dict[tuple[str, str], Decision] | None = None) -> None:
        self.given = given
        self.decided = decided if decided is not None else {}
        self.open: set[tuple[str, str]] = set()

    def decide(self, model: Model, node: Node) -> Decision:
        """The decision, made once."""
        key = model.namespace, node.id
        if key not in self.decided:
            if key in self.open:
                raise DmnError("requires_itself", name=node.name)
            self.open.add(key)
            self.decided[key] = self._decide(model, node)
            self.open.discard(key)
        return self.decided[key]

    def _decide(self, model: Model, node: Node) -> Decision:
        logic = model.logic(node)
        if logic.faults:
            return Decision(None, faults=logic.faults)
        scope = self.scope(model, node)
        outcome = logic.table.decide(scope) if logic.table else Outcome(logic.run(scope))
        definition = model.types.of(child(node.element, "variable"))
        value = coerced(outcome.value, definition)
        return Decision(value, outcome.matched, outcome.inputs, tuple(outcome.faults))

    def scope(self, model: Model, node: Node) -> Scope:
        """What the logic of an element sees: the values of what it requires, those of imports under the import's name."""
        names = Clean()
        for other in model.graph.required(node):
            value = self.value(model.owner(other), other)
            prefix = "" if other.graph is model.graph else model.prefix(other)
            (names.setdefault(prefix, {}) if prefix else names)[other.name] = value
        return Scope(names)

    def value(self, model: Model, node: Node) -> Value:
        """The value of what is required: input data, a decision, or a function."""
        if node.kind == "inputData":
            return coerced(self.given.get(node.name), model.types.of(child(node.element, "variable")))
        if node.kind == "decision":
            return self.decide(model, node).value
        if node.kind == "decisionService":
            return self.service_function(model, node)
        return self.knowledge_function(model, node)

    def knowledge_function(self, model: Model, node: Node) -> Value:
        """The function of a business knowledge model; its own requirements are looked up when it is called."""
        logic = model.logic(node)
        if logic.faults or child(node.element, "encapsulatedLogic") is None:
            return None
        params = [attribute(each, "name") for each in children(child(node.element, "encapsulatedLogic"), "formalParameter")]  # type: ignore[arg-type]
        result = model.types.of(child(node.element, "variable"))

        def run(given: list[Value]) -> Value:
            made = logic.run(self.scope(model, node))
            value = made.positional(given) if isinstance(made, Function) else None
            return coerced(value, result) if result and result.kind.name != "function" else value

        return Function(tuple(params), run)

    def service_function(self, model: Model, node: Node) -> Function:
        """The function of a decision service: its input data, then its input decisions (10.4, table 80)."""
        inputs = [*model.graph.listed(node, "inputData"), *model.graph.listed(node, "inputDecision")]
        kinds = [model.owner(each).types.of(child(each.element, "variable")) for each in inputs]

        def run(given: list[Value]) -> Value:
            limits.spend(10)
            taken = {(model.owner(each).namespace, each.id): coerced(value, kind)
                     for each, value, kind in zip(inputs, given, kinds, strict=True)}  # fmt: skip
            names = {each.name: taken[model.owner(each).namespace, each.id] for each in inputs}
            decided = {key: Decision(value) for key, value in taken.items()}
            return Session(Clean(names), decided).output(model, node)

        return Function(tuple(each.name for each in inputs), run)

    def output(self, model: Model, node: Node) -> Value:
        """The value of a decision service: of its output decision, or a context of several."""
        outputs = model.graph.listed(node, "outputDecision")
        made = {each.name: self.decide(model.owner(each), each).value for each in outputs}
        value = next(iter(made.values()), None) if len(outputs) == 1 else made
        return coerced(value, model.types.of(child(node.element, "variable")))

    def serve(self, model: Model, service: Node, node: Node) -> Decision:
        """A decision as a service makes it, its input decisions taken from the context."""
        for each in model.graph.listed(service, "inputDecision"):
            owner = model.owner(each)
            value = coerced(self.given.get(each.name), owner.types.of(child(each.element, "variable")))
            self.decided[owner.namespace, each.id] = Decision(value)
        return self.decide(model, node)


def words(root: Element) -> Iterable[str]:
    """All names that the model gives to anything."""
    for name in _NAMED:
        yield from (attribute(each, "name") for each in every(root, name))
    for name in ("for", "every", "some"):
        yield from (attribute(each, "iteratorVariable") for each in every(root, name))


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


__all__ = ["Decision", "Model", "fitted", "load"]
