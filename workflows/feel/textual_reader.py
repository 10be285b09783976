"""Reads the textual expressions: if, for, some, every, function (DMN 1.5, 10.3.1.2, rules 45 to 49, 57)."""

from collections.abc import Callable

from workflows.feel import ast, types
from workflows.feel.value_reader import ValueReader


class TextualReader(ValueReader):
    """Reads expressions that begin with a keyword."""

    def textual(self, keyword: str) -> Callable[[], ast.Node] | None:
        """The reading of what begins with this keyword, if it is one."""
        return {
            "if": self.conditional, "for": self.iteration, "some": self.quantified, "every": self.quantified,
            "function": self.function,
        }.get(keyword)  # fmt: skip

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
