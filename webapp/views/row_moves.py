"""Lines copied, moved and removed by a plain form post: `_move=copy.tools` with the line's number in `_line.tools`."""

from __future__ import annotations

import re
from collections.abc import Callable

from werkzeug.datastructures import MultiDict

Posted = MultiDict[str, str]
Pairs = list[tuple[str, str]]
ROW = re.compile(r"(\w+)\.(\d{1,5})\.(\w+)")


def rows_of(posted: Posted, name: str) -> dict[int, Pairs]:
    """Return the posted cells of a list, (column, value), by the number that stands in their keys, in its order."""
    found: dict[int, Pairs] = {}
    for key, value in posted.items(multi=True):
        hit = ROW.fullmatch(key)
        if hit is not None and hit[1] == name:
            found.setdefault(int(hit[2]), []).append((hit[3], value))
    return dict(sorted(found.items()))


def moved(posted: Posted) -> Posted:
    """Return the post after the line's button that was pressed; unchanged where none was, or there is no such line."""
    action, _, name = posted.get("_move", "").partition(".")
    number = posted.get(f"_line.{name}", "").strip()
    rows = rows_of(posted, name)
    if action not in _MOVES or not number.isascii() or not number.isdigit() or int(number) - 1 not in rows:
        return posted
    at = list(rows).index(int(number) - 1)
    return _with_rows(posted, name, _MOVES[action](list(rows.values()), at))


def _with_rows(posted: Posted, name: str, rows: list[Pairs]) -> Posted:
    others = [(key, value) for key, value in posted.items(multi=True) if not _in_list(key, name)]
    cells = [(f"{name}.{index}.{column}", value) for index, row in enumerate(rows) for column, value in row]
    return MultiDict([*others, *cells])


def _in_list(key: str, name: str) -> bool:
    hit = ROW.fullmatch(key)
    return hit is not None and hit[1] == name


def _copy(rows: list[Pairs], at: int) -> list[Pairs]:
    new = [(column, value) for column, value in rows[at] if column != "id"]
    return [*rows[: at + 1], new, *rows[at + 1 :]]


def _up(rows: list[Pairs], at: int) -> list[Pairs]:
    return rows if at == 0 else [*rows[: at - 1], rows[at], rows[at - 1], *rows[at + 1 :]]


def _down(rows: list[Pairs], at: int) -> list[Pairs]:
    return rows if at == len(rows) - 1 else _up(rows, at + 1)


def _drop(rows: list[Pairs], at: int) -> list[Pairs]:
    return [*rows[:at], *rows[at + 1 :]]


_MOVES: dict[str, Callable[[list[Pairs], int], list[Pairs]]] = {
    "copy": _copy,
    "up": _up,
    "down": _down,
    "drop": _drop,
}
