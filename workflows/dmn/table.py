"""Decision tables (DMN 1.5, clause 8): every hit policy, every aggregation, and the rows that matched."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from workflows.dmn.maker import Maker, boxed
from workflows.dmn.problems import Problem
from workflows.dmn.xml import Element, attribute, child, children, identity, text_of
from workflows.feel import UnaryTests, Value, limits
from workflows.feel.compare import equal
from workflows.feel.functions.lists import greatest, least
from workflows.feel.functions.statistics import total
from workflows.feel.scope import Run, Scope
from workflows.feel.writing import write

POLICIES = ("UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER")
AGGREGATIONS: dict[str, Callable[[list[Value]], Value]] = {
    "SUM": total, "MIN": least, "MAX": greatest, "COUNT": lambda values: Decimal(len(values)),
}  # fmt: skip
Test = Callable[[Scope], Value]


@dataclass(frozen=True)
class Input:
    """An input column: its expression as text and compiled, and the values that it takes."""

    label: str
    run: Run
    values: UnaryTests | None


@dataclass(frozen=True)
class Output:
    """An output column: its name, its values in order of priority, what holds when no rule matches."""

    name: str
    ranks: Run | None
    default: Run | None


@dataclass(frozen=True)
class Rule:
    """A row: the tests that are not '-' with the number of their column, and the outputs."""

    tests: tuple[tuple[int, Test], ...]
    outputs: tuple[Run, ...]


@dataclass
class Outcome:
    """What a table made: the value, the numbers from 1 of the rows that matched, the inputs, what was wrong."""

    value: Value = None
    matched: tuple[int, ...] = ()
    inputs: dict[str, Value] = field(default_factory=dict)
    faults: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """A compiled decision table."""

    id: str
    policy: str
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]

    def decide(self, scope: Scope) -> Outcome:
        """The outcome of the table in a scope."""
        values = [each.run(scope) for each in self.inputs]
        outcome = Outcome(inputs={each.label: value for each, value in zip(self.inputs, values, strict=True)})
        scopes = [Scope({"?": value}, scope) for value in values]
        if not self._accepts(scopes, outcome):
            return outcome
        rows = self._matching(scopes)
        outcome.matched = tuple(rows)
        outcome.value = self._value(rows, scope, outcome)
        return outcome

    def _accepts(self, scopes: list[Scope], outcome: Outcome) -> bool:
        """Whether each input that is not null is one of the values listed for its column."""
        for column, scope in zip(self.inputs, scopes, strict=True):
            value = scope.vars["?"]
            if column.values is not None and value is not None and column.values.run(scope) is not True:
                outcome.faults.append(Problem.make(self.id, "not_listed", value=write(value)))
                return False
        return True

    def _matching(self, scopes: list[Scope]) -> list[int]:
        """The numbers of the rows that match; only the first where only that counts."""
        rows: list[int] = []
        for number, rule in enumerate(self.rules, 1):
            limits.spend(1 + len(rule.tests))
            for column, test in rule.tests:
                if test(scopes[column]) is not True:
                    break
            else:
                rows.append(number)
                if self.policy == "FIRST":
                    break
        return rows

    def _value(self, rows: list[int], scope: Scope, outcome: Outcome) -> Value:
        if not rows:
            return self._nothing(scope)
        if self.policy == "UNIQUE" and len(rows) > 1:
            outcome.faults.append(Problem.make(self.id, "several_rules", rows=", ".join(map(str, rows))))
            return None
        made = [tuple(run(scope) for run in self.rules[row - 1].outputs) for row in rows]
        return self._by_policy(made, rows, scope, outcome)

    def _by_policy(self, made: list[tuple[Value, ...]], rows: list[int], scope: Scope, outcome: Outcome) -> Value:
        if self.policy == "ANY" and any(equal(list(each), list(made[0])) is not True for each in made):
            outcome.faults.append(Problem.make(self.id, "different_outputs", rows=", ".join(map(str, rows))))
            return None
        if self.policy in ("PRIORITY", "OUTPUT ORDER"):
            made = self._ranked(made, scope)
        if self.policy in ("COLLECT", "RULE ORDER", "OUTPUT ORDER"):
            return self._collected(made)
        return self._row(made[0])

    def _row(self, outputs: tuple[Value, ...]) -> Value:
        """One output as it is, several as a context."""
        if len(self.outputs) == 1:
            return outputs[0]
        return {each.name: value for each, value in zip(self.outputs, outputs, strict=True)}

    def _collected(self, made: list[tuple[Value, ...]]) -> Value:
        aggregate = AGGREGATIONS.get(self.aggregation) if self.policy == "COLLECT" else None
        if aggregate is None:
            return [self._row(each) for each in made]
        return self._row(tuple(aggregate([row[column] for row in made]) for column in range(len(self.outputs))))

    def _ranked(self, made: list[tuple[Value, ...]], scope: Scope) -> list[tuple[Value, ...]]:
        """Rows of outputs in the order of the output values, the first column first (8.2.10)."""
        ranks = [each.ranks(scope) if each.ranks else None for each in self.outputs]

        def rank(row: tuple[Value, ...]) -> list[int]:
            return [_place(value, order) for value, order in zip(row, ranks, strict=True) if isinstance(order, list)]

        return sorted(made, key=rank)

    def _nothing(self, scope: Scope) -> Value:
        """What holds when no rule matches: the defaults; else nothing, of a list an empty one."""
        if any(each.default for each in self.outputs):
            row = self._row(tuple(each.default(scope) if each.default else None for each in self.outputs))
            return [row] if self.policy in ("RULE ORDER", "OUTPUT ORDER") else row
        if self.policy == "COLLECT" and self.aggregation:
            return Decimal(0) if self.aggregation == "COUNT" else None
        return [] if self.policy in ("COLLECT", "RULE ORDER", "OUTPUT ORDER") else None


def _place(value: Value, order: list[Value]) -> int:
    return next((number for number, each in enumerate(order) if equal(value, each) is True), len(order))


def make_table(maker: Maker, element: Element) -> Table:
    """The table of a <decisionTable>; faults are noted by the maker."""
    inputs = tuple(_input(maker, each) for each in children(element, "input"))
    outputs = tuple(_output(maker, each) for each in children(element, "output"))
    policy = attribute(element, "hitPolicy") or "UNIQUE"
    if policy not in POLICIES:
        maker.faults.append(Problem.make(identity(element), "unknown_policy", name=policy))
    if not outputs:
        maker.faults.append(Problem.make(identity(element), "no_output"))
    rules = tuple(_rule(maker, each, len(inputs), len(outputs)) for each in children(element, "rule"))
    return Table(identity(element), policy, attribute(element, "aggregation"), inputs, outputs, rules)


def _input(maker: Maker, element: Element) -> Input:
    expression, values = child(element, "inputExpression"), child(element, "inputValues")
    label = text_of(expression) or attribute(element, "label")
    run = maker.expression(label, element) if label else maker.text(expression)
    text = text_of(values)
    return Input(label, run, maker.tests(text, element) if text else None)


def _output(maker: Maker, element: Element) -> Output:
    values, default = child(element, "outputValues"), child(element, "defaultOutputEntry")
    ranks = maker.expression(f"[{text_of(values)}]", element) if text_of(values) else None
    return Output(attribute(element, "name"), ranks, maker.text(default) if text_of(default) else None)


def _rule(maker: Maker, element: Element, inputs: int, outputs: int) -> Rule:
    cells, results = children(element, "inputEntry"), children(element, "outputEntry")
    if (len(cells), len(results)) != (inputs, outputs):
        params = {"found": len(cells) + len(results), "expected": inputs + outputs}
        maker.faults.append(Problem.make(identity(element), "cells", **params))
    with maker.seeing(("?",)):
        tests = [(column, maker.tests(text_of(cell) or "-", cell)) for column, cell in enumerate(cells)]
    kept = tuple((column, test.run) for column, test in tests if test is not None and test.source.strip() != "-")
    return Rule(kept, tuple(maker.text(each) for each in results))


@boxed("decisionTable")
def table(maker: Maker, element: Element) -> Run:
    """A table inside another expression: its value."""
    made = make_table(maker, element)
    return lambda scope: made.decide(scope).value
