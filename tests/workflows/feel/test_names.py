"""Names with spaces and signs, and which names an expression reads."""

from decimal import Decimal

import pytest

from workflows.feel import compile, evaluate


@pytest.mark.parametrize(
    ("expression", "context", "expected"),
    [
        ("monthly payment * 12", {"monthly payment": 10}, 120),
        ("monthly-payment * 12", {"monthly-payment": 10}, 120),
        ("a - b", {"a": 5, "b": 3, "a-b": 99}, 2),
        ("a-b", {"a": 5, "b": 3, "a-b": 99}, 99),
        ("Person's age", {"Person's age": 4}, 4),
        ("part and place", {"part and place": 7}, 7),
        ("tool list[1].unit price", {"tool list": [{"unit price": 3}]}, 3),
        ("數量 + 1", {"數量": 2}, 3),
        ("🐎 + 1", {"🐎": 2}, 3),
        ("for my item in [1, 2] return my item + 1", {}, [2, 3]),
        ("{first value: 2, second: first value + 1}.second", {}, 3),
        ("date and time", {"date and time": 1}, 1),
        ("count", {"count": 5}, 5),
        ("count([1, 2])", {"count": 5}, 2),
    ],
)
def test_name_is_found(expression: str, context: dict[str, object], expected: object) -> None:
    assert evaluate(expression, context) == expected


def test_names_and_paths_read() -> None:
    found = compile("steps.purchase.data.cannot_buy = true and count(tools[quantity > limit]) > settings.max")
    assert found.names == {"steps", "tools", "quantity", "limit", "settings"}
    assert found.row_names == {"quantity", "limit"}
    assert found.paths >= {"steps.purchase.data.cannot_buy", "tools", "settings.max"}
    assert "steps" not in found.paths


@pytest.mark.parametrize(
    "expression",
    [
        "for x in [1] return x",
        "{a: 1, b: a}.b",
        "function(y) y",
        "some z in [1] satisfies z > 0",
        "sum([1])",
        "[1][item > 0]",
    ],
)
def test_bound_and_built_in_names_are_not_free(expression: str) -> None:
    assert compile(expression).names == frozenset()


def test_a_name_that_is_not_there_is_null() -> None:
    assert evaluate("nothing.at.all", {}) is None


def test_compiled_expressions_are_kept() -> None:
    assert compile("a + 1") is compile("a + 1")
    assert compile("a + 1").evaluate({"a": Decimal(1)}) == 2
