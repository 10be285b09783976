"""What lies on a desk and in the boxes."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models import ReaderReason, Role, Status
from tests.cast import NOW, Cast
from tests.counting import count_sql
from tests.factories import finish, let_read, make_item, make_request, make_version
from webapp.services import inbox, visibility
from webapp.services.errors import Invalid
from webapp.services.people import Spot


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def planners(cast: Cast, session: Session) -> Spot:
    return Spot(Role.PLANNER, cast.unit(session, "north"))


def fill(cast: Cast, session: Session, many: int, **summary: str) -> list[int]:
    """Put `many` items on the planners' desk, a minute apart; return their ids, newest first."""
    version = make_version(session)
    found = []
    for minute in range(many):
        request = make_request(cast, session, version, at=at(minute), **summary)
        found.append(make_item(session, request, planners(cast, session), at=at(minute)).id)
    return found[::-1]


def test_a_role_shares_one_item_on_all_its_desks(cast: Cast) -> None:
    with cast.database.write() as session:
        ids = fill(cast, session, 2)
        for login, seen in (("planner", ids), ("planner2", ids), ("manager", []), ("stranger", []), ("auditor", [])):
            page = inbox.tasks(session, cast.actor(session, login), NOW)
            assert [row.item_id for row in page.items] == seen


def test_pages_by_key_show_everything_once(cast: Cast) -> None:
    with cast.database.write() as session:
        ids = fill(cast, session, 7)
        actor, seen, cursor = cast.actor(session, "planner"), [], None
        for _ in range(9):
            page = inbox.tasks(session, actor, NOW, limit=2, cursor=cursor)
            seen += [row.item_id for row in page.items]
            cursor = page.next
            if cursor is None:
                break
        assert seen == ids


def test_an_item_reached_by_two_principals_is_one_row(cast: Cast) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        item = make_item(session, request, planners(cast, session), cast.person(session, "planner"))
        page = inbox.tasks(session, cast.actor(session, "planner"), NOW)
        assert [row.item_id for row in page.items] == [item.id]
        assert inbox.counts(session, cast.actor(session, "planner")).todo == 1


def test_a6_what_one_may_not_sign_is_not_on_ones_desk(cast: Cast) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        make_item(session, request, planners(cast, session), excluded=[cast.person(session, "planner")])
        assert inbox.tasks(session, cast.actor(session, "planner"), NOW).items == []
        assert inbox.counts(session, cast.actor(session, "planner")).todo == 0
        assert inbox.counts(session, cast.actor(session, "planner2")).todo == 1


def test_a_row_says_what_the_page_needs(cast: Cast) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session), site="n1", reason="變槳電機異響")
        make_item(session, request, planners(cast, session)).due_at = at(-1)
        row = inbox.tasks(session, cast.actor(session, "planner"), NOW).items[0]
        assert (row.name, row.titles["en"], row.initiator, row.unit) == ("簽核", "Sign", "陳小明", "輝騰現場")
        assert row.summary == {"site": "n1", "reason": "變槳電機異響"}
        assert row.late
        assert row.why["code"] == "role"


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("電機", ["motor"]),
        ("小明", ["motor", "odd", "plain"]),
        ("S-2026-000501", ["motor"]),
        ("%", ["odd"]),
        ("_", ["odd"]),
        ('"', ["odd"]),
        ("\\", ["odd"]),
        ("reason", []),
        ("site", []),
        ("GREASE", ["plain"]),
        ("  ", ["motor", "odd", "plain"]),
        ("𠮷", []),
    ],
)
def test_search_finds_parts_of_what_is_shown(cast: Cast, q: str, found: list[str]) -> None:
    reasons = {"motor": "變槳電機異響", "odd": '100 % "a_b" \\', "plain": "grease"}
    with cast.database.write() as session:
        version, names = make_version(session), {}
        for number, (name, reason) in enumerate(reasons.items(), 501):
            request = make_request(cast, session, version, number=f"S-2026-{number:06}", reason=reason)
            names[make_item(session, request, planners(cast, session)).id] = name
        page = inbox.tasks(session, cast.actor(session, "planner"), NOW, q=q)
        assert sorted(names[row.item_id] for row in page.items) == found


def test_a_search_that_fills_no_page_still_reaches_the_end(cast: Cast) -> None:
    with cast.database.write() as session:
        version = make_version(session)
        for minute in range(12):
            request = make_request(
                cast, session, version, at=at(minute), reason="x", site="needle" if minute == 0 else "s"
            )
            make_item(session, request, planners(cast, session), at=at(minute))
        actor, cursor, seen = cast.actor(session, "planner"), None, []
        for _ in range(20):
            page = inbox.tasks(session, actor, NOW, q="reason", limit=1, cursor=cursor)
            seen += page.items
            cursor = page.next
            if cursor is None:
                break
        assert cursor is None
        assert seen == []
        assert len(inbox.tasks(session, actor, NOW, q="needle", limit=1).items) == 1


def test_filters_by_process_step_and_request(cast: Cast) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        plain = make_item(session, request, planners(cast, session))
        called = make_item(session, request, planners(cast, session), step="receive/sign")
        other = make_item(session, request, planners(cast, session), step="other_sign")
        actor = cast.actor(session, "planner")

        def ids(**wanted: str | int) -> set[int]:
            return {row.item_id for row in inbox.tasks(session, actor, NOW, **wanted).items}  # type: ignore[arg-type]

        assert ids(step="sign") == {plain.id, called.id}
        assert ids(step="receive/sign") == {called.id}
        assert ids(process="small", request=request.id) == {plain.id, called.id, other.id}
        assert ids(process="another") == ids(request=request.id + 1) == set()


@pytest.mark.parametrize("cursor", ["x", "!!", "bnVsbA", "WzFd", "WyJ4IiwxXQ", "WyIyMDI2LTAxLTAxIiwxXQ"])
def test_a_faulty_cursor_is_said_to_be_one(cast: Cast, cursor: str) -> None:
    with cast.database.read() as session, pytest.raises(Invalid) as refused:
        inbox.tasks(session, cast.actor(session, "planner"), NOW, cursor=cursor)
    assert refused.value.faults[0].pointer == "/cursor"


def test_the_inbox_takes_three_statements_however_much_lies_there(cast: Cast) -> None:
    sent_for = []
    for many in (1, 30):
        with cast.database.write() as session:
            fill(cast, session, many) if many == 1 else None
            version = inbox.tasks(session, cast.actor(session, "planner"), NOW).items[0].version_id
            for minute in range(many - 1):
                make_item(session, make_request(cast, session, version, at=at(minute)), planners(cast, session))
        with cast.database.read() as session, count_sql(cast.database) as sent:
            actor = cast.actor(session, "planner")
            inbox.tasks(session, actor, NOW)
            inbox.counts(session, actor)
        sent_for.append(len(sent) - 1)  # one finds the person of the login
    assert sent_for == [3, 3]


def boxes(cast: Cast, session: Session, login: str, box: str, **wanted: str) -> list[str | None]:
    page = inbox.requests(session, cast.actor(session, login), box, **wanted)
    return [row.number for row in page.items]


def test_mine_and_drafts_are_the_initiators(cast: Cast) -> None:
    with cast.database.write() as session:
        version = make_version(session)
        make_request(cast, session, version, number="A", at=at(0))
        make_request(cast, session, version, number="B", at=at(1), status=Status.APPROVED)
        make_request(cast, session, version, status=Status.DRAFT)
        assert boxes(cast, session, "site.staff", "mine") == ["B", "A"]
        assert boxes(cast, session, "site.staff", "mine", status="open") == ["A"]
        assert boxes(cast, session, "site.staff", "drafts") == [None]
        assert boxes(cast, session, "planner", "mine") == boxes(cast, session, "planner", "drafts") == []
        assert inbox.counts(session, cast.actor(session, "site.staff")).drafts == 1


def test_done_lists_a_request_once_by_the_last_deed(cast: Cast) -> None:
    with cast.database.write() as session:
        version, planner = make_version(session), cast.person(session, "planner")
        one, two = (make_request(cast, session, version, number=number) for number in "AB")
        for request, minute in ((one, 1), (two, 2), (one, 3)):
            finish(session, make_item(session, request, planners(cast, session)), planner, at(minute))
        assert boxes(cast, session, "planner", "done") == ["A", "B"]
        assert boxes(cast, session, "planner2", "done") == []
        page = inbox.requests(session, cast.actor(session, "planner"), "done", limit=1)
        page = inbox.requests(session, cast.actor(session, "planner"), "done", limit=1, cursor=page.next)
        assert [row.number for row in page.items] == ["B"]
        assert page.next is None


def test_copied_lists_filed_copies_through_roles(cast: Cast) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session), number="A")
        spot = Spot(Role.PLANNER, cast.unit(session, "business_management"))
        let_read(session, request, spot, ReaderReason.FILED)
        let_read(session, request, cast.person(session, "biz.planner"), ReaderReason.COPIED)
        let_read(session, request, cast.person(session, "planner"), ReaderReason.ACTED)
        assert boxes(cast, session, "biz.planner", "copied") == ["A"]
        assert boxes(cast, session, "planner", "copied") == []


def test_copies_come_in_pages_each_request_once(cast: Cast) -> None:
    with cast.database.write() as session:
        version, spot = make_version(session), Spot(Role.PLANNER, cast.unit(session, "business_management"))
        for minute, number in enumerate("ABC"):
            request = make_request(cast, session, version, number=number, at=at(minute))
            let_read(session, request, spot, ReaderReason.FILED, at(minute))
            let_read(session, request, spot, ReaderReason.COPIED, at(minute + 10))
            let_read(session, request, cast.person(session, "biz.planner"), ReaderReason.COPIED, at(minute + 20))
        actor, seen, cursor = cast.actor(session, "biz.planner"), [], None
        for _ in range(3):
            page = inbox.requests(session, actor, "copied", limit=1, cursor=cursor)
            seen += [(row.number, row.at) for row in page.items]
            cursor = page.next
        assert seen == [("C", at(22)), ("B", at(21)), ("A", at(20))]
        assert cursor is None


def test_icf12_leaders_and_planners_follow_their_units_forms(cast: Cast) -> None:
    with cast.database.write() as session:
        version = make_version(session)
        request = make_request(cast, session, version, number="N")
        for role, unit in (("manager", "north"), ("planner", "north"), ("site_rep", "n1")):
            let_read(session, request, Spot(Role(role), cast.unit(session, unit)), ReaderReason.LEADER)
        make_request(cast, session, version, number="not let in")
        make_request(cast, session, version, number="S", initiator="stranger", unit="s1")
        make_request(cast, session, version, status=Status.DRAFT)
        seen = {login: boxes(cast, session, login, "unit") for login in ("manager", "planner", "site.rep", "stranger")}
        assert seen == {"manager": ["N"], "planner": ["N"], "site.rep": ["N"], "stranger": []}


def test_a_row_says_which_steps_are_open(cast: Cast) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        make_item(session, request, planners(cast, session))
        finish(session, make_item(session, request, planners(cast, session)), cast.person(session, "planner"))
        row = inbox.requests(session, cast.actor(session, "site.staff"), "mine").items[0]
        assert [step.name for step in row.open_steps] == ["簽核"]


@pytest.mark.parametrize(("box", "status"), [("everything", None), ("mine", "lost")])
def test_unknown_boxes_and_states_are_refused(cast: Cast, box: str, status: str | None) -> None:
    with cast.database.read() as session, pytest.raises(Invalid):
        inbox.requests(session, cast.actor(session, "planner"), box, status=status)


def test_counts_stop_at_a_hundred(cast: Cast) -> None:
    with cast.database.write() as session:
        version = make_version(session)
        request = make_request(cast, session, version)
        for _ in range(inbox.CAP + 5):
            make_item(session, request, planners(cast, session))
        assert inbox.counts(session, cast.actor(session, "planner")).todo == inbox.CAP


def test_what_is_listed_may_be_read(cast: Cast) -> None:
    with cast.database.write() as session:
        fill(cast, session, 3)
        actor = cast.actor(session, "planner")
        for row in inbox.tasks(session, actor, NOW).items:
            assert visibility.request_for(session, actor, row.request_id)
