"""Requests that were there before the search are found after the migration as later ones are."""

from importlib import import_module
from pathlib import Path

from sqlalchemy import text

from models import Database
from models.revision import FOLDER
from tests import cast as people
from tests.cast import Cast
from tests.factories import finish, make_item, make_request, make_version
from webapp.services import search

(FILE,) = (FOLDER / "versions").glob("*_request_search.py")


def test_old_requests_are_found_after_the_migration(database: Database) -> None:
    known = Cast(database)
    with database.write() as session:
        people.people(session)
        version = make_version(session)
        for number in ("A-1", "A-2"):
            request = make_request(known, session, version, number=number, reason="變槳電機異響")
            finish(session, make_item(session, request), known.person(session, "planner"))
        assert len(search.find(session, known.actor(session, "auditor"), "电机").items) == 2
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM request_search"))
        assert connection.execute(text("SELECT 1 FROM request_search")).all() == []
        import_module(f"models.migrations.versions.{Path(FILE).stem}").fill(connection)
    with database.read() as session:
        actor = known.actor(session, "auditor")
        assert [one.row.number for one in search.find(session, actor, "变桨 李計劃 2026-11-23 A-1").items] == ["A-1"]
        assert session.scalars(text("SELECT names FROM request_search")).all() == ["陳小明\n李計劃"] * 2
