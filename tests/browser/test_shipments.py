"""What the warehouse can supply is sent, the rest is bought; every shipment is counted (ICF-7 to ICF-9, ICF-13)."""

from __future__ import annotations

import pytest

from models import ItemState, Status
from tests.browser.office import Office
from tests.browser.person import Visitor
from tests.webapp.services.walking import BOUGHT, SENT

pytestmark = pytest.mark.browser
DISPATCH, PURCHASE = "receive_dispatch", "receive_purchase"
ARRIVED = {"arrived_on": "2026-11-23", "papers_missing": False}


def stated(office: Office, *amounts: str) -> Visitor:
    """Let Production Management state line by line what there is."""
    office.walk.start().to("production_check")
    told = {f"supply__{row}__available": amount for row, amount in enumerate(amounts)}
    return office.person("prod.planner").task().fill(**told).press()


def test_icf7_partly_available_goes_to_warehouse_and_purchasing_side_by_side(office: Office) -> None:
    page = stated(office, "2", "1", "0")
    assert sorted(office.walk.open()) == ["dispatch", "purchase"]
    office.let_in(page, "warehouse").task().fill(**SENT).press()
    office.let_in(page, "buyer").task()
    assert f"{office.walk.request().number}-P" in page.text
    page.fill(**BOUGHT).press()
    assert sorted(office.walk.open()) == [f"{DISPATCH}/register_arrival", f"{PURCHASE}/register_arrival"]


def test_icf7_a_line_of_which_nothing_is_said_is_asked_for(office: Office) -> None:
    page = stated(office, "2", "5")
    assert (page.status, office.walk.open()) == (422, ["production_check"])
    assert (page.value("supply.0.available"), page.value("supply.1.available")) == ("2", "5")
    assert "4" in page.fault("supply.1.available")
    assert "偏航減速器" in page.page.locator("#f-supply-fault").inner_text()


def test_icf7_nothing_available_goes_to_purchasing_alone(office: Office) -> None:
    stated(office, "0", "0", "0")
    assert office.walk.open() == ["purchase"]


def test_icf13_cannot_be_bought_is_coordinated_and_then_bought(office: Office) -> None:
    office.walk.start().fork(None)
    page = office.person("buyer").task().fill(cannot_buy="true")
    assert not page.field("supplier").is_visible()
    page.press()
    assert (page.status, bool(page.fault("note"))) == (422, True)
    page.fill(note="停產").press()
    assert office.walk.open() == ["coordinate"]
    office.let_in(page, "biz.planner").task()
    assert "停產" in page.text
    page.fill(go_on="buy", note="換供應商").press()
    office.let_in(page, "buyer").task().fill(cannot_buy="false", **BOUGHT).press()
    assert office.walk.open() == [f"{PURCHASE}/register_arrival"]


@pytest.mark.parametrize("order", [(DISPATCH, PURCHASE), (PURCHASE, DISPATCH)])
def test_icf9_both_shipments_are_confirmed_in_either_order(office: Office, order: tuple[str, str]) -> None:
    walk = office.walk.start().fork("part").act("dispatch", data=SENT).act("purchase", data=BOUGHT)
    for scope in order:
        walk.act(f"{scope}/register_arrival", data=ARRIVED)
    page = office.person("site.staff")
    for scope in order:
        assert walk.request().status is Status.OPEN
        page.open(f"/tasks/{walk.item(f'{scope}/confirm_arrival')}").fill(as_listed="true").press()
    assert walk.request().status is Status.APPROVED


def test_icf10_what_differs_is_counted_line_by_line(office: Office) -> None:
    walk = office.walk.start().fork(all).act("dispatch", data=SENT).act(f"{DISPATCH}/register_arrival", data=ARRIVED)
    page = office.person("site.keeper").task().fill(as_listed="false")
    page.press()
    assert (page.status, bool(page.fault("discrepancy"))) == (422, True)
    counted = {f"counted__{row}__quantity": amount for row, amount in enumerate(("2", "3", "1"))}
    page.fill(**counted, discrepancy="少一台").press()
    assert walk.request().status is Status.APPROVED
    assert "少一台" in page.open(f"/requests/{walk.id}").text


def test_icf9_counted_late_is_marked_and_needs_its_reason(office: Office) -> None:
    walk = office.walk.start().fork(all).act("dispatch", data=SENT).act(f"{DISPATCH}/register_arrival", data=ARRIVED)
    walk.later(days=10).scan()
    page = office.person("site.keeper").open("/tasks")
    assert page.page.locator(".row-late .due-late").count() == 1
    page.task().fill(as_listed="true").press()
    assert "Counted after the deadline" in page.fault("late_reason")
    page.fill(late_reason="大雪封路").press()
    assert walk.request().status is Status.APPROVED
    assert walk.newest(f"{DISPATCH}/confirm_arrival", ItemState.DONE).late_at is not None
