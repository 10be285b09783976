"""Messages in the program: to whom they belong, newest first, read by nobody else."""

from datetime import timedelta

from tests.cast import NOW, Cast
from tests.counting import count_sql
from tests.factories import make_request, make_version
from webapp.services import notices


def test_a_notice_is_told_once_to_each(cast: Cast) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        one, two = (cast.person(session, login) for login in ("planner", "manager"))
        with count_sql(cast.database) as sent:
            notices.tell(session, [one, two, one], "late", {"number": "甲"}, request, None, NOW)
            session.flush()
        assert len(sent) == 1
        (row,) = notices.mine(session, cast.actor(session, "planner")).items
        assert (row.code, row.params, row.request_id, row.read_at) == ("late", {"number": "甲"}, request.id, None)
        assert notices.mine(session, cast.actor(session, "stranger")).items == []


def test_notices_are_read_by_their_person_only(cast: Cast) -> None:
    with cast.database.write() as session:
        planner, manager = (cast.actor(session, login) for login in ("planner", "manager"))
        notices.tell(session, [planner.person_id, manager.person_id], "late", {}, None, None, NOW)
        session.flush()
        (row,) = notices.mine(session, planner).items
        notices.mark_read(session, manager, NOW, [row.id])
        assert notices.unread(session, planner) == 1
        notices.mark_read(session, planner, NOW)
        assert (notices.unread(session, planner), notices.unread(session, manager)) == (0, 1)


def test_notices_come_newest_first_in_pages(cast: Cast) -> None:
    with cast.database.write() as session:
        planner = cast.actor(session, "planner")
        for minute in range(5):
            at = NOW + timedelta(minutes=minute)
            notices.tell(session, [planner.person_id], f"n{minute}", {}, None, None, at)
            session.flush()
        first = notices.mine(session, planner, limit=3)
        rest = notices.mine(session, planner, first.next, limit=3)
    assert [row.code for row in (*first.items, *rest.items)] == ["n4", "n3", "n2", "n1", "n0"]
