"""Searching in one's own rows: SQL finds what may match, Python keeps what does, pages stay bounded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, or_

from models import Person, Request
from webapp.services.paging import Key, Page, containing, write_key

ROUNDS = 3
"""How often a search may ask for more rows to fill a page; a page may be shorter then, with a `next`."""


class Listed(Protocol):
    """A row of a list, as far as searching and paging read it."""

    @property
    def key(self) -> Key: ...
    @property
    def number(self) -> str | None: ...
    @property
    def initiator(self) -> str: ...
    @property
    def summary(self) -> Mapping[str, Any]: ...


Row = TypeVar("Row", bound=Listed)


def text_filter(q: str) -> list[ColumnElement[bool]]:
    """Return the conditions on `Request` and its initiator `Person` that `q` may be in; none for an empty text.

    The summary is searched as JSON text, its names too, so `gather` looks again.
    """
    if not q:
        return []
    written = json.dumps(q, ensure_ascii=False)[1:-1]
    columns = ((Request.number, q), (Person.name, q), (Request.summary, written))
    return [or_(*(column.ilike(containing(text), escape="\\") for column, text in columns))]


def gather(fetch: Callable[[Key | None, int], list[Row]], key: Key | None, size: int, q: str) -> Page[Row]:
    """Return a page of the rows that `q` is in. `fetch(key, n)` gives the next `n` rows after `key`, newest first."""
    kept: list[Row] = []
    for _ in range(ROUNDS if q else 1):
        found = fetch(key, size + 1)
        for row in found[:size]:
            if len(kept) == size:
                break
            key = row.key
            kept += [row] if _contains(row, q) else []
        if not found or key == found[-1].key:
            return Page(kept)
        if len(kept) == size:
            break
    return Page(kept, write_key(key.at, key.id) if key else None)


def _contains(row: Listed, q: str) -> bool:
    """Say whether `q` is in the number, the initiator's name or a value of the summary, whatever its case."""
    texts = (row.number or "", row.initiator, *_texts(row.summary.values()))
    return not q or any(q.casefold() in text.casefold() for text in texts)


def _texts(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        if isinstance(value, Mapping):
            yield from _texts(value.values())
        elif isinstance(value, list):
            yield from _texts(value)
        elif value is not None:
            yield str(value)
