"""Boxed expressions (DMN 1.5, 10.2.2): literal, context, list, relation, invocation, function, conditional, for, every,
some, filter."""

from workflows.dmn.maker import Maker, boxed, fitted, null
from workflows.dmn.problems import Problem
from workflows.dmn.types import Definition, arguments
from workflows.dmn.xml import Element, attribute, child, children, identity
from workflows.feel import Function, Value, limits
from workflows.feel.loops import as_list, items_of, select
from workflows.feel.operators import choice
from workflows.feel.scope import Run, Scope

LOOP_COST = 10


@boxed("literalExpression")
def literal(maker: Maker, element: Element) -> Run:
    """The expression in <text>."""
    return maker.text(element)


@boxed("context")
def context(maker: Maker, element: Element) -> Run:
    """Entries, each seeing those before it; a last one without a name is the result (10.2.2.3)."""
    entries: list[tuple[str, Run]] = []
    with maker.seeing(()):
        for each in children(element, "contextEntry"):
            variable = child(each, "variable")
            name = attribute(variable, "name")
            entries.append((name, fitted(maker.inner(each), maker.types.of(variable))))
            if name in [known for known, _ in entries[:-1]]:
                maker.faults.append(Problem.make(identity(element), "twice", name=name))
            maker.see(name)

    def run(scope: Scope) -> Value:
        made: dict[str, Value] = {}
        inner = Scope(made, scope)
        for name, entry in entries:
            value = entry(inner)
            if not name:
                return value
            made[name] = value
        return made

    return run


@boxed("list")
def list_of(maker: Maker, element: Element) -> Run:
    """Items."""
    runs = [maker.boxed(each) for each in element if _is_expression(element, each)]
    return lambda scope: [run(scope) for run in runs]


def _is_expression(element: Element, each: Element) -> bool:
    return each in children(element, *_EXPRESSIONS)


_EXPRESSIONS = ("literalExpression", "context", "list", "relation", "invocation", "functionDefinition", "conditional",
                "for", "every", "some", "filter", "decisionTable")  # fmt: skip


@boxed("relation")
def relation(maker: Maker, element: Element) -> Run:
    """Rows, each a context of the columns."""
    columns = [attribute(each, "name") for each in children(element, "column")]
    kinds = [maker.types.of(each) for each in children(element, "column")]
    rows = []
    for row in children(element, "row"):
        cells = [maker.boxed(each) for each in children(row, *_EXPRESSIONS)]
        if len(cells) != len(columns):
            params = {"found": len(cells), "expected": len(columns)}
            maker.faults.append(Problem.make(identity(row), "cells", **params))
        rows.append([(name, fitted(cell, kind)) for name, cell, kind in zip(columns, cells, kinds, strict=False)])
    return lambda scope: [{name: cell(scope) for name, cell in row} for row in rows]


@boxed("invocation")
def invocation(maker: Maker, element: Element) -> Run:
    """A function, called with its parameters by name."""
    function = maker.boxed(child(element, *_EXPRESSIONS))
    bindings = []
    for each in children(element, "binding"):
        parameter = child(each, "parameter")
        name, definition = attribute(parameter, "name"), maker.types.of(parameter)
        bindings.append((name, fitted(maker.inner(each), definition)))

    def run(scope: Scope) -> Value:
        found = function(scope)
        given = {name: value(scope) for name, value in bindings}
        return found.named(given) if isinstance(found, Function) else None

    return run


@boxed("encapsulatedLogic")
@boxed("functionDefinition")
def function(maker: Maker, element: Element) -> Run:
    """A function of formal parameters. Of the kinds only FEEL is in scope; Java and PMML give null."""
    params = [attribute(each, "name") for each in children(element, "formalParameter")]
    kinds = [maker.types.of(each) for each in children(element, "formalParameter")]
    with maker.seeing(params):
        body = maker.inner(element)
    if attribute(element, "kind") not in ("", "FEEL", "F"):
        body = null
    body = fitted(body, maker.types.of(element))
    return lambda scope: made_function(params, kinds, body, scope)


def made_function(params: list[str], kinds: list[Definition | None], body: Run, scope: Scope) -> Function:
    """A function value: null when an argument does not conform to its type."""

    def invoke(given: list[Value]) -> Value:
        limits.spend(LOOP_COST)
        taken = arguments(given, kinds)
        return None if taken is None else body(Scope(dict(zip(params, taken, strict=True)), scope))

    return Function(tuple(params), invoke, tuple(kind.kind if kind else None for kind in kinds))


@boxed("conditional")
def conditional(maker: Maker, element: Element) -> Run:
    """if, then, else: as the expression."""
    return choice(*(maker.inner(child(element, name)) for name in ("if", "then", "else")))


@boxed("for")
def for_loop(maker: Maker, element: Element) -> Run:
    """The results of the body for each item; 'partial' is the list of those so far."""
    name, source = attribute(element, "iteratorVariable"), maker.inner(child(element, "in"))
    with maker.seeing((name, "partial")):
        body = maker.inner(child(element, "return"))

    def run(scope: Scope) -> Value:
        items, made = items_of(source(scope)), list[Value]()
        if items is None:
            return None
        for item in items:
            limits.spend(LOOP_COST)
            limits.check_items(len(made) + 1)
            made.append(body(Scope({name: item, "partial": made[:]}, scope)))
        return made

    return run


@boxed("every")
def every(maker: Maker, element: Element) -> Run:
    """Whether the condition holds for every item."""
    return _quantified(maker, element, decisive=False)


@boxed("some")
def some(maker: Maker, element: Element) -> Run:
    """Whether the condition holds for some item."""
    return _quantified(maker, element, decisive=True)


def _quantified(maker: Maker, element: Element, decisive: bool) -> Run:
    name, source = attribute(element, "iteratorVariable"), maker.inner(child(element, "in"))
    with maker.seeing((name,)):
        condition = maker.inner(child(element, "satisfies"))

    def run(scope: Scope) -> Value:
        items = items_of(source(scope))
        answer: bool | None = not decisive
        for item in () if items is None else items:
            limits.spend(LOOP_COST)
            value = condition(Scope({name: item}, scope))
            if value is decisive:
                return decisive
            answer = answer if value is (not decisive) else None
        return None if items is None else answer

    return run


@boxed("filter")
def filtered(maker: Maker, element: Element) -> Run:
    """The items for which the condition is true."""
    source = maker.inner(child(element, "in"))
    with maker.seeing(("item",)):
        before = len(maker.remarks)
        match = maker.inner(child(element, "match"))
        del maker.remarks[before:]  # a name may be an entry of the item

    return lambda scope: select(as_list(source(scope)), match, LOOP_COST, scope)
