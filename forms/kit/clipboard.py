"""Tables as spreadsheets put them on the clipboard: tabs part the cells, quotes hold tabs and line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable

Table = list[list[str]]
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\r\n]|\Z)')
_PLAIN = re.compile(r"[^\t\r\n]*")
_BREAK = re.compile(r"\r\n|\r|\n")


def read_table(text: str) -> Table:
    """Return the rows of `text`. A quote that nothing closes, or inside a cell, is a quote (5" and 3/4")."""
    rows: Table = [[]]
    at = 0
    while at < len(text):
        quoted = _QUOTED.match(text, at) if text[at] == '"' else None
        plain = quoted or _PLAIN.match(text, at)
        assert plain is not None  # an empty cell matches
        rows[-1].append(quoted[1].replace('""', '"') if quoted else plain[0])
        at = plain.end()
        if at < len(text):
            end = _BREAK.match(text, at)
            at = end.end() if end else at + 1
            if end:
                rows.append([])
            elif at == len(text):
                rows[-1].append("")
    return rows if rows[-1] else rows[:-1]


def write_table(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as a spreadsheet would put them on the clipboard."""
    return "".join("\t".join(_written(cell) for cell in row) + "\n" for row in rows)


def _written(cell: str) -> str:
    quote = cell.startswith('"') or any(char in cell for char in "\t\r\n")
    return '"' + cell.replace('"', '""') + '"' if quote else cell
