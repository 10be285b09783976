"""Definitions: what is refused, with every problem at its place."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from forms import kit
from forms.kit.patterns import bounded
from tests.forms.example import FORM, LINE, choice, decimal, lines, load, source, text, titles

Source = dict[str, Any]


def problems(definition: Any) -> set[tuple[str, str]]:
    with pytest.raises(kit.FormRefused) as refused:
        load(definition)
    return {(problem.pointer, problem.code) for problem in refused.value.problems}


def changed(change: Callable[[Source], Any]) -> Source:
    definition = source()
    change(definition)
    return definition


def with_field(found: Any) -> Source:
    return changed(lambda it: it["main"]["properties"].update(extra=found))


def test_the_example_is_read() -> None:
    kinds = {item.name: item.kind for item in FORM.main.fields}
    assert kinds == {
        "subject": "text",
        "story": "longtext",
        "wanted_on": "date",
        "met_at": "datetime",
        "amount": "decimal",
        "urgent": "bool",
        "why": "text",
        "kind": "choice",
        "place": "unit",
        "photos": "files",
        "parts": "lines",
        "code": "text",
    }
    assert [column.kind for column in FORM.main["parts"].columns] == ["text", "decimal", "choice"]
    assert FORM.section("review")["given"].line_column is not None
    assert [item.name for item in FORM.indexed] == ["subject"]


@pytest.mark.parametrize(
    ("found", "pointer", "code"),
    [
        ({"type": "number", "x-title": titles("N")}, "/type", "schema"),
        (text() | {"$ref": "#/x"}, "", "schema"),
        (text() | {"oneOf": []}, "", "schema"),
        (text() | {"x-title": {"en": "only English"}}, "/x-title", "schema"),
        ({"type": "string", "x-title": titles("Endless")}, "", "needs"),
        (text() | {"pattern": "(a+)+"}, "/pattern", "pattern"),
        (text(5000) | {"pattern": "a+"}, "/pattern", "pattern"),
        (text() | {"x-visible": "subject ="}, "/x-visible", "feel"),
        (text() | {"x-visible": "nobody = 1"}, "/x-visible", "unknown-name"),
        (choice("a", default="b"), "/default", "choices"),
        (choice("a") | {"x-choices": {}}, "/x-choices", "choices"),
        ({"type": "boolean", "default": "yes", "x-title": titles("B")}, "/default", "default"),
        ({"type": "boolean", "maxLength": 3, "x-title": titles("B")}, "/maxLength", "keyword"),
        (decimal(min="nine", places=2), "/x-decimal/min", "schema"),
        (decimal(min="1"), "/x-decimal", "schema"),
        (lines(["nothing"], name=text()), "/items/required", "unknown-name"),
        (lines([], name=text() | {"x-visible": "true"}), "/items/properties/name/x-visible", "keyword"),
        (lines([], inner=lines([], name=text())), "/items/properties/inner", "nested"),
        (lines([], line=LINE | {"x-line": ["subject"]}), "/items/properties/line/x-line", "unknown-name"),
        (lines([]), "/items", "no-columns"),
        (text() | {"x-rights": {"review": "write"}}, "/x-rights/review", "schema"),
    ],
)
def test_a_bad_field_is_refused_where_it_is(found: Any, pointer: str, code: str) -> None:
    assert (f"/main/properties/extra{pointer}", code) in problems(with_field(found))


def test_names_are_shared_by_main_fields_steps_and_their_fields() -> None:
    definition = changed(lambda it: it["steps"].update(subject={"type": "object", "properties": {}}))
    assert ("/steps/subject", "name-taken") in problems(definition)
    definition = changed(lambda it: it["steps"]["review"]["properties"].update(subject=text(), secret=text()))
    assert {f"/steps/review/properties/{name}" for name in ("subject", "secret")} == {
        p for p, _ in problems(definition)
    }


@pytest.mark.parametrize("name", ["steps", "settings", "item", "scope", "request", "initiator", "id", "today", "now"])
def test_names_of_facts_are_reserved(name: str) -> None:
    definition = changed(lambda it: it["main"]["properties"].update({name: text()}))
    assert (f"/main/properties/{name}", "reserved") in problems(definition)


def test_the_initiator_has_no_section_of_its_own() -> None:
    definition = changed(lambda it: it["steps"].update(initiator={"type": "object", "properties": {}}))
    assert problems(definition) == {("/steps/initiator", "reserved")}


def test_checks_name_fields_that_there_are() -> None:
    definition = changed(lambda it: it["main"]["x-checks"][0].update(field="nobody", when="1 +"))
    assert problems(definition) == {("/main/x-checks/0/field", "unknown-name"), ("/main/x-checks/0/when", "feel")}


def test_a_check_reads_the_clock_and_answers_that_there_are() -> None:
    definition = changed(lambda it: it["main"]["x-checks"][0].update(when="steps.review.data.note = today"))
    assert kit.load(json.dumps(definition).encode()).main.checks
    for read in ("steps.nobody.data.note", "steps.review.data.ghost", "steps.review.outcome"):
        wrong = changed(lambda it: it["main"]["x-checks"][0].update(when=f"{read} = null"))  # noqa: B023
        assert problems(wrong) == {("/main/x-checks/0/when", "unknown-name")}


def test_what_is_visible_hangs_on_no_clock() -> None:
    definition = changed(lambda it: it["main"]["properties"].update(late=text() | {"x-visible": "today = null"}))
    assert problems(definition) == {("/main/properties/late/x-visible", "unknown-name")}


def test_all_problems_come_at_once() -> None:
    def spoil(it: Source) -> None:
        it["main"]["required"] = ["ghost"]
        it["main"]["properties"]["why"]["x-visible"] = "ghost"

    assert len(problems(changed(spoil))) == 2


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'{"a": 1, "a": 2}', b"NaN", b"[" * 100_000, b" " * 1_000_001])
def test_what_is_no_definition_is_refused(body: bytes) -> None:
    with pytest.raises(kit.FormRefused):
        kit.load(body)


@pytest.mark.parametrize(
    ("pattern", "fine"),
    [
        ("^[A-Z]{2}-[0-9]+$", True),
        (r"\d{4}-\d{2}", True),
        ("a|b", True),
        ("(a+)+$", False),
        ("a*a*a*b", False),
        ("(?=x)", False),
        (r"\1", False),
        ("[a", False),
        ("a**", False),
        ("[^\\]]+", True),
    ],
)
def test_patterns_are_bounded(pattern: str, fine: bool) -> None:
    assert bounded(pattern) is fine


def test_the_schema_names_what_may_be_sent_at_a_step() -> None:
    start = FORM.schema()
    assert set(start["properties"]) == set(FORM.names)
    assert start["required"] == ["subject"]
    assert "id" in start["properties"]["parts"]["items"]["properties"]
    review = FORM.schema("review")
    assert list(review["properties"]) == ["parts", "given", "note"]
    assert json.loads(json.dumps(review)) == review


def test_titles_fall_back_to_english() -> None:
    assert kit.title({"en": "Tool", "zh_Hant": "工具"}, "zh_Hant") == "工具"
    assert kit.title({"en": "Tool"}, "zh_Hans") == "Tool"
    assert kit.title({}, "en", "tool") == "tool"
