"""What a paper is checked by: a code over the state of the record that it shows."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from models import Request, Status
from tests.cast import Cast
from tests.counting import count_sql
from tests.webapp.services.walking import Walk
from webapp.services import paper_marks, trail
from webapp.services.paper_marks import Mark, Standing


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).start()


def mark(walk: Walk) -> Mark:
    with walk.cast.database.read() as session:
        request = session.get_one(Request, walk.id)
        return paper_marks.mark(session, request, trail.lines(session, request)[-1])


def standing(walk: Walk, told: Mark, code: str = "") -> Standing:
    with walk.cast.database.read() as session:
        request = session.get_one(Request, walk.id)
        return paper_marks.standing(session, request, f"{told.seq}-{told.data_rev}", code or told.code)


def test_e_a_paper_matches_the_record_that_it_was_printed_from(walk: Walk) -> None:
    found = standing(walk, mark(walk))
    assert (found.current, found.status, found.since) == (True, Status.OPEN, ())
    assert found.data["reason"] == "變槳電機燒毀"


def test_e_an_older_paper_is_told_what_has_happened_since(walk: Walk) -> None:
    old = mark(walk)
    walk.act("site_review").act("planner_review", "reject", comment="重複申請")
    found = standing(walk, old)
    assert (found.mark, found.current, found.status) == (old, False, Status.OPEN)
    assert [line.action.value for line in found.since] == ["approve", "reject", "auto_end"]


def test_e_a_closed_paper_tells_how_it_closed(walk: Walk) -> None:
    found = standing(walk.withdraw(), mark(walk))
    assert (found.status, found.current) == (Status.WITHDRAWN, True)


@pytest.mark.parametrize("code", ["000000000000", "K7QM2F9XT4ZP", "", "not a code", "𠮷" * 12])
def test_e_a_code_that_no_state_has_matches_nothing(walk: Walk, code: str) -> None:
    assert standing(walk, mark(walk), code or "-").mark is None


@pytest.mark.parametrize("revision", ["1-2-3", "x", "999999999-1", "1-999999999", "-1-1", ""])
def test_e_an_address_that_was_altered_matches_nothing(walk: Walk, revision: str) -> None:
    told = mark(walk)
    with walk.cast.database.read() as session:
        request = session.get_one(Request, walk.id)
        assert paper_marks.standing(session, request, revision, told.code).mark is None


def test_e_a_code_is_read_as_people_type_it(walk: Walk) -> None:
    told = mark(walk)
    typed = told.spaced.lower().replace("1", "l").replace("0", "o")
    assert standing(walk, told, typed).current
    with walk.cast.database.read() as session:
        assert paper_marks.find(session, session.get_one(Request, walk.id), typed) == told
        assert paper_marks.find(session, session.get_one(Request, walk.id), "K7QM-2F9X-T4ZP") is None


def test_e_answers_changed_behind_the_trail_match_no_paper_any_more(walk: Walk) -> None:
    told = mark(walk)
    with walk.cast.database.write() as session:
        tamper(session)
    assert standing(walk, told).mark is None


def tamper(session: Session) -> None:
    """Change answers as somebody with the database's own tools does."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE request_data DISABLE TRIGGER USER"))
    else:
        for name in session.scalars(text("SELECT name FROM sqlite_master WHERE type='trigger'")).all():
            session.execute(text(f"DROP TRIGGER {name}"))
    session.execute(text("UPDATE request_data SET json = replace(json, '變槳電機燒毀', '變槳電機遺失')"))


def test_e_each_state_has_a_code_of_its_own(walk: Walk) -> None:
    first = mark(walk)
    assert mark(walk.act("site_review")).code != first.code
    assert first.path == f"/paper/{walk.id}/{first.seq}-{first.data_rev}/{first.code}"
    assert len(first.code) == 12
    assert set(first.code) <= set(paper_marks.ALPHABET)


def test_e_checking_a_paper_costs_two_statements(walk: Walk) -> None:
    told = mark(walk)
    with walk.cast.database.read() as session:
        request = session.get_one(Request, walk.id)
        with count_sql(walk.cast.database) as counted:
            paper_marks.standing(session, request, f"{told.seq}-{told.data_rev}", told.code)
    assert len(counted) == 2
