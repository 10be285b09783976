"""The steps to come and who would get them, before and after sending (A9); told without writing, in few statements."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from models import Principal
from tests.cast import NOW, Cast
from tests.counting import count_sql
from tests.webapp.services.small import Small, signing
from tests.webapp.services.walking import FORM, SENT, Walk
from webapp.services import foresight, processes, visibility
from webapp.services.foresight import Coming, Foresight


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast)


def foretold(walk: Walk, by: str = "site.staff") -> Foresight | None:
    with walk.cast.database.read() as session:
        actor = walk.cast.actor(session, by, walk.now)
        request = visibility.request_for(session, actor, walk.id)
        return foresight.of_request(session, actor, request, walk.now)


def before(cast: Cast, login: str = "site.staff", **data: Any) -> dict[str, Coming]:
    with cast.database.read() as session:
        process = processes.current(session, "internal_contact", NOW)
        found = foresight.before(session, cast.actor(session, login), process, data, NOW)
    return {one.step: one for one in found.steps}


def by_step(found: Foresight | None) -> dict[str, Coming]:
    assert found is not None
    return {one.step: one for one in found.steps}


def test_a9_before_sending_the_way_and_its_people_are_told(walk: Walk) -> None:
    told = before(walk.cast, **FORM)
    sure = [step for step, coming in told.items() if coming.sure]
    assert sure[:5] == ["site_review", "planner_review", "supervisor_sign", "manager_sign", "production_check"]
    assert told["site_review"].people == ("張代表",)
    assert told["planner_review"].people == ("李計劃", "孫計劃")
    assert told["receive_dispatch/register_arrival"].people == ("陳小明", "林保管")


def test_a9_before_the_site_is_named_it_is_the_only_one_there_is(walk: Walk) -> None:
    assert before(walk.cast)["site_review"].people == ("張代表",)
    with walk.cast.database.write() as session:
        walk.cast.also(session, "site.staff", "site_staff", "n2")
    told = before(walk.cast)["site_review"]
    assert (told.people, told.why) == ((), {})


def test_a9_a_step_that_would_be_skipped_says_so(walk: Walk) -> None:
    told = before(walk.cast, "site.rep", **FORM)
    assert told["site_review"].skipped == "initiator"
    assert told["planner_review"].skipped is None


def test_a9_the_same_person_twice_running_is_passed_over(walk: Walk) -> None:
    with walk.cast.database.write() as session:
        walk.cast.also(session, "supervisor", "manager", "s1")
        assert before(walk.cast)["manager_sign"].skipped is None
        walk.cast.also(session, "supervisor", "manager", "north")
    assert before(walk.cast, **FORM)["manager_sign"].skipped == "repeat"


def test_a9_what_is_not_decided_yet_is_told_as_either_or(walk: Walk) -> None:
    told = by_step(foretold(walk.start().to("manager_sign")))
    assert next(iter(told)) == "production_check"
    kinds = {step: [one.kind for one in coming.within] for step, coming in told.items()}
    assert (kinds["dispatch"], kinds["purchase"]) == (["both", "either"], ["both", "either"])
    assert told["coordinate"].sure is False


def test_a9_once_it_is_known_only_one_way_is_told(walk: Walk) -> None:
    told = by_step(foretold(walk.start().fork(all)))
    ahead = {f"receive_dispatch/{step}": step for step in ("register_arrival", "papers_check", "confirm_arrival")}
    assert list(told) == list(ahead)
    assert [ahead[step] for step, coming in told.items() if coming.sure] == ["register_arrival"]
    walk.act("dispatch", data=SENT).act("receive_dispatch/register_arrival", data={"arrived_on": "2026-11-23"})
    assert by_step(foretold(walk)) == {}


def test_a9_after_a_return_to_the_initiator_all_is_to_come_again(walk: Walk) -> None:
    walk.start().to("planner_review").act("planner_review", "return", comment="?", to="initiator")
    assert next(iter(by_step(foretold(walk)))) == "site_review"


def test_a9_who_asked_back_gets_it_again(walk: Walk) -> None:
    walk.start().to("planner_review")
    walk.act("planner_review", "return", comment="?", to="site_review", resume="straight_back")
    found = foretold(walk)
    assert found is not None
    first = found.steps[0]
    assert (first.step, first.rests, first.people) == ("planner_review", True, ("李計劃", "孫計劃"))


def test_a9_a_step_nobody_holds_says_where_it_would_go(walk: Walk) -> None:
    with walk.cast.database.write() as session:
        walk.cast.also(session, "site.staff", "site_staff", "s1")
    told = before(walk.cast, **{**FORM, "site": "s1"})["planner_review"]
    assert (told.why["code"], told.people) == ("nobody_unit_manager", ("韓經理",))


def test_a9_nothing_is_to_come_of_what_is_closed(walk: Walk) -> None:
    assert foretold(walk.start().withdraw()) is None


def test_a9_telling_writes_nothing_and_costs_few_statements(walk: Walk) -> None:
    walk.start()
    with walk.cast.database.read() as session:
        rows = session.scalar(select(func.count()).select_from(Principal))
    with count_sql(walk.cast.database) as sent:
        foretold(walk)
    assert [one for one in sent if not one.startswith(("SELECT", "WITH"))] == []
    assert len(sent) <= 9
    with walk.cast.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Principal)) == rows


def test_a9_everyone_who_countersigns_is_told(walk: Walk) -> None:
    items = '["production_management", "business_management"]'
    drawing = signing(f"items='={items}'", '<ap:who kind="role" role="head" of="=item"/>')
    small = Small(walk.cast, drawing, begin=False)
    with walk.cast.database.read() as session:
        actor = walk.cast.actor(session, "site.staff")
        found = foresight.of_request(session, actor, visibility.request_for(session, actor, small.id), NOW)
    told = by_step(found)
    assert (told["sign"].people, told["sign"].rule) == (("鄭經理", "衛經理"), "all")
    assert told["last"].people == ("陳小明",)


def test_a9_what_the_initiator_is_asked_goes_straight_back_to_who_asked(walk: Walk) -> None:
    walk.start().to("planner_review")
    walk.act("planner_review", "return", comment="?", to="initiator", resume="straight_back")
    found = foretold(walk)
    assert found is not None
    assert found.steps[0].step == "planner_review"
    assert "site_review" not in by_step(found)
