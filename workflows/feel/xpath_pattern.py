"""Turns a regular expression of XPath (XML Schema 1.1, part 2, appendix G; XPath 3.1, 5.6.1) into one for RE2."""

import re
import sys
import unicodedata
from functools import lru_cache

Ranges = list[tuple[int, int]]
_LAST = sys.maxunicode
_SINGLE = {"n": "\n", "r": "\r", "t": "\t"} | {sign: sign for sign in "\\|.-^?*+{}()[]$ /#&~:,;=!@%'\"<>_`"}
_BLOCKS = {
    "BasicLatin": (0, 0x7F), "Latin-1Supplement": (0x80, 0xFF), "LatinExtended-A": (0x100, 0x17F),
    "LatinExtended-B": (0x180, 0x24F), "Greek": (0x370, 0x3FF), "GreekandCoptic": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x4FF), "Hebrew": (0x590, 0x5FF), "Arabic": (0x600, 0x6FF), "Thai": (0xE00, 0xE7F),
    "GeneralPunctuation": (0x2000, 0x206F), "CJKSymbolsandPunctuation": (0x3000, 0x303F), "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF), "Bopomofo": (0x3100, 0x312F), "HangulSyllables": (0xAC00, 0xD7A3),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF), "CJKUnifiedIdeographsExtensionA": (0x3400, 0x4DBF),
    "HalfwidthandFullwidthForms": (0xFF00, 0xFFEF),
}  # fmt: skip
_CATEGORY = re.compile(r"L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?")
_INITIAL: Ranges = [
    (0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF), (0x370, 0x37D),
    (0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF), (0x3001, 0xD7FF), (0xF900, 0xFDCF),
    (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF),
]  # fmt: skip
_FURTHER: Ranges = [(0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040)]
_SPACES: Ranges = [(9, 10), (13, 13), (32, 32)]


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
            return written(self.group())
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
            return _own_class(self.source[start : self.at]) or written(ranges)
        character = self.take()
        if character in _SINGLE:
            return re.escape(_SINGLE[character])
        return written(self.class_escape(character))

    def class_escape(self, character: str) -> Ranges:
        """The characters of \\s \\S \\d \\D \\w \\W \\i \\I \\c \\C \\p{…} \\P{…}."""
        if character.upper() != character:
            return self.known_class(character)
        return complement(self.known_class(character.lower()))

    def known_class(self, character: str) -> Ranges:
        if character == "p":
            return self.category()
        classes = {"s": _SPACES, "i": _INITIAL, "c": normal(_INITIAL + _FURTHER)}
        if character in classes:
            return classes[character]
        if character == "d":
            return of_category("Nd")
        if character == "w":
            return complement(normal(of_category("P") + of_category("Z") + of_category("C")))
        raise NotAPattern(self.source)

    def category(self) -> Ranges:
        match = re.compile(r"\{([^{}]*)\}").match(self.source, self.at)
        if match is None:
            raise NotAPattern(self.source)
        self.at = match.end()
        if match[1].startswith("Is") and match[1][2:] in _BLOCKS:
            return [_BLOCKS[match[1][2:]]]
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


def normal(ranges: Ranges) -> Ranges:
    """The same characters as ranges in order that do not touch."""
    made: Ranges = []
    for start, end in sorted(ranges):
        if made and start <= made[-1][1] + 1:
            made[-1] = made[-1][0], max(end, made[-1][1])
        else:
            made.append((start, end))
    return made


def complement(ranges: Ranges) -> Ranges:
    """All other characters."""
    made, free = [], 0
    for start, end in normal(ranges):
        if start > free:
            made.append((free, start - 1))
        free = end + 1
    return [*made, (free, _LAST)] if free <= _LAST else made


def minus(ranges: Ranges, other: Ranges) -> Ranges:
    """The characters of the first that are not in the second."""
    return complement(normal(complement(ranges) + other))


def folded(ranges: Ranges) -> Ranges:
    """The letters of the ranges in the other case (ranges of more than a thousand characters are left alone)."""
    letters = [chr(code) for start, end in ranges if end - start < 1000 for code in range(start, end + 1)]
    other = {form for letter in letters for form in (letter.upper(), letter.lower()) if len(form) == 1}
    return [(ord(form), ord(form)) for form in other]


@lru_cache(maxsize=64)
def _category_ranges(category: str) -> tuple[tuple[int, int], ...]:
    codes = (code for code in range(_LAST + 1) if unicodedata.category(chr(code)).startswith(category))
    made: Ranges = []
    for code in codes:
        if made and made[-1][1] == code - 1:
            made[-1] = made[-1][0], code
        else:
            made.append((code, code))
    return tuple(made)


def of_category(category: str) -> Ranges:
    """The characters of a Unicode category, such as L or Nd."""
    return list(_category_ranges(category))


def written(ranges: Ranges) -> str:
    """The ranges as a class for RE2; surrogates, which no text holds, left out."""
    kept = minus(ranges, [(0xD800, 0xDFFF)])
    if not kept:
        return r"[^\x00-\x{10FFFF}]"
    return "[" + "".join(rf"\x{{{start:X}}}-\x{{{end:X}}}" for start, end in kept) + "]"
