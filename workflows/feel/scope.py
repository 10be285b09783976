"""Where names are looked up while an expression runs, and what is noted about them while it is compiled."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from workflows.feel import ast, values
from workflows.feel.values import Clean, Value

MISSING = object()


class Scope:
    """Names and their values, with the scope around. The outermost takes over what the caller gave when it is read."""

    __slots__ = ("kept", "parent", "vars")

    def __init__(self, names: Mapping[str, Value], parent: "Scope | None" = None) -> None:
        self.vars = names
        self.parent = parent
        self.kept: dict[object, Value] | None = None

    def take_over(self, name: object, value: Value) -> Value:
        """The FEEL value of a name or path of the caller's, kept for the next time it is read."""
        if self.kept is None:
            return value
        if name not in self.kept:
            self.kept[name] = values.plain(value)
        return self.kept[name]


def outermost(context: Mapping[str, Any]) -> Scope:
    """The scope of what a caller gives."""
    scope = Scope(context)
    if type(context) is not Clean:
        scope.kept = {}
    return scope


Run = Callable[[Scope], Value]


class Compiler:
    """The state of one compilation: what is bound, what is read, how many parts there are."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self.known = frozenset(known)
        self.bound: list[frozenset[str]] = []
        self.filters = 0
        self.size = 0
        self.names: set[str] = set()
        self.sure: set[str] = set()
        self.paths: set[str] = set()

    def compile(self, node: ast.Node) -> Run:
        """The function that evaluates this part."""
        self.size += 1
        return HANDLERS[type(node)](self, node)

    def sized(self, node: ast.Node) -> tuple[Run, int]:
        """The function and the number of parts that it evaluates."""
        before = self.size
        return self.compile(node), self.size - before

    @contextmanager
    def binding(self, names: Iterable[str]) -> Iterator[None]:
        """Names that are bound inside the block."""
        self.bound.append(frozenset(names))
        try:
            yield
        finally:
            self.bound.pop()

    @contextmanager
    def filtering(self) -> Iterator[None]:
        """Inside the block a name may also be an entry of the item."""
        self.filters += 1
        try:
            with self.binding(("item",)):
                yield
        finally:
            self.filters -= 1

    def is_bound(self, name: str) -> bool:
        """Whether the name is bound inside the expression."""
        return any(name in names for names in self.bound)

    def read(self, name: str, path: str | None = None) -> None:
        """Notes that a free name is read, with the path to what is read of it."""
        if self.is_bound(name):
            return
        self.names.add(name)
        self.paths.add(path or name)
        if not self.filters:
            self.sure.add(name)


HANDLERS: dict[type, Callable[[Compiler, Any], Run]] = {}


def handles(kind: type) -> Callable[[Callable[[Compiler, Any], Run]], Callable[[Compiler, Any], Run]]:
    """Declares how a kind of part is compiled."""

    def declare(handler: Callable[[Compiler, Any], Run]) -> Callable[[Compiler, Any], Run]:
        HANDLERS[kind] = handler
        return handler

    return declare
