"""Which characters our fonts can draw; what to print instead of the rest; which glyph forms a text wants."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from fontTools.ttLib import TTFont

from webapp.printing.fonts import FONTS

log = structlog.get_logger()

EMOJI = ((0x1F000, 0x1FAFF), (0x2600, 0x27BF), (0x2B00, 0x2BFF), (0xE0000, 0xE01EF), (0xFE00, 0xFE0F))
INVISIBLE = {"Cc", "Cf", "Cs"}  # control characters, format and bidirectional marks, halves of pairs
KEPT = {"\n", "\t"}


@lru_cache(maxsize=4)
def covered(folder: Path = FONTS) -> frozenset[int]:
    """Return the code points that at least one regular face in `folder` can draw."""
    found: set[int] = set()
    for path in sorted(folder.glob("*.ttf")):
        if "Bold" not in path.name:
            with TTFont(path, lazy=True) as font:
                found.update(font.getBestCmap())
    return frozenset(found)


def printable(text: str, known: frozenset[int]) -> str:
    """Return `text` as it can be printed: emoji and invisible characters dropped, `U+XXXX` for what no font has."""
    if all(ord(sign) in known for sign in text):
        return text
    return "".join(_print_one(sign, known) for sign in text)


def _print_one(sign: str, known: frozenset[int]) -> str:
    code = ord(sign)
    if sign in KEPT or code in known:
        return sign
    if any(first <= code <= last for first, last in EMOJI) or unicodedata.category(sign) in INVISIBLE:
        return ""
    log.warning("print.glyph_missing", code_point=f"U+{code:04X}")
    return f"[U+{code:04X}]"


def printable_all(value: Any, known: frozenset[int]) -> Any:
    """Return plain data with every text in it made printable."""
    if isinstance(value, str):
        return printable(value, known)
    if isinstance(value, Mapping):
        return {key: printable_all(each, known) for key, each in value.items()}
    if isinstance(value, Iterable):
        return [printable_all(each, known) for each in value]
    return value


def script(text: str, default: str) -> str:
    """Return the language tag whose glyph forms suit `text`; `default` where both scripts could have written it.

    What people typed is never converted; a Simplified text on a Traditional form only gets its own glyph forms.
    """
    hant, hans = _writes(text, "big5hkscs"), _writes(text, "gb2312")
    if hant == hans:
        return default
    return "zh-Hant" if hant else "zh-Hans"


def _writes(text: str, codec: str) -> bool:
    chinese = "".join(sign for sign in text if "\u3400" <= sign <= "\u9fff")
    try:
        chinese.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
