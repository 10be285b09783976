"""Returns in both modes, corrections, withdrawal (features B1 to B3, B6; contracts.md, Return)."""

from __future__ import annotations

import pytest

from models import ItemState, Role, Status
from tests.cast import SINCE, Cast
from tests.webapp.services.walking import BOUGHT, BY, SENT, Walk
from webapp.services.errors import AlreadyDone, Invalid, NotAllowed
from webapp.services.people import grant

PURCHASE = "receive_purchase"
BACK = {"comment": "數量不對", "to": "planner_review"}


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast)


def test_step_by_step_opens_the_target_and_every_step_signs_again(walk: Walk) -> None:
    walk.start().to("manager_sign").act("manager_sign", "return", **BACK)
    assert walk.open() == ["planner_review"]
    assert walk.act("planner_review").open() == ["supervisor_sign"]
    assert walk.act("supervisor_sign").open() == ["manager_sign"]


def test_straight_back_rests_the_returner_and_opens_a_correction(walk: Walk) -> None:
    walk.start().to("manager_sign").act("manager_sign", "return", **BACK, resume="straight_back")
    assert walk.open() == ["planner_review"]
    assert walk.item("manager_sign", ItemState.SUSPENDED)
    assert walk.act("planner_review").open() == ["manager_sign"]


def test_a_correction_lists_who_signed_on_older_data(walk: Walk) -> None:
    walk.start().to("manager_sign").act("manager_sign", "return", **BACK, resume="straight_back")
    lines = walk.data()["spare_parts"]
    lines[0] |= {"quantity": "3"}
    walk.act("planner_review", data={"spare_parts": lines})
    correct = next(line for line in walk.lines() if line.action == "correct")
    assert [one["step"] for one in correct.detail["signed_before"]] == ["supervisor_sign"]
    changed = correct.changes[0]
    assert (changed["field"], changed["column"], changed["before"], changed["after"]) == (
        "spare_parts",
        "quantity",
        "4",
        "3",
    )


def test_returned_to_the_initiator_a_new_round_begins(walk: Walk) -> None:
    walk.start().to("planner_review").act("planner_review", "return", comment="請補照片", to="initiator")
    assert walk.open() == ["initiator"]
    assert walk.request().state is None
    walk.act("initiator", "resubmit", data={"reason": "已補"})
    assert (walk.open(), walk.request().round, walk.data()["reason"]) == (["site_review"], 2, "已補")


def test_the_initiator_answers_straight_back(walk: Walk) -> None:
    walk.start().to("planner_review")
    walk.act("planner_review", "return", comment="哪台機組？", to="initiator", resume="straight_back")
    assert walk.act("initiator", data={"reason": "三號機組"}).open() == ["planner_review"]
    assert walk.request().round == 1


def test_a_changed_routing_value_makes_it_step_by_step(walk: Walk) -> None:
    with walk.cast.database.write() as session:
        grant(session, walk.cast.person(session, "site.staff"), Role.SITE_STAFF, walk.cast.unit(session, "s1"), SINCE)
    walk.start().to("planner_review")
    walk.act("planner_review", "return", comment="哪個現場？", to="initiator", resume="straight_back")
    walk.act("initiator", data={"site": "s1"})
    assert "auto_step_by_step initiator" in walk.events()
    assert walk.request().round == 2


def test_a_return_needs_a_comment_and_a_legal_target(walk: Walk) -> None:
    walk.start().to("supervisor_sign")
    with pytest.raises(Invalid) as refused:
        walk.act("supervisor_sign", "return", to="manager_sign")
    assert {fault.pointer for fault in refused.value.faults} == {"/comment", "/to"}


def test_icf6_a_return_past_the_filing_supersedes_the_copy(walk: Walk) -> None:
    walk.start().to("production_check")
    assert [copy.superseded for copy in walk.screen("biz.manager").copies] == [False]
    walk.act("production_check", "return", comment="編碼錯", to="planner_review")
    assert [copy.superseded for copy in walk.screen("biz.manager").copies] == [True]
    walk.to("production_check")
    assert [copy.superseded for copy in walk.screen("biz.manager").copies] == [False]


def test_inside_a_shipment_only_the_registration_is_a_target(walk: Walk) -> None:
    walk.start().fork("part").act("dispatch", data=SENT).act("purchase", data=BOUGHT)
    walk.act(f"{PURCHASE}/register_arrival", data={"arrived_on": "2026-11-23"})
    screen = walk.task(f"{PURCHASE}/confirm_arrival", "site.keeper")
    assert [target.step for target in screen.targets] == [f"{PURCHASE}/register_arrival"]
    walk.act(f"{PURCHASE}/confirm_arrival", "return", comment="日期錯", to=f"{PURCHASE}/register_arrival")
    assert sorted(walk.open()) == ["receive_dispatch/register_arrival", f"{PURCHASE}/register_arrival"]


def test_reject_ends_the_request(walk: Walk) -> None:
    walk.start().to("supervisor_sign").act("supervisor_sign", "reject", comment="不需要")
    assert (walk.request().status, walk.open(), walk.request().state) == (Status.REJECTED, [], None)


def test_withdraw_until_production_check_is_done(walk: Walk) -> None:
    walk.start().to("production_check").withdraw()
    assert walk.request().status is Status.WITHDRAWN
    with pytest.raises(AlreadyDone):
        walk.withdraw()


def test_no_withdrawal_when_goods_may_be_on_the_road(walk: Walk) -> None:
    walk.start().fork(all)
    with pytest.raises(NotAllowed):
        walk.withdraw()


def test_only_the_initiator_withdraws(walk: Walk) -> None:
    walk.start()
    with pytest.raises(NotAllowed):
        walk.withdraw("site.rep")


def test_a_returned_item_knows_only_its_answer(walk: Walk) -> None:
    walk.start().to("manager_sign").act("manager_sign", "return", **BACK, resume="straight_back")
    with pytest.raises(NotAllowed):
        walk.act("planner_review", "reject", comment="不")
    assert [action.name for action in walk.task("planner_review", "planner").actions] == ["approve"]


def test_a_step_that_is_returned_to_keeps_its_answers(walk: Walk) -> None:
    walk.start().to("planner_review").act("planner_review", data={"confirmed_with": "老張"})
    walk.act("supervisor_sign", "return", **BACK).act("planner_review")
    assert walk.data()["planner_review"]["confirmed_with"] == "老張"


def targets(walk: Walk, step: str) -> list[str]:
    return [target.step for target in walk.task(step, BY[step]).targets]


def test_nobody_is_returned_to_who_signs_again_later(walk: Walk) -> None:
    walk.start().to("manager_sign").act("manager_sign", "return", comment="?", to="site_review")
    walk.act("site_review")
    assert targets(walk, "planner_review") == ["initiator", "site_review"]
    with pytest.raises(Invalid) as refused:
        walk.act("planner_review", "return", comment="?", to="supervisor_sign")
    assert [fault.code for fault in refused.value.faults] == ["target_unknown"]


def test_what_was_gone_back_to_is_no_target_of_itself(walk: Walk) -> None:
    walk.start().to("manager_sign").act("manager_sign", "return", **BACK)
    assert targets(walk, "planner_review") == ["initiator", "site_review"]
    walk.act("planner_review").act("supervisor_sign")
    assert targets(walk, "manager_sign") == ["initiator", "site_review", "planner_review", "supervisor_sign"]


def test_single_signatures_are_asked_for_again_only_where_there_are_several(walk: Walk) -> None:
    walk.start().to("supervisor_sign")
    with pytest.raises(Invalid) as refused:
        walk.act("supervisor_sign", "return", **BACK, items=("a",))
    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [("/items", "items_unknown")]
