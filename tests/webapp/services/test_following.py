"""The unit's box: what a leader's units are at, who holds what, since when (features C); nobody else's."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from models import ReaderReason, Request, Role
from tests.cast import NOW, Cast
from tests.counting import count_sql
from tests.factories import let_read, make_item, make_request, make_version
from webapp.services import following
from webapp.services.people import Spot


def followed(cast: Cast, session: Session, version: int, number: str) -> Request:
    """A request of the north with its leaders let in, as its submission does, on the planners' desk for a day."""
    request = make_request(cast, session, version, number=number)
    for role, unit in ((Role.MANAGER, "north"), (Role.SITE_REP, "n1")):
        let_read(session, request, Spot(role, cast.unit(session, unit)), ReaderReason.LEADER)
    item = make_item(session, request, Spot(Role.PLANNER, cast.unit(session, "north")), at=NOW - timedelta(days=1))
    item.due_at = NOW - timedelta(hours=1)
    make_item(session, request, cast.person(session, "buyer"))
    session.flush()
    return request


def test_c_a_leader_sees_who_holds_what_since_when_and_until_when(cast: Cast) -> None:
    with cast.database.write() as session:
        followed(cast, session, make_version(session), "N")
        for login in ("manager", "site.rep"):
            (one,) = following.follow(session, cast.actor(session, login), NOW).items
            assert [item.holders for item in one.items] == [("李計劃", "孫計劃"), ("馮採購",)]
            assert [item.name for item in one.items] == ["簽核", "簽核"]
            assert one.items[0].opened_at == NOW - timedelta(days=1)
            assert one.due is one.items[0]
            assert one.due.late


def test_c_nobody_sees_the_requests_of_other_units(cast: Cast) -> None:
    with cast.database.write() as session:
        followed(cast, session, make_version(session), "N")
        for login in ("stranger.manager", "stranger", "site.staff", "buyer", "gm", "auditor", "admin"):
            assert following.follow(session, cast.actor(session, login), NOW).items == []


def test_c_the_units_box_takes_as_many_statements_for_many(cast: Cast) -> None:
    with cast.database.write() as session:
        version = make_version(session)
        actor, sent_for = cast.actor(session, "manager"), []
        for many in (1, 15):
            for turn in range(many):
                followed(cast, session, version, f"N-{many}-{turn}")
            following.follow(session, actor, NOW)
            with count_sql(cast.database) as sent:
                following.follow(session, actor, NOW, due="", person="小明")
            sent_for.append(len(sent))
        assert sent_for == [4, 4]
