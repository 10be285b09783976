"""The kinds of the form (ICF-1), ICF-13 to ICF-16, and materials without a code (ICF-2), each by its id."""

from __future__ import annotations

from typing import Any

import pytest

from forms import kit
from tests.processes.internal_contact.walking import BOUGHT, MOTOR, NOON, Walk, application, compiled, form, line

PLANS = ["yearly_plan", "central_purchase"]
OFFICE = {"department": "business_management"}
PHOTOGRAPHS = {"photos_far": [1], "photos_near": [2], "photos_label": [3]}
UNKNOWN = {"name": "變槳限位開關", "unit": "只", "quantity": "2", "pending": True}
CODED = {"code": "31109901", "specification": "IP67", "model": "1.5 MW / LS-2"}


def faults(data: dict[str, Any], step: str = "initiator", walk: Walk | None = None) -> set[tuple[str, str]]:
    return {(fault.pointer, fault.rule) for fault in (walk or Walk()).check(step, data).faults}


def plan(kind: str, **more: Any) -> dict[str, Any]:
    return OFFICE | {"kind": kind, "reason": "2027 年度物資需求", "attachments": [9]} | more


def transfer(**more: Any) -> dict[str, Any]:
    units = {"sending_unit": "bu_north", "receiving_unit": "bu_east"}
    return plan("transfer_instruction", spare_parts=[line(MOTOR, "2")], **units) | more


def notice(**more: Any) -> dict[str, Any]:
    addressed = [{"addressee": "quality_control"}, {"addressee": "rnd"}]
    text = {"subject": "顧客滿意度結果", "text": "第三季度結果見附件，請於期限前回覆。"}
    return OFFICE | {"kind": "notice", "addressees": addressed, "reply_by": "2026-10-20"} | text | more


# ICF-1, ICF-14


def test_icf1_each_kind_asks_its_own_and_keeps_nothing_else() -> None:
    document = Walk().start(notice(reason="多餘", spare_parts=[line()])).document
    assert (document.get("reason"), document.get("spare_parts"), document.get("site")) == (None, None, None)
    assert faults({"kind": "notice"}) == {
        ("/department", "ICF-15"), ("/subject", "ICF-16"), ("/text", "ICF-16"), ("/addressees", "ICF-16")
    }  # fmt: skip


def test_icf14_a_late_filing_names_its_dispatch_and_gets_all_signatures_and_nothing_else() -> None:
    assert faults(application(kind="late_filing")) == {("/emergency_dispatch", "ICF-14")}
    walk = Walk().start(application(kind="late_filing", emergency_dispatch="FH-2610-0003"))
    for step in ("site_review", "planner_review", "supervisor_sign", "manager_sign"):
        assert walk.open == {step}
        walk.do(step)
    assert walk.finished
    assert [effect.name for effect in walk.effects] == ["file_copy"]


# ICF-15


@pytest.mark.parametrize("kind", PLANS)
def test_icf15_business_managements_planner_then_its_manager_then_production_management(kind: str) -> None:
    walk = Walk().start(plan(kind))
    assert walk.open == {"business_manager_sign"}
    assert walk.do("business_manager_sign").open == {"plan_intake"}
    assert walk.do("plan_intake", {"note": "列入排產"}).finished


@pytest.mark.parametrize("kind", PLANS)
def test_icf15_the_plan_is_attached(kind: str) -> None:
    assert faults(plan(kind, attachments=[])) == {("/attachments", "ICF-15")}


def test_icf15_only_its_planner_starts_them() -> None:
    kinds = compiled().toml["start"]["kinds"]
    for kind in (*PLANS, "transfer_instruction"):
        assert (kinds[kind]["roles"], kinds[kind]["unit"]) == (["planner@business_management"], "=department")


def test_icf15_a_transfer_names_two_units_and_its_lines() -> None:
    assert faults(transfer(receiving_unit="bu_north")) == {("/receiving_unit", "ICF-15")}
    assert faults(transfer(spare_parts=[])) == {("/tools", "ICF-2")}


def test_icf15_a_signed_transfer_is_told_to_both_units() -> None:
    walk = Walk().start(transfer()).do("business_manager_sign")
    assert walk.finished
    assert [(effect.name, effect.to) for effect in walk.effects] == [("notice", ["bu_north", "bu_east"])]


# ICF-16


def test_icf16_the_head_of_each_addressee_answers() -> None:
    step = compiled().steps["notice_answer"]
    assert step.sign is not None
    assert step.sign.items is not None
    assert step.sign.items.value({"addressees": [{"addressee": "rnd"}]}) == ["rnd"]
    assert [(one.role, one.of.literal if one.of else None) for one in step.who] == [("head", "=item")]
    assert step.sign.rule == "all"


def test_icf16_an_answer_is_due_by_the_wanted_day() -> None:
    walk = Walk().start(notice())
    assert walk.open == {"notice_answer"}
    due = compiled().steps["notice_answer"].due
    assert due is not None
    assert due.from_ is not None
    assert str(due.from_.value(walk.facts)) == "2026-10-20"
    assert faults(notice(reply_by="2026-10-08")) == {("/reply_by", "ICF-16")}


def test_icf16_an_answer_says_something() -> None:
    assert faults({}, "notice_answer", Walk().start(notice())) == {("/answer", "ICF-16")}


def test_icf16_addressees_are_departments_and_units() -> None:
    known = kit.PlainFacts(NOON, allowed={"addressees.addressee": ["rnd"]})
    found = kit.check(form(), "initiator", notice(), facts=known).faults
    assert [(fault.pointer, fault.rule) for fault in found] == [("/addressees/0/addressee", "ICF-16")]


# ICF-13


def test_icf13_what_the_unit_cannot_settle_comes_back_to_its_planner() -> None:
    walk = Walk().start().do("site_review")
    assert faults({"ask_business_management": True}, "planner_review", walk) == {("/open_question", "ICF-13")}
    walk.do("planner_review", {"ask_business_management": True, "open_question": "兩業務部爭用同一庫存"})
    assert walk.open == {"unit_coordinate"}
    assert faults({}, "unit_coordinate", walk) == {("/settled", "ICF-13")}
    assert walk.do("unit_coordinate", {"settled": "先供本單"}).open == {"planner_review"}
    assert walk.do("planner_review").open == {"supervisor_sign"}


def test_icf13_business_managements_planner_coordinates() -> None:
    for step in ("unit_coordinate", "coordinate", "code_materials"):
        (who,) = compiled().steps[step].who
        assert (who.role, who.of.literal if who.of else None) == ("planner", "business_management")


# ICF-2: materials without a code


def pending(**more: Any) -> dict[str, Any]:
    return application(spare_parts=[line(), UNKNOWN], **PHOTOGRAPHS) | more


def at_coding() -> Walk:
    return Walk().start(pending()).do("site_review").do("planner_review")


def test_icf2_a_line_has_a_code_or_is_marked_with_three_photographs() -> None:
    bare = {name: value for name, value in UNKNOWN.items() if name != "pending"}
    assert faults(application(spare_parts=[bare])) == {("/spare_parts/0/code", "ICF-2")}
    missing = pending(photos_near=[], photos_label=[])
    assert faults(missing) == {("/photos_near", "ICF-2"), ("/photos_label", "ICF-2")}
    assert faults(pending(spare_parts=[UNKNOWN, UNKNOWN])) == {(f"/{name}", "ICF-2") for name in PHOTOGRAPHS}
    assert not faults(pending())


def test_icf2_what_has_no_code_says_at_least_its_name() -> None:
    assert faults(pending(spare_parts=[UNKNOWN | {"name": ""}])) == {("/spare_parts/0/name", "ICF-2")}


def test_icf2_photographs_are_asked_for_only_where_something_is_pending() -> None:
    walk = Walk().start(application(**PHOTOGRAPHS))
    assert walk.document["photos_far"] is None
    assert walk.document["uncoded"] == "0"


def test_icf2_the_planner_cannot_pass_on_before_it_is_coded() -> None:
    walk = at_coding()
    assert walk.open == {"code_materials"}
    coded = [line_ | (CODED if not line_["code"] else {}) for line_ in walk.document["spare_parts"]]
    walk.do("code_materials", {"spare_parts": coded})
    assert [effect.name for effect in walk.effects] == ["catalogue"]
    assert walk.open == {"planner_review"}
    assert (walk.document["spare_parts"][1]["pending"], walk.document["uncoded"]) == (False, "0")


def test_icf2_business_management_gives_every_code_whole_and_changes_nothing_else() -> None:
    walk = at_coding()
    first, second = walk.document["spare_parts"]
    assert faults({}, "code_materials", walk) == {
        (f"/spare_parts/1/{name}", "ICF-2") for name in ("code", "specification", "model")
    }
    bare = second | {"code": "31109901"}
    assert faults({"spare_parts": [first, bare]}, "code_materials", walk) == {
        ("/spare_parts/1/specification", "ICF-2"), ("/spare_parts/1/model", "ICF-2")
    }  # fmt: skip
    for changed in ({"quantity": "3"}, {"code": "變槳"}):
        found = faults({"spare_parts": [first, second | CODED | changed]}, "code_materials", walk)
        assert {rule for _, rule in found} == {"ICF-2"}
    assert faults({"spare_parts": [second | CODED]}, "code_materials", walk) == {("/tools", "ICF-2")}


def test_icf2_one_new_code_does_not_stand_for_two_materials() -> None:
    three = {name: value * 2 for name, value in PHOTOGRAPHS.items()}
    walk = Walk().start(application(spare_parts=[UNKNOWN, UNKNOWN | {"name": "另一種"}], **{n: [1, 2] for n in three}))
    walk.do("site_review").do("planner_review")
    both = [one | CODED for one in walk.document["spare_parts"]]
    assert faults({"spare_parts": both}, "code_materials", walk) == {("/spare_parts/1/code", "ICF-2")}


def test_icf2_the_planner_may_know_the_code_himself() -> None:
    walk = Walk().start(pending()).do("site_review")
    first, second = walk.document["spare_parts"]
    walk.do("planner_review", {"spare_parts": [first, second | {"code": MOTOR}]})
    assert walk.open == {"supervisor_sign"}


def test_icf8_the_other_ways_are_as_before() -> None:
    walk = Walk().start().supplied("0").do("purchase", BOUGHT)
    assert walk.open == {"receive_purchase/register_arrival"}
