"""Requirement graphs, boxed expressions, knowledge models, services and imports (DMN 1.5, clauses 6 and 10)."""

import pytest

from tests.workflows.dmn.build import decision, given, literal, model
from workflows.dmn import DmnError, load
from workflows.feel import FeelError

KNOWLEDGE = (
    '<businessKnowledgeModel id="b_double" name="double"><variable name="double"/><encapsulatedLogic>'
    '<formalParameter name="n" typeRef="number"/>' + literal("n * 2") + "</encapsulatedLogic></businessKnowledgeModel>"
)
SERVICE = (
    '<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#d_b"/><inputDecision href="#d_a"/>'
    "</decisionService>"
)


def evaluate(logic: str, context: dict[str, object] | None = None) -> object:
    return (
        load(model(given("x"), KNOWLEDGE, decision("d", logic, "#in_x", "#b_double")))
        .evaluate("d", context or {})
        .value
    )


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        (literal("double(x) + 1"), 11),
        (literal('double("a")'), None),
        (
            f'<context><contextEntry><variable name="a b"/>{literal("x + 1")}</contextEntry>'
            f"<contextEntry>{literal('a b * 2')}</contextEntry></context>",
            12,
        ),
        (f"<list>{literal('x')}{literal('1')}</list>", [5, 1]),
        (
            f'<relation><column name="a"/><column name="b"/><row>{literal("1")}{literal("x")}</row></relation>',
            [{"a": 1, "b": 5}],
        ),
        (f'<invocation>{literal("double")}<binding><parameter name="n"/>{literal("x")}</binding></invocation>', 10),
        (
            f"<conditional><if>{literal('x > 3')}</if><then>{literal('1')}</then>"
            f"<else>{literal('2')}</else></conditional>",
            1,
        ),
        (f'<for iteratorVariable="i"><in>{literal("[1, 2]")}</in><return>{literal("i * x")}</return></for>', [5, 10]),
        (
            f'<some iteratorVariable="i"><in>{literal("[1, 9]")}</in><satisfies>{literal("i > x")}</satisfies></some>',
            True,
        ),
        (
            f'<every iteratorVariable="i"><in>{literal("[1, 9]")}</in>'
            f"<satisfies>{literal('i > x')}</satisfies></every>",
            False,
        ),
        (f"<filter><in>{literal('[1, 9]')}</in><match>{literal('item > x')}</match></filter>", [9]),
    ],
)
def test_boxed_expression(logic: str, expected: object) -> None:
    assert evaluate(logic, {"x": 5}) == expected


def test_a_decision_sees_only_what_it_requires() -> None:
    xml = model(given("x", "y"), decision("a", literal("x"), "#in_x"), decision("b", literal("[a, x, y]"), "#d_a"))
    assert load(xml).evaluate("b", {"x": 1, "y": 2}).value == [1, None, None]


def test_inputs_are_those_of_the_whole_graph() -> None:
    xml = model(
        given("x", "y", "z"), decision("a", literal("x"), "#in_x"), decision("b", literal("a + y"), "#d_a", "#in_y")
    )
    found = load(xml)
    assert found.inputs("b") == {"x", "y"}
    assert found.decisions == {"d_a": "a", "d_b": "b"}


def test_a_value_of_the_wrong_type_is_null() -> None:
    xml = model(given("x", kind="number"), decision("d", literal("x"), "#in_x", kind="string"))
    assert load(xml).evaluate("d", {"x": 1}).value is None


def test_allowed_values_hold_for_input() -> None:
    allowed = '<allowedValues><text>"a", "b"</text></allowedValues>'
    kind = f'<itemDefinition name="t"><typeRef>string</typeRef>{allowed}</itemDefinition>'
    found = load(model(kind, given("x", kind="t"), decision("d", literal("x"), "#in_x")))
    assert found.evaluate("d", {"x": "a"}).value == "a"
    assert found.evaluate("d", {"x": "c"}).value is None


def test_a_service_takes_its_input_decisions_from_the_context() -> None:
    xml = model(decision("a", literal("1")), decision("b", literal("a + 1"), "#d_a"), SERVICE)
    found = load(xml)
    assert found.evaluate("b", {}).value == 2
    assert found.evaluate("b", {"a": 10}, service="s").value == 11


def test_a_service_can_be_called() -> None:
    call = decision("c", literal("s(4)"), "#s")
    xml = model(decision("a", literal("1")), decision("b", literal("a + 1"), "#d_a"), SERVICE, call)
    assert load(xml).evaluate("c", {}).value == 5


def test_imported_elements_are_read_under_the_imports_name() -> None:
    other = model(given("x"), decision("a", literal("x + 1"), "#in_x"), namespace="urn:other")
    wanted = (
        '<import name="other model" namespace="urn:other" importType="http://www.omg.org/spec/DMN/20180521/MODEL/"/>'
    )
    xml = model(wanted, decision("b", literal("other model.a * 2"), "urn:other#d_a"))
    assert load(xml, imports={"urn:other": other}).evaluate("b", {"x": 2}).value == 6


def test_a_faulty_expression_spoils_only_its_own_decision() -> None:
    found = load(model(decision("a", literal("1 +")), decision("b", literal("2"))))
    assert found.evaluate("b", {}).value == 2
    made = found.evaluate("a", {})
    assert made.value is None
    assert [fault.code for fault in made.faults] == ["unexpected_end"]


def test_decisions_that_require_each_other_are_refused() -> None:
    found = load(model(decision("a", literal("b"), "#d_b"), decision("b", literal("a"), "#d_a")))
    with pytest.raises(DmnError, match="requires itself"):
        found.evaluate("a", {})


def test_one_allowance_holds_for_all_decisions_together() -> None:
    loop = literal("count(for i in 1..60000 return i)")
    names = [f"n{number}" for number in range(10)]
    parts = [decision(name, loop) for name in names]
    with pytest.raises(FeelError, match="steps"):
        load(model(*parts, decision("all", literal("1 + n0"), *(f"#d_{name}" for name in names)))).evaluate("all", {})


def test_an_unknown_decision_is_told() -> None:
    with pytest.raises(DmnError, match="no decision nothing"):
        load(model()).evaluate("nothing", {})
