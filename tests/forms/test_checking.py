"""The check: every fault at its place, and clean answers."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forms import kit
from forms.kit.contribution import Plain
from tests.forms.example import FORM, check, faults, load, source, titles

OLD = {"subject": "s", "parts": [{"id": "A", "name": "a", "quantity": "1"}, {"id": "B", "name": "b", "quantity": "2"}]}
KNOWN = kit.PlainFacts(document=OLD)
LOOSE = ["\ud800", "a\x00b", "normal", "1,5", "1e999"]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text(max_size=30)
    | st.sampled_from(LOOSE)
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | st.just(LOOSE[0]), inner, max_size=3)
    ),
)
NAMES = st.sampled_from([*FORM.names, "given", "note", "stamp", "nobody"])
COLUMNS = st.sampled_from(["id", "name", "quantity", "urgency", "line", "much", "x"])
ROWS = st.lists(st.dictionaries(COLUMNS, SCALARS, max_size=4), max_size=3)


def test_required_holds_for_what_is_visible_and_editable() -> None:
    assert faults({}) == {("/subject", "required")}
    assert faults({"subject": "s", "urgent": True}) == {("/why", "required")}
    assert faults({"subject": "s", "urgent": True, "why": "rain"}) == set()
    assert faults({"given": [{"line": "A", "much": "1"}]}, "review", facts=kit.PlainFacts()) == {
        ("/given/0/line", "unknown-line")
    }


def test_a_rule_id_stands_for_the_keyword() -> None:
    found = check({"subject": "s", "urgent": True}).faults
    assert [(fault.pointer, fault.rule) for fault in found] == [("/why", "EX-1")]


def test_a_draft_may_lack_anything_but_not_be_nonsense() -> None:
    assert not check({}, draft=True).faults
    assert faults({"amount": "much"}, draft=True) == {("/amount", "not-a-number")}


def test_what_is_not_shown_is_not_kept_nor_judged() -> None:
    checked = check({"subject": "s", "urgent": False, "why": "x" * 51})
    assert not checked.faults
    assert checked.data.get("why") is None


def test_unknown_fields_are_faults() -> None:
    data = {"subject": "s", "n/o~": 1, "parts": [{"name": "a", "quantity": "1", "price": "5"}]}
    assert faults(data) == {("/n~1o~0", "unknown-field"), ("/parts/0/price", "unknown-field")}


def test_fields_of_others_are_not_yours() -> None:
    found = check({"subject": "mine", "given": [], "stamp": "x"}, "review", facts=KNOWN).faults
    assert {(f.pointer, f.code) for f in found if f.rule == "x-rights"} == {
        ("/subject", "field-not-yours"),
        ("/stamp", "field-not-yours"),
    }


def test_rights_by_step_and_for_readers() -> None:
    at_review = kit.rights(FORM, "review")
    assert (at_review["subject"], at_review["parts"], at_review["given"], at_review["stamp"]) == (
        "read",
        "edit",
        "edit",
        "read",
    )
    assert kit.rights(FORM, "secret")["parts"] == "hidden"
    assert set(kit.rights(FORM, None).values()) == {"read"}
    assert kit.rights(FORM, "review", of="secret") == {"word": "hidden"}
    assert kit.rights(FORM, None, of="review")["given"] == "read"
    assert kit.shown(FORM, "secret", of="review") == ("given", "note", "stamp")


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("-0.01", "min"),
        ("1000000.01", "max"),
        ("1.001", "places"),
        ("x", "not-a-number"),
        (True, "type"),
        ([1], "type"),
    ],
)
def test_limits_of_numbers(amount: Any, code: str) -> None:
    assert faults({"subject": "s", "kind": "part", "amount": amount}) == {("/amount", code)}


@pytest.mark.parametrize(("sent", "kept"), [("1,000.50", "1000.50"), (12, "12"), (0.1, "0.1"), ("2.500", "2.500")])
def test_numbers_are_kept_as_plain_strings(sent: Any, kept: str) -> None:
    assert check({"subject": "s", "kind": "part", "amount": sent}).data["amount"] == kept


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("kind", "some", "enum"),
        ("urgent", "yes", "type"),
        ("photos", ["a"], "type"),
        ("photos", [1, 2, 3], "max-items"),
        ("code", "abc", "pattern"),
        ("parts", "none", "type"),
        ("parts", ["none"], "type"),
        ("parts", [{}] * 11, "max-items"),
    ],
)
def test_general_faults(name: str, value: Any, code: str) -> None:
    assert code in {found for _, found in faults({"subject": "s", name: value})}


def test_the_forms_own_checks_bring_their_sentence() -> None:
    found = check({"subject": "s", "amount": "100.01"}).faults
    assert [(f.pointer, f.rule, f.code) for f in found] == [("/kind", "EX-2", "check")]
    assert found[0].params["message"] == titles("Say which kind.")
    assert not check({"subject": "s", "amount": "100.00"}).faults


def test_data_must_be_an_object() -> None:
    assert faults([]) == {("", "type")}


def test_a_unit_outside_the_options_is_refused() -> None:
    known = kit.PlainFacts(allowed={"place": ("north",)})
    assert faults({"subject": "s", "place": "south"}, facts=known) == {("/place", "enum")}
    assert faults({"subject": "s", "place": "north"}, facts=known) == set()


# lines


def test_new_lines_get_ids_and_old_ones_keep_theirs() -> None:
    sent = [{"id": "B", "name": "b", "quantity": "2"}, {"name": "c", "quantity": "3"}]
    kept = check({"parts": sent}, facts=KNOWN, fresh=lambda: "C").data["parts"]
    assert [line["id"] for line in kept] == ["B", "C"]
    assert kept[1] == {"id": "C", "name": "c", "quantity": "3", "urgency": "normal"}


def test_ids_are_given_by_the_server_only() -> None:
    sent = [{"id": "X", "name": "b", "quantity": "2"}, {"id": "A", "name": "a", "quantity": "1"}] * 2
    assert faults({"parts": sent}, facts=KNOWN) == {
        ("/parts/0/id", "unknown-line"),
        ("/parts/2/id", "unknown-line"),
        ("/parts/3/id", "duplicate-line"),
    }


def test_a_line_is_named_by_id_or_by_list_and_index() -> None:
    sent = [{"line": "parts/1", "much": "1"}, {"line": "A", "much": "0"}]
    assert check({"given": sent}, "review", facts=KNOWN).data["given"] == [
        {"line": "B", "much": "1"},
        {"line": "A", "much": "0"},
    ]
    assert kit.find_line("parts/1", ("parts",), OLD) == kit.find_line("B", ("parts",), OLD)
    assert kit.find_line("parts/2", ("parts",), OLD) is None


def test_a_line_is_named_once_whatever_its_address() -> None:
    sent = [{"line": "parts/1", "much": "1"}, {"line": "B", "much": "1"}]
    assert faults({"given": sent}, "review", facts=KNOWN) == {("/given/1/line", "duplicate-line")}


def test_answers_of_this_visit_count_for_what_is_not_named() -> None:
    known = kit.PlainFacts(document={**OLD, "review": {"given": [{"line": "A", "much": "1"}], "note": "first"}})
    assert not check({}, "review", facts=known).faults
    assert faults({}, "review", facts=KNOWN) == {("/given", "required")}
    assert check({"note": ""}, "review", facts=known).data == {"note": None}


# what a process adds


def test_a_process_fills_in_and_checks() -> None:
    class Code:
        @staticmethod
        def fill(_step: str, data: Mapping[str, Any], _facts: kit.Facts) -> dict[str, Any]:
            return {"story": f"about {data['subject']}"}

        @staticmethod
        def check(_step: str, data: Mapping[str, Any], _facts: kit.Facts) -> list[kit.Fault]:
            return [kit.Fault("/story", "EX-3", "too-short")] if len(data["story"]) < 10 else []

    checked = check({"subject": "it"}, process=Plain(Code))
    assert checked.data["story"] == "about it"
    assert [fault.rule for fault in checked.faults] == ["EX-3"]


def test_a_process_without_code_is_no_error() -> None:
    plain = kit.contribution("nobody_wrote_this")
    assert (plain.fill("s", {}, kit.PlainFacts()), plain.lines("s", None, {})) == ({}, ())
    assert tuple(plain.check("s", {}, kit.PlainFacts())) == ()


# properties


@given(st.dictionaries(NAMES, JSON | ROWS), st.sampled_from(["initiator", "review"]), st.booleans())
def test_whatever_is_sent_is_clean_or_refused(data: dict[str, Any], step: str, draft: bool) -> None:
    ids = (f"N{number}" for number in count())
    checked = check(data, step, facts=KNOWN, draft=draft, fresh=lambda: next(ids))
    json.dumps(checked.data, allow_nan=False, ensure_ascii=False).encode()
    json.dumps([(fault.pointer, fault.params) for fault in checked.faults], ensure_ascii=False, default=str).encode()
    kit.typed(FORM, None, checked.data)
    kit.typed(FORM, step, checked.data)
    assert all(fault.pointer == "" or fault.pointer.startswith("/") for fault in checked.faults)
    assert set(checked.data) <= {item.name for item in FORM.asked(step) if item.right(step) == "edit"}


@given(st.dictionaries(NAMES, JSON | ROWS))
@example({"code": "0"})
def test_clean_answers_stay_clean(data: dict[str, Any]) -> None:
    first = check(data, draft=True)
    known = kit.PlainFacts(document=first.data)
    again = check(first.data, draft=True, facts=known)
    assert {fault.pointer for fault in again.faults} <= {fault.pointer for fault in first.faults}  # a pattern's stays
    assert first.faults or again.data == first.data


def test_500_lines_are_checked_in_reason() -> None:
    definition = source()
    definition["main"]["properties"]["parts"]["maxItems"] = 500
    form, sent = load(definition), [{"name": "螺栓", "quantity": "12"}] * 500
    assert len(kit.check(form, "initiator", {"subject": "s", "parts": sent}).data["parts"]) == 500


def dated(when: str) -> kit.Form:
    definition = source()
    check = {"when": when, "message": titles("No."), "field": "wanted_on", "rule": "EX-3"}
    definition["main"]["x-checks"] = [check]
    return load(definition)


@pytest.mark.parametrize(("day", "wrong"), [("2026-11-23", False), ("2026-11-24", True)])
def test_a_check_knows_which_day_it_is_in_the_companys_zone(day: str, wrong: bool) -> None:
    facts = kit.PlainFacts(datetime(2026, 11, 22, 16, 30, tzinfo=UTC))
    found = kit.check(dated("wanted_on > today"), "initiator", {"subject": "s", "wanted_on": day}, facts=facts).faults
    assert [(fault.pointer, fault.rule) for fault in found] == ([("/wanted_on", "EX-3")] if wrong else [])


@pytest.mark.parametrize(("scope", "wrong"), [("one", True), ("two", False), (None, False)])
def test_a_check_reads_what_another_step_of_the_same_scope_answered(scope: str | None, wrong: bool) -> None:
    answered = [{"scope": "one", "item": None, "note": "stop"}, {"scope": "two", "item": None, "note": "go"}]
    document = {"review": answered}
    facts, sent = kit.PlainFacts(document=document, scope=scope), {"subject": "s", "wanted_on": "2026-11-23"}
    found = kit.check(dated('steps.review.data.note = "stop"'), "initiator", sent, facts=facts).faults
    assert bool(found) is wrong


@pytest.mark.parametrize(("urgent", "wrong"), [(True, False), (False, True)])
def test_a_column_may_be_required_unless_another_is_ticked(urgent: bool, wrong: bool) -> None:
    definition = source()
    columns = definition["main"]["properties"]["parts"]["items"]["properties"]
    columns["ticked"] = {"type": "boolean", "x-title": titles("Ticked")}
    columns["name"]["x-unless"] = "ticked"
    line = {"quantity": "1", "ticked": urgent}
    found = kit.check(load(definition), "initiator", {"subject": "s", "parts": [line]}).faults
    assert [fault.pointer for fault in found] == (["/parts/0/name"] if wrong else [])
    columns["name"]["x-unless"] = "quantity"
    with pytest.raises(kit.FormRefused):
        load(definition)


@pytest.mark.parametrize(("options", "kept"), [(["low"], "low"), (["low", "high"], None), (["normal"], "normal")])
def test_a_default_that_is_not_offered_is_none_but_the_only_choice_is(options: list[str], kept: str | None) -> None:
    definition = source()
    level = {"type": "string", "enum": ["low", "normal", "high"], "x-title": titles("Level"), "default": "normal"}
    level["x-choices"] = {value: titles(value) for value in ("low", "normal", "high")}
    definition["main"]["properties"]["level"] = level
    facts = kit.PlainFacts(allowed={"level": options})
    assert kit.check(load(definition), "initiator", {"subject": "s"}, facts=facts).data.get("level") == kept
