"""Lists that grow: pages by key instead of by number, opaque cursors, search text made safe for LIKE."""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from webapp.services.errors import Invalid

LIMIT, MOST = 20, 100

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list, newest first; `next` is the cursor of the page after, None at the end."""

    items: list[T]
    next: str | None = None


@dataclass(frozen=True)
class Key:
    """Where a page ended: a moment and an id; in a list by deadlines, the deadline too."""

    at: datetime
    id: int
    due: datetime | None = None


def encode(parts: Sequence[Any]) -> str:
    """Return an opaque cursor for plain values."""
    return urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def decode(cursor: str) -> list[Any]:
    """Return what a cursor holds. Raises Invalid at /cursor for a text that is none."""
    try:
        found = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        raise Invalid.at("/cursor", "cursor_unknown") from None
    if not isinstance(found, list):
        raise Invalid.at("/cursor", "cursor_unknown")
    return found


def write_key(key: Key) -> str:
    """Return the cursor of a page that ends with a row of that key."""
    due = () if key.due is None else (key.due.astimezone(UTC).isoformat(),)
    return encode([key.at.astimezone(UTC).isoformat(), key.id, *due])


def read_key(cursor: str | None) -> Key | None:
    """Return where the page before ended, None for the first page. Raises Invalid for a text that is no cursor."""
    if not cursor:
        return None
    match decode(cursor):
        case [str(at), int(row_id)] if not isinstance(row_id, bool) and 0 <= row_id < 2**63:
            return Key(_moment(at), row_id)
        case [str(at), int(row_id), str(due)] if not isinstance(row_id, bool) and 0 <= row_id < 2**63:
            return Key(_moment(at), row_id, _moment(due))
        case _:
            raise Invalid.at("/cursor", "cursor_unknown")


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid.at("/cursor", "cursor_unknown") from None
    if at.tzinfo is None:
        raise Invalid.at("/cursor", "cursor_unknown")
    return at


def before(
    at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    row_id: InstrumentedAttribute[int],
    key: Key | None,
) -> list[ColumnElement[bool]]:
    """Return the conditions of the rows after `key` in a list that is newest first."""
    return [] if key is None else [tuple_(at, row_id) < tuple_(key.at, key.id)]


def clamp(limit: int | None) -> int:
    """Return how many rows a page has: 20 unless asked, at most 100."""
    return LIMIT if limit is None else max(1, min(limit, MOST))


def containing(text: str) -> str:
    """Return the LIKE pattern (escape character `\\`) of what contains `text`, its own wildcards taken literally."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
