"""Decision tables (DMN 1.5, clause 8)."""

from decimal import Decimal

import pytest

from tests.workflows.dmn.build import decision, given, model, table
from workflows.dmn import Decision, load

ROWS = ('>= 10 | "low"', '>= 10 | "high"', '< 5 | "low"', '>= 100 | "low"')


def decide(policy: str, outputs: list[str], x: object, *rows: str) -> Decision:
    return load(model(given("x"), decision("d", table(policy, ["x"], outputs, *rows), "#in_x"))).evaluate("d", {"x": x})


@pytest.mark.parametrize(
    ("policy", "x", "value", "matched"),
    [
        ("UNIQUE", 1, "low", (3,)),
        ("UNIQUE", 20, None, (1, 2)),
        ("FIRST", 20, "low", (1,)),
        ("ANY", 20, None, (1, 2)),
        ("PRIORITY", 20, "high", (1, 2)),
        ("RULE ORDER", 20, ["low", "high"], (1, 2)),
        ("OUTPUT ORDER", 100, ["high", "low", "low"], (1, 2, 4)),
        ("COLLECT", 100, ["low", "high", "low"], (1, 2, 4)),
        ("COLLECT+COUNT", 100, 3, (1, 2, 4)),
        ("COLLECT+MIN", 20, "high", (1, 2)),
        ("UNIQUE", 7, None, ()),
        ("COLLECT", 7, [], ()),
        ("COLLECT+COUNT", 7, 0, ()),
    ],
)
def test_hit_policy(policy: str, x: int, value: object, matched: tuple[int, ...]) -> None:
    made = decide(policy, ['o:"high", "low"'], x, *ROWS)
    assert (made.value, made.matched) == (value, matched)


def test_any_takes_what_all_rows_say() -> None:
    made = decide("ANY", ["o"], 20, "> 1 | 5", "> 2 | 5")
    assert (made.value, made.matched) == (5, (1, 2))


@pytest.mark.parametrize(("aggregation", "value"), [("SUM", 6), ("MIN", 1), ("MAX", 3), ("COUNT", 3)])
def test_aggregation(aggregation: str, value: int) -> None:
    assert decide(f"COLLECT+{aggregation}", ["o"], 1, "- | 1", "- | 2", "- | 3").value == value


def test_several_outputs_make_a_context() -> None:
    made = decide("UNIQUE", ["days", "who"], 3, '> 1 | x * 2 | "manager"')
    assert made.value == {"days": Decimal(6), "who": "manager"}


def test_inputs_are_told() -> None:
    assert decide("UNIQUE", ["o"], 3, "- | 1").inputs == {"x": Decimal(3)}


def test_rows_that_disagree_are_named() -> None:
    (fault,) = decide("UNIQUE", ["o"], 20, *ROWS).faults
    assert (fault.element, fault.code, fault.params) == ("t", "several_rules", {"rows": "1, 2"})
