"""What boxes are narrowed down by, and in which order they come (features C)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models import Role, Status, WorkItem
from tests.cast import NOW, Cast
from tests.counting import count_sql
from tests.factories import finish, make_item, make_request, make_version
from webapp.services import inbox, saved_filters
from webapp.services.errors import Invalid, NotFound
from webapp.services.people import Spot

DAY = timedelta(days=1)


def item(cast: Cast, session: Session, number: str, due: datetime | None = None, **more: object) -> WorkItem:
    """An item on the planners' desk, a minute older for each one before it in the alphabet."""
    at = NOW - timedelta(minutes=ord("Z") - ord(number))
    request = make_request(cast, session, item_version(session), number=number, at=at, **more)  # type: ignore[arg-type]
    made = make_item(session, request, Spot(Role.PLANNER, cast.unit(session, "north")), at=at)
    made.due_at = due
    session.flush()
    return made


def item_version(session: Session) -> int:
    if "version" not in session.info:
        session.info["version"] = make_version(session)
    version: int = session.info["version"]
    return version


def desk(cast: Cast, session: Session, **asked: str) -> str:
    page = inbox.tasks(session, cast.actor(session, "planner"), NOW, **asked)  # type: ignore[arg-type]
    return "".join(row.number or "" for row in page.items)


def fill(cast: Cast, session: Session) -> None:
    item(cast, session, "A", NOW - DAY)
    item(cast, session, "B", NOW - 2 * DAY)
    item(cast, session, "C")
    item(cast, session, "D", NOW + timedelta(hours=2))
    item(cast, session, "E", unit="s1", initiator="stranger")
    item(cast, session, "F", NOW + 5 * DAY, status=Status.OPEN, reason="變槳電機")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "FEDCBA"),
        ({"sort": "old"}, "ABCDEF"),
        ({"sort": "due"}, "BADFEC"),
        ({"due": "late"}, "BA"),
        ({"due": "soon"}, "D"),
        ({"unit": "north"}, "FDCBA"),
        ({"unit": "s1"}, "E"),
        ({"unit": "hq", "person": "小明"}, "FDCBA"),
        ({"person": "STRANGER"}, "E"),
        ({"process": "another"}, ""),
        ({"process": "small", "q": "变桨"}, "F"),
        ({"since": "2026-11-23"}, "FEDCBA"),
        ({"since": "2026-11-24"}, ""),
        ({"until": "2026-11-22"}, ""),
        ({"until": "9999-12-31", "since": "0001-01-01"}, "FEDCBA"),
    ],
)
def test_c_the_desk_is_narrowed_and_sorted(cast: Cast, asked: dict[str, str], found: str) -> None:
    with cast.database.write() as session:
        fill(cast, session)
        told = desk(cast, session, **asked)
        assert told == found


@pytest.mark.parametrize("sort", ["new", "old", "due"])
@pytest.mark.parametrize("limit", [1, 2, 4])
def test_c_pages_in_every_order_show_everything_once(cast: Cast, sort: str, limit: int) -> None:
    with cast.database.write() as session:
        fill(cast, session)
        actor, seen, cursor = cast.actor(session, "planner"), "", None
        for _ in range(7):
            page = inbox.tasks(session, actor, NOW, sort=sort, limit=limit, cursor=cursor)
            seen += "".join(row.number or "" for row in page.items)
            cursor = page.next
            if cursor is None:
                break
        assert seen == {"new": "FEDCBA", "old": "ABCDEF", "due": "BADFEC"}[sort]


def test_c_narrowed_or_not_the_desk_is_one_statement(cast: Cast) -> None:
    with cast.database.write() as session:
        fill(cast, session)
        actor = cast.actor(session, "planner")
        inbox.tasks(session, actor, NOW, unit="north")
        for asked in ({}, {"sort": "due"}, {"unit": "north", "q": "電機", "due": "late", "since": "2026-01-01"}):
            with count_sql(cast.database) as sent:
                inbox.tasks(session, actor, NOW, **asked)  # type: ignore[arg-type]
            assert len(sent) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "lost"},
        {"unit": "nowhere"},
        {"since": "2026-13-01"},
        {"until": "tomorrow"},
        {"due": "never"},
        {"sort": "x"},
    ],
)
@pytest.mark.parametrize("login", ["planner", "auditor"])
def test_c_what_cannot_be_understood_is_told_at_its_name(cast: Cast, wrong: dict[str, str], login: str) -> None:
    with cast.database.read() as session, pytest.raises(Invalid) as refused:
        inbox.tasks(session, cast.actor(session, login), NOW, **wrong)  # type: ignore[arg-type]
    assert [fault.pointer for fault in refused.value.faults] == [f"/{next(iter(wrong))}"]


def test_c_a_cursor_of_another_order_is_refused(cast: Cast) -> None:
    with cast.database.write() as session:
        fill(cast, session)
        actor = cast.actor(session, "planner")
        cursor = inbox.tasks(session, actor, NOW, limit=1).next
        with pytest.raises(Invalid):
            inbox.tasks(session, actor, NOW, sort="due", limit=1, cursor=cursor)


def test_c_boxes_of_requests_are_narrowed_and_sorted(cast: Cast) -> None:
    with cast.database.write() as session:
        fill(cast, session)
        late = item(cast, session, "G")
        late.late_at = NOW
        done = item(cast, session, "H")
        finish(session, done, cast.person(session, "planner"), NOW)
        session.flush()

        def box(login: str, name: str, **asked: str) -> str:
            page = inbox.requests(session, cast.actor(session, login), name, **asked)  # type: ignore[arg-type]
            return "".join(row.number or "" for row in page.items)

        assert box("site.staff", "mine", due="late") == "G"
        assert box("site.staff", "mine", sort="old") == "ABCDFGH"
        assert box("stranger", "mine", unit="north") == ""
        assert box("planner", "done", since="2026-11-23", person="小明", process="small") == "H"
        assert box("planner", "done", until="2026-11-22") == ""
        assert box("planner", "copied", due="late", sort="old", q="x") == ""


def test_c_filters_are_kept_by_name_each_ones_own(cast: Cast) -> None:
    with cast.database.write() as session:
        planner, other = cast.actor(session, "planner"), cast.actor(session, "planner2")
        saved_filters.keep(session, planner, "tasks", " 北 方 ", {"unit": "north"}, 2, NOW)
        kept = saved_filters.keep(session, planner, "tasks", "北 方", {"unit": "n1"}, 2, NOW)
        (only,) = saved_filters.mine(session, planner, "tasks")
        assert (only.name, only.asked) == ("北 方", {"unit": "n1"})
        assert saved_filters.mine(session, other, "tasks") == saved_filters.mine(session, planner, "done") == []
        with pytest.raises(NotFound):
            saved_filters.discard(session, other, kept)
        assert saved_filters.discard(session, planner, kept) == "tasks"
        assert saved_filters.mine(session, planner, "tasks") == []


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "third"])
def test_c_a_filter_needs_a_name_and_there_are_only_so_many(cast: Cast, name: str) -> None:
    with cast.database.write() as session:
        planner = cast.actor(session, "planner")
        for known in ("first", "second"):
            saved_filters.keep(session, planner, "tasks", known, {}, 2, NOW)
        with pytest.raises(Invalid) as refused:
            saved_filters.keep(session, planner, "tasks", name, {}, 2, NOW)
        assert refused.value.faults[0].pointer == "/name"
