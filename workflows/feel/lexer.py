"""Splits FEEL text into tokens (DMN 1.5, 10.3.1.2, grammar rules 26-38, 64)."""

import re
from typing import NamedTuple

from workflows.feel import limits
from workflows.feel.errors import FeelError, position

_START = (
    "?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
NAME = f"[{_START}][{_START}0-9\u00b7\u0300-\u036f\u203f-\u2040]*"
_TOKEN = re.compile(
    rf"""(?P<space>[\s\u0085\u180e\u200b\ufeff]+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)
    |(?P<name>{NAME})
    |(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<op>(?!/\*)(?:\*\*|\.\.|<=|>=|!=|->|[-+*/=<>()\[\]{{}},:.@']))""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_PLAIN = {'"': '"', "'": "'", "\\": "\\", "n": "\n", "r": "\r", "t": "\t"}


class Token(NamedTuple):
    """A token: kind (number, name, string, op, end), text as written, first and next offset."""

    kind: str
    text: str
    start: int
    end: int


def tokens(source: str) -> list[Token]:
    """All tokens of the source, closed by one of kind 'end'. Raises FeelError at what cannot be read."""
    if len(source) > limits.SOURCE:
        raise FeelError("too_long", limit=limits.SOURCE)
    found, at = [], 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise _unreadable(source, at)
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match.group(), at, match.end()))
        at = match.end()
    return [*found, Token("end", "", at, at)]


def _unreadable(source: str, at: int) -> FeelError:
    where = position(source, at)
    if source[at] == '"':
        return FeelError("unclosed_string", where)
    if source.startswith("/*", at):
        return FeelError("unclosed_comment", where)
    return FeelError("bad_character", where, found=repr(source[at]))


def unescape(token: Token, source: str) -> str:
    """The text that a string token stands for. Surrogate pairs written as two \\u escapes become one character."""

    def plain(match: re.Match[str]) -> str:
        body = match.group(1)
        if len(body) > 1:
            return _character(int(body[1:], 16), token, source)
        return _PLAIN.get(body, match.group())  # others stay as they are, for patterns such as "\d+"

    return join_surrogates(_ESCAPE.sub(plain, token.text[1:-1]))


def _character(code: int, token: Token, source: str) -> str:
    if code > 0x10FFFF:
        raise FeelError("bad_escape", position(source, token.start), found=f"\\U{code:06x}")
    return chr(code)


def join_surrogates(text: str) -> str:
    """Pairs of surrogates as the one character they encode; a lone one becomes U+FFFD: texts can always be stored."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
