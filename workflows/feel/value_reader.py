"""Reads what stands for a value: literals, names, brackets, and the textual expressions (DMN 1.5, 10.3.1.2)."""

from abc import abstractmethod
from collections.abc import Callable

from workflows.feel import ast, values
from workflows.feel.arithmetic import number
from workflows.feel.errors import FeelError, position
from workflows.feel.lexer import unescape
from workflows.feel.names import STOPS
from workflows.feel.reading import read_literal
from workflows.feel.type_reader import TypeReader

COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")
_CONSTANTS = {"null": None, "true": True, "false": False}


class ValueReader(TypeReader):
    """Reads values without operators around them."""

    @abstractmethod
    def ranked(self, least: int) -> ast.Node:
        """An expression of operators of at least this rank."""

    @abstractmethod
    def textual(self, keyword: str) -> Callable[[], ast.Node] | None:
        """The reading of what begins with this keyword, if it is one."""

    @abstractmethod
    def comparison(self) -> ast.Node:
        """An operator and its operand."""

    def primary(self) -> ast.Node:
        """A value without operators."""
        token = self.token
        if token.kind == "number":
            return self.number()
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

    def number(self) -> ast.Node:
        """A number, rounded to 34 digits; one too large to hold is an error."""
        token = self.take()
        value = number(values.MATH.create_decimal, token.text)
        if value is None:
            raise FeelError("bad_number", position(self.source, token.start), found=token.text)
        return ast.Literal(token.start, value)

    def at_literal(self) -> ast.Node:
        """@"2020-01-01" and the like"""
        if not self.sees("@"):
            raise self.error("a value")
        at = self.take().start
        if self.token.kind != "string":
            raise self.error("a text")
        text = unescape(self.take(), self.source)
        value = read_literal(text)
        if value is None:
            raise FeelError("bad_literal", position(self.source, at), found=text)
        return ast.Literal(at, value)

    def word(self) -> ast.Node:
        """A name, a constant or a textual expression."""
        token = self.token
        known = self.known.match(self.tokens, self.at)
        textual = self.textual(token.text) if known is None and not self.is_plain_name() else None
        if textual is not None:
            with self.deeper():
                return textual()
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
