"""Deadlines as they pass: reminded, marked, told, resting (features D; ICF-4, ICF-8, ICF-9)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from models import ItemState, Notice, Person, Request
from tests.cast import Cast
from tests.counting import count_sql
from tests.webapp.services.walking import BOUGHT, SENT, Walk
from webapp.services import timers

PURCHASE = "receive_purchase"


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast)


def test_icf4_planner_has_24_hours(walk: Walk) -> None:
    walk.start().to("planner_review")
    assert walk.due("planner_review") == walk.now + timedelta(hours=24)


def test_icf4_is_reminded_at_half_and_marked_late_after(walk: Walk) -> None:
    walk.start().to("planner_review")
    assert (walk.later(hours=11).scan(), walk.later(hours=1).scan()) == (0, 1)
    assert sorted(walk.told()) == ["reminder planner", "reminder planner2", "reminder site.staff"]
    assert walk.later(hours=12).scan() == 1
    assert {"late planner", "late site.staff"} <= set(walk.told())
    assert walk.newest("planner_review").late_at == walk.now


def test_a_timer_fires_once(walk: Walk) -> None:
    walk.start().to("planner_review").later(hours=25)
    assert (walk.scan(), walk.scan()) == (2, 0)


def test_nothing_due_is_one_statement(walk: Walk) -> None:
    walk.start().to("planner_review")
    with count_sql(walk.cast.database) as sent, walk.cast.database.write() as session:
        assert timers.scan(session, walk.now) == 0
    assert len(sent) == 1


def test_icf4_the_clock_rests_while_the_site_answers(walk: Walk) -> None:
    walk.start().to("planner_review").later(hours=10)
    walk.act("planner_review", "return", comment="？", to="initiator", resume="straight_back")
    left = timedelta(hours=14) - timedelta(minutes=1)
    assert walk.later(days=3).scan() == 0
    walk.act("initiator")
    assert walk.due("planner_review") == walk.now + left


def test_icf9_five_working_days_from_the_arrival(walk: Walk) -> None:
    walk.start().fork(all).act("dispatch", data=SENT).later(days=4)
    walk.act("receive_dispatch/register_arrival", data={"arrived_on": "2026-11-27", "papers_missing": False})
    # Friday is day 0; Monday to Friday are counted; 24:00 of 4 December in Shanghai
    assert walk.due("receive_dispatch/confirm_arrival") == datetime(2026, 12, 4, 16, tzinfo=UTC)


def test_icf9_counted_late_needs_its_reason(walk: Walk) -> None:
    walk.start().fork(all).act("dispatch", data=SENT)
    walk.act("receive_dispatch/register_arrival", data={"arrived_on": "2026-11-23", "papers_missing": False})
    walk.later(days=10).scan()
    assert walk.newest("receive_dispatch/confirm_arrival").late_at is not None
    walk.act("receive_dispatch/confirm_arrival", data={"as_listed": True, "late_reason": "大雪封路"})


def test_icf8_past_the_expected_date_the_planner_is_asked(walk: Walk) -> None:
    walk.start().fork(None).act("purchase", data=BOUGHT)
    assert walk.due(f"{PURCHASE}/register_arrival") == datetime(2026, 12, 1, 16, tzinfo=UTC)
    walk.later(days=9).scan()
    assert "late planner" in walk.told()


def test_a_closed_item_has_no_timers(walk: Walk) -> None:
    walk.start().to("planner_review").act("planner_review")
    assert walk.later(days=3).scan() == 0
    assert walk.newest("planner_review", ItemState.DONE).late_at is None


def test_late_is_told_to_the_leader_of_the_steps_unit_not_of_the_site(walk: Walk) -> None:
    walk.start().to("planner_review").later(hours=25).scan()
    told = walk.told()
    assert "late supervisor" in told
    assert "late site.rep" not in told


def test_who_is_told_of_lateness_may_look_at_the_request(walk: Walk) -> None:
    walk.start().fork(None).act("purchase", data=BOUGHT).later(days=9).scan()
    with walk.cast.database.read() as session:
        told = set(session.scalars(select(Person.login).join(Notice, Notice.person_id == Person.id)))
    assert all(walk.sees(login) for login in told)


def test_one_that_was_late_before_it_rested_is_marked_late_once(walk: Walk) -> None:
    walk.start().to("planner_review").later(hours=25).scan()
    walk.act("planner_review", "return", comment="？", to="initiator", resume="straight_back")
    walk.later(days=1).act("initiator")
    walk.later(minutes=1).scan()
    assert [event for event in walk.events() if "late" in event] == ["auto_late planner_review"]
    assert walk.newest("planner_review").late_at is not None


def test_a_request_that_fails_holds_up_no_other(walk: Walk) -> None:
    other = Walk(walk.cast).start().to("planner_review")
    walk.start().to("planner_review").later(hours=25)
    with walk.cast.database.write() as session:
        session.get_one(Request, other.id).data_rev += 7  # damage of any kind: there are no such answers
    with walk.cast.database.write() as session:
        assert timers.scan(session, walk.now) == 2
        session.get_one(Request, other.id).data_rev -= 7
    assert "auto_late planner_review" in walk.events()
