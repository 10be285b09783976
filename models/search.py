"""What requests are found by: a row beside each, written in the transaction of the action that changes it.

The words of the row are indexed by what the database has for it (`statements`): SQLite a table of FTS5, kept up by
triggers; PostgreSQL an inverted index over an expression. Neither is a table of the models.
"""

from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

INDEX = "request_words"
VECTOR = "array_to_tsvector(string_to_array(words, ' '))"
SQLITE = (
    # The words come apart at spaces alone: FTS5's own tables of letters are older than some characters in names.
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(words, content='request_search', content_rowid='request_id', "
    "tokenize='ascii', detail='none', columnsize=0)",
    f"CREATE TRIGGER {INDEX}_new AFTER INSERT ON request_search BEGIN "
    f"INSERT INTO {INDEX}(rowid, words) VALUES (new.request_id, new.words); END",
    f"CREATE TRIGGER {INDEX}_gone AFTER DELETE ON request_search BEGIN "
    f"INSERT INTO {INDEX}({INDEX}, rowid, words) VALUES ('delete', old.request_id, old.words); END",
    f"CREATE TRIGGER {INDEX}_changed AFTER UPDATE OF words ON request_search WHEN old.words <> new.words BEGIN "
    f"INSERT INTO {INDEX}({INDEX}, rowid, words) VALUES ('delete', old.request_id, old.words); "
    f"INSERT INTO {INDEX}(rowid, words) VALUES (new.request_id, new.words); END",
)
POSTGRESQL = (f"CREATE INDEX {INDEX} ON request_search USING gin (({VECTOR}))",)


class RequestSearch(Base):
    """What a request is found by. `names`: who has acted, as they were called then, one a line.

    `text`: everything that is searched, folded; `words`: its words for the index.
    """

    __tablename__ = "request_search"
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    names: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")


def statements(dialect: str) -> tuple[str, ...]:
    """Return the statements that make the index on `dialect` ('sqlite' or 'postgresql')."""
    return SQLITE if dialect == "sqlite" else POSTGRESQL


def is_of_models(_object: Any, name: str | None, kind: str, *_rest: Any) -> bool:
    """Say whether a table or index that a database has is one that the models know of."""
    return not (kind in ("table", "index") and (name or "").startswith(INDEX))
