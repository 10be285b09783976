"""Reads tokens and names one by one, with faults at their place (DMN 1.5, 10.3.1.2)."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from workflows.feel import ast, limits, types
from workflows.feel.errors import FeelError, position
from workflows.feel.lexer import Token, tokens, unescape
from workflows.feel.names import STOPS, Names, joined


class Reader(ABC):
    """One reading of one text. `known` are the names of several words, `named_types` the types that a model defines."""

    def __init__(self, source: str, known: Iterable[str], named_types: Mapping[str, types.Type] | None = None) -> None:
        self.source = source
        self.tokens = tokens(source)
        self.at = 0
        self.depth = 0
        self.ending_range = False
        self.known = Names(known)
        self.named_types = named_types or {}

    @abstractmethod
    def expression(self) -> ast.Node:
        """Any expression."""

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
        run: list[Token] = []
        while self.token.kind in ("name", "number") or (run and self.sees("+", "-", "*", "/", ".", "'")):
            run.append(self.take())
        if not run or run[0].kind != "name":
            raise self.error("a name")
        return joined(run)
