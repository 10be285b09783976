"""ICF-10 and ICF-11, and the dates that cannot be: what the site finds out when goods come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from forms import kit
from tests.processes.internal_contact.walking import ARRIVED, BOUGHT, DISPATCHED, DRIVE, MOTOR, NOON, Walk, line

SCOPE = "receive_dispatch"
REGISTER, PAPERS, COUNT = (f"{SCOPE}/{step}" for step in ("register_arrival", "papers_check", "confirm_arrival"))
CONFIRMED = {"warehouse_answer": "confirmed"}
DENIED = {"warehouse_answer": "denied", "note": "並非本庫所發。"}
DIFFERENT = {
    "as_listed": False,
    "counted": [{"line": "spare_parts/0", "quantity": "1"}],
    "discrepancy": "外包裝破損，一台受潮。",
}


def faults(data: dict[str, Any], step: str, walk: Walk, **more: Any) -> set[tuple[str, str]]:
    return {(fault.pointer, fault.rule) for fault in walk.check(step, data, **more).faults}


def signed() -> Walk:
    return Walk().start(spare_parts=[line(MOTOR, "2"), line(DRIVE, "3")])


def sent() -> Walk:
    return signed().supplied("2", "3").do("dispatch", DISPATCHED)


def unpapered() -> Walk:
    return sent().do(REGISTER, ARRIVED | {"papers_missing": True})


def told(walk: Walk) -> list[tuple[str, str]]:
    return [(effect.element, effect.name) for effect in walk.effects if effect.name == "notice"]


# ICF-11


def test_icf11_with_papers_the_goods_are_counted_at_once() -> None:
    assert sent().do(REGISTER, ARRIVED).open == {COUNT}


def test_icf11_without_papers_the_production_warehouse_is_asked_first() -> None:
    walk = unpapered()
    assert walk.open == {PAPERS}
    assert walk.do(PAPERS, CONFIRMED).open == {COUNT}


def test_icf11_goods_of_a_supplier_too() -> None:
    walk = signed().supplied("0", "0").do("purchase", BOUGHT)
    walk.do("receive_purchase/register_arrival", ARRIVED | {"papers_missing": True})
    assert walk.open == {"receive_purchase/papers_check"}


def test_icf11_the_warehouse_must_answer_and_say_why_it_denies() -> None:
    assert faults({}, PAPERS, unpapered()) == {("/warehouse_answer", "ICF-11")}
    assert faults({"warehouse_answer": "denied"}, PAPERS, unpapered()) == {("/note", "ICF-11")}


def test_icf11_who_confirmed_is_noted_by_the_server() -> None:
    walk = unpapered().do(PAPERS, CONFIRMED)
    assert kit.answers(walk.document, PAPERS, SCOPE)["warehouse_confirmed_by"] == "蔣大偉"
    found = unpapered().check(PAPERS, CONFIRMED | {"warehouse_confirmed_by": "某人"}).faults
    assert [fault.code for fault in found] == ["field-not-yours"]


def test_icf11_denied_goods_are_not_received_and_site_and_unit_are_told() -> None:
    walk = unpapered().do(PAPERS, DENIED)
    assert walk.finished
    assert told(walk) == [(f"{SCOPE}/report_refused", "notice")]
    assert kit.answers(walk.document, PAPERS, SCOPE)["warehouse_confirmed_by"] is None


def test_icf11_denied_goods_of_one_shipment_leave_the_other_alone() -> None:
    walk = signed().supplied("2", "1").do("dispatch", DISPATCHED).do("purchase", BOUGHT)
    walk.do(REGISTER, ARRIVED | {"papers_missing": True}).do(PAPERS, DENIED)
    assert walk.open == {"receive_purchase/register_arrival"}


def test_icf11_a_count_is_returned_to_the_registration_past_the_warehouse() -> None:
    walk = unpapered().do(PAPERS, CONFIRMED)
    assert walk.targets(COUNT) == (REGISTER,)
    assert walk.back(COUNT, REGISTER).open == {REGISTER}


# ICF-10


def test_icf10_a_discrepancy_is_told_to_site_and_unit() -> None:
    walk = sent().do(REGISTER, ARRIVED).do(COUNT, DIFFERENT)
    assert told(walk) == [(f"{SCOPE}/report_discrepancy", "notice")]
    assert [effect.to for effect in walk.effects if effect.name == "notice"] == [["manjing", None]]
    assert walk.finished


def test_icf10_nothing_is_told_where_all_is_as_listed() -> None:
    assert told(sent().do(REGISTER, ARRIVED).do(COUNT, {"as_listed": True})) == []


def test_icf10_photographs_are_kept_with_the_count() -> None:
    walk = sent().do(REGISTER, ARRIVED).do(COUNT, DIFFERENT | {"photos": [7, 8]})
    assert kit.answers(walk.document, COUNT, SCOPE)["photos"] == [7, 8]


# Dates that cannot be


def test_icf7_nothing_was_dispatched_tomorrow() -> None:
    walk, tomorrow = signed().supplied("2", "3"), DISPATCHED | {"dispatched_on": "2026-10-10"}
    assert faults(tomorrow, "dispatch", walk) == {("/dispatched_on", "ICF-7")}
    assert not faults(tomorrow, "dispatch", walk, at=NOON + timedelta(hours=12))


def test_icf8_nothing_is_expected_yesterday() -> None:
    walk = signed().supplied("0", "0")
    assert faults(BOUGHT | {"expected_on": "2026-10-08"}, "purchase", walk) == {("/expected_on", "ICF-8")}
    assert not faults(BOUGHT | {"expected_on": "2026-10-09"}, "purchase", walk)


def test_icf9_nothing_arrives_before_it_was_dispatched() -> None:
    walk = signed().supplied("2", "3")
    walk.do("dispatch", DISPATCHED | {"dispatched_on": "2026-10-11"}, at=NOON + timedelta(days=3))
    late = {"at": NOON + timedelta(days=5)}
    assert faults({"arrived_on": "2026-10-10"}, REGISTER, walk, **late) == {("/arrived_on", "ICF-9")}
    assert not faults({"arrived_on": "2026-10-11"}, REGISTER, walk, **late)


def test_icf9_nothing_bought_arrives_before_it_was_applied_for() -> None:
    walk = signed().supplied("0", "0").do("purchase", BOUGHT)
    assert faults({"arrived_on": "2026-10-08"}, "receive_purchase/register_arrival", walk) == {("/arrived_on", "ICF-9")}


@pytest.mark.parametrize(("moment", "refused"), [("2026-10-09T05:00:00Z", True), ("2026-10-09T04:00:00Z", False)])
def test_icf4_the_site_has_not_confirmed_in_the_future(moment: str, refused: bool) -> None:
    walk = Walk().start().do("site_review")
    found = faults({"confirmed_at": moment}, "planner_review", walk)
    assert found == ({("/confirmed_at", "ICF-4")} if refused else set())


def test_each_of_these_faults_is_told_in_the_readers_language() -> None:
    fault = signed().supplied("0", "0").check("purchase", BOUGHT | {"expected_on": "2020-01-01"}).faults[0]
    assert set(fault.params["message"]) == {"en", "zh_Hant", "zh_Hans"}
