"""Known names of several words, found in a run of tokens: the longest wins (DMN 1.5, 10.3.1.2, rules 25-29)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise

from workflows.feel.errors import FeelError
from workflows.feel.lexer import Token, tokens

STOPS = frozenset({"and", "or", "in", "between", "then", "else", "return", "satisfies"})
Parts = tuple[tuple[str, bool], ...]


def joined(run: list[Token]) -> str:
    """The name that a run of tokens spells: one space where there was any, none where there was none."""
    text = run[0].text
    for before, token in pairwise(run):
        text += (" " if token.start > before.end else "") + token.text
    return text


def parts(name: str) -> Parts:
    """The tokens of a name, each with whether a space goes before it; () if it cannot be one."""
    try:
        run = tokens(name)[:-1]
    except FeelError:
        return ()
    if not run or run[0].kind != "name" or any(token.kind == "string" for token in run):
        return ()
    return tuple((token.text, before is not None and token.start > before.end)
                 for before, token in zip([None, *run], run, strict=False))  # fmt: skip


class Names:
    """The names of several parts that are known at a place."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[Parts, str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Makes a name known. Names of one part need not be."""
        found = parts(name)
        if len(found) > 1:
            others = self._by_first.setdefault(found[0][0], [])
            others.append((found, name))
            others.sort(key=lambda known: -len(known[0]))

    def remove(self, name: str) -> None:
        """Forgets one mention of a name."""
        found = parts(name)
        if len(found) > 1:
            self._by_first[found[0][0]].remove((found, name))

    @contextmanager
    def local(self, names: Iterable[str]) -> Iterator[None]:
        """Names known inside the block only."""
        kept = list(names)
        for name in kept:
            self.add(name)
        try:
            yield
        finally:
            for name in kept:
                self.remove(name)

    def match(self, run: list[Token], at: int) -> tuple[str, int] | None:
        """The longest known name at this token: the name and the number of its tokens."""
        for known, name in self._by_first.get(run[at].text, ()):
            if _fits(known, run, at):
                return name, len(known)
        return None


def _fits(known: Parts, run: list[Token], at: int) -> bool:
    if at + len(known) >= len(run):  # the last token is 'end'
        return False
    for number, (text, space) in enumerate(known):
        token = run[at + number]
        if token.text != text:
            return False
        if number and not _spaced_alike(space, run[at + number - 1], token):
            return False
    return True


def _spaced_alike(space: bool, before: Token, token: Token) -> bool:
    return space == (token.start > before.end)
