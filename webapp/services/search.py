"""Searching everything that a person may read: the index says what may match, the rights what is theirs, in one query.

Newest requests come first: by their ids, in which the index of SQLite lies, so that it is read only as far as needed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

from sqlalchemy import ColumnElement, String, bindparam, cast, column, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import Session

from models import Person, Request, RequestData, RequestSearch, Unit
from models.search import INDEX, VECTOR
from models.search_text import answers
from models.search_words import terms_of, typed_parts
from webapp.services import filters, processes
from webapp.services.actor import Actor
from webapp.services.boxes import COLUMNS, Found, RequestRow, row_of, with_open_steps
from webapp.services.errors import Invalid
from webapp.services.extracts import Piece, extract
from webapp.services.filters import MOST_PARTS, Asked
from webapp.services.paging import Page, clamp, containing, decode, encode
from webapp.services.visibility import readable


@dataclass(frozen=True)
class FoundRow:
    """A request that was found. `pieces`: where its answers contain what was looked for, as typed; empty where it is
    in what the row shows anyway."""

    row: RequestRow
    pieces: tuple[Piece, ...] = ()


def find(
    session: Session,
    actor: Actor,
    q: str,
    /,
    *,
    cursor: str | None = None,
    limit: int | None = None,
    **asked: Unpack[Asked],
) -> Page[FoundRow]:
    """Return the requests that the actor may read and that contain every part of `q`, newest first.

    At most three statements. Nothing for a text of signs alone. `asked`: a filter beside the text. Raises Invalid for
    no text and for what cannot be understood, a faulty cursor too.
    """
    if not q.strip():
        raise Invalid.at("/q", "required")
    parts, size = typed_parts(q)[:MOST_PARTS], clamp(limit)
    narrowed = filters.read(session, **asked)
    conditions = [*narrowed.conditions(Request.created_at), *narrowed.of_deadline(), *_after(cursor)]
    if not any(map(terms_of, parts)):
        return Page([])
    rows = [row_of(row) for row in session.execute(_query(session, actor, parts, conditions, size + 1))]
    shown = with_open_steps(session, rows[:size])
    pieces = _pieces(session, shown, parts)
    return Page(
        [FoundRow(row, pieces.get(row.id, ())) for row in shown],
        encode([rows[size - 1].id]) if len(rows) > size else None,
    )


def _after(cursor: str | None) -> Iterator[ColumnElement[bool]]:
    if cursor:
        match decode(cursor):
            case [int(last)] if not isinstance(last, bool) and 0 <= last < 2**63:
                yield RequestSearch.request_id < last
            case _:
                raise Invalid.at("/cursor", "cursor_unknown")


def _query(
    session: Session, actor: Actor, parts: Sequence[str], conditions: Sequence[ColumnElement[bool]], count: int
) -> Found:
    contained = (RequestSearch.text.like(containing(part), escape="\\") for part in parts)
    return (
        select(*COLUMNS, Request.created_at.label("at"), Request.id.label("key_id"))
        .join(RequestSearch, RequestSearch.request_id == Request.id)
        .join(Person, Person.id == Request.initiator_id)
        .outerjoin(Unit, Unit.id == Request.unit_id)
        .where(_indexed(session, parts), *contained, readable(actor), *conditions)
        .order_by(RequestSearch.request_id.desc())
        .limit(count)
    )


def _indexed(session: Session, parts: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that the index has every word of `parts`."""
    terms = sorted({term for part in parts for term in terms_of(part)})
    if session.get_bind().dialect.name == "sqlite":
        words = table(INDEX, column("rowid"), column(INDEX, String))
        asked = " AND ".join(f'"{word}"{" *" if begins else ""}' for word, begins in terms)
        return RequestSearch.request_id.in_(select(words.c.rowid).where(words.c[INDEX].op("MATCH")(asked)))
    asked = " & ".join(f"'{word}'{':*' if begins else ''}" for word, begins in terms)
    vector = literal_column(VECTOR, TSVECTOR)
    return vector.op("@@", is_comparison=True)(cast(bindparam(None, asked, String), TSQUERY))


def _pieces(session: Session, rows: Sequence[RequestRow], parts: Sequence[str]) -> dict[int, tuple[Piece, ...]]:
    """Return what of their answers contains `parts`; of those that tell it in their row: nothing."""
    wanted = {row.id: row for row in rows}
    if not wanted:
        return {}
    newest = select(RequestData.request_id, RequestData.json).join(Request, Request.id == RequestData.request_id)
    newest = newest.where(RequestData.request_id.in_(wanted), RequestData.rev == Request.data_rev)
    return {
        request_id: tuple(extract(_told(wanted[request_id]), _texts(session, wanted[request_id], text), parts))
        for request_id, text in session.execute(newest)
    }


def _told(row: RequestRow) -> tuple[str, ...]:
    return (row.number or "", row.initiator, row.unit, row.unit_en)


def _texts(session: Session, row: RequestRow, text: str) -> Iterator[str]:
    source: Mapping[str, Any] = processes.load(session, row.version_id).form.source
    return answers(source, json.loads(text))
