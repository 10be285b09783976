"""The small company of `tests.cast`, in fresh databases of both kinds."""

from collections.abc import Iterator

import pytest

from models import Database
from tests.cast import Cast, found
from tests.databases import MIGRATED, Backend


@pytest.fixture
def cast(backend: Backend) -> Iterator[Cast]:
    """A fresh database with the cast in it."""
    backend.ensure("cast", found, base=MIGRATED)
    with backend.fresh("cast") as url:
        database = Database(url)
        yield Cast(database)
        database.close()


@pytest.fixture
def company(cast: Cast) -> Database:
    """The cast's database."""
    return cast.database


@pytest.fixture
def sqlite_cast(sqlite: Backend) -> Iterator[Cast]:
    """The cast on SQLite alone, for property tests."""
    sqlite.ensure("cast", found, base=MIGRATED)
    with sqlite.fresh("cast") as url:
        database = Database(url)
        yield Cast(database)
        database.close()
