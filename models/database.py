"""One database, SQLite or PostgreSQL (`docs/decisions/databases.md`); sessions for reading and for writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

PRAGMAS = ("journal_mode=wal", "synchronous=full", "busy_timeout=30000", "foreign_keys=on", "recursive_triggers=on")
READ_ONLY = {"approvals_read_only": True}


def make_engine(url: str) -> Engine:
    """An engine for `url`. On SQLite a write transaction takes the lock at its beginning, a reading one never waits."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=10, isolation_level="READ COMMITTED")
    engine = create_engine(url, pool_size=10)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("approvals_read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


class Database:
    """Sessions on one engine. `write()` commits once at its end or not at all; `read()` never writes."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        self._writing = sessionmaker(self.engine, expire_on_commit=False)
        self._reading = sessionmaker(self.engine.execution_options(**READ_ONLY), autoflush=False)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose work is one transaction: committed at the end, rolled back on any exception."""
        with self._writing() as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that is rolled back at its end (GET requests never write)."""
        with self._reading() as session:
            yield session

    def close(self) -> None:
        self.engine.dispose()
