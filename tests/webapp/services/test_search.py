"""Everything that a person may read is found by number, person, day and any part of it (features C); nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from models import ReaderReason, Request, Role, Status
from tests.cast import NOW, Cast
from tests.counting import count_sql
from tests.factories import let_read, make_item, make_request, make_version
from tests.webapp.services.small import Small, signing
from webapp.services import people, search, search_index, submit
from webapp.services.case import load
from webapp.services.errors import Invalid
from webapp.services.people import Spot

READERS = ["site.staff", "planner", "admin", "auditor"]
STRANGERS = ["stranger", "stranger.manager", "site.keeper", "gm", "buyer"]


def put(cast: Cast, session: Session, version: int, reason: str, **more: str) -> Request:
    """A request on the planners' desk with its row of the index, as an action leaves it."""
    request = make_request(cast, session, version, reason=reason, **more)
    make_item(session, request, Spot(Role.PLANNER, cast.unit(session, "north")))
    work = load(session, request, NOW)
    work.changed = True
    search_index.keep(work)
    return request


def found(cast: Cast, session: Session, login: str, q: str, **more: str) -> list[str | None]:
    page = search.find(session, cast.actor(session, login), q, **more)  # type: ignore[arg-type]
    return [one.row.number for one in page.items]


@pytest.mark.parametrize(
    ("q", "numbers"),
    [
        ("變槳電機", ["A-000501"]),
        ("变桨", ["A-000501"]),
        ("電", ["A-000501"]),
        ("機", ["A-000501"]),
        ("電機 小明", ["A-000501"]),
        ("槳機", []),
        ("000501", ["A-000501"]),
        ("501", ["A-000501"]),
        ("ａ－０００５０１", ["A-000501"]),
        ("lgep", ["B-2"]),
        ("陳小明", ["B-2", "A-000501"]),
        ("辉腾现场", ["B-2", "A-000501"]),
        ("2026-11-23", ["B-2", "A-000501"]),
        ("2026年11月", ["B-2", "A-000501"]),
        ("23 November 2026", ["B-2", "A-000501"]),
        ("11月24日", []),
        ("100%", ["B-2"]),
        ("1000", []),
        ("%", []),
        ("\" OR '", []),
        ("'):* | '", []),
    ],
)
def test_c_search_finds_numbers_people_days_and_chinese_substrings(cast: Cast, q: str, numbers: list[str]) -> None:
    with cast.database.write() as session:
        version = make_version(session)
        put(cast, session, version, "更換變槳電機", number="A-000501")
        put(cast, session, version, "SKF LGEP 2 潤滑脂 100%", number="B-2")
        assert found(cast, session, "planner", q) == numbers


def test_c_nobody_finds_what_is_not_theirs(cast: Cast) -> None:
    with cast.database.write() as session:
        put(cast, session, make_version(session), "秘密電機", number="A-1")
        for login in READERS:
            assert found(cast, session, login, "電機") == found(cast, session, login, "A-1") == ["A-1"]
        for login in STRANGERS:
            assert found(cast, session, login, "電機") == found(cast, session, login, "A-1") == []


def test_c_copies_leaders_and_owners_find_drafts_only_their_initiator(cast: Cast) -> None:
    with cast.database.write() as session:
        version = make_version(session)
        request = put(cast, session, version, "電機", number="A-1")
        put(cast, session, version, "電機草稿", status=Status.DRAFT)  # type: ignore[arg-type]
        let_read(session, request, cast.person(session, "buyer"), ReaderReason.COPIED)
        people.grant_process(session, cast.person(session, "gm"), "small", people.day_of(NOW))
        for login in ("buyer", "gm", "auditor", "admin", "planner"):
            assert found(cast, session, login, "電機") == ["A-1"]
        assert found(cast, session, "site.staff", "電機") == [None, "A-1"]


def test_c_pages_by_key_show_each_once_and_say_nothing_of_others(cast: Cast) -> None:
    with cast.database.write() as session:
        version = make_version(session)
        for turn in range(5):
            put(cast, session, version, "電機", number=f"A-{turn}")
            put(cast, session, version, "電機", number=f"X-{turn}", initiator="stranger", unit="s1")
        actor, seen, cursor = cast.actor(session, "site.staff"), [], None
        for _ in range(3):
            page = search.find(session, actor, "電機", cursor=cursor, limit=2)
            seen += [one.row.number for one in page.items]
            cursor = page.next
        assert seen == ["A-4", "A-3", "A-2", "A-1", "A-0"]
        assert cursor is None


def test_c_a_piece_is_shown_as_it_was_typed(cast: Cast) -> None:
    with cast.database.write() as session:
        put(cast, session, make_version(session), "現場反映變槳電機異響，需更換")
        for q in ("变桨电机", "變槳電機"):
            (one,) = search.find(session, cast.actor(session, "planner"), q).items
            (piece,) = one.pieces
            assert (piece.before, piece.found, piece.after) == ("現場反映", "變槳電機", "異響，需更換")
        (one,) = search.find(session, cast.actor(session, "planner"), "小明").items
        assert one.pieces == ()


def test_c_three_statements_however_many_are_found(cast: Cast) -> None:
    with cast.database.write() as session:
        version = make_version(session)
        for _ in range(30):
            put(cast, session, version, "電機")
        actor = cast.actor(session, "planner")
        search.find(session, actor, "電機")
        with count_sql(cast.database) as sent:
            assert len(search.find(session, actor, "電機").items) == 20
        assert len(sent) == 3


@pytest.mark.parametrize("wrong", [{"status": "lost"}, {"cursor": "x"}, {"cursor": "WyJhIl0"}, {"q": " "}])
def test_c_no_text_unknown_states_and_cursors_are_refused(cast: Cast, wrong: dict[str, str]) -> None:
    asked = {"q": "電機", **wrong}
    with cast.database.read() as session, pytest.raises(Invalid):
        search.find(session, cast.actor(session, "planner"), asked.pop("q"), **asked)  # type: ignore[arg-type]


def test_c_an_action_keeps_up_what_a_request_is_found_by(cast: Cast) -> None:
    small = Small(cast, signing('rule="all"', '<ap:who kind="role" role="manager" of="=site" at="business_unit"/>'))
    with cast.database.read() as session:
        assert len(found(cast, session, "manager", "齒輪箱")) == 1
        assert found(cast, session, "manager", "趙經理") == []
    small.act("sign", by="manager")
    with cast.database.read() as session:
        assert len(found(cast, session, "manager", "趙經理 齒輪箱 陳小明")) == 1


def test_c_a_deleted_draft_is_found_no_more(cast: Cast) -> None:
    Small(cast, signing('rule="all"', '<ap:who kind="role" role="manager" of="=site" at="business_unit"/>'))
    with cast.database.write() as session:
        actor = cast.actor(session, "site.staff")
        draft = submit.create(session, actor, "main", {"site": "n1", "reason": "齒輪箱漏油"}, NOW)
        assert len(found(cast, session, "site.staff", "齒輪箱")) == 2
        submit.delete_draft(session, actor, draft.id)
        assert len(found(cast, session, "site.staff", "齒輪箱")) == 1


def test_c_what_is_hidden_from_readers_is_found_by_nobody(cast: Cast) -> None:
    hidden = {
        "type": "string", "maxLength": 50, "x-title": {"en": "Price", "zh_Hant": "價", "zh_Hans": "价"},
        "x-rights": {"initiator": "edit", "*": "hidden"},
    }  # fmt: skip
    who = '<ap:who kind="role" role="manager" of="=site" at="business_unit"/>'
    Small(cast, signing('rule="all"', who), main={"price": hidden}, price="底價九千")
    with cast.database.read() as session:
        assert len(found(cast, session, "manager", "齒輪箱")) == 1
        for login in ("manager", "admin", "site.staff"):
            assert found(cast, session, login, "底價") == []


def test_c_days_are_those_of_shanghai(cast: Cast) -> None:
    with cast.database.write() as session:
        version = make_version(session)
        request = make_request(cast, session, version, at=datetime(2026, 12, 31, 17, tzinfo=UTC), number="N")
        work = load(session, request, NOW)
        work.changed = True
        search_index.keep(work)
        assert found(cast, session, "site.staff", "2027-01-01") == ["N"]


def test_c_a_draft_that_the_check_leaves_as_it_was_is_found_by_the_number_it_gets(cast: Cast) -> None:
    """`Small` writes its draft whole: submitting it changes no answer."""
    small = Small(cast, signing('rule="all"', '<ap:who kind="role" role="manager" of="=site" at="business_unit"/>'))
    with cast.database.read() as session:
        number = session.get_one(Request, small.id).number
        assert found(cast, session, "manager", str(number)) == [number]


def test_c_a_text_of_very_many_words_is_found_by_the_first(cast: Cast) -> None:
    """PostgreSQL keeps 1 MB of words for a row, and finds none of them in more."""
    many = " ".join(f"{word:040}" for word in range(60_000))
    with cast.database.write() as session:
        put(cast, session, make_version(session), many, number="A-1")
        assert found(cast, session, "planner", "A-1") == ["A-1"]
        assert found(cast, session, "planner", f"{7:040}") == ["A-1"]
