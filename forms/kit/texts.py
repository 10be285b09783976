"""Texts as people type them: nothing is converted, only what no paper and no database can hold is taken out."""

from __future__ import annotations

import unicodedata

_DROPPED = {"Cc", "Cs"}
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_line(text: str) -> str:
    """Return a text of one line: line breaks and tabs become spaces, control characters go, ends are trimmed."""
    return "".join(_kept(" " if char in "\r\n\t\v\f\u2028\u2029" else char) for char in text).strip()


def clean_text(text: str) -> str:
    """Return a text of several lines: breaks become \\n, control characters go, ends are trimmed.

    No Unicode normalisation: NFC would change the compatibility ideographs that stand in people's names.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char if char in "\n\t" else _kept(char) for char in lines).strip()


def quoted(value: object) -> str:
    """Return what somebody sent, short and clean enough to be quoted in a fault."""
    return clean_line(str(value)[:80])


def _kept(char: str) -> str:
    return "" if unicodedata.category(char) in _DROPPED or char in _BIDI else char
