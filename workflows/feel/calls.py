"""Compiles invocations and function definitions to closures (DMN 1.5, 10.3.2.13)."""

from functools import partial

from workflows.feel import ast, limits
from workflows.feel.functions import CATALOGUE, Builtin
from workflows.feel.operators import look_up
from workflows.feel.scope import Compiler, Run, Scope, handles
from workflows.feel.types import Type
from workflows.feel.values import Function, Value


@handles(ast.Call)
def call(compiler: Compiler, node: ast.Call) -> Run:
    """function(arguments): a built-in one directly, others by their value."""
    builtin = known_builtin(compiler, node.function)
    other = fallback(compiler, node.function)
    function = compiler.compile(node.function) if other is None else partial(look_up, other.name, None)
    arguments = [compiler.compile(argument) for argument in node.arguments]
    if builtin:
        return builtin_call(builtin, arguments, node.names)
    return value_call(function, arguments, node.names, other)


def known_builtin(compiler: Compiler, node: ast.Node) -> Builtin | None:
    """The built-in function that a part names, unless the name means something else here."""
    if not isinstance(node, ast.Name) or compiler.is_bound(node.name) or node.name in compiler.known:
        return None
    return CATALOGUE.get(node.name)


def fallback(compiler: Compiler, node: ast.Node) -> Builtin | None:
    """The built-in function that is meant when the name, though known, holds no function."""
    return CATALOGUE.get(node.name) if isinstance(node, ast.Name) and not compiler.is_bound(node.name) else None


def builtin_call(builtin: Builtin, arguments: list[Run], names: tuple[str, ...]) -> Run:
    """The call of a built-in function."""
    if names:
        return lambda scope: _named(builtin, names, [argument(scope) for argument in arguments])
    taking = builtin.taking(len(arguments))
    return lambda scope: taking([argument(scope) for argument in arguments])


def value_call(function: Run, arguments: list[Run], names: tuple[str, ...], other: Builtin | None) -> Run:
    """The call of a function value; null if it is none."""

    def run(scope: Scope) -> Value:
        found: Value = function(scope)
        given = [argument(scope) for argument in arguments]
        if not isinstance(found, Function):
            found = other
        if found is None:
            return None
        return _named(found, names, given) if names else found.positional(given)

    return run


def _named(function: Builtin | Function, names: tuple[str, ...], given: list[Value]) -> Value:
    if len(set(names)) < len(names):
        return None
    return function.named(dict(zip(names, given, strict=True)))


@handles(ast.FunctionDefinition)
def definition(compiler: Compiler, node: ast.FunctionDefinition) -> Run:
    """function(params) body: a value that remembers where it was made."""
    with compiler.binding(node.params):
        body, size = compiler.sized(node.body)
    params, kinds = node.params, node.types

    def run(scope: Scope) -> Value:
        def invoke(given: list[Value]) -> Value:
            limits.spend(size + 5)
            taken = [coerced(value, kind) for value, kind in zip(given, kinds, strict=True)]
            if any(value is not None and own is None for value, own in zip(given, taken, strict=True)):
                return None
            return body(Scope(dict(zip(params, taken, strict=True)), scope))

        return Function(params, invoke, kinds)

    return run


def coerced(value: Value, kind: Type | None) -> Value:
    """The value as the type wants it (10.3.2.9.4): an item of a list of one, a list of an item; else null."""
    if kind is None or value is None or kind.name == "Any" or kind.holds(value):
        return value
    if isinstance(value, list) and len(value) == 1 and kind.holds(value[0]):
        return value[0]
    return [value] if not isinstance(value, list) and kind.holds([value]) else None
