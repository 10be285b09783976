"""Compiles unary tests and the operator in to closures (DMN 1.5, 7.3.3 and table 55)."""

from collections.abc import Callable

from workflows.feel import ast, compare
from workflows.feel.loops import mentioned
from workflows.feel.scope import Compiler, Run, Scope, handles
from workflows.feel.values import Range, Value

Test = Callable[[Value, Scope], bool | None]


@handles(ast.In)
def belongs(compiler: Compiler, node: ast.In) -> Run:
    """value in tests"""
    value = compiler.compile(node.value)
    tests = [test(compiler, each, truth=False) for each in node.tests]
    if len(tests) == 1:
        only = tests[0]
        return lambda scope: only(value(scope), scope)
    return lambda scope: one_holds(tests, value(scope), scope)


@handles(ast.Tests)
def unary_tests(compiler: Compiler, node: ast.Tests) -> Run:
    """The tests of the value called '?'; no tests always hold."""
    with compiler.binding(("?",)):
        tests = [test(compiler, each, truth=True) for each in node.items]
    if not tests:
        return lambda _scope: True
    if node.negated:
        return lambda scope: compare.negated(one_holds(tests, scope.vars["?"], scope))
    if len(tests) == 1:
        only = tests[0]
        return lambda scope: only(scope.vars["?"], scope)
    return lambda scope: one_holds(tests, scope.vars["?"], scope)


def one_holds(tests: list[Test], value: Value, scope: Scope) -> bool | None:
    """or over the tests, three-valued."""
    answer: bool | None = False
    for each in tests:
        found = each(value, scope)
        if found is True:
            return True
        if found is None:
            answer = None
    return answer


def test(compiler: Compiler, node: ast.Node, truth: bool) -> Test:
    """One test. `truth`: an expression that is true also holds for a value that is not a boolean."""
    if isinstance(node, ast.Comparison):
        return comparison(compiler, node)
    if "?" in mentioned(node):
        return condition(compiler, node)
    run = compiler.compile(node)
    if isinstance(node, ast.Interval):
        return lambda value, scope: _inside(run(scope), value)
    if not truth or isinstance(node, ast.Literal):
        return lambda value, scope: compare.belongs(value, run(scope))
    return lambda value, scope: _holds(value, run(scope))


def comparison(compiler: Compiler, node: ast.Comparison) -> Test:
    """An operator and its operand."""
    operand, operator = compiler.compile(node.operand), node.operator
    return lambda value, scope: compare.compared(operator, value, operand(scope))


def condition(compiler: Compiler, node: ast.Node) -> Test:
    """An expression over '?': it holds if it is true; what is not a boolean is compared."""
    with compiler.binding(("?",)):
        run = compiler.compile(node)

    def decide(value: Value, scope: Scope) -> bool | None:
        found = run(Scope({"?": value}, scope))
        return found if isinstance(found, bool) else compare.belongs(value, found) if found is not None else None

    return decide


def _inside(span: Value, value: Value) -> bool | None:
    return compare.contains(span, value) if isinstance(span, Range) else None


def _holds(value: Value, found: Value) -> bool | None:
    if found is True and not isinstance(value, bool):
        return True
    return compare.belongs(value, found)
