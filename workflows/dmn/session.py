"""One evaluation of a model: decisions, knowledge models and services, each made once (DMN 1.5, 10.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workflows.dmn.graph import Node
from workflows.dmn.problems import DmnError, Problem
from workflows.dmn.table import Outcome
from workflows.dmn.types import arguments, coerced
from workflows.dmn.xml import attribute, child, children
from workflows.feel import Function, Value, limits
from workflows.feel.scope import Scope
from workflows.feel.values import Clean

if TYPE_CHECKING:
    from workflows.dmn.model import Model


@dataclass(frozen=True)
class Decision:
    """A decision made. `faults`: why the value is null, where that is the model's fault.

    Of a decision that is a table: `matched`, the numbers from 1 of the rows that matched; `inputs`, what its columns
    held.
    """

    value: Value
    matched: tuple[int, ...] = ()
    inputs: Mapping[str, Value] = field(default_factory=dict)
    faults: tuple[Problem, ...] = ()


class Session:
    """One evaluation: the input given, and the decisions made so far."""

    def __init__(self, given: Mapping[str, Value], decided: dict[tuple[str, str], Decision] | None = None) -> None:
        self.given = given
        self.decided = decided if decided is not None else {}
        self.open: set[tuple[str, str]] = set()

    def decide(self, model: "Model", node: Node) -> Decision:
        """The decision, made once."""
        key = model.namespace, node.id
        if key not in self.decided:
            if key in self.open:
                raise DmnError("requires_itself", name=node.name)
            self.open.add(key)
            self.decided[key] = self._decide(model, node)
            self.open.discard(key)
        return self.decided[key]

    def _decide(self, model: "Model", node: Node) -> Decision:
        logic = model.logic(node)
        if logic.faults:
            return Decision(None, faults=logic.faults)
        scope = self.scope(model, node)
        outcome = logic.table.decide(scope) if logic.table else Outcome(logic.run(scope))
        definition = model.types.of(child(node.element, "variable"))
        value = coerced(outcome.value, definition)
        return Decision(value, outcome.matched, outcome.inputs, tuple(outcome.faults))

    def scope(self, model: "Model", node: Node) -> Scope:
        """What the logic of an element sees: what it requires, of imports under the import's name."""
        names = Clean()
        for other in model.graph.required(node):
            value = self.value(model.owner(other), other)
            prefix = "" if other.graph is model.graph else model.prefix(other)
            (names.setdefault(prefix, {}) if prefix else names)[other.name] = value
        return Scope(names)

    def value(self, model: "Model", node: Node) -> Value:
        """The value of what is required: input data, a decision, or a function."""
        if node.kind == "inputData":
            return coerced(self.given.get(node.name), model.types.of(child(node.element, "variable")))
        if node.kind == "decision":
            return self.decide(model, node).value
        if node.kind == "decisionService":
            return self.service_function(model, node)
        return self.knowledge_function(model, node)

    def knowledge_function(self, model: "Model", node: Node) -> Value:
        """The function of a business knowledge model; its own requirements are looked up when it is called."""
        logic, inner = model.logic(node), child(node.element, "encapsulatedLogic")
        if logic.faults or inner is None:
            return None
        params = [attribute(each, "name") for each in children(inner, "formalParameter")]
        result = model.types.of(child(node.element, "variable"))

        def run(given: list[Value]) -> Value:
            made = logic.run(self.scope(model, node))
            value = made.positional(given) if isinstance(made, Function) else None
            return coerced(value, result) if result and result.kind.name != "function" else value

        return Function(tuple(params), run)

    def service_function(self, model: "Model", node: Node) -> Function:
        """The function of a decision service: its input data, then its input decisions (10.4, table 80)."""
        inputs = [*model.graph.listed(node, "inputData"), *model.graph.listed(node, "inputDecision")]
        kinds = [model.owner(each).types.of(child(each.element, "variable")) for each in inputs]

        def run(given: list[Value]) -> Value:
            limits.spend(10)
            taken = arguments(given, kinds)
            if taken is None:
                return None
            decided = {(model.owner(each).namespace, each.id): Decision(value)
                       for each, value in zip(inputs, taken, strict=True)}  # fmt: skip
            names = {each.name: value for each, value in zip(inputs, taken, strict=True)}
            return Session(Clean(names), decided).output(model, node)

        return Function(tuple(each.name for each in inputs), run)

    def output(self, model: "Model", node: Node) -> Value:
        """The value of a decision service: of its output decision, or a context of several."""
        outputs = model.graph.listed(node, "outputDecision")
        made = {each.name: self.decide(model.owner(each), each).value for each in outputs}
        value = next(iter(made.values()), None) if len(outputs) == 1 else made
        return coerced(value, model.types.of(child(node.element, "variable")))

    def serve(self, model: "Model", service: Node, node: Node) -> Decision:
        """A decision as a service makes it, its input decisions taken from the context."""
        for each in model.graph.listed(service, "inputDecision"):
            owner = model.owner(each)
            value = coerced(self.given.get(each.name), owner.types.of(child(each.element, "variable")))
            self.decided[owner.namespace, each.id] = Decision(value)
        return self.decide(model, node)
