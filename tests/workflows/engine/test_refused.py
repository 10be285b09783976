"""What a diagram may not hold is refused at its element, everything at once."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.engine.blocks import Drawing, Maker
from tests.workflows.engine.drawing import (
    HEAD,
    TOML,
    bundle,
    chain,
    element,
    end,
    extended,
    flows,
    process,
    start,
    timer,
    user,
)
from workflows.engine import Bundle, Refused, compile

REFERENCE = re.compile(r'(?:sourceRef|targetRef|attachedToRef|default|calledElement|id)="([^"]+)"')
GATES = {"x": "exclusiveGateway", "p": "parallelGateway", "i": "inclusiveGateway"}
PLAIN_WHO = extended('<ap:who kind="initiator"/>')


def drawn(*lines: str, more: str = "", **defaults: str) -> Bundle:
    """Return a bundle whose elements follow from the names: x…, p…, i… gateways, end… ends, others user tasks."""
    names = {part for line in lines for part in line.partition(": ")[2].partition(" if ")[0].split(" -> ")}
    names |= {p for line in lines if ": " not in line for p in line.partition(" if ")[0].split(" -> ")}
    body = "".join(element_of(name, defaults) for name in sorted(names - {"begin", ""}) if f'id="{name}"' not in more)
    return bundle(process(start(), body, more, flows(*lines)))


def element_of(name: str, defaults: dict[str, str]) -> str:
    """Return the element that a name stands for."""
    if name.startswith("end"):
        return end(name)
    if name[0] in GATES and name[1:].isdecimal():
        return element(GATES[name[0]], name, **({"default": defaults[name]} if name in defaults else {}))
    return user(name)


def problems(source: Bundle, **known: object) -> set[tuple[str | None, str]]:
    """Return (element, code) of everything that is wrong."""
    with pytest.raises(Refused) as refused:
        compile(source, **known)  # type: ignore[arg-type]
    assert all(problem.message and problem.file in str(refused.value) for problem in refused.value.problems)
    return {(problem.element, problem.code) for problem in refused.value.problems}


def raw(*parts: str) -> Bundle:
    """Return a chain of one step with more elements in it."""
    return bundle(process(start(), user("a"), end(), *parts, flows("begin -> a", "a -> end")))


ELEMENTS = [
    (element("scriptTask", "s", "<bpmn:script>print(1)</bpmn:script>"), "s", "script"),
    (element("task", "s"), "s", "untyped_task"),
    (element("manualTask", "s"), "s", "untyped_task"),
    (element("sendTask", "s"), "s", "event_kind"),
    (element("receiveTask", "s"), "s", "event_kind"),
    (element("intermediateCatchEvent", "s"), "s", "event_kind"),
    (element("intermediateThrowEvent", "s"), "s", "event_kind"),
    (element("eventBasedGateway", "s"), "s", "unknown_element"),
    (element("complexGateway", "s"), "s", "unknown_element"),
    (element("adHocSubProcess", "s"), "s", "unknown_element"),
    (element("transaction", "s"), "s", "unknown_element"),
    (element("dataObject", "s"), "s", "unknown_element"),
    (element("subProcess", "s", triggeredByEvent="true"), "s", "event_subprocess"),
    (element("startEvent", "s", "<bpmn:messageEventDefinition/>"), "s", "event_kind"),
    (element("endEvent", "s", "<bpmn:errorEventDefinition/>"), "s", "event_kind"),
    (element("boundaryEvent", "s", "<bpmn:signalEventDefinition/>", attachedToRef="a"), "s", "event_kind"),
    (timer("s", "begin", "PT1H"), "s", "attached_unknown"),
    (timer("s", "a", "1 hour"), "s", "bad_timer"),
    (timer("s", "a", "2026-99-01", "timeDate"), "s", "bad_timer"),
    (timer("s", "a", "PT1H", "timeCycle", interrupting=False), "s", "bad_timer"),
    (timer("s", "a", "R3/PT1H", "timeCycle"), "s", "timer_interrupting_cycle"),
    (element("serviceTask", "s", implementation="python:os.system"), "s", "script"),
    (element("serviceTask", "s"), "s", "no_effect"),
    (element("serviceTask", "s", extended('<ap:effect to="x"/>')), "s", "ap_missing"),
    (element("businessRuleTask", "s"), "s", "no_decision"),
    (element("businessRuleTask", "s", extended('<ap:decision ref="nothing"/>')), "s", "unknown_decision"),
    (element("callActivity", "s", calledElement="nowhere"), "s", "called_unknown"),
    (element("callActivity", "s", calledElement="main"), "main", "recursive_call"),
    (element("userTask", "s", PLAIN_WHO + "<bpmn:standardLoopCharacteristics/>"), "s", "loop_marker"),
    (element("callActivity", "s", "<bpmn:multiInstanceLoopCharacteristics/>"), "s", "multi_instance_here"),
    (element("userTask", "s"), "s", "no_who"),
    (user("initiator"), "initiator", "reserved_id"),
    (user("1 x"), "1 x", "bad_id"),
    (user("a"), "a", "duplicate_id"),
    (start("s"), "s", "several_starts"),
    (user("s"), "s", "unreachable"),
    (element("sequenceFlow", "s", sourceRef="a", targetRef="gone"), "s", "flow_end"),
]


@pytest.mark.parametrize(("part", "name", "code"), ELEMENTS)
def test_an_element_that_is_not_supported_is_refused_where_it_is(part: str, name: str, code: str) -> None:
    assert (name, code) in problems(raw(part))


ATTRIBUTES = [
    ('<ap:stepp actions="approve"/>', "ap_unknown_element"),
    ('<ap:step actions="aprove"/>', "ap_bad_value"),
    ('<ap:step action="approve"/>', "ap_unknown_attribute"),
    ("<ap:step/><ap:step/>", "ap_twice"),
    ('<ap:step initiator="maybe"/>', "ap_bad_value"),
    ('<ap:step signature="=true"/>', "ap_feel_here"),
    ('<ap:step not-same-as="nobody"/>', "unknown_step"),
    ('<ap:step return-to="nowhere"/>', "unknown_step"),
    ('<ap:title lang="en"></ap:title>', "ap_empty"),
    ('<ap:title lang="fr">x</ap:title>', "ap_bad_value"),
    ("<ap:label>x</ap:label>", "ap_missing"),
    ('<ap:who kind="role"/>', "ap_missing"),
    ('<ap:who kind="someone"/>', "ap_bad_value"),
    ('<ap:who kind="role" role="manager" of="=si te +"/>', "bad_expression"),
    ('<ap:who kind="superior" level="high"/>', "ap_bad_value"),
    ('<ap:due after="soon"/>', "ap_bad_value"),
    ("<ap:due/>", "ap_missing"),
    ('<ap:due after="P1D" late="by:nobody"/>', "unknown_step"),
    ('<ap:due after="P1M"/>', "ap_bad_value"),
    ('<ap:due after="P1D" remind="quarter"/>', "ap_bad_value"),
    ('<ap:due after="P1D" late="never"/>', "ap_bad_value"),
    ('<ap:due after="=settings.nothing"/>', "unknown_setting"),
    ('<ap:due after="P1D" from="=steps.nothing.at"/>', "unknown_step"),
    ('<ap:due after="P1D" from="=steps.a.when"/>', "unknown_part"),
    ('<ap:due after="P1D" from="=request.price"/>', "unknown_part"),
    ('<ap:sign rule="all"/>', "sign_without_marker"),
    ('<ap:decision ref="x"/>', "ap_unknown_element"),
]


@pytest.mark.parametrize(("inside", "code"), ATTRIBUTES)
def test_a_bad_attribute_is_refused_at_its_step(inside: str, code: str) -> None:
    source = bundle(process(start(), user("a", inside), end(), flows("begin -> a", "a -> end")))
    assert ("a", code) in problems(source)


def timed_by_setting(attribute: str, value: str) -> Bundle:
    """A deadline of which one attribute reads the setting `span`."""
    given = {"after": "P1D", attribute: "=settings.span"}
    due = "".join(f'{name}="{words}" ' for name, words in given.items())
    drawing = process(start(), user("a", f"<ap:due {due}/>"), end(), flows("begin -> a", "a -> end"))
    return bundle(drawing, toml=f"{TOML}span = {{value = '{value}'}}\n")


@pytest.mark.parametrize("attribute", ["after", "remind", "repeat"])
@pytest.mark.parametrize("value", ["P1M", "soon"])
def test_a_setting_that_is_no_duration_is_refused_where_it_is_read(attribute: str, value: str) -> None:
    assert ("a", "setting_not_duration") in problems(timed_by_setting(attribute, value))


@pytest.mark.parametrize("attribute", ["after", "remind", "repeat"])
@pytest.mark.parametrize("value", ["P5D", "PT24H"])
def test_a_setting_that_is_a_duration_is_taken(attribute: str, value: str) -> None:
    assert compile(timed_by_setting(attribute, value)).steps["a"].due is not None


WAYS = [
    (drawn("begin -> a", "a -> b", "a -> end", "b -> end"), "a", "several_outgoing"),
    (drawn("begin -> a", "f: a -> end if true"), "f", "condition_here"),
    (drawn("begin -> x1", "x1 -> a if n = 1", "f: x1 -> end", "a -> end"), "x1", "no_default"),
    (drawn("begin -> i1", "i1 -> a if n", "i1 -> b if n", "a -> i2", "b -> i2", "i2 -> end"), "i1", "no_default"),
    (drawn("begin -> x1", "f: x1 -> a", "g: x1 -> end", "a -> end", x1="g"), "f", "condition_missing"),
    (drawn("begin -> x1", "f: x1 -> a if n", "g: x1 -> end if n", "a -> end", x1="g"), "g", "condition_on_default"),
    (drawn("begin -> x1", "f: x1 -> a if n", "x1 -> end", "a -> end", x1="h"), "x1", "default_unknown"),
    (drawn("begin -> x1", "f: x1 -> a if 1 +", "g: x1 -> end", "a -> end", x1="g"), "f", "bad_expression"),
    (drawn("begin -> x1", "f: x1 -> a if null", "g: x1 -> end", "a -> end", x1="g"), "f", "condition_not_boolean"),
    (drawn("begin -> x1", "f: x1 -> a if 3 + 4", "g: x1 -> end", "a -> end", x1="g"), "f", "condition_not_boolean"),
    (drawn("begin -> a", "a -> end", "a2 -> end"), "a2", "unreachable"),
    (drawn("begin -> a", "a -> b", "begin2 -> end"), "b", "dead_end"),
    (drawn("begin -> p1", "p1 -> a", "p1 -> b", "a -> end", "b -> end2"), "p1", "unstructured_fork"),
    (drawn("begin -> p1", "p1 -> a", "p1 -> b", "a -> x1", "b -> x1", "x1 -> end"), "p1", "wrong_join"),
    (drawn("begin -> p1", "p1 -> a", "p1 -> b", "a -> i1", "b -> i1", "i1 -> end"), "p1", "wrong_join"),
    (drawn("begin -> p1", "p1 -> a", "p1 -> b", "a -> c", "b -> c", "c -> end"), "p1", "unstructured_fork"),
    (
        drawn("begin -> x1", "g: x1 -> a", "f: x1 -> b if n", "a -> p1", "b -> p1", "p1 -> end", x1="g"),
        "p1",
        "unstructured_join",
    ),
    (
        drawn("begin -> x1", "f: x1 -> a if n", "g: x1 -> p1", "p1 -> a", "p1 -> b", "a -> p2", "b -> p2",
              "p2 -> end", x1="g"),
        "a",
        "jump_in",
    ),
    (
        drawn("begin -> p1", "p1 -> a", "p1 -> x1", "f: x1 -> a if n", "g: x1 -> b", "a -> p2", "b -> p2",
              "p2 -> end", x1="g"),
        "p1",
        "branches_meet",
    ),
    (
        drawn("begin -> i1", "f: i1 -> a if n", "g: i1 -> i2", "a -> i2", "i2 -> end", i1="g"),
        "g",
        "default_to_join",
    ),
    (drawn("begin -> p1", "p1 -> a", "a -> end"), "p1", "useless_gateway"),
    (
        drawn("begin -> p1", "p1 -> a", "p1 -> b", "a -> p2", "b -> p2", "p2 -> c", "p2 -> d", "c -> p3", "d -> p3",
              "p3 -> end"),
        "p2",
        "mixed_gateway",
    ),
    (
        drawn("begin -> x1", "x1 -> x2", "f: x2 -> x1 if n", "g: x2 -> end", x2="g"),
        "x1",
        "wait_free_loop",
    ),
    (
        drawn("begin -> a", "a -> end", "t -> b", "b -> a", more=timer("t", "a", "PT1H", interrupting=False)),
        "t",
        "side_path_meets",
    ),
    (
        drawn("begin -> a", "a -> end", "t -> b", "b -> end2",
              more=timer("t", "a", "R3/PT1H", "timeCycle", interrupting=False)),
        "t",
        "cycle_with_step",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("source", "name", "code"), WAYS)
def test_ways_that_cannot_run_are_refused_where_they_go_wrong(source: Bundle, name: str, code: str) -> None:
    assert (name, code) in problems(source)


def test_every_problem_is_told_at_once() -> None:
    source = raw(element("scriptTask", "s"), element("userTask", "t"), element("task", "u"))
    assert {("s", "script"), ("t", "no_who"), ("u", "untyped_task")} <= problems(source)


def test_a_document_type_is_refused_before_it_is_read() -> None:
    text = chain(1).files["process.bpmn"].decode()
    bomb = '<!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>' + text
    source = Bundle({"process.toml": TOML.encode(), "process.bpmn": bomb.encode()})
    assert (None, "doctype") in problems(source)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"<a", "bad_xml"), (b"<a/>", "not_bpmn"), (b"", "bad_xml"), (b"<a>" + b"x" * 2_000_001 + b"</a>", "too_large")],
)
def test_files_that_are_no_diagrams_are_refused(content: bytes, code: str) -> None:
    assert (None, code) in problems(Bundle({"process.toml": TOML.encode(), "process.bpmn": content}))


def test_an_external_entity_is_never_fetched() -> None:
    text = HEAD + '<bpmn:process id="main">&x;</bpmn:process></bpmn:definitions>'
    outside = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + text
    source = Bundle({"process.toml": TOML.encode(), "process.bpmn": outside.encode()})
    assert (None, "doctype") in problems(source)


def test_seven_parallel_blocks_in_a_row_are_too_much_to_foresee() -> None:
    lines, before = [], "begin"
    for block in range(7):
        opens, closes = f"p{block}0", f"p{block}1"
        steps = [f"s{block}_{n}" for n in range(3)]
        lines += [f"{before} -> {opens}", *(f"{opens} -> {s}" for s in steps), *(f"{s} -> {closes}" for s in steps)]
        before = closes
    assert ("main", "too_much_prediction") in problems(drawn(*lines, f"{before} -> end"))


def test_names_outside_the_form_are_refused_where_the_form_is_known() -> None:
    source = drawn("begin -> x1", "f: x1 -> a if amount > 3", "g: x1 -> end", "a -> end", x1="g")
    assert compile(source, fields={"amount"}).names == {"amount"}
    assert problems(source, fields={"price"}) == {("f", "unknown_name")}


def test_inputs_of_a_table_outside_the_form_are_refused_at_its_task() -> None:
    vocabulary = Bundle.read(Path(__file__).parent / "bundles" / "vocabulary")
    fields = {"price", "site", "needed_by", "responsible_departments", "keeper"}
    assert problems(vocabulary, fields=fields) == {("policy", "unknown_name")}


def test_effects_and_roles_that_the_program_does_not_have_are_refused() -> None:
    copy = element("serviceTask", "copy", extended('<ap:effect name="file_copy"/>'))
    lines = flows("begin -> a", "a -> copy", "copy -> end")
    source = bundle(process(start(), user("a", '<ap:who kind="role" role="boss"/>'), copy, end(), lines))
    assert problems(source, effects=set(), roles={"manager"}) == {("copy", "unknown_effect"), ("a", "unknown_role")}


@pytest.mark.parametrize(
    ("toml", "name", "code"),
    [
        ("[process", None, "bad_toml"),
        (TOML.replace('key = "main"', 'key = "other"'), "process.key", "no_main_process"),
        (TOML.replace('key = "main"', ""), "process.key", "missing_setting"),
        (TOML.replace(', zh_Hans = "测试"', ""), "process.title", "missing_setting"),
        (TOML.replace("{value = 3}", "{}"), "settings.limit", "missing_setting"),
        (TOML.replace("[settings]", 'withdraw_until = "z"\n[settings]'), "start.withdraw_until", "unknown_step"),
    ],
)
def test_process_toml_is_checked_too(toml: str, name: str | None, code: str) -> None:
    assert (name, code) in problems(bundle(process(start(), end(), flows("begin -> end")), toml=toml))


def test_processes_that_nobody_calls_are_refused() -> None:
    other = process(start("b2"), user("c"), end("e2"), flows("b2 -> c", "c -> e2"), name="other")
    main = process(start(), user("a"), end(), flows("begin -> a", "a -> end"))
    assert problems(bundle(main, other)) == {("other", "process_not_called")}


def test_ids_are_unique_in_the_whole_bundle() -> None:
    one = process(start(), element("callActivity", "k", calledElement="two"), end(), flows("begin -> k", "k -> end"))
    two = process(start("b2"), user("k"), end("e2"), flows("b2 -> k", "k -> e2"), name="two")
    files = bundle(one).files
    other = f"{HEAD}{two}</bpmn:definitions>".encode()
    assert ("k", "duplicate_id") in problems(Bundle({**files, "two.bpmn": other}))


@settings(max_examples=100, deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_a_diagram_whose_references_are_mixed_up_compiles_or_is_refused(seed: int) -> None:
    random = Random(seed)
    text = Drawing().bundle(Maker(random).block(3)).files["process.bpmn"].decode()
    for _ in range(random.randint(1, 3)):
        found = list(REFERENCE.finditer(text))
        place, other = random.choice(found), random.choice(found)
        text = text[: place.start(1)] + other[1] + text[place.end(1) :]
    source = Bundle({"process.toml": TOML.encode(), "process.bpmn": text.encode()})
    with suppress(Refused):
        assert compile(source).steps
