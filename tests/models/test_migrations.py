"""Migrations make the tables of the models, and the trail cannot be changed (architecture decision 11)."""

from datetime import UTC, datetime

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from models import Database, Event, Origin, Person, ProcessVersion, Request, Status, StoredBundle, Trail
from models.migrate import config, differences
from models.revision import is_current, newest

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_migrated_tables_equal_the_models(database: Database) -> None:
    assert is_current(database)
    assert differences(database) == []


def test_the_newest_migration_is_told_by_its_file_name() -> None:
    assert newest() == ScriptDirectory.from_config(config()).get_current_head()


def test_an_empty_database_is_not_current() -> None:
    empty = Database("sqlite://")
    assert not is_current(empty)
    empty.close()


@pytest.mark.parametrize("change", ["UPDATE trail SET hash = 'forged'", "DELETE FROM trail"])
def test_trail_refuses_changes(database: Database, change: str) -> None:
    with database.write() as session:
        session.add(_line(_request(session)))
    with pytest.raises(DatabaseError, match="append-only"), database.write() as session:
        session.execute(text(change))


def test_a_time_without_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="without a zone"), database.write() as session:
        session.add(Person(login="a", name="甲", created_at=NOW.replace(tzinfo=None)))


def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    with database.write() as session:
        session.add(Person(login="a", name="𠮷田😀", created_at=NOW))
    with database.read() as session:
        person = session.query(Person).one()
        assert (person.created_at, person.name) == (NOW, "𠮷田😀")


def test_reading_never_waits_for_the_writer(database: Database) -> None:
    with database.write() as writing:
        writing.add(Person(login="a", name="甲", created_at=NOW))
        writing.flush()
        with database.read() as reading:
            assert reading.query(Person).count() == 0


def _request(session: Session) -> Request:
    person = Person(login="a", name="甲", created_at=NOW)
    bundle = StoredBundle(hash="0" * 64, created_at=NOW)
    session.add_all([person, bundle])
    session.flush()
    version = ProcessVersion(key="p", number=1, bundle_hash=bundle.hash, origin=Origin.SHIPPED, effective_from=NOW)
    request = Request(process="p", version=version, initiator=person, status=Status.OPEN, created_at=NOW)
    session.add_all([version, request])
    session.flush()
    return request


def _line(request: Request) -> Trail:
    return Trail(
        request_id=request.id, seq=1, at=NOW, action=Event.SUBMIT, round=1, detail_hash="d", prev="p", hash="h"
    )
