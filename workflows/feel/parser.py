"""Reads FEEL text into its parts: operator precedence climbing (DMN 1.5, 10.3.1.2 and 10.3.1.4)."""

from collections.abc import Iterable, Mapping

from workflows.feel import ast, limits, types
from workflows.feel.errors import FeelError, position
from workflows.feel.names import STOPS
from workflows.feel.textual_reader import TextualReader
from workflows.feel.value_reader import COMPARISONS

RANK = {"or": 1, "and": 2} | dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "between", "in"), 3)
RANK |= {"+": 4, "-": 4, "*": 5, "/": 5, "**": 6}
_CANNOT_BEGIN = frozenset({")", "]", "}", ",", "=", "!=", "<", "<=", ">", ">=", "*", "/", "**", "+", "..", ":", "."})


class Parser(TextualReader):
    """Reads whole texts: an expression, or unary tests."""

    def expression_only(self) -> ast.Node:
        """The whole text as one expression."""
        node = self.expression()
        if self.token.kind != "end":
            raise self.error("the end of the expression")
        return node

    def tests_only(self) -> ast.Tests:
        """The whole text as unary tests (7.3.3: '-', a list of tests, or not(…))."""
        if self.token.text == "-" and self.tokens[self.at + 1].kind == "end":
            return ast.Tests(0, ())
        if self.token.text == "not" and self.tokens[self.at + 1].text == "(" and self.closes_at_end(self.at + 1):
            self.at += 2
            node = ast.Tests(0, self.tests(), negated=True)
            self.expect(")")
        else:
            node = ast.Tests(0, self.tests())
        if self.token.kind != "end":
            raise self.error("the end of the test")
        return node

    def closes_at_end(self, at: int) -> bool:
        """Whether the bracket at this token is closed by the last one."""
        level = 0
        for number, token in enumerate(self.tokens[at:], at):
            level += (token.text == "(") - (token.text == ")") if token.kind == "op" else 0
            if level == 0:
                return self.tokens[number + 1].kind == "end"
        return False

    def expression(self) -> ast.Node:
        """Any expression."""
        with self.deeper():
            return self.ranked(1)

    def ranked(self, least: int) -> ast.Node:
        """An expression of operators of at least this rank."""
        node = self.unary()
        while (rank := self.rank()) >= least:
            node = self.operators(node, rank)
        return node

    def rank(self) -> int:
        """The rank of the operator that comes next, 0 if none does."""
        return RANK.get(self.token.text, 0) if self.token.kind in ("op", "name") else 0

    def operators(self, first: ast.Node, rank: int) -> ast.Node:
        """All operators of one rank that follow, from left to right."""
        at = self.token.start
        if self.sees("between"):
            return self.between(first)
        if self.sees("in"):
            self.take()
            return ast.In(at, first, self.in_tests())
        rest = []
        while self.rank() == rank and not self.sees("between", "in"):
            rest.append((self.take().text, self.ranked(rank + 1)))
        if rank <= 2:
            return ast.Logic(at, rest[0][0], (first, *(node for _, node in rest)))
        return ast.Chain(at, first, tuple(rest))

    def between(self, value: ast.Node) -> ast.Node:
        """value between low and high"""
        at = self.take().start
        low = self.ranked(4)
        self.expect("and")
        return ast.Between(at, value, low, self.ranked(4))

    def unary(self) -> ast.Node:
        """A value with any minus signs before it."""
        if not self.sees("-"):
            return self.instance(self.postfix(self.primary()))
        with self.deeper():
            at = self.take().start
            return ast.Negative(at, self.unary())

    def instance(self, node: ast.Node) -> ast.Node:
        """value instance of type"""
        while self.sees("instance") and self.tokens[self.at + 1].text == "of":
            at = self.take().start
            self.take()
            node = ast.InstanceOf(at, node, self.type())
        return node

    def postfix(self, node: ast.Node) -> ast.Node:
        """A value with the paths, filters and invocations after it."""
        before = self.depth
        while True:
            if self.sees("."):
                self.take()
                node = ast.Path(self.token.start, node, self.name())
            elif self.sees("(") and not isinstance(node, ast.Literal):
                node = self.call(node)
            elif self.sees("[") and not self.ends_range():
                node = self.filter(node)
            else:
                self.depth = before
                return node
            self.depth += 1
            if self.depth > limits.DEPTH:
                raise FeelError("too_deep", position(self.source, self.token.start), limit=limits.DEPTH)

    def ends_range(self) -> bool:
        """Whether '[' closes a range, as in ]1..5[, rather than opening a filter."""
        after = self.tokens[self.at + 1]
        blocked = after.kind == "end" or (after.kind == "op" and after.text in _CANNOT_BEGIN) or after.text in STOPS
        return self.ending_range and blocked

    def filter(self, base: ast.Node) -> ast.Node:
        """base[condition]"""
        at = self.take().start
        with self.known.local(("item",)):
            condition = self.expression()
        self.expect("]")
        return ast.Filter(at, base, condition)

    def call(self, function: ast.Node) -> ast.Node:
        """function(…) with arguments by position or by name"""
        at = self.take().start
        named = self.names_argument()
        found: list[tuple[str, ast.Node]] = []
        while not self.sees(")"):
            if found:
                self.expect(",")
            name = self.key() if named else ""
            if named:
                self.expect(":")
            found.append((name, self.expression()))
        self.take()
        names = tuple(name for name, _ in found) if named else ()
        return ast.Call(at, function, tuple(node for _, node in found), names)

    def names_argument(self) -> bool:
        """Whether 'name:' comes next."""
        at = self.at
        while self.tokens[at].kind == "name":
            at += 1
        return at > self.at and self.tokens[at].text == ":"

    def tests(self) -> tuple[ast.Node, ...]:
        """Tests with commas between."""
        found = [self.test()]
        while self.skip(","):
            found.append(self.test())
        return tuple(found)

    def test(self) -> ast.Node:
        """One test: < 5, a range or an expression."""
        return self.comparison() if self.sees(*COMPARISONS) else self.expression()

    def comparison(self) -> ast.Node:
        """An operator and its operand."""
        token = self.take()
        with self.deeper():
            return ast.Comparison(token.start, token.text, self.ranked(4))

    def in_tests(self) -> tuple[ast.Node, ...]:
        """What follows 'in': one test, several in brackets, or a range."""
        if not self.sees("("):
            return (self.comparison() if self.sees(*COMPARISONS) else self.ranked(4),)
        at = self.take().start
        found = [self.test()]
        if self.sees(".."):
            return (self.interval(at, found[0], included=False),)
        while self.skip(","):
            found.append(self.test())
        self.expect(")")
        return tuple(found)


def parse(source: str, known: Iterable[str], named_types: Mapping[str, types.Type] | None = None) -> ast.Node:
    """The parts of an expression. Raises FeelError with the position."""
    return Parser(_some(source), known, named_types).expression_only()


def parse_tests(source: str, known: Iterable[str], named_types: Mapping[str, types.Type] | None = None) -> ast.Tests:
    """The parts of unary tests. Raises FeelError with the position."""
    return Parser(_some(source), known, named_types).tests_only()


def _some(source: str) -> str:
    if not source.strip():
        raise FeelError("empty")
    return source
