"""Compiles the expressions of a model: what is known where, and what is wrong with them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from workflows.dmn.problems import Problem
from workflows.dmn.types import Definition, Types, coerced
from workflows.dmn.xml import Element, child, identity, local, text_of
from workflows.feel import FeelError, UnaryTests
from workflows.feel.expression import Compiled, build, build_unary
from workflows.feel.scope import Run, Scope

BoxedMaker = Callable[["Maker", Element], Run]
BOXED: dict[str, BoxedMaker] = {}


def boxed(name: str) -> Callable[[BoxedMaker], BoxedMaker]:
    """Declares how a boxed expression is compiled."""

    def declare(make: BoxedMaker) -> BoxedMaker:
        BOXED[name] = make
        return make

    return declare


def null(_scope: Scope) -> None:
    """The run of what is missing or faulty."""


class Maker:
    """Compiles boxed expressions of one model. `faults` spoil what they are in; `remarks` matter at publishing only."""

    def __init__(self, words: Iterable[str], types: Types) -> None:
        self.words = frozenset(words)
        self.types = types
        self.kinds = types.kinds()
        self.faults: list[Problem] = []
        self.remarks: list[Problem] = []
        self.visible: list[frozenset[str]] = []

    @contextmanager
    def seeing(self, names: Iterable[str]) -> Iterator[None]:
        """Names that expressions inside the block may read."""
        self.visible.append(frozenset(names))
        try:
            yield
        finally:
            self.visible.pop()

    def see(self, name: str) -> None:
        """One more name for the rest of the innermost block."""
        self.visible[-1] |= {name}

    def boxed(self, element: Element | None) -> Run:
        """The function that evaluates a boxed expression (7.3.1, 10.2.2)."""
        if element is None:
            return null
        make = BOXED.get(local(element))
        if make is None:
            self.faults.append(Problem.make(identity(element), "unknown_expression", name=local(element)))
            return null
        run = make(self, element)
        own = local(element) in ("functionDefinition", "encapsulatedLogic")
        return run if own else fitted(run, self.types.of(element))

    def inner(self, element: Element | None) -> Run:
        """The boxed expression that is a child of the element."""
        return self.boxed(child(element, *BOXED))

    def text(self, element: Element | None) -> Run:
        """The expression in the <text> of the element; null if it is empty or faulty."""
        text = text_of(element)
        return self.expression(text, element) if text and element is not None else null

    def expression(self, text: str, element: Element) -> Run:
        """An expression of the element; a faulty one is noted and null."""
        try:
            found = build(text, self.words, self.kinds)
        except FeelError as error:
            self.faults.append(Problem.of(identity(element), error))
            return null
        self._check_names(found, element)
        return found.run

    def tests(self, text: str, element: Element) -> UnaryTests | None:
        """Unary tests of the element; faulty ones are noted and None."""
        try:
            found = build_unary(text, self.words, self.kinds)
        except FeelError as error:
            self.faults.append(Problem.of(identity(element), error))
            return None
        self._check_names(found, element)
        return found

    def _check_names(self, found: Compiled, element: Element) -> None:
        known = frozenset[str]().union(*self.visible)
        for name in sorted(found.names - found.row_names - known):
            self.remarks.append(Problem.make(identity(element), "unknown_name", name=name))


def fitted(run: Run, definition: Definition | None) -> Run:
    """The run, its value fitted to a type."""
    if definition is None or definition.kind.name == "Any":
        return run
    return lambda scope: coerced(run(scope), definition)
