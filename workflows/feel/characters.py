"""Sets of characters as ranges of code points: Unicode categories, the blocks and name characters of XML."""

import sys
import unicodedata
from functools import lru_cache

Ranges = list[tuple[int, int]]
_LAST = sys.maxunicode
BLOCKS = {
    "BasicLatin": (0, 0x7F), "Latin-1Supplement": (0x80, 0xFF), "LatinExtended-A": (0x100, 0x17F),
    "LatinExtended-B": (0x180, 0x24F), "Greek": (0x370, 0x3FF), "GreekandCoptic": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x4FF), "Hebrew": (0x590, 0x5FF), "Arabic": (0x600, 0x6FF), "Thai": (0xE00, 0xE7F),
    "GeneralPunctuation": (0x2000, 0x206F), "CJKSymbolsandPunctuation": (0x3000, 0x303F), "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF), "Bopomofo": (0x3100, 0x312F), "HangulSyllables": (0xAC00, 0xD7A3),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF), "CJKUnifiedIdeographsExtensionA": (0x3400, 0x4DBF),
    "HalfwidthandFullwidthForms": (0xFF00, 0xFFEF),
}  # fmt: skip
INITIAL: Ranges = [
    (0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF), (0x370, 0x37D),
    (0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF), (0x3001, 0xD7FF), (0xF900, 0xFDCF),
    (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF),
]  # fmt: skip
FURTHER: Ranges = [(0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040)]
SPACES: Ranges = [(9, 10), (13, 13), (32, 32)]


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


@lru_cache(maxsize=1)
def word() -> tuple[tuple[int, int], ...]:
    """All characters but punctuation, separators and others."""
    return tuple(complement(of_category("P") + of_category("Z") + of_category("C")))


def of_category(category: str) -> Ranges:
    """The characters of a Unicode category, such as L or Nd."""
    return list(_category_ranges(category))


def written(ranges: Ranges) -> str:
    """The ranges as a class for RE2; surrogates, which no text holds, left out."""
    kept = minus(ranges, [(0xD800, 0xDFFF)])
    if not kept:
        return r"[^\x00-\x{10FFFF}]"
    return "[" + "".join(rf"\x{{{start:X}}}-\x{{{end:X}}}" for start, end in kept) + "]"
