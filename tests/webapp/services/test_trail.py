"""The trail: chained, salted, erasable, and true to what names and posts were then."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from models import Event, Person, Request, Status
from tests.cast import NOW, Cast
from tests.counting import count_sql
from tests.factories import make_request, make_version
from webapp.services import trail


def told(cast: Cast, session: Session, many: int = 5) -> Request:
    """Return a request with `many` lines."""
    request = make_request(cast, session, make_version(session))
    actor = cast.actor(session, "manager")
    for number in range(many):
        detail = {"comment": f"第 {number} 次", "changes": [{"field": "reason", "before": "甲", "after": "𠮷"}]}
        trail.write(session, request, Event.COMMENT, actor, NOW, step="sign", detail=detail)
    session.flush()
    return request


def test_lines_carry_names_and_posts_as_they_were(cast: Cast) -> None:
    with cast.database.write() as session:
        request = told(cast, session, 1)
        session.get_one(Person, cast.person(session, "manager")).name = "改名"
        session.flush()
        (line,) = trail.lines(session, request)
    assert (line.by, line.post["role"], line.post["unit"]) == ("趙經理", "manager", "北方業務部")
    assert (line.comment, line.step, line.action, line.at) == ("第 0 次", "sign", Event.COMMENT, NOW)
    assert line.changes == [{"field": "reason", "before": "甲", "after": "𠮷"}]


def test_the_program_acts_without_a_name(cast: Cast) -> None:
    with cast.database.write() as session:
        request = told(cast, session, 0)
        trail.write(session, request, Event.AUTO_SKIP, None, NOW, detail={"reason": "initiator"})
        session.flush()
        (line,) = trail.lines(session, request)
    assert (line.by, line.actor_id, line.detail) == (None, None, {"reason": "initiator"})


def test_lines_after_a_number(cast: Cast) -> None:
    with cast.database.write() as session:
        request = told(cast, session)
        assert [line.seq for line in trail.lines(session, request, after=3)] == [4, 5]


def test_an_untouched_chain_has_no_fault(cast: Cast) -> None:
    with cast.database.write() as session:
        told(cast, session)
    with cast.database.write() as session:
        request = session.query(Request).one()
        trail.write(session, request, Event.APPROVE, cast.actor(session, "manager"), NOW)
    with cast.database.read() as session:
        assert trail.verify(session) == []
        assert trail.heads(session)[request.id][0] == 6


def test_the_chain_holds_over_savepoints_that_are_undone(cast: Cast) -> None:
    with cast.database.write() as session:
        request = told(cast, session, 2)
        undone = session.begin_nested()
        trail.write(session, request, Event.COMMENT, None, NOW)
        session.flush()
        undone.rollback()
        with session.begin_nested():
            trail.write(session, request, Event.COMMENT, None, NOW)
        trail.write(session, request, Event.COMMENT, None, NOW)
    with cast.database.read() as session:
        assert [line.seq for line in trail.lines(session, request)] == [1, 2, 3, 4]
        assert trail.verify(session) == []


def test_many_lines_are_written_in_three_statements(cast: Cast) -> None:
    with cast.database.write() as session:
        request = told(cast, session, 1)
        actor = cast.actor(session, "manager")
        session.info.pop("trail")
        with count_sql(cast.database) as sent:
            for _ in range(7):
                trail.write(session, request, Event.COMMENT, actor, NOW)
            session.flush()
    assert len(sent) == 3


def test_an_erased_line_breaks_nothing(cast: Cast) -> None:
    with cast.database.write() as session:
        request = told(cast, session, 2)
        session.execute(text("DELETE FROM trail_detail WHERE seq = 1"))
        erased, kept = trail.lines(session, request)
        assert (erased.erased, erased.by, erased.comment) == (True, None, "")
        assert not kept.erased
        assert trail.verify(session) == []


@pytest.mark.parametrize("statement", ["UPDATE trail SET step = 'x'", "DELETE FROM trail"])
def test_the_database_refuses_to_change_lines(cast: Cast, statement: str) -> None:
    with cast.database.write() as session:
        told(cast, session)
    with pytest.raises(DatabaseError, match="append-only"), cast.database.write() as session:
        session.execute(text(statement))


def test_what_was_sent_without_a_line_shows(cast: Cast) -> None:
    with cast.database.write() as session:
        request = told(cast, session, 0)
        make_request(cast, session, request.version_id, status=Status.DRAFT)
        assert [(fault.request_id, fault.code) for fault in trail.verify(session)] == [(request.id, "empty")]


FORGED = {
    "at": "'2020-01-01 00:00:00.000000'",
    "actor_id": "1",
    "action": "'reject'",
    "step": "'other'",
    "round": "9",
    "detail_hash": "'" + "1" * 64 + "'",
    "prev": "'" + "2" * 64 + "'",
    "hash": "'" + "3" * 64 + "'",
}


def forge(column: str) -> Callable[[Session, int], None]:
    return lambda session, seq: run(session, f"UPDATE trail SET {column} = {FORGED[column]} WHERE seq = {seq}")


def run(session: Session, statement: str) -> None:
    session.execute(text(statement))


def swap(session: Session, seq: int) -> None:
    for table in ("trail", "trail_detail"):
        for old, new in ((seq, 99), (seq + 1, seq), (99, seq + 1)):
            run(session, f"UPDATE {table} SET seq = {new} WHERE seq = {old}")


def remove(session: Session, seq: int) -> None:
    run(session, f"DELETE FROM trail WHERE seq = {seq}")


def close_up(session: Session, seq: int) -> None:
    """Remove a line and number the rest anew."""
    remove(session, seq)
    for later in range(seq + 1, 7):
        run(session, f"UPDATE trail SET seq = {later - 1} WHERE seq = {later}")


def cut(session: Session, seq: int) -> None:
    run(session, f"DELETE FROM trail WHERE seq >= {seq}")


def reword(session: Session, seq: int) -> None:
    run(session, f"UPDATE trail_detail SET text = replace(text, '第', '弟') WHERE seq = {seq}")


def resalt(session: Session, seq: int) -> None:
    run(session, f"UPDATE trail_detail SET salt = 'x' WHERE seq = {seq}")


def rewrite(session: Session, seq: int) -> None:
    """Change a line and give it the hash that fits: the next one no longer does, or the head kept outside."""
    run(session, f"UPDATE trail SET step = 'other' WHERE seq = {seq}")
    row = session.execute(text(f"SELECT * FROM trail WHERE seq = {seq}")).first()
    if row is None:
        return
    line = trail.Trail(**{**row._mapping, "at": NOW, "action": Event.COMMENT})
    run(session, f"UPDATE trail SET hash = '{trail.line_hash(line)}' WHERE seq = {seq}")


TAMPERINGS = [*map(forge, FORGED), swap, remove, close_up, cut, reword, resalt, rewrite]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(TAMPERINGS), st.integers(1, 5)), min_size=1, max_size=3))
def test_any_tampering_is_found(sqlite_cast: Cast, deeds: list[tuple[Callable[[Session, int], None], int]]) -> None:
    """Whoever gets past the triggers is found out, with the heads that were kept outside."""
    with sqlite_cast.database._writing() as session:
        told(sqlite_cast, session, 6)
        for verb in ("update", "delete"):
            run(session, f"DROP TRIGGER trail_no_{verb}")
        known, before = trail.heads(session), content(session)
        for deed, seq in deeds:
            deed(session, seq)
        assert (trail.verify(session, known=known) != []) == (content(session) != before)
        session.rollback()


def content(session: Session) -> list[tuple[object, ...]]:
    """Return all that the chain covers (an orphaned detail is what erasing leaves behind the other way round)."""
    joined = "SELECT * FROM trail LEFT JOIN trail_detail USING (request_id, seq) ORDER BY request_id, seq"
    return [tuple(row) for row in session.execute(text(joined))]
