"""What a task and a request show, to whom, and what it costs."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.counting import count_sql
from tests.webapp.services.walking import BOUGHT, SENT, Walk


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast)


def test_a_task_shows_fields_by_the_rights_of_its_step(walk: Walk) -> None:
    walk.start().to("planner_review")
    rights = walk.task("planner_review", "planner").rights
    assert (rights["tools"], rights["reason"], rights["confirmed_with"]) == ("edit", "read", "edit")
    assert set(walk.task("planner_review", "site.staff").rights.values()) == {"read"}


def test_who_may_not_act_is_offered_nothing(walk: Walk) -> None:
    walk.start().to("planner_review")
    screen = walk.task("planner_review", "site.staff")
    assert (screen.may_act, screen.actions, screen.targets) == (False, (), ())


def test_a_task_offers_its_actions_and_targets(walk: Walk) -> None:
    walk.start().to("supervisor_sign")
    screen = walk.task("supervisor_sign", "supervisor")
    asked = ["add_signer", "reassign", "delegate", "consult"]
    assert [action.name for action in screen.actions] == ["approve", "return", "reject", *asked]
    assert [target.step for target in screen.targets] == ["initiator", "site_review", "planner_review"]
    assert [target.person for target in screen.targets] == ["陳小明", "張代表", "李計劃"]


def test_a_returned_task_says_who_asked_what(walk: Walk) -> None:
    walk.start().to("planner_review").act("planner_review", "return", comment="哪台？", to="initiator")
    asked = walk.task("initiator", "site.staff").returned
    assert asked is not None
    assert (asked["by"], asked["comment"], asked["step"]) == ("李計劃", "哪台？", "planner_review")


def test_the_diagrams_show_what_was_taken_and_where_it_is_now(walk: Walk) -> None:
    walk.start().fork("part").act("dispatch", data=SENT)
    main, receipt, _ = walk.screen("site.staff").diagrams
    assert {"site_review", "file_copy", "fork", "something_to_send"} <= set(main.taken)
    assert set(main.now) == {"receive_dispatch", "purchase"}
    assert receipt.now == ("register_arrival",)


def test_open_items_name_their_holders_and_mine_are_marked(walk: Walk) -> None:
    walk.start().to("planner_review")
    screen = walk.screen("planner2")
    assert screen.open[0].holders == ("李計劃", "孫計劃")
    assert screen.mine == (screen.open[0].id,)


def test_screens_cost_the_same_however_long_the_history(walk: Walk) -> None:
    walk.start().to("manager_sign")
    first = cost(walk)
    for _ in range(3):
        walk.act("manager_sign", "return", comment="再看", to="planner_review").to("manager_sign")
    assert cost(walk) == first
    assert max(first) <= 20


def cost(walk: Walk) -> tuple[int, int]:
    counts = []
    for look in (lambda: walk.task("manager_sign", "manager"), lambda: walk.screen("manager")):
        with count_sql(walk.cast.database) as sent:
            look()
        counts.append(len(sent))
    return counts[0], counts[1]


def test_both_shipments_stand_beside_each_other(walk: Walk) -> None:
    walk.start().fork("part").act("dispatch", data=SENT).act("purchase", data=BOUGHT)
    for scope in ("receive_purchase", "receive_dispatch"):
        walk.act(f"{scope}/register_arrival", data={"arrived_on": "2026-11-23"})
    shown = [(one.step, one.scope) for one in walk.screen("site.staff").sections]
    assert ("register_arrival", "receive_purchase") in shown
    assert ("register_arrival", "receive_dispatch") in shown
