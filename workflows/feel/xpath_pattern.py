"""Turns a regular expression of XPath (XML Schema 1.1, part 2, appendix G; XPath 3.1, 5.6.1) into one for RE2."""

import re

from workflows.feel.characters import (
    BLOCKS,
    FURTHER,
    INITIAL,
    SPACES,
    Ranges,
    complement,
    folded,
    minus,
    normal,
    of_category,
    word,
    written,
)

_MOST_RANGES = 20_000  # of all classes in a pattern together
_SINGLE = {"n": "\n", "r": "\r", "t": "\t"} | {sign: sign for sign in "\\|.-^?*+{}()[]$ /#&~:,;=!@%'\"<>_`"}
_CATEGORY = re.compile(r"L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?")


class NotAPattern(ValueError):
    """The text is not a regular expression of XPath, or needs what RE2 does not have."""


def translate(source: str, flags: str) -> str:
    """The pattern for RE2. Raises NotAPattern."""
    return _Reader(_without_spaces(source) if "x" in flags else source, flags).all()


def _without_spaces(source: str) -> str:
    """The pattern without white space outside character classes (flag x)."""
    made, level, escaped = [], 0, False
    for character in source:
        if character in "\t\n\r " and not level:
            continue
        made.append(character)
        if not escaped:
            level += (character == "[") - (character == "]" and level > 0)
        escaped = character == "\\" and not escaped
    return "".join(made)


class _Reader:
    def __init__(self, source: str, flags: str) -> None:
        self.source = source
        self.dot = "." if "s" in flags else r"[^\n\r]"
        self.fold = "i" in flags
        self.at = 0
        self.ranges = 0

    def written(self, ranges: Ranges) -> str:
        """The ranges as a class; a pattern with far too many is refused."""
        self.ranges += len(ranges)
        if self.ranges > _MOST_RANGES:
            raise NotAPattern(self.source)
        return written(ranges)

    def take(self) -> str:
        if self.at >= len(self.source):
            raise NotAPattern(self.source)
        self.at += 1
        return self.source[self.at - 1]

    def sees(self, text: str) -> bool:
        return self.source.startswith(text, self.at)

    def all(self) -> str:
        made = []
        while self.at < len(self.source):
            made.append(self.piece())
        return "".join(made)

    def piece(self) -> str:
        character = self.take()
        if character == ".":
            return self.dot
        if character == "\\":
            return self.escape()
        if character == "[":
            return self.written(self.group())
        if character == "(":
            return self.opening()
        if character in "]}":
            raise NotAPattern(self.source)
        return self.quantity() if character == "{" else character

    def opening(self) -> str:
        """A group; of those with '?' only (?:…) is XPath's."""
        if self.sees("?:"):
            self.at += 2
            return "(?:"
        if self.sees("?"):
            raise NotAPattern(self.source)
        return "("

    def quantity(self) -> str:
        match = re.compile(r"[0-9]{1,4}(?:,[0-9]{0,4})?\}").match(self.source, self.at)
        if match is None:
            raise NotAPattern(self.source)
        self.at = match.end()
        return "{" + match.group()

    def escape(self) -> str:
        """An escape outside a class."""
        if self.at < len(self.source) and self.source[self.at] in "dDpP":
            start = self.at - 1
            ranges = self.class_escape(self.take())
            return _own_class(self.source[start : self.at]) or self.written(ranges)
        character = self.take()
        if character in _SINGLE:
            return re.escape(_SINGLE[character])
        return self.written(self.class_escape(character))

    def class_escape(self, character: str) -> Ranges:
        """The characters of \\s \\S \\d \\D \\w \\W \\i \\I \\c \\C \\p{…} \\P{…}."""
        if character.upper() != character:
            return self.known_class(character)
        return complement(self.known_class(character.lower()))

    def known_class(self, character: str) -> Ranges:
        if character == "p":
            return self.category()
        classes = {"s": SPACES, "i": INITIAL, "c": normal(INITIAL + FURTHER)}
        if character in classes:
            return classes[character]
        if character == "d":
            return of_category("Nd")
        if character == "w":
            return list(word())
        raise NotAPattern(self.source)

    def category(self) -> Ranges:
        match = re.compile(r"\{([^{}]*)\}").match(self.source, self.at)
        if match is None:
            raise NotAPattern(self.source)
        self.at = match.end()
        if match[1].startswith("Is") and match[1][2:] in BLOCKS:
            return [BLOCKS[match[1][2:]]]
        if _CATEGORY.fullmatch(match[1]):
            return of_category(match[1])
        raise NotAPattern(self.source)

    def group(self) -> Ranges:
        """A character class after its '[': ranges, escapes, and a class taken away from it."""
        negative = self.sees("^")
        self.at += negative
        found: Ranges = []
        first = True
        while not self.sees("]") or first:
            if self.sees("-[") and not first:
                return self.taken_away(found, negative)
            found += self.member()
            first = False
        self.at += 1
        return self.finished(found, negative)

    def taken_away(self, found: Ranges, negative: bool) -> Ranges:
        self.at += 2
        other = self.group()
        if self.take() != "]":
            raise NotAPattern(self.source)
        return normal(minus(self.finished(found, negative), other))

    def finished(self, found: Ranges, negative: bool) -> Ranges:
        """The class in both cases, where case does not matter, and negated if it is."""
        if self.fold:
            found = found + folded(found)
        return complement(normal(found)) if negative else normal(found)

    def member(self) -> Ranges:
        start = self.character()
        if isinstance(start, list):
            return start
        if not self.sees("-") or self.sees("-[") or self.sees("-]"):
            return [(start, start)]
        self.at += 1
        end = self.character()
        if isinstance(end, list) or end < start:
            raise NotAPattern(self.source)
        return [(start, end)]

    def character(self) -> int | Ranges:
        character = self.take()
        if character == "[":
            raise NotAPattern(self.source)
        if character != "\\":
            return ord(character)
        character = self.take()
        return ord(_SINGLE[character]) if character in _SINGLE else self.class_escape(character)


def _own_class(escape: str) -> str:
    """RE2's own class for \\d, \\D and the categories of assigned characters; '' where it has none."""
    if escape in (r"\d", r"\D"):
        return escape.replace("d", "p{Nd}").replace("D", "P{Nd}")
    return escape if re.fullmatch(r"\\[pP]\{[LMNPZS][a-z]?\}", escape) else ""
