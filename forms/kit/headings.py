"""Which column of a table is which of a list: by the titles of the columns in any of the three languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from forms.kit.definition import Field

LIST = "_list"
"""The column that names the list in which a row belongs."""
LIST_TITLES = {"en": "List", "zh_Hant": "明細", "zh_Hans": "明细"}
_ALIASES = ("清單", "清单", "類別", "类别", "kind")
_REMARK = re.compile(r"\(.*\)$|\*+$")


@dataclass(frozen=True)
class Head:
    """The row of titles: where it stands (0: first), which column is what, and the titles that say nothing to us."""

    row: int
    names: Mapping[int, str]
    unknown: Mapping[int, str] = field(default_factory=dict)


def plain(title: str) -> str:
    """Return a title as it is compared: "數量（必填）" and "數量 *" are 數量."""
    found = "".join(unicodedata.normalize("NFKC", title).casefold().split())
    return _REMARK.sub("", found) or found


def find_head(rows: Sequence[Sequence[str]], fields: Iterable[Field], within: int) -> Head | None:
    """Return the first of the `within` first rows that is a row of titles, None where none is.

    It is one where at least half of what stands in it, and two titles if it has more than one cell, are titles.
    """
    known = _titles(fields)
    for index, row in enumerate(rows[:within]):
        head = _head(index, row, known)
        if head is not None:
            return head
    return None


def _head(index: int, row: Sequence[str], known: Mapping[str, str]) -> Head | None:
    cells = {at: plain(cell) for at, cell in enumerate(row) if cell.strip()}
    names: dict[int, str] = {}
    for at, cell in cells.items():
        if known.get(cell) and known[cell] not in names.values():
            names[at] = known[cell]
    if not names or len(names) * 2 < len(cells) or (len(cells) > 1 and len(names) < 2):
        return None
    return Head(index, names, {at: row[at].strip() for at in cells if at not in names})


def _titles(fields: Iterable[Field]) -> dict[str, str]:
    found = {plain(title): LIST for title in (*LIST_TITLES.values(), *_ALIASES)}
    for item in fields:
        found |= {plain(title): item.name for title in (*item.titles.values(), item.name)}
    return found


def list_named(text: str, lists: Iterable[Field]) -> str | None:
    """Return the name of the list that `text` names in any language, or by its own name; None for another text."""
    wanted = plain(text)
    for item in lists:
        if wanted in {plain(title) for title in (*item.titles.values(), item.name)}:
            return item.name
    return None
