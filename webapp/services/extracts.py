"""Where a text contains what somebody looks for: cut out of what was typed, which is never converted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.folding import fold

BEFORE, AFTER = 24, 56
"""So many characters stand around what was found."""
MOST = 2


@dataclass(frozen=True)
class Piece:
    """A part of a text: what was found in it, and what stands before and after. `cut`: the text goes on there."""

    before: str
    found: str
    after: str
    cut_before: bool = False
    cut_after: bool = False


def extract(told: Sequence[str], texts: Iterable[str], parts: Sequence[str]) -> Iterator[Piece]:
    """Yield at most two pieces of `texts` that hold those of `parts` (folded) that are in none of the `told` ones."""
    known = "\n".join(map(fold, told))
    wanted = [part for part in parts if part not in known]
    given = 0
    for text in texts:
        for part in [part for part in wanted if part in fold(text)]:
            piece = cut(text, part)
            if piece is None or given == MOST:
                continue
            yield piece
            given += 1
            wanted.remove(part)
        if not wanted or given == MOST:
            return


def cut(text: str, part: str) -> Piece | None:
    """Return the piece of `text` around the folded `part`; None where it is in no single place of it."""
    places, letters = [], []
    for place, letter in enumerate(text):
        for one in fold(letter) or " ":
            letters.append(one)
            places.append(place)
    at = "".join(letters).find(part)
    if at < 0:
        return None
    start, end = places[at], places[at + len(part) - 1] + 1
    first, last = max(0, start - BEFORE), end + AFTER
    return Piece(text[first:start], text[start:end], text[end:last], first > 0, last < len(text))
