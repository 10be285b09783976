"""ICF-1 to ICF-9 (and ICF-13, as far as a purchase needs it), each by its id."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from forms import kit
from tests.processes.internal_contact.walking import (
    ARRIVED,
    BOUGHT,
    CATALOGUE,
    DISPATCHED,
    DRIVE,
    MOTOR,
    NOON,
    OIL,
    WRENCH,
    Walk,
    application,
    compiled,
    form,
    line,
)

REJECTING = {"site_review", "planner_review", "supervisor_sign", "manager_sign"}


def faults(
    data: dict[str, Any], step: str = "initiator", walk: Walk | None = None, **more: Any
) -> set[tuple[str, str]]:
    return {(fault.pointer, fault.rule) for fault in (walk or Walk()).check(step, data, **more).faults}


def who(path: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(one.role, one.of.literal if one.of else None, one.at) for one in compiled().steps[path].who]


# ICF-1


def test_icf1_site_staff_and_representative_start_it() -> None:
    assert compiled().toml["start"]["roles"] == ["site_staff", "site_rep"]
    assert compiled().toml["start"]["unit"] == "=site"


def test_icf1_material_is_the_usual_one_of_six_kinds() -> None:
    kinds = ["material", "late_filing", "yearly_plan", "central_purchase", "transfer_instruction", "notice"]
    assert [value for value, _ in form().main["kind"].choices] == kinds
    assert Walk().start().document["kind"] == "material"
    assert ("/kind", "ICF-1") in faults(application(kind="complaint"))


def test_icf1_who_belongs_to_one_site_may_leave_it_out() -> None:
    facts = kit.PlainFacts(NOON, allowed={"site": ("manjing",)}, find=lambda codes: {c: CATALOGUE[c] for c in codes})
    data = application()
    del data["site"]
    checked = kit.check(form(), "initiator", data, facts=facts, process=kit.contribution("internal_contact"))
    assert checked.data["site"] == "manjing"
    assert not checked.faults


def test_icf1_a_site_where_one_may_not_start_is_refused() -> None:
    facts = kit.PlainFacts(NOON, allowed={"site": ("manjing", "shangyi")})
    checked = kit.check(form(), "initiator", application(site="changma"), facts=facts)
    assert ("/site", "ICF-1") in {(fault.pointer, fault.rule) for fault in checked.faults}


# ICF-2


def test_icf2_lines_stand_in_three_separate_lists() -> None:
    data = application(tools=[line(WRENCH, "1")], consumables=[line(OIL, "12")])
    document = Walk().start(data).document
    assert [document[name][0]["code"] for name in ("tools", "consumables", "spare_parts")] == [WRENCH, OIL, MOTOR]


def test_icf2_the_catalogue_fills_in_what_follows_from_the_code() -> None:
    entered = Walk().start().document["spare_parts"][0]
    for name in ("name", "specification", "model", "unit"):
        assert entered[name] == CATALOGUE[MOTOR][name]


def test_icf2_what_was_typed_is_kept() -> None:
    data = application(spare_parts=[line(name="𠮷田變槳電機 🔧")])
    assert Walk().start(data).document["spare_parts"][0]["name"] == "𠮷田變槳電機 🔧"


def test_icf2_a_changed_code_takes_its_own_name() -> None:
    walk = Walk().start().do("site_review")
    changed = {**walk.document["spare_parts"][0], "code": DRIVE}
    walk.do("planner_review", {"spare_parts": [changed]})
    assert walk.document["spare_parts"][0]["name"] == CATALOGUE[DRIVE]["name"]


def test_icf2_urgency_is_normal_unless_said() -> None:
    assert Walk().start().document["spare_parts"][0]["urgency"] == "normal"


def test_icf2_every_fault_is_at_its_field() -> None:
    lines = [line(quantity="0"), line(code="99999999"), line(quantity="1.2345"), {"quantity": "1"}]
    assert faults({"site": "manjing", "spare_parts": lines}) == {
        ("/reason", "ICF-2"),
        ("/spare_parts/0/quantity", "ICF-2"),
        ("/spare_parts/1/code", "ICF-2"),
        ("/spare_parts/2/quantity", "ICF-2"),
        ("/spare_parts/3/code", "ICF-2"),
    }


def test_icf2_an_empty_form_says_all_that_is_missing() -> None:
    assert faults({}) == {("/site", "ICF-1"), ("/reason", "ICF-2"), ("/tools", "ICF-2")}


@pytest.mark.parametrize("quantity", ["0", "-1", "0.0001", "zehn", "1,5"])
def test_icf2_quantity_is_above_zero_with_three_places(quantity: str) -> None:
    assert ("/spare_parts/0/quantity", "ICF-2") in faults(application(spare_parts=[line(quantity=quantity)]))


@pytest.mark.parametrize(
    ("typed", "kept"), [("１，２００", "1200"), ("0.125", "0.125"), (" 2.50 ", "2.50"), ("1 200", "1200")]
)
def test_icf2_quantity_as_people_type_it(typed: str, kept: str) -> None:
    data = application(spare_parts=[line(quantity=typed)])
    assert Walk().start(data).document["spare_parts"][0]["quantity"] == kept


def test_icf2_at_most_500_lines_over_the_three_lists() -> None:
    many = application(consumables=[line(OIL, "1")] * 250, spare_parts=[line()] * 250)
    assert not Walk().check("initiator", many).faults
    found = Walk().check("initiator", many | {"tools": [line(WRENCH, "1")]}).faults
    assert [(fault.pointer, fault.rule, fault.code) for fault in found] == [("/spare_parts", "ICF-2", "too-many-lines")]
    assert found[0].params["length"] == 501


def test_icf2_the_planner_passes_on_only_whole_lines() -> None:
    """At submit the catalogue may leave something open; when the unit passes it on nothing may be."""
    walk = Walk()
    walk.start().do("site_review")
    walk.document["spare_parts"][0]["code"] = None
    bare = [{**walk.document["spare_parts"][0], "code": "99999999", "name": "", "model": ""}]
    found = faults({"spare_parts": bare}, "planner_review", walk)
    assert {("/spare_parts/0/name", "ICF-2"), ("/spare_parts/0/model", "ICF-2")} <= found


def test_icf2_a_draft_may_be_unfinished() -> None:
    assert not Walk().check("initiator", {"reason": "未完"}, draft=True).faults


# ICF-3


def test_icf3_the_representative_of_the_site_reviews_first() -> None:
    assert Walk().start().open == {"site_review"}
    assert who("site_review") == [("site_rep", "=site", None)]


def test_icf3_skipped_where_the_representative_applies() -> None:
    assert compiled().steps["site_review"].initiator == "skip"


# ICF-4


def test_icf4_planner_has_24_hours_of_elapsed_time_that_rest_while_the_site_answers() -> None:
    due = compiled().steps["planner_review"].due
    assert due is not None
    assert (due.after.value(Walk().start().facts), due.clock, due.back) == ("PT24H", "elapsed", "rest")


def test_icf4_planner_of_the_unit_notes_who_confirmed_and_when() -> None:
    assert who("planner_review") == [("planner", "=site", "business_unit")]
    walk = Walk().start().do("site_review").do("planner_review", {"confirmed_with": "王保管"})
    assert walk.document["planner_review"] == {"confirmed_with": "王保管", "confirmed_at": "2026-10-09T04:00:00Z"}


def test_icf4_planner_may_edit_lines_and_but_for_codes_nobody_later() -> None:
    rights = {step: kit.rights(form(), step)["spare_parts"] for step in compiled().steps}
    edited = {"initiator", "planner_review", "code_materials"}
    assert {step for step, right in rights.items() if right == "edit"} == edited


def test_icf4_lines_keep_their_ids() -> None:
    walk = Walk().start(application(spare_parts=[line(), line(DRIVE, "1")])).do("site_review")
    first, second = walk.document["spare_parts"]
    walk.do("planner_review", {"spare_parts": [{**second, "quantity": "3"}, line(OIL, "1")]})
    kept, added = walk.document["spare_parts"]
    assert kept["id"] == second["id"]
    assert added["id"] not in {first["id"], second["id"]}


def test_icf4_asking_the_site_goes_back_to_where_it_came_from() -> None:
    walk = Walk().start().do("site_review")
    assert walk.targets("planner_review") == ("initiator", "site_review")
    assert walk.back("planner_review", "site_review").open == {"site_review"}


def test_icf4_the_site_cannot_touch_what_is_not_its_own() -> None:
    found = Walk().start().check("site_review", {"spare_parts": []}).faults
    assert [(fault.pointer, fault.code) for fault in found] == [("/spare_parts", "field-not-yours")]


# ICF-5


def test_icf5_supervisor_signs_then_manager() -> None:
    walk = Walk().start().do("site_review").do("planner_review")
    assert walk.open == {"supervisor_sign"}
    assert walk.do("supervisor_sign").open == {"manager_sign"}
    assert who("supervisor_sign") == [("supervisor", "=site", "business_unit")]
    assert who("manager_sign") == [("manager", "=site", "business_unit")]


def test_icf5_rejecting_ends_it_only_before_the_form_leaves_the_unit() -> None:
    assert {path for path, step in compiled().steps.items() if "reject" in step.actions} == REJECTING


# ICF-6


def test_icf6_business_management_gets_a_copy_when_the_manager_has_signed() -> None:
    walk = Walk().start().do("site_review").do("planner_review").do("supervisor_sign")
    assert walk.effects == []
    walk.do("manager_sign")
    assert [(effect.name, effect.to) for effect in walk.effects] == [("file_copy", "business_management")]
    assert walk.open == {"production_check"}


def test_icf6_nobody_types_the_filing() -> None:
    assert {right for step in compiled().steps if (right := kit.rights(form(), step)["filed_under"])} == {"read"}


# ICF-7


def two_lines() -> Walk:
    return Walk().start(application(spare_parts=[line(MOTOR, "2"), line(DRIVE, "3")]))


@pytest.mark.parametrize(
    ("available", "opened"),
    [
        (("2", "3"), {"dispatch"}),
        (("0", "0"), {"purchase"}),
        (("2", "1.5"), {"dispatch", "purchase"}),
        (("0", "3"), {"dispatch", "purchase"}),
    ],
)
def test_icf7_what_is_there_is_dispatched_and_the_rest_is_bought(available: tuple[str, str], opened: set[str]) -> None:
    assert two_lines().supplied(*available).open == opened


def test_icf7_a_plan_order_only_where_something_is_short() -> None:
    assert two_lines().supplied("2", "3").document["production_check"]["plan_order"] is None
    assert two_lines().supplied("2", "2").document["production_check"]["plan_order"] == "ICF-2026-000128-P"


def test_icf7_nobody_types_the_plan_order() -> None:
    found = two_lines().signed().check("production_check", {"supply": [], "plan_order": "X"}).faults
    assert ("/plan_order", "field-not-yours") in {(fault.pointer, fault.code) for fault in found}


@pytest.mark.parametrize(
    ("supply", "pointer"),
    [
        ([("spare_parts/0", "3"), ("spare_parts/1", "0")], "/supply/0/available"),
        ([("spare_parts/0", "-1"), ("spare_parts/1", "0")], "/supply/0/available"),
        ([("spare_parts/0", "1"), ("spare_parts/0", "1")], "/supply/1/line"),
        ([("spare_parts/0", "1")], "/supply"),
        ([("spare_parts/0", "1"), ("tools/0", "1")], "/supply/1/line"),
        ([("spare_parts/0", ""), ("spare_parts/1", "1")], "/supply/0/available"),
        ([], "/supply"),
    ],
)
def test_icf7_every_line_once_and_never_more_than_was_asked(supply: list[tuple[str, str]], pointer: str) -> None:
    data = {"supply": [{"line": where, "available": much} for where, much in supply]}
    assert (pointer, "ICF-7") in faults(data, "production_check", two_lines().signed())


def test_icf7_shipped_is_what_is_available_unless_said() -> None:
    walk = two_lines().supplied("2", "1").do("dispatch", DISPATCHED)
    first, second = (entered["id"] for entered in walk.document["spare_parts"])
    assert walk.document["dispatch"]["shipped"] == [{"line": first, "quantity": "2"}, {"line": second, "quantity": "1"}]


def test_icf7_no_more_is_shipped_than_is_available() -> None:
    walk = two_lines().supplied("2", "0")
    data = DISPATCHED | {
        "shipped": [{"line": "spare_parts/0", "quantity": "3"}, {"line": "spare_parts/1", "quantity": "1"}]
    }
    assert faults(data, "dispatch", walk) == {("/shipped/0/quantity", "ICF-7"), ("/shipped/1/line", "ICF-7")}


def test_icf7_the_warehouse_names_its_papers() -> None:
    found = faults({}, "dispatch", two_lines().supplied("2", "0"))
    assert found == {(f"/{name}", "ICF-7") for name in DISPATCHED}


def test_icf7_nothing_comes_back_once_goods_may_be_on_the_road() -> None:
    assert compiled().toml["start"]["withdraw_until"] == "production_check"
    walk = two_lines().supplied("2", "1").do("dispatch", DISPATCHED)
    assert walk.targets("purchase") == ()
    assert walk.targets("receive_dispatch/register_arrival") == ()


# ICF-8


def test_icf8_the_buyer_names_order_supplier_and_date() -> None:
    assert who("purchase") == [("buyer", "purchasing", None)]
    found = faults({}, "purchase", two_lines().supplied("0", "0"))
    assert found == {("/purchase_order", "ICF-8"), ("/supplier", "ICF-8"), ("/expected_on", "ICF-8")}


def test_icf8_the_supplier_ships_straight_to_the_site() -> None:
    walk = two_lines().supplied("0", "0").do("purchase", BOUGHT)
    assert walk.open == {"receive_purchase/register_arrival"}


def test_icf8_past_the_expected_date_the_planner_is_asked() -> None:
    walk = two_lines().supplied("2", "0").do("dispatch", DISPATCHED).do("purchase", BOUGHT)
    due = compiled().steps["receive_purchase/register_arrival"].due
    assert due is not None
    assert due.from_ is not None
    assert (due.late, due.told_step) == ("by:planner_review", "planner_review")
    expected = due.from_.value({**walk.facts, "scope": "receive_purchase"})
    assert expected == datetime(2026, 10, 20, tzinfo=UTC).date()
    assert due.from_.value({**walk.facts, "scope": "receive_dispatch"}) is None


CANNOT = {"cannot_buy": True, "note": "原廠停產。"}


def test_icf8_cannot_be_bought_needs_a_note_and_nothing_else() -> None:
    walk = two_lines().supplied("0", "0")
    assert faults({"cannot_buy": True}, "purchase", walk) == {("/note", "ICF-8")}
    assert walk.do("purchase", CANNOT).open == {"coordinate"}


def test_icf13_coordination_goes_on_buying_where_it_was() -> None:
    walk = two_lines().supplied("2", "0").do("purchase", CANNOT).do("coordinate", {"go_on": "buy", "note": "替代件"})
    assert walk.open == {"dispatch", "purchase"}
    walk.do("purchase", BOUGHT)
    assert walk.open == {"dispatch", "receive_purchase/register_arrival"}
    assert walk.document["purchase"]["cannot_buy"] is False


def test_icf13_given_up_ends_that_branch() -> None:
    walk = two_lines().supplied("0", "0").do("purchase", CANNOT)
    assert faults({"go_on": "give_up"}, "coordinate", walk) == {("/note", "ICF-13")}
    assert walk.do("coordinate", {"go_on": "give_up", "note": "改由技改處理"}).finished


def test_icf13_a_second_coordination_is_answered_anew() -> None:
    walk = (
        two_lines().supplied("0", "0").do("purchase", CANNOT).do("coordinate", {"go_on": "buy"}).do("purchase", CANNOT)
    )
    assert ("/go_on", "ICF-13") in faults({}, "coordinate", walk)


# ICF-9


def arrived(scope: str = "receive_dispatch") -> Walk:
    walk = two_lines().supplied("2", "1").do("dispatch", DISPATCHED).do("purchase", BOUGHT)
    return walk.do(f"{scope}/register_arrival", ARRIVED)


def test_icf9_each_shipment_is_registered_and_counted_in_either_order() -> None:
    for first, second in (("receive_dispatch", "receive_purchase"), ("receive_purchase", "receive_dispatch")):
        walk = arrived(first).do(f"{first}/confirm_arrival", {"as_listed": True})
        assert walk.open == {f"{second}/register_arrival"}
        walk.do(f"{second}/register_arrival", ARRIVED).do(f"{second}/confirm_arrival", {"as_listed": True})
        assert walk.finished


def test_icf9_keeper_and_staff_of_the_site_receive() -> None:
    for step in ("register_arrival", "confirm_arrival"):
        assert who(f"receive_purchase/{step}") == [("site_keeper", "=site", None), ("site_staff", "=site", None)]


def test_icf9_goods_do_not_arrive_tomorrow() -> None:
    walk = two_lines().supplied("2", "3").do("dispatch", DISPATCHED)
    path = "receive_dispatch/register_arrival"
    assert faults({"arrived_on": "2026-10-10"}, path, walk) == {("/arrived_on", "ICF-9")}
    assert not faults({"arrived_on": "2026-10-10"}, path, walk, at=NOON + timedelta(hours=12))


def test_icf9_counted_within_5_working_days_of_arrival() -> None:
    due = compiled().steps["receive_dispatch/confirm_arrival"].due
    assert due is not None
    assert due.from_ is not None
    walk = arrived()
    inside = {**walk.facts, "steps": walk.steps | {"register_arrival": walk.steps["receive_dispatch/register_arrival"]}}
    assert (due.after.value(inside), due.clock) == ("P5D", "working")
    assert due.from_.value(inside) == datetime(2026, 10, 9, tzinfo=UTC).date()


def test_icf9_late_counting_says_why() -> None:
    late: dict[str, Any] = {"at": NOON + timedelta(days=9), "due": NOON + timedelta(days=7)}
    walk, path = arrived(), "receive_dispatch/confirm_arrival"
    assert faults({"as_listed": True}, path, walk, **late) == {("/late_reason", "ICF-9")}
    assert not faults({"as_listed": True, "late_reason": "封路"}, path, walk, **late)
    assert not faults({"as_listed": True}, path, walk, at=NOON, due=late["due"])


def test_icf9_only_the_lines_of_the_shipment_are_counted() -> None:
    walk = two_lines().supplied("2", "0").do("dispatch", DISPATCHED).do("receive_dispatch/register_arrival", ARRIVED)
    data = {"counted": [{"line": "spare_parts/1", "quantity": "1"}], "discrepancy": "多出一台"}
    assert faults(data, "receive_dispatch/confirm_arrival", walk) == {("/counted/0/line", "ICF-9")}


def test_icf9_a_discrepancy_is_counted_and_described() -> None:
    path = "receive_dispatch/confirm_arrival"
    assert faults({}, path, arrived()) == {("/as_listed", "ICF-9")}
    assert faults({"as_listed": False}, path, arrived()) == {("/counted", "ICF-9"), ("/discrepancy", "ICF-10")}
    walk = arrived().do(path, {"counted": [{"line": "spare_parts/0", "quantity": "1"}], "discrepancy": "少一台"})
    assert kit.answers(walk.document, path, "receive_dispatch")["as_listed"] is False


def test_icf9_lines_of_a_shipment() -> None:
    walk, lines = arrived(), kit.contribution("internal_contact").lines
    for scope, expected in (("receive_dispatch", ["2", "1"]), ("receive_purchase", ["2"])):
        assert [entered["quantity"] for entered in lines("confirm_arrival", scope, walk.document)] == expected


def test_icf9_counting_may_be_returned_to_the_registration_only() -> None:
    path = "receive_dispatch/confirm_arrival"
    assert compiled().steps[path].return_to == ("register_arrival",)
    walk = arrived()
    assert walk.targets(path) == ("receive_dispatch/register_arrival",)
    opened = walk.back(path, "receive_dispatch/register_arrival").open
    assert opened == {"receive_dispatch/register_arrival", "receive_purchase/register_arrival"}
