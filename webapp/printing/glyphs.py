"""Which characters our fonts can draw; what to print instead of the rest; which glyph forms a text wants."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
SIGNS = {"✔": "✓", "☑": "✓", "✅": "✓", "✗": "×", "✘": "×", "☒": "×", "❌": "×", "❎": "×", "⚠": "！", "❗": "！"}
SIGNS |= {"❓": "？", "☐": "□", "⭐": "★", "➡": "→", "\u2028": "\n", "\u2029": "\n"}
"""Signs that carry a meaning and have a plain sister which every face draws."""


@dataclass
class Gaps:
    """What the fonts lack of one paper: the code points printed as U+XXXX, and whether emoji were left out."""

    missing: set[int] = field(default_factory=set)
    emoji: bool = False

    @property
    def named(self) -> list[str]:
        """Return the missing code points as they are printed, in order."""
        return [f"U+{code:04X}" for code in sorted(self.missing)]


@lru_cache(maxsize=4)
def covered(folder: Path = FONTS) -> frozenset[int]:
    """Return the code points that at least one regular face in `folder` can draw."""
    found: set[int] = set()
    for path in sorted(folder.glob("*.ttf")):
        if "Bold" not in path.name:
            with TTFont(path, lazy=True) as font:
                found.update(font.getBestCmap())
    return frozenset(found)


def printable(text: str, known: frozenset[int], gaps: Gaps | None = None) -> str:
    """Return `text` as it can be printed: emoji and invisible characters dropped, `U+XXXX` for what no font has.

    `gaps` learns what was missing or dropped.
    """
    if all(ord(sign) in known for sign in text):
        return text
    found = Gaps() if gaps is None else gaps
    return "".join(_print_one(sign, known, found) for sign in text)


def _print_one(sign: str, known: frozenset[int], gaps: Gaps) -> str:
    code = ord(sign)
    if sign in KEPT or code in known:
        return sign
    if sign in SIGNS:
        return SIGNS[sign]
    kind = unicodedata.category(sign)
    if any(first <= code <= last for first, last in EMOJI) or kind in INVISIBLE:
        gaps.emoji = gaps.emoji or kind == "So"
        return ""
    if kind == "Zs":
        return " "
    if code not in gaps.missing:
        log.warning("print.glyph_missing", code_point=f"U+{code:04X}")
    gaps.missing.add(code)
    return f"[U+{code:04X}]"


def printable_all(value: Any, known: frozenset[int], gaps: Gaps | None = None) -> Any:
    """Return plain data with every text in it made printable."""
    if isinstance(value, str):
        return printable(value, known, gaps)
    if isinstance(value, Mapping):
        return {key: printable_all(each, known, gaps) for key, each in value.items()}
    if isinstance(value, Iterable):
        return [printable_all(each, known, gaps) for each in value]
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
