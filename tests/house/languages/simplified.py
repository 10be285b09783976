"""Simplified Chinese out of Traditional: OpenCC's tw2sp, corrected by `webapp/translations/words.toml`.

tw2sp, not t2s: Traditional texts are in Taiwan's words, and tw2sp turns words as well as characters (列印 becomes 打印,
檔案 文件). What it gets wrong, or the company says otherwise, stands in words.toml.

`make translations` runs this module: it fills in what the zh_Hans catalogue lacks.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import opencc
from babel.messages.catalog import Message
from babel.messages.pofile import read_po, write_po

CONFIG = "tw2sp"
TRANSLATIONS = Path(__file__).resolve().parents[3] / "webapp" / "translations"
QUOTES = str.maketrans("「」『』", "“”‘’")


@cache
def words(table: str) -> dict[str, str]:
    """One table of words.toml: `taiwan`, `simplified`, `sentences`."""
    found: dict[str, str] = tomllib.loads((TRANSLATIONS / "words.toml").read_text("utf-8"))[table]
    return found


def derive(text: str) -> str:
    """Return a Traditional text in Simplified Chinese: a corrected sentence, else word by word."""
    corrected = words("sentences").get(text)
    if corrected is not None:
        return corrected
    own = words("simplified")
    longest_first = "|".join(sorted(map(re.escape, own), key=len, reverse=True))
    pieces = re.split(f"({longest_first})", text) if own else [text]
    return "".join(own.get(piece) or _converter().convert(piece) for piece in pieces).translate(QUOTES)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC(CONFIG)


def fill() -> list[str]:
    """Write the derived text where the zh_Hans catalogue has none; return what was written."""
    path = TRANSLATIONS / "zh_Hans" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        ours = read_po(file, locale="zh_Hans")
    with (TRANSLATIONS / "zh_Hant" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        theirs = read_po(file, locale="zh_Hant")
    written = []
    for message in ours:
        source = theirs.get(message.id, message.context)
        if message.id and source is not None and any(strings(source)) and not any(strings(message)):
            made = [derive(text) for text in strings(source)]
            message.string = tuple(made) if message.pluralizable else made[0]
            written += made
    if written:
        with path.open("wb") as file:
            write_po(file, ours, width=120)
    return written


def strings(message: Message) -> list[str]:
    """The forms of a translation."""
    found = message.string
    return list(found) if isinstance(found, list | tuple) else [found or ""]


if __name__ == "__main__":
    for one in fill():
        print(f"zh_Hans: {one}")
