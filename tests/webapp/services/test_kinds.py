"""The kinds of the contact form through the services: who may start what, for which unit, and how it goes (ICF-1)."""

from __future__ import annotations

from typing import Any

import pytest

from forms.kit import Fault
from models import Status
from tests.cast import NOW, Cast
from tests.webapp.services.walking import Walk
from webapp.services import attachments, materials, processes, submit
from webapp.services.errors import Invalid, NotAllowed

OFFICE = {"site": None, "department": "business_management"}
NOTICE = OFFICE | {
    "kind": "notice",
    "subject": "交接說明",
    "text": "請於期限前回覆。",
    "addressees": [{"addressee": "production_management"}, {"addressee": "north"}],
    "reply_by": "2026-11-30",
}
TRANSFER = OFFICE | {"kind": "transfer_instruction", "sending_unit": "north", "receiving_unit": "south"}
UNKNOWN = {"name": "變槳限位開關", "unit": "只", "quantity": "2", "pending": True}
CODED = {"code": "S-901", "specification": "IP67", "model": "LS-2"}


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast)


def file(walk: Walk, login: str, name: str = "計劃.pdf") -> int:
    with walk.cast.database.write() as session:
        taken = attachments.Taken("c" * 64, name, "application/pdf", 3)
        return attachments.record(session, walk.cast.actor(session, login), taken, NOW).id


def refused(walk: Walk, by: str, **data: Any) -> list[Fault]:
    with pytest.raises(Invalid) as wrong:
        walk.start(by, **data)
    return list(wrong.value.faults)


def kinds(walk: Walk, login: str) -> tuple[str, ...] | None:
    with walk.cast.database.read() as session:
        actor = walk.cast.actor(session, login)
        return processes.current(session, "internal_contact", NOW).start_kinds(actor)


def test_icf15_who_may_start_which_kind(walk: Walk) -> None:
    assert kinds(walk, "site.staff") == ("material", "late_filing")
    assert kinds(walk, "prod.manager") == ("notice",)
    assert kinds(walk, "biz.planner") == ("yearly_plan", "central_purchase", "transfer_instruction", "notice")
    assert kinds(walk, "planner") == kinds(walk, "warehouse") == kinds(walk, "auditor") == ()


@pytest.mark.parametrize(("by", "kind"), [("site.staff", "yearly_plan"), ("prod.manager", "central_purchase")])
def test_icf15_another_kind_is_refused_at_its_field(walk: Walk, by: str, kind: str) -> None:
    assert ("/kind", "enum") in {(fault.pointer, fault.code) for fault in refused(walk, by, kind=kind)}


def test_icf15_a_plan_is_its_departments(walk: Walk) -> None:
    plan = OFFICE | {"kind": "yearly_plan", "attachments": [file(walk, "biz.planner")]}
    assert walk.start("biz.planner", **plan).open() == ["business_manager_sign"]
    assert not walk.sees("planner")
    walk.act("business_manager_sign", by="biz.manager").act("plan_intake", by="prod.planner")
    assert walk.request().status is Status.APPROVED


def test_icf15_only_for_ones_own_department(walk: Walk) -> None:
    plan = {"kind": "yearly_plan", "site": None, "department": "purchasing", "reason": "計劃"}
    found = refused(walk, "biz.planner", **plan)
    assert ("/department", "ICF-15") in {(fault.pointer, fault.rule) for fault in found}


def test_icf15_who_leads_elsewhere_may_not_plan_there(walk: Walk) -> None:
    """A unit where the planner may start a notice only is no unit for a plan."""
    with walk.cast.database.write() as session:
        walk.cast.also(session, "biz.planner", "manager", "purchasing")
    plan = {"kind": "yearly_plan", "department": "purchasing", "attachments": [file(walk, "biz.planner")]}
    with pytest.raises(NotAllowed):
        walk.start("biz.planner", **plan | {"site": None})


def test_icf15_both_units_of_a_transfer_are_told_and_may_read_it(walk: Walk) -> None:
    walk.start("biz.planner", **TRANSFER)
    assert not walk.sees("stranger.manager")
    walk.act("business_manager_sign", by="biz.manager")
    told = {one for one in walk.told() if one.startswith("told ")}
    assert told == {"told planner", "told planner2", "told supervisor", "told manager", "told stranger.manager"}
    assert walk.sees("stranger.manager")
    assert walk.request().status is Status.APPROVED


def test_icf15_a_transfer_goes_between_business_units(walk: Walk) -> None:
    found = refused(walk, "biz.planner", **TRANSFER | {"sending_unit": "purchasing", "receiving_unit": "nowhere"})
    assert {fault.pointer for fault in found} == {"/sending_unit", "/receiving_unit"}


def test_icf16_each_addressee_answers_for_itself(walk: Walk) -> None:
    walk.start("biz.planner", **NOTICE)
    assert walk.open() == ["notice_answer", "notice_answer"]
    first, second = [item.id for run, item in walk.items() if run.step == "notice_answer"]
    walk.act_on(first, "prod.manager", data={"answer": "已安排"})
    walk.act_on(second, "supervisor", data={"answer": "無異議"})
    assert walk.request().status is Status.APPROVED
    assert [one["answer"] for one in walk.data()["notice_answer"]] == ["已安排", "無異議"]


def test_icf16_an_unknown_addressee_is_refused_at_its_line(walk: Walk) -> None:
    for code in ("nowhere", "n1"):
        found = refused(walk, "biz.planner", **NOTICE | {"addressees": [{"addressee": code}]})
        assert [(fault.pointer, fault.rule) for fault in found] == [("/addressees/0/addressee", "ICF-16")]


def test_icf13_coordination_comes_back_to_the_planner(walk: Walk) -> None:
    asked = {"ask_business_management": True, "open_question": "庫存爭用"}
    walk.start().to("planner_review").act("planner_review", data=asked)
    assert walk.open() == ["unit_coordinate"]
    walk.act("unit_coordinate", by="biz.planner", data={"settled": "先供本單"})
    assert walk.open() == ["planner_review"]
    assert walk.act("planner_review").open() == ["supervisor_sign"]


def photographs(walk: Walk) -> dict[str, Any]:
    return {name: [file(walk, "site.staff", f"{name}.pdf")] for name in ("photos_far", "photos_near", "photos_label")}


def test_icf2_a_material_without_a_code_gets_one_and_stands_in_the_catalogue(walk: Walk) -> None:
    walk.start(spare_parts=[UNKNOWN], **photographs(walk)).to("planner_review").act("planner_review")
    assert walk.open() == ["code_materials"]
    (line,) = walk.data()["spare_parts"]
    walk.act("code_materials", by="biz.planner", data={"spare_parts": [line | CODED]})
    with walk.cast.database.read() as session:
        known = materials.by_codes(session, ["S-901"])["S-901"]
    assert (known["name"], known["kind"], known["model"]) == ("變槳限位開關", "spare_part", "LS-2")
    assert walk.open() == ["planner_review"]
    assert walk.act("planner_review").open() == ["supervisor_sign"]


def test_icf2_a_correction_that_brings_an_uncoded_material_does_not_go_straight_back(walk: Walk) -> None:
    walk.start().to("manager_sign")
    walk.act("manager_sign", "return", comment="補一項", to="initiator", resume="straight_back")
    lines = [*walk.data()["spare_parts"], UNKNOWN]
    walk.act("initiator", data={"spare_parts": lines, **photographs(walk)})
    assert walk.open() == ["site_review"]


def test_icf2_a_correction_of_a_quantity_goes_straight_back(walk: Walk) -> None:
    walk.start().to("manager_sign")
    walk.act("manager_sign", "return", comment="核減", to="initiator", resume="straight_back")
    first, *others = walk.data()["spare_parts"]
    walk.act("initiator", data={"spare_parts": [first | {"quantity": "3"}, *others]})
    assert walk.open() == ["manager_sign"]


def test_icf1_a_draft_of_a_kind_keeps_its_kind(walk: Walk) -> None:
    with walk.cast.database.write() as session:
        actor = walk.cast.actor(session, "biz.planner")
        draft = submit.create(session, actor, "internal_contact", {"kind": "notice", "subject": "一"}, NOW)
        assert draft.unit_id == walk.cast.unit(session, "business_management")


def test_icf13_a_box_that_nobody_ticked_is_no_other_way(walk: Walk) -> None:
    """The API leaves it out, a browser sends it empty: both go straight back."""
    walk.start().to("manager_sign")
    walk.act("manager_sign", "return", comment="核減", to="planner_review", resume="straight_back")
    walk.act("planner_review", data={"ask_business_management": False})
    assert walk.open() == ["manager_sign"]
