"""The databases that tests get: fresh each time, of both kinds, and a missing server is a failure."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from models import Base
from models.database import Database
from tests import postgres
from tests.databases import Backend


def test_a_test_gets_all_tables_and_no_rows(database: Database) -> None:
    assert set(inspect(database.engine).get_table_names()) >= set(Base.metadata.tables)
    with database.read() as session:
        for table in Base.metadata.sorted_tables:
            assert session.execute(table.select().limit(1)).first() is None, table.name


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_leaves_no_other_sees(database: Database, turn: int) -> None:
    with database.write() as session:
        session.execute(text("CREATE TABLE left_over (turn INTEGER)"))
    assert turn in {1, 2}


def test_an_empty_database_has_no_tables(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    assert inspect(database.engine).get_table_names() == []
    database.close()


def test_a_template_is_built_once(backend: Backend) -> None:
    built: list[str] = []
    for _ in range(2):
        backend.ensure("once", built.append)
    assert len(built) == 1


def test_both_kinds_are_really_there(sqlite: Backend, postgresql: Backend) -> None:
    for backend in (sqlite, postgresql):
        with backend.fresh("migrated") as url:
            database = Database(url)
            assert database.engine.dialect.name == backend.name
            database.close()


def test_a_missing_server_is_said_with_its_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))
    with pytest.raises(postgres.PostgresMissing, match="apt-get install postgresql"):
        postgres.programs()
