"""Reads FEEL text into its parts: operator precedence climbing (DMN 1.5, 10.3.1.2 and 10.3.1.4)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal

from workflows.feel import ast, limits, types, values
from workflows.feel.errors import FeelError, position
from workflows.feel.lexer import Token, tokens, unescape
from workflows.feel.names import STOPS, Names, joined
from workflows.feel.reading import read_literal

RANK = {"or": 1, "and": 2} | dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "between", "in"), 3)
RANK |= {"+": 4, "-": 4, "*": 5, "/": 5, "**": 6}
COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")
_CONSTANTS = {"null": None, "true": True, "false": False}
_CANNOT_BEGIN = frozenset({")", "]", "}", ",", "=", "!=", "<", "<=", ">", ">=", "*", "/", "**", "+", "..", ":", "."})


class Parser:
    """One reading of one text. `known` are the names of several words, `named_types` the types that a model defines."""

    def __init__(self, source: str, known: Iterable[str], named_types: Mapping[str, types.Type] | None = None) -> None:
        self.source = source
        self.tokens = tokens(source)
        self.at = 0
        self.depth = 0
        self.ending_range = False
        self.known = Names(known)
        self.named_types = named_types or {}
        self.textual: dict[str, Callable[[], ast.Node]] = {
            "if": self.conditional, "for": self.iteration, "some": self.quantified, "every": self.quantified,
            "function": self.function,
        }  # fmt: skip

    # what stands here

    @property
    def token(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.at]

    def sees(self, *texts: str) -> bool:
        """Whether one of these signs or keywords comes next."""
        return self.token.text in texts and self.token.kind in ("op", "name")

    def take(self) -> Token:
        """Reads one token."""
        token = self.token
        self.at += token.kind != "end"
        return token

    def skip(self, *texts: str) -> bool:
        """Reads one of these if it comes next, and says whether it did."""
        found = self.sees(*texts)
        self.at += found
        return found

    def expect(self, *texts: str) -> Token:
        """Reads one of these; anything else is an error."""
        if not self.sees(*texts):
            raise self.error(" or ".join(texts))
        return self.take()

    def error(self, expected: str) -> FeelError:
        """The fault that something else was expected here."""
        where = position(self.source, self.token.start)
        if self.token.kind == "end":
            return FeelError("unexpected_end", where, expected=expected)
        return FeelError("unexpected", where, found=self.token.text, expected=expected)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One level of nesting; within brackets a '[' is a filter again."""
        self.depth += 1
        if self.depth > limits.DEPTH:
            raise FeelError("too_deep", position(self.source, self.token.start), limit=limits.DEPTH)
        kept, self.ending_range = self.ending_range, False
        yield
        self.depth -= 1
        self.ending_range = kept

    # whole texts

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

    # expressions

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

    # what follows a value: path, filter, invocation

    def postfix(self, node: ast.Node) -> ast.Node:
        """A value with the paths, filters and invocations after it."""
        before = self.depth
        while True:
            if self.sees("."):
                self.take()
                node = ast.Path(self.token.start, node, self.name())
            elif self.sees("(") and isinstance(node, ast.Name | ast.Path | ast.Call | ast.FunctionDefinition | ast.Filter):
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

    # names

    def name(self) -> str:
        """A name: the longest known one, else all the words that follow each other."""
        found = self.known.match(self.tokens, self.at)
        if self.token.kind != "name":
            raise self.error("a name")
        end = self.at + (found[1] if found else 1)
        if found is None or self.is_word(end):
            while self.is_word(end):
                end += 1
            found = joined(self.tokens[self.at : end]), end - self.at
        self.at = end
        return found[0]

    def is_word(self, at: int) -> bool:
        """Whether the token can go on a name of several words."""
        token, after = self.tokens[at], self.tokens[min(at + 1, len(self.tokens) - 1)]
        if token.kind != "name" or token.text in STOPS:
            return False
        return not (token.text == "instance" and after.text == "of")

    def key(self) -> str:
        """The key of a context entry or the name of an argument: a text, or all up to the colon."""
        if self.token.kind == "string":
            return unescape(self.take(), self.source)
        run = []
        while self.token.kind in ("name", "number") or (run and self.sees("+", "-", "*", "/", ".", "'")):
            run.append(self.take())
        if not run or run[0].kind != "name":
            raise self.error("a name")
        return joined(run)

    # values

    def primary(self) -> ast.Node:
        """A value without operators."""
        token = self.token
        if token.kind == "number":
            return ast.Literal(self.take().start, values.MATH.create_decimal(token.text))
        if token.kind == "string":
            return ast.Literal(self.take().start, unescape(token, self.source))
        if token.kind == "name":
            return self.word()
        if self.sees("("):
            return self.parenthesis()
        if self.sees("[", "]"):
            return self.brackets()
        if self.sees("{"):
            return self.context()
        return self.at_literal()

    def at_literal(self) -> ast.Node:
        """@"2020-01-01" and the like"""
        if not self.sees("@"):
            raise self.error("a value")
        at = self.take().start
        if self.token.kind != "string":
            raise self.error("a text")
        text = unescape(self.take(), self.source)
        return ast.Literal(at, read_literal(text))

    def word(self) -> ast.Node:
        """A name, a constant or a textual expression."""
        token = self.token
        known = self.known.match(self.tokens, self.at)
        if known is None and token.text in self.textual and not self.is_plain_name():
            with self.deeper():
                return self.textual[token.text]()
        if known is None and token.text in _CONSTANTS and not self.is_word(self.at + 1):
            return ast.Literal(self.take().start, _CONSTANTS[token.text])
        if known is None and token.text in STOPS:
            raise self.error("a value")
        return ast.Name(token.start, self.name())

    def is_plain_name(self) -> bool:
        """Whether a word such as 'function' is used as a name here: nothing follows that its form needs."""
        after = self.tokens[self.at + 1]
        if self.token.text == "function":
            return after.text != "("
        return after.kind == "end" or (after.kind == "op" and after.text not in ("(", "[", "{", "-", "@", "]"))

    def parenthesis(self) -> ast.Node:
        """(expression), (start..end] or (< 5)"""
        at = self.take().start
        if self.sees(*COMPARISONS):
            node = self.comparison()
            self.expect(")")
            return node
        node = self.expression()
        if self.sees(".."):
            return self.interval(at, node, included=False)
        self.expect(")")
        return node

    def brackets(self) -> ast.Node:
        """[items], [start..end] or ]start..end]"""
        token = self.take()
        if self.skip("]") and token.text == "[":
            return ast.ListOf(token.start, ())
        node = self.expression()
        if token.text == "]" or self.sees(".."):
            return self.interval(token.start, node, included=token.text == "[")
        items = [node]
        while not self.skip("]"):
            self.expect(",", "]")
            items.append(self.expression())
        return ast.ListOf(token.start, tuple(items))

    def interval(self, at: int, start: ast.Node, included: bool) -> ast.Node:
        """The rest of a range after its start."""
        self.expect("..")
        with self.deeper():
            self.ending_range = True
            end = self.ranked(4)
        closing = self.expect("]", ")", "[")
        return ast.Interval(at, start, end, included, closing.text == "]")

    def context(self) -> ast.Node:
        """{key: value, …}"""
        at = self.take().start
        entries: dict[str, ast.Node] = {}
        with self.known.local(()):
            while not self.sees("}"):
                if entries:
                    self.expect(",")
                self.entry(entries)
        self.take()
        for key in entries:
            self.known.remove(key)
        return ast.ContextOf(at, tuple(entries.items()))

    def entry(self, entries: dict[str, ast.Node]) -> None:
        """One key: value; the key is known to the entries after it."""
        start = self.token.start
        key = self.key()
        if key in entries:
            raise FeelError("duplicate_key", position(self.source, start), found=key)
        self.expect(":")
        entries[key] = self.expression()
        self.known.add(key)

    # textual expressions

    def conditional(self) -> ast.Node:
        """if … then … else …"""
        at = self.take().start
        condition = self.expression()
        self.expect("then")
        yes = self.expression()
        self.expect("else")
        return ast.If(at, condition, yes, self.expression())

    def iteration(self) -> ast.Node:
        """for … in … return …"""
        at = self.take().start
        iterations = self.iterations("return")
        with self.known.local([*(each.name for each in iterations), "partial"]):
            return ast.For(at, iterations, self.expression())

    def quantified(self) -> ast.Node:
        """some or every … in … satisfies …"""
        token = self.take()
        iterations = self.iterations("satisfies")
        with self.known.local(each.name for each in iterations):
            return ast.Quantified(token.start, token.text == "every", iterations, self.expression())

    def iterations(self, closing: str) -> tuple[ast.Iteration, ...]:
        """name in source, … up to the closing keyword"""
        found: list[ast.Iteration] = []
        while not found or self.skip(","):
            at, name = self.token.start, self.name()
            self.expect("in")
            with self.known.local(each.name for each in found):
                source = self.expression()
                end = self.expression() if self.skip("..") else None
            found.append(ast.Iteration(at, name, source, end))
        self.expect(closing)
        return tuple(found)

    def function(self) -> ast.Node:
        """function(a: type, b) body; an external body is out of scope and gives null"""
        at = self.take().start
        self.expect("(")
        params: list[tuple[str, types.Type | None]] = []
        while not self.sees(")"):
            if params:
                self.expect(",")
            name = self.key()
            params.append((name, self.type() if self.skip(":") else None))
        self.take()
        names, kinds = tuple(name for name, _ in params), tuple(kind for _, kind in params)
        external = self.sees("external") and self.tokens[self.at + 1].text == "{"
        self.at += external
        with self.known.local(names):
            body = self.expression()
        return ast.FunctionDefinition(at, names, kinds, ast.Literal(at, None) if external else body)

    # unary tests

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

    # types

    def type(self) -> types.Type:
        """A type by name, or list<…>, range<…>, context<…>, function<…> -> …"""
        with self.deeper():
            start, name = self.token.start, self.type_name()
            if name in ("list", "range") and self.skip("<"):
                item = self.type()
                self.expect(">")
                return types.ListType(item=item) if name == "list" else types.RangeType(item=item)
            if name == "context" and self.skip("<"):
                return types.ContextType(entries=self.entry_types())
            if name == "function" and self.skip("<"):
                return self.function_type()
            found = self.named_types.get(name) or types.simple(name)
            if found is None:
                raise FeelError("unknown_type", position(self.source, start), found=name)
            return found

    def type_name(self) -> str:
        """The name of a type, its parts joined by dots."""
        with self.known.local([*types.SIMPLE, *self.named_types]):
            name = self.name()
            while self.skip("."):
                name += "." + self.name()
            return name

    def entry_types(self) -> dict[str, types.Type]:
        """key: type, … up to '>'"""
        found: dict[str, types.Type] = {}
        while not self.skip(">"):
            if found:
                self.expect(",")
            key = self.key()
            self.expect(":")
            found[key] = self.type()
        return found

    def function_type(self) -> types.Type:
        """type, … up to '>', then '->' and the type of the result"""
        params: list[types.Type] = []
        while not self.skip(">"):
            if params:
                self.expect(",")
            params.append(self.type())
        self.expect("->")
        return types.FunctionType(params=tuple(params), result=self.type())


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


__all__ = ["Decimal", "Parser", "parse", "parse_tests"]
