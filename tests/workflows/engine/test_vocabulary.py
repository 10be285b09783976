"""One JSON tells the editor what a diagram may say; the reader accepts exactly that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

import workflows.engine
from tests.workflows.engine.drawing import bundle, element, end, extended, flows, process, start
from workflows.engine import Bundle, Refused, compile
from workflows.engine.vocabulary import AP, TAGS

MODDLE: dict[str, Any] = json.loads((Path(workflows.engine.__file__).parent / "approvals-moddle.json").read_text())
ENUMERATIONS = {e["name"]: {value["name"] for value in e["literalValues"]} for e in MODDLE["enumerations"]}
TYPES = {each["name"].lower(): each for each in MODDLE["types"]}
KINDS = {
    "bpmn:UserTask": "user",
    "bpmn:StartEvent": "start",
    "bpmn:EndEvent": "end",
    "bpmn:ExclusiveGateway": "exclusive",
    "bpmn:ParallelGateway": "parallel",
    "bpmn:InclusiveGateway": "inclusive",
    "bpmn:SubProcess": "sub",
    "bpmn:CallActivity": "call",
    "bpmn:BusinessRuleTask": "rule",
    "bpmn:ServiceTask": "service",
}
VALUES = [
    (tag, attribute["name"], value)
    for tag, each in TYPES.items()
    for attribute in each["properties"]
    for value in sorted(ENUMERATIONS.get(attribute["type"], ()))
    if tag in {"step", "due", "sign"}
]


def test_the_namespace_is_the_readers() -> None:
    assert (MODDLE["prefix"], MODDLE["uri"]) == ("ap", AP)


def test_the_reader_knows_the_same_elements_in_the_same_places() -> None:
    assert set(TYPES) == set(TAGS)
    for tag, rule in TAGS.items():
        meta = TYPES[tag]["meta"]
        assert ({KINDS[place] for place in meta["allowedIn"]}, meta["many"]) == (rule.on, rule.many)
        assert any(part.get("isBody") for part in TYPES[tag]["properties"]) is rule.body


def test_the_reader_knows_the_same_attributes_and_values() -> None:
    for tag, rule in TAGS.items():
        found = {part["name"]: part for part in TYPES[tag]["properties"] if part.get("isAttr")}
        assert set(found) == set(rule.attributes)
        for name, attribute in rule.attributes.items():
            meta = found[name].get("meta", {})
            words = meta.get("words", False)
            values = set(words) if isinstance(words, list) else ENUMERATIONS.get(found[name]["type"])
            assert values == (None if attribute.values is None else set(attribute.values)), (tag, name)
            assert (bool(words), meta.get("feel", False)) == (attribute.many, attribute.feel), (tag, name)
            assert meta.get("required", False) == attribute.required, (tag, name)


@pytest.mark.parametrize(("tag", "name", "value"), VALUES)
def test_every_value_that_the_editor_offers_is_read(tag: str, name: str, value: str) -> None:
    more = {"due": ' after="P1D"', "sign": ' share="2/3"'}.get(tag, "")
    marker = "<bpmn:multiInstanceLoopCharacteristics/>" if tag == "sign" else ""
    inside = f'<ap:who kind="initiator"/><ap:{tag}{more} {name}={quoteattr(value)}/>'
    step = element("userTask", "a", extended(inside) + marker)
    compiled = compile(bundle(process(start(), step, end(), flows("begin -> a", "a -> end"))))
    read = getattr(compiled.steps["a"], tag) if tag != "step" else compiled.steps["a"]
    assert getattr(read, name.replace("-", "_")) == {"yes": True, "no": False}.get(value, value)


def test_what_stands_on_a_step_is_read() -> None:
    vocabulary = compile(Bundle.read(Path(__file__).parent / "bundles" / "vocabulary"))
    step = vocabulary.steps["manager_sign"]
    assert (step.name, step.titles["en"], step.lane) == ("經理簽核", "Manager signs", "業務部")
    assert step.actions == ("approve", "reject", "return", "add_signer", "reassign", "delegate")
    assert (step.comment, step.not_same_as, step.return_to) == ({"return"}, ("remedy",), ("initiator",))
    assert (step.signature, step.money, step.batch, step.repeat, step.nobody) == (True, True, True, "never", "hold")
    assert step.labels == {("approve", "en"): "Pass on"}
    assert [(who.kind, who.role, who.at, who.level) for who in step.who][:2] == [
        ("role", "manager", "business_unit", None),
        ("superior", None, None, 2),
    ]
    assert step.who[0].of is not None
    assert step.who[0].of.value({"site": "S1"}) == "S1"
    assert step.due is not None
    assert (step.due.after.value({"settings": {"manager_time": "PT24H"}}), step.due.told_step) == ("PT24H", "remedy")


def test_a_countersign_is_one_step_with_several_items() -> None:
    vocabulary = compile(Bundle.read(Path(__file__).parent / "bundles" / "vocabulary"))
    sign = vocabulary.steps["remedy"].sign
    assert sign is not None
    assert (sign.rule, sign.refusal, sign.sequential) == ("ratio", "counts", True)
    assert sign.items is not None
    assert sign.items.value({"responsible_departments": ["purchasing"]}) == ["purchasing"]


def test_the_defaults_of_a_step_are_those_of_the_contract() -> None:
    plain = element("userTask", "a", extended('<ap:who kind="initiator"/>'))
    step = compile(bundle(process(start(), plain, end(), flows("begin -> a", "a -> end")))).steps["a"]
    assert (step.actions, step.comment) == (("approve", "reject", "return"), {"return", "reject"})
    assert (step.signature, step.initiator, step.repeat, step.nobody) == (False, "sign", "consecutive", "unit_manager")
    assert (step.money, step.batch, step.return_to, step.due, step.sign) == (False, False, None, None, None)


def test_the_start_event_is_the_reserved_step() -> None:
    vocabulary = compile(Bundle.read(Path(__file__).parent / "bundles" / "vocabulary"))
    initiator = vocabulary.steps["initiator"]
    assert (initiator.path, initiator.actions, initiator.titles) == ("initiator", (), {"en": "Submit"})
    assert [(d.scope, d.process) for d in vocabulary.diagrams] == [(None, "vocabulary"), ("note_one", "note")]


def test_an_unknown_language_of_a_title_is_refused() -> None:
    titled = element("startEvent", "begin", extended('<ap:title lang="de">x</ap:title>'))
    with pytest.raises(Refused):
        compile(bundle(process(titled, end(), flows("begin -> end"))))
