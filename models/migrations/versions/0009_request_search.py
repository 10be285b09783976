"""Requests are found by number, people, days and any part of their answers: a row beside each, and its index."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import UtcTime
from models.search import SQLITE, statements
from models.search_text import found_by
from models.search_words import words_of

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

AT_ONCE = 500


def upgrade() -> None:
    op.create_table(
        "request_search",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_request_search_request_id_request")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request_search")),
    )
    for statement in statements(op.get_bind().dialect.name):
        op.execute(statement)
    fill(op.get_bind())


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TABLE {SQLITE[0].split()[3]}")
    op.drop_table("request_search")


def _table(name: str, *columns: str) -> sa.TableClause:
    moments = ("created_at", "submitted_at", "closed_at")
    return sa.table(name, *(sa.column(one, UtcTime() if one in moments else None) for one in columns))


REQUEST = _table(
    "request", "id", "number", "version_id", "unit_id", "initiator_id", "data_rev", "created_at", "submitted_at",
    "closed_at",
)  # fmt: skip
DATA = _table("request_data", "request_id", "rev", "json")
PERSON = _table("person", "id", "name")
UNIT = _table("unit", "id", "name", "name_en")
ITEM = _table("work_item", "request_id", "acted_by_id")
VERSION = _table("process_version", "id", "bundle_hash")
FILE = _table("bundle_file", "bundle_hash", "name", "content")
FOUND = _table("request_search", "request_id", "names", "text", "words")


def fill(connection: sa.Connection) -> None:
    """Write the rows of all requests, which have none yet."""
    forms = _forms(connection)
    for rows in _requests(connection):
        actors = _actors(connection, [row.id for row in rows])
        connection.execute(sa.insert(FOUND), [_row(row, forms[row.version_id], actors.get(row.id, [])) for row in rows])


def _forms(connection: sa.Connection) -> dict[int, Any]:
    found = sa.select(VERSION.c.id, FILE.c.content).join(FILE, FILE.c.bundle_hash == VERSION.c.bundle_hash)
    rows = connection.execute(found.where(FILE.c.name == "form.json"))
    return {row.id: json.loads(bytes(row.content)) for row in rows}


def _requests(connection: sa.Connection) -> Iterator[Sequence[Any]]:
    """Yield the requests with their newest answers, `AT_ONCE` after the other."""
    newest = sa.and_(DATA.c.request_id == REQUEST.c.id, DATA.c.rev == REQUEST.c.data_rev)
    found = (
        sa.select(REQUEST, DATA.c.json, PERSON.c.name, UNIT.c.name.label("unit"), UNIT.c.name_en.label("unit_en"))
        .join(DATA, newest)
        .join(PERSON, PERSON.c.id == REQUEST.c.initiator_id)
        .outerjoin(UNIT, UNIT.c.id == REQUEST.c.unit_id)
        .order_by(REQUEST.c.id)
        .limit(AT_ONCE)
    )
    rows = connection.execute(found).all()
    while rows:
        yield rows
        rows = connection.execute(found.where(REQUEST.c.id > rows[-1].id)).all()


def _actors(connection: sa.Connection, ids: list[int]) -> dict[int, list[str]]:
    found = sa.select(ITEM.c.request_id, PERSON.c.name).join(PERSON, PERSON.c.id == ITEM.c.acted_by_id).distinct()
    actors: dict[int, list[str]] = {}
    for row in connection.execute(found.where(ITEM.c.request_id.in_(ids)).order_by(PERSON.c.name)):
        actors.setdefault(row.request_id, []).append(row.name)
    return actors


def _row(row: Any, form: Any, actors: list[str]) -> dict[str, Any]:
    names = list(dict.fromkeys((row.name, *actors)))
    moments = (row.created_at, row.submitted_at, row.closed_at)
    places = (row.unit or "", row.unit_en or "")
    text = found_by(row.number, moments, (*names, *places), form, json.loads(row.json))
    return {"request_id": row.id, "names": "\n".join(names), "text": text, "words": words_of(text)}
