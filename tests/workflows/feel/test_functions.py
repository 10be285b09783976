"""The built-in functions (DMN 1.5, 10.3.4)."""

import pytest

from workflows.feel import evaluate
from workflows.feel.functions import CATALOGUE

SAME = [
    # 10.3.4.1 conversion
    ('date("2026-02-30")', "null"),
    ('date(2026, 2, 28)', '@"2026-02-28"'),
    ('date and time("2026-01-01T24:00:00")', '@"2026-01-02T00:00:00"'),
    ('date and time(@"2026-01-01", @"10:00:00")', '@"2026-01-01T10:00:00"'),
    ('time(10, 30, 0, duration("PT8H"))', '@"10:30:00+08:00"'),
    ('number("1 000,5", " ", ",")', "1000.5"),
    ('number("x")', "null"),
    ("string(1.10)", '"1.10"'),
    ('string({a: [1, "x"]})', '"{a: [1, \\"x\\"]}"'),
    ('string(@"2026-01-01T10:00:00.50@Asia/Shanghai")', '"2026-01-01T10:00:00.5@Asia/Shanghai"'),
    ('duration("P1DT25H")', '@"P2DT1H"'),
    ('years and months duration(@"2024-02-29", @"2026-02-28")', '@"P1Y11M"'),
    ('range("[1..3]")', "[1..3]"),
    ('range("[3..1]")', "null"),
    # 10.3.4.3 texts
    ('substring("foobar", 3, 3)', '"oba"'),
    ('substring("foobar", -2)', '"ar"'),
    ('substring before("foobar", "bar")', '"foo"'),
    ('substring after("foobar", "x")', '""'),
    ('split("a;b;;", ";")', '["a", "b", "", ""]'),
    ('string join(["a", null, "c"], "-")', '"a-c"'),
    ('string length("🐎a")', "2"),
    # 10.3.4.4 lists
    ("sum(1, 2, 3)", "6"),
    ("sum([])", "null"),
    ('min(["b", "a"])', '"a"'),
    ("mean([1, 2, 3, 4])", "2.5"),
    ("median([6, 1, 2, 3])", "2.5"),
    ("mode([6, 3, 9, 6, 3])", "[3, 6]"),
    ("stddev([2, 4, 7, 5]) > 2.08", "true"),
    ("all([true, null])", "null"),
    ("any([true, null])", "true"),
    ("append([1], 2, 3)", "[1, 2, 3]"),
    ("concatenate([1], [2, 3])", "[1, 2, 3]"),
    ("concatenate([[1]])", "[[1]]"),
    ("insert before([1, 3], 2, 2)", "[1, 2, 3]"),
    ("remove([1, 2, 3], -1)", "[1, 2]"),
    ("list replace([1, 2], function(item, newItem) item < newItem, 2)", "[2, 2]"),
    ("sublist([1, 2, 3], 2)", "[2, 3]"),
    ("union([1, 2], [2, 3])", "[1, 2, 3]"),
    ("distinct values([1, 1.0, null, null])", "[1, null]"),
    ("flatten([[1, [2]], 3])", "[1, 2, 3]"),
    ("index of([1, 2, 1], 1)", "[1, 3]"),
    ("sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]"),
    # 10.3.4.5 numbers
    ("decimal(1.115, 2)", "1.12"),
    ("decimal(2.5, 0)", "2"),
    ("floor(-1.5)", "-2"),
    ("ceiling(1.21, 1)", "1.3"),
    ("round up(-5.01, 1)", "-5.1"),
    ("round half up(-2.5, 0)", "-3"),
    ("round half down(2.5, 0)", "2"),
    ("round down(1234, -2)", "1200"),
    ("modulo(-12, 5)", "3"),
    ("sqrt(16)", "4"),
    ("log(-1)", "null"),
    ("odd(-3)", "true"),
    ("abs(-1)", "1"),
    # 10.3.4.7 ranges
    ("before([1..5], (5..9])", "true"),
    ("meets([1..5], [5..9])", "true"),
    ("overlaps([1..5], [5..9])", "true"),
    ("includes([1..5], 5)", "true"),
    ("during((1..5), [1..5])", "true"),
    # 10.3.4.8, 10.3.4.10 dates
    ('day of week(@"2026-07-01")', '"Wednesday"'),
    ('month of year(@"2026-07-01")', '"July"'),
    ('week of year(@"2026-01-01")', "1"),
    ('day of year(@"2024-12-31")', "366"),
    ('last day of month(@"2024-02-03")', "29"),
    # 10.3.4.2, 10.3.4.11 contexts
    ('get value({a: {b: 1}}, ["a", "b"])', "1"),
    ('context put({a: 1}, "b", 2)', "{a: 1, b: 2}"),
    ("context merge([{a: 1}, {a: 2}])", "{a: 2}"),
    ('context([{key: "a", value: 1}])', "{a: 1}"),
    ('is(@"10:00:00Z", @"11:00:00+01:00")', "false"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "expected"), SAME)
def test_value_is_that_of(expression: str, expected: str) -> None:
    assert evaluate(expression, {}) == evaluate(expected, {})


@pytest.mark.parametrize("name", sorted(set(CATALOGUE) - {"now", "today"}))
def test_function_called_wrongly_is_null(name: str) -> None:
    assert evaluate(f"{name}(nosuchname: 1)", {}) is None


def test_now_and_today_are_moments() -> None:
    assert evaluate("now() instance of date and time and today() instance of date", {}) is True
