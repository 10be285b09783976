"""B7: who stands in for whom, until exactly when; both names are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models import ItemState
from tests.cast import NOW, Cast
from tests.counting import count_sql
from tests.webapp.services.walking import Walk
from webapp.services import inbox, substitutes
from webapp.services.errors import Invalid, NotAllowed, NotFound
from webapp.services.substitutes import Wish

NONE = timedelta()
WEEK = timedelta(days=7)


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast)


def wish(by: str, starts: timedelta = NONE, ends: timedelta = WEEK, process: str | None = None) -> Wish:
    return Wish(by, NOW + starts, NOW + ends, process)


def named(cast: Cast, person: str, asked: Wish) -> int:
    with cast.database.write() as session:
        return substitutes.name(session, cast.actor(session, person), asked, NOW).id


def faults(cast: Cast, person: str, asked: Wish) -> list[tuple[str, str]]:
    with cast.database.write() as session, pytest.raises(Invalid) as refused:
        substitutes.name(session, cast.actor(session, person), asked, NOW)
    return [(one.pointer, one.code) for one in refused.value.faults]


def desk(cast: Cast, login: str, at: datetime) -> list[tuple[str, str | None]]:
    """What lies on a desk: steps, and for whom."""
    with cast.database.read() as session:
        rows = inbox.tasks(session, cast.actor(session, login, at), at).items
        return [(row.step, row.stood_for) for row in rows]


def test_b7_a_substitute_finds_open_work_and_signs_with_both_names(walk: Walk) -> None:
    walk.start().to("manager_sign")
    named(walk.cast, "manager", wish("衛經理"))
    assert desk(walk.cast, "biz.manager", walk.now) == [("manager_sign", "趙經理")]
    screen = walk.task("manager_sign", "biz.manager")
    assert screen.may_act
    assert screen.stand is not None
    assert (screen.stand.name, screen.stand.until) == ("趙經理", NOW + WEEK)
    walk.act("manager_sign", by="biz.manager")
    line = next(one for one in walk.lines() if (one.step, one.action) == ("manager_sign", "approve"))
    assert (line.by, line.stood_for["name"], line.stood_for["post"]["role"]) == ("衛經理", "趙經理", "manager")
    item = walk.newest("manager_sign", ItemState.DONE)
    with walk.cast.database.read() as session:
        ids = (walk.cast.person(session, "biz.manager"), walk.cast.person(session, "manager"))
    assert (item.acted_by_id, item.for_person_id) == ids
    assert walk.sees("biz.manager")


def test_b7_the_absent_person_may_still_act(walk: Walk) -> None:
    walk.start().to("manager_sign")
    named(walk.cast, "manager", wish("biz.manager"))
    walk.act("manager_sign", by="manager")
    assert walk.newest("manager_sign", ItemState.DONE).for_person_id is None


def test_b7_it_ends_exactly_at_its_end(walk: Walk) -> None:
    walk.start().to("manager_sign")
    named(walk.cast, "manager", wish("stranger.manager"))
    last = NOW + WEEK - timedelta(microseconds=1)
    assert desk(walk.cast, "stranger.manager", last) == [("manager_sign", "趙經理")]
    assert desk(walk.cast, "stranger.manager", NOW + WEEK) == []
    walk.now = last
    assert walk.sees("stranger.manager")
    walk.now = NOW + WEEK
    assert not walk.sees("stranger.manager")
    with pytest.raises(NotFound):
        walk.only_act(walk.item("manager_sign"), "stranger.manager")


def test_b7_it_begins_at_its_beginning_and_is_ended_early(walk: Walk) -> None:
    walk.start().to("manager_sign")
    one = named(walk.cast, "manager", wish("stranger.manager", starts=timedelta(days=1)))
    assert desk(walk.cast, "stranger.manager", walk.now) == []
    assert desk(walk.cast, "stranger.manager", NOW + timedelta(days=1)) != []
    at = NOW + timedelta(days=2)
    with walk.cast.database.write() as session:
        substitutes.end(session, walk.cast.actor(session, "manager"), one, at)
    assert desk(walk.cast, "stranger.manager", at) == []


def test_b7_only_for_the_process_that_was_named(walk: Walk) -> None:
    walk.start().to("manager_sign")
    named(walk.cast, "manager", wish("stranger.manager", process="freight"))
    assert desk(walk.cast, "stranger.manager", walk.now) == []
    assert not walk.sees("stranger.manager")
    named(walk.cast, "manager", wish("stranger.manager", process="internal_contact"))
    assert desk(walk.cast, "stranger.manager", walk.now) == [("manager_sign", "趙經理")]


def test_b7_the_chain_is_followed_with_the_earlier_end(walk: Walk) -> None:
    walk.start().to("manager_sign")
    named(walk.cast, "manager", wish("biz.manager", ends=3 * WEEK))
    named(walk.cast, "biz.manager", wish("stranger.manager"))
    assert desk(walk.cast, "stranger.manager", walk.now) == [("manager_sign", "趙經理")]
    assert desk(walk.cast, "stranger.manager", NOW + WEEK) == []
    assert desk(walk.cast, "biz.manager", NOW + WEEK) == [("manager_sign", "趙經理")]


def test_b7_nobody_stands_in_for_their_own_request(walk: Walk) -> None:
    walk.start(by="site.rep").to("manager_sign")
    named(walk.cast, "manager", wish("site.rep"))
    assert desk(walk.cast, "site.rep", walk.now) == []
    with pytest.raises(NotAllowed):
        walk.only_act(walk.item("manager_sign"), "site.rep")


def test_b7_who_stands_in_is_reminded_too(walk: Walk) -> None:
    walk.start().to("planner_review")
    named(walk.cast, "planner", wish("biz.planner"))
    walk.later(hours=13).scan()
    assert {"reminder planner", "reminder planner2", "reminder biz.planner"} <= set(walk.told())


def test_b7_what_cannot_be_is_told_at_its_field(cast: Cast) -> None:
    assert faults(cast, "manager", Wish("", None, None)) == [
        ("/starts_at", "required"), ("/ends_at", "required"), ("/by", "required"),
    ]  # fmt: skip
    assert faults(cast, "manager", wish("誰")) == [("/by", "person_not_found")]
    assert faults(cast, "manager", wish("manager")) == [("/by", "substitute_oneself")]
    assert faults(cast, "manager", wish("auditor")) == [("/by", "substitute_auditor")]
    assert faults(cast, "manager", wish("planner", ends=-WEEK)) == [("/ends_at", "substitute_over")]
    late = wish("planner", starts=2 * WEEK)
    assert faults(cast, "manager", late) == [("/ends_at", "substitute_ends_first")]


def test_b7_two_at_one_time_are_refused(cast: Cast) -> None:
    named(cast, "manager", wish("planner"))
    assert faults(cast, "manager", wish("supervisor", starts=WEEK / 2, ends=2 * WEEK)) == [
        ("/starts_at", "substitute_twice")
    ]
    named(cast, "manager", wish("supervisor", starts=WEEK, ends=2 * WEEK))


def test_b7_a_circle_is_refused(cast: Cast) -> None:
    named(cast, "manager", wish("supervisor"))
    named(cast, "supervisor", wish("planner"))
    assert faults(cast, "planner", wish("manager")) == [("/by", "substitute_circle")]
    assert faults(cast, "planner", wish("supervisor")) == [("/by", "substitute_circle")]
    named(cast, "planner", wish("manager", starts=WEEK, ends=2 * WEEK))


def test_b7_a_circle_of_different_processes_is_none(cast: Cast) -> None:
    first = named(cast, "manager", wish("supervisor", process="freight"))
    assert named(cast, "supervisor", wish("manager", process="complaint")) != first


def test_b7_only_ones_own_is_ended(cast: Cast) -> None:
    one = named(cast, "manager", wish("planner"))
    with cast.database.write() as session, pytest.raises(NotFound):
        substitutes.end(session, cast.actor(session, "admin"), one, NOW)


def test_b7_a_substitute_asks_the_database_no_more_often(walk: Walk) -> None:
    walk.start().to("manager_sign")
    counts = []
    for _ in range(2):
        with walk.cast.database.read() as session, count_sql(walk.cast.database) as sent:
            inbox.tasks(session, walk.cast.actor(session, "biz.manager", walk.now), walk.now)
        counts.append(len(sent))
        if len(counts) == 1:
            named(walk.cast, "manager", wish("biz.manager"))
    assert counts[0] == counts[1]
