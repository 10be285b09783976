"""Compiles literals, names and operators to closures (DMN 1.5, 10.3.2.11 to 10.3.2.15)."""

from decimal import Decimal
from functools import partial

from workflows.feel import ast, compare
from workflows.feel.arithmetic import OPERATIONS, negative
from workflows.feel.functions import CATALOGUE
from workflows.feel.scope import MISSING, Compiler, Run, Scope, handles
from workflows.feel.types import Type
from workflows.feel.values import QUICK, Range, Value, kind_of


@handles(ast.Literal)
def literal(_compiler: Compiler, node: ast.Literal) -> Run:
    """A constant."""
    value = node.value
    return lambda _scope: value


@handles(ast.Name)
def name(compiler: Compiler, node: ast.Name) -> Run:
    """The value of a name: of the nearest scope that has it, else the built-in function, else null."""
    wanted = node.name
    compiler.read(wanted)
    builtin = CATALOGUE.get(wanted)
    fallback = builtin.function() if builtin and not compiler.is_bound(wanted) else None
    return partial(look_up, wanted, fallback)


def look_up(wanted: str, fallback: Value, scope: Scope | None) -> Value:
    """The value of a name in the scope or those around it."""
    while scope is not None:
        value = scope.vars.get(wanted, MISSING)
        if value is not MISSING:
            return value if type(value) in QUICK else scope.take_over(wanted, value)
        scope = scope.parent
    return fallback


@handles(ast.Negative)
def minus(compiler: Compiler, node: ast.Negative) -> Run:
    """-operand"""
    operand = compiler.compile(node.operand)
    return lambda scope: negative(operand(scope))


@handles(ast.Chain)
def chain(compiler: Compiler, node: ast.Chain) -> Run:
    """Operators of one rank from left to right."""
    run = compiler.compile(node.first)
    steps = [(operator, compiler.compile(operand)) for operator, operand in node.rest]
    if len(steps) == 1:
        return binary(run, *steps[0])
    return _folded(run, [(operation(operator), operand) for operator, operand in steps])


def operation(operator: str) -> compare.Operation:
    """The function of two values that an operator stands for."""
    return OPERATIONS.get(operator) or partial(compare.compared, operator)


def binary(left: Run, operator: str, right: Run) -> Run:
    """One operator; order between numbers without detour."""
    if operator in compare.ORDER:
        return _order(left, operator, right)
    if operator == "=":
        return lambda scope: compare.equal(left(scope), right(scope))
    both = operation(operator)
    return lambda scope: both(left(scope), right(scope))


def _order(left: Run, operator: str, right: Run) -> Run:
    quick, slow = compare.ORDER[operator], compare.ordered

    def run(scope: Scope) -> Value:
        one, other = left(scope), right(scope)
        if type(one) is Decimal and type(other) is Decimal:
            return quick(one, other)
        return slow(operator, one, other)

    return run


def _folded(first: Run, steps: list[tuple[compare.Operation, Run]]) -> Run:
    def run(scope: Scope) -> Value:
        value = first(scope)
        for both, operand in steps:
            value = both(value, operand(scope))
        return value

    return run


@handles(ast.Logic)
def logic(compiler: Compiler, node: ast.Logic) -> Run:
    """and, or: three-valued; anything but a boolean counts as null."""
    runs = [compiler.compile(item) for item in node.items]
    decisive = node.operator == "or"

    def run(scope: Scope) -> Value:
        answer: bool | None = not decisive
        for each in runs:
            value = each(scope)
            if value is decisive:
                return decisive
            if value is not answer:
                answer = None
        return answer

    return run


@handles(ast.Between)
def between(compiler: Compiler, node: ast.Between) -> Run:
    """value between low and high"""
    value, low, high = (compiler.compile(each) for each in (node.value, node.low, node.high))
    return lambda scope: compare.between(value(scope), low(scope), high(scope))


@handles(ast.InstanceOf)
def instance_of(compiler: Compiler, node: ast.InstanceOf) -> Run:
    """value instance of type"""
    value = compiler.compile(node.value)
    kind: Type = node.type
    return lambda scope: kind.holds(value(scope))


@handles(ast.If)
def conditional(compiler: Compiler, node: ast.If) -> Run:
    """if: false and null take the else; what is no condition at all gives null."""
    return choice(*(compiler.compile(each) for each in (node.condition, node.yes, node.no)))


def choice(condition: Run, yes: Run, no: Run) -> Run:
    """The value of one of two, as a condition says."""

    def run(scope: Scope) -> Value:
        answer = condition(scope)
        if answer is True:
            return yes(scope)
        return no(scope) if answer is False or answer is None else None

    return run


@handles(ast.Interval)
def interval(compiler: Compiler, node: ast.Interval) -> Run:
    """[start..end]: null unless the bounds are of one ordered kind (a null bound is open, an included one not)."""
    start, end = compiler.compile(node.start), compiler.compile(node.end)
    start_in, end_in = node.start_included, node.end_included
    return lambda scope: make_range(start(scope), end(scope), start_in, end_in)


def make_range(start: Value, end: Value, start_included: bool, end_included: bool) -> Range | None:
    """The range, or null for bounds that make none."""
    for bound, included in ((start, start_included), (end, end_included)):
        if (bound is None and included) or (bound is not None and kind_of(bound) not in compare.ORDERED):
            return None
    if start is not None and end is not None and kind_of(start) != kind_of(end):
        return None
    return Range(start, end, start_included, end_included)


@handles(ast.Comparison)
def unary(compiler: Compiler, node: ast.Comparison) -> Run:
    """(< 5) as a value: a range open to one side."""
    operand, operator = compiler.compile(node.operand), node.operator

    def run(scope: Scope) -> Value:
        bound = operand(scope)
        if operator in ("=", "!="):
            return Range(bound, bound, operator == "=", operator == "=", operator)
        if bound is None or kind_of(bound) not in compare.ORDERED:
            return None
        low = operator[0] == ">"
        return Range(bound if low else None, None if low else bound, operator == ">=", operator == "<=", operator)

    return run


@handles(ast.ListOf)
def list_of(compiler: Compiler, node: ast.ListOf) -> Run:
    """[items]"""
    runs = [compiler.compile(item) for item in node.items]
    return lambda scope: [run(scope) for run in runs]


@handles(ast.ContextOf)
def context_of(compiler: Compiler, node: ast.ContextOf) -> Run:
    """{key: value}: an entry sees those before it."""
    runs: list[tuple[str, Run]] = []
    with compiler.binding(()):
        for key, value in node.entries:
            runs.append((key, compiler.compile(value)))
            compiler.bound[-1] |= {key}

    def run(scope: Scope) -> Value:
        made: dict[str, Value] = {}
        inner = Scope(made, scope)
        for key, value in runs:
            made[key] = value(inner)
        return made

    return run
