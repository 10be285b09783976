"""The internal contact form from the site to the confirmed arrival, by rule id."""

from __future__ import annotations

import pytest

from models import Status
from tests.cast import Cast
from tests.webapp.services.walking import BOUGHT, SENT, Walk
from webapp.services.errors import Invalid

DISPATCH, PURCHASE = "receive_dispatch", "receive_purchase"


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast)


def receive(walk: Walk, scope: str) -> Walk:
    walk.act(f"{scope}/register_arrival", data={"arrived_on": "2026-11-23", "papers_missing": False})
    return walk.act(f"{scope}/confirm_arrival", data={"as_listed": True})


def test_icf3_site_representative_reviews(walk: Walk) -> None:
    assert walk.start().open() == ["site_review"]
    assert walk.act("site_review").open() == ["planner_review"]


def test_icf3_review_is_skipped_visibly_where_the_representative_applies(walk: Walk) -> None:
    assert walk.start(by="site.rep").open() == ["planner_review"]
    assert "auto_skip site_review" in walk.events()


def test_icf5_supervisor_then_manager(walk: Walk) -> None:
    assert walk.start().to("supervisor_sign").act("supervisor_sign").open() == ["manager_sign"]


@pytest.mark.parametrize(("step", "by"), [("supervisor_sign", "supervisor"), ("manager_sign", "manager")])
def test_icf5_nobody_hands_the_signature_to_who_applied(walk: Walk, step: str, by: str) -> None:
    walk.start().to(step)
    with pytest.raises(Invalid) as refused:
        walk.act(step, "reassign", by=by, people=("site.staff",))
    assert refused.value.faults[0].code == "choose_initiator"


def test_icf6_business_management_gets_a_copy_filed_by_business_unit(walk: Walk) -> None:
    walk.start().to("manager_sign")
    assert not walk.sees("biz.manager")
    walk.act("manager_sign")
    assert walk.sees("biz.manager")
    assert walk.sees("biz.planner")
    assert walk.data()["filed_under"] == "north"


def test_icf7_all_supplied_goes_to_dispatch_alone(walk: Walk) -> None:
    assert walk.start().fork(all).open() == ["dispatch"]
    walk.act("dispatch", data=SENT)
    assert receive(walk, DISPATCH).request().status is Status.APPROVED


def test_icf7_partly_supplied_runs_side_by_side(walk: Walk) -> None:
    assert sorted(walk.start().fork("part").open()) == ["dispatch", "purchase"]
    assert walk.data()["production_check"]["plan_order"] == f"{walk.request().number}-P"
    walk.act("dispatch", data=SENT).act("purchase", data=BOUGHT)
    assert sorted(walk.open()) == [f"{DISPATCH}/register_arrival", f"{PURCHASE}/register_arrival"]
    receive(receive(walk, PURCHASE), DISPATCH)
    assert walk.request().status is Status.APPROVED


def test_icf7_nothing_supplied_goes_to_purchase_alone(walk: Walk) -> None:
    assert walk.start().fork(None).open() == ["purchase"]
    receive(walk.act("purchase", data=BOUGHT), PURCHASE)
    assert walk.request().status is Status.APPROVED


def test_icf13_cannot_be_bought_then_bought(walk: Walk) -> None:
    walk.start().fork(None).act("purchase", data={"cannot_buy": True, "note": "停產"})
    assert walk.open() == ["coordinate"]
    assert walk.act("coordinate", data={"go_on": "buy", "note": "換供應商"}).open() == ["purchase"]
    assert walk.act("purchase", data=BOUGHT).open() == [f"{PURCHASE}/register_arrival"]


def test_icf13_given_up_ends_the_branch(walk: Walk) -> None:
    walk.start().fork(None).act("purchase", data={"cannot_buy": True, "note": "停產"})
    walk.act("coordinate", data={"go_on": "give_up", "note": "改用舊件"})
    assert walk.request().status is Status.APPROVED
