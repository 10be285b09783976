"""Compiled expressions and unary tests, and the calls that make them."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from workflows.feel import calls, limits, loops, operators, properties, tests
from workflows.feel.ast import Tests
from workflows.feel.errors import FeelError
from workflows.feel.functions import CATALOGUE
from workflows.feel.limits import NOW
from workflows.feel.parser import parse, parse_tests
from workflows.feel.properties import PROPERTIES
from workflows.feel.scope import Compiler, Run, Scope, outermost
from workflows.feel.types import SIMPLE, Type
from workflows.feel.values import Value, plain

HANDLED_IN = (calls, loops, operators, properties, tests)
BUILT_IN = frozenset(
    name for name in (*CATALOGUE, *SIMPLE, *(key for each in PROPERTIES.values() for key in each)) if " " in name
)


class Compiled:
    """What an expression and unary tests have in common.

    `names`: free first names read, built-in functions excluded. `row_names`: those of them that are read inside filters
    only and so may be entries of the items filtered. `paths`: dotted paths read, as far as they are static.
    """

    __slots__ = ("_run", "names", "paths", "row_names", "source")

    def __init__(self, source: str, run: Run, compiler: Compiler) -> None:
        self.source = source
        self._run = run
        self.names = frozenset(compiler.names)
        self.row_names = frozenset(compiler.names - compiler.sure)
        self.paths = frozenset(compiler.paths)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.source!r})"

    def run(self, scope: Scope) -> Value:
        """The value in a scope, within the allowance; FeelError beyond it."""
        if NOW.running:
            return self._run(scope)
        limits.start()
        try:
            value = self._run(scope)
            limits.measure(value)
            return value
        except RecursionError:
            raise FeelError("too_many_calls", limit=limits.CALLS) from None
        finally:
            NOW.running = False


class Expression(Compiled):
    """A compiled expression."""

    __slots__ = ()

    def evaluate(self, context: Mapping[str, Any]) -> Value:
        """The value over these names; null where types do not fit. FeelError beyond the limits."""
        return self.run(outermost(context))


class UnaryTests(Compiled):
    """Compiled unary tests: the cell of a decision table."""

    __slots__ = ()

    def evaluate(self, value: Any, context: Mapping[str, Any]) -> bool | None:
        """Whether the value satisfies them; null where that cannot be said. FeelError beyond the limits."""
        found = self.run(Scope({"?": plain(value)}, outermost(context)))
        return found if isinstance(found, bool) else None


def compile(expression: str, names: Iterable[str] = ()) -> Expression:
    """The compiled expression (cached). `names`: known names with spaces or signs. FeelError with the position."""
    return _expression(expression, frozenset(names))


def compile_unary(test: str, names: Iterable[str] = ()) -> UnaryTests:
    """The compiled unary tests (cached). `names`: known names with spaces or signs. FeelError with the position."""
    return _tests(test, frozenset(names))


def build(expression: str, names: Iterable[str], types: Mapping[str, Type]) -> Expression:
    """A compiled expression that may use the types of a model (not cached)."""
    compiler = Compiler(names)
    run = compiler.compile(parse(expression, BUILT_IN | compiler.known, types))
    return Expression(expression, run, compiler)


def build_unary(test: str, names: Iterable[str], types: Mapping[str, Type]) -> UnaryTests:
    """Compiled unary tests that may use the types of a model (not cached)."""
    compiler = Compiler(names)
    node: Tests = parse_tests(test, BUILT_IN | compiler.known, types)
    return UnaryTests(test, compiler.compile(node), compiler)


@lru_cache(maxsize=5000)
def _expression(expression: str, names: frozenset[str]) -> Expression:
    return build(expression, names, {})


@lru_cache(maxsize=5000)
def _tests(test: str, names: frozenset[str]) -> UnaryTests:
    return build_unary(test, names, {})


def evaluate(expression: str, context: Mapping[str, Any]) -> Value:
    """The value of an expression over a context, whose names with spaces or signs are known. FeelError."""
    return compile(expression, special(context)).evaluate(context)


def unary_test(test: str, value: Any, context: Mapping[str, Any]) -> bool:
    """Whether a value satisfies unary tests over a context. FeelError."""
    return compile_unary(test, special(context)).evaluate(value, context) is True


def special(value: Any, depth: int = 4) -> frozenset[str]:
    """The names in a context, and in those inside it, that are more than one word."""
    found: set[str] = set()
    _collect(value, depth, found)
    return frozenset(found)


def _collect(value: Any, depth: int, found: set[str]) -> None:
    if isinstance(value, Mapping) and depth:
        found.update(str(key) for key in value if not str(key).isidentifier())
        for inner in value.values():
            _collect(inner, depth - 1, found)
    elif isinstance(value, list | tuple) and depth:
        for inner in value[:20]:
            _collect(inner, depth - 1, found)
