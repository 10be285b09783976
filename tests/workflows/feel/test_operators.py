"""Literals, names and operators (DMN 1.5, 10.3.1.2 and 10.3.2.11 to 10.3.2.15)."""

from decimal import Decimal, getcontext

import pytest

from workflows.feel import YearsMonths, evaluate

SAME = [
    # arithmetic, 10.3.2.11 to 10.3.2.14
    ("1 + 2 * 3", "7"),
    ("(1 + 2) * 3", "9"),
    ("10 - 2 - 3", "5"),
    ("2 ** 3 ** 2", "64"),
    ("-3 ** 2", "9"),
    ("1 / 3 * 3 = 1", "false"),
    ("0.1 + 0.2", "0.3"),
    ("1 / 0", "null"),
    ("1.5e3", "1500"),
    ('"a" + "b"', '"ab"'),
    ('1 + "b"', "null"),
    ('@"2026-01-31" + @"P1M"', '@"2026-02-28"'),
    ('@"2026-03-01" - @"2026-02-27"', '@"P2D"'),
    ('@"10:00:00" + @"PT15H"', '@"01:00:00"'),
    ('@"2026-03-01T10:00:00+08:00" - @"2026-03-01T02:00:00Z"', '@"PT0S"'),
    ('@"P1Y" / @"P3M"', "4"),
    ('@"P1D" * 1.5', '@"PT36H"'),
    # comparison, 10.3.2.15
    ("1 = 1.00", "true"),
    ('1 = "1"', "null"),
    ("null = null", "true"),
    ("1 != null", "true"),
    ('"a" < "b"', "true"),
    ('1 < "b"', "null"),
    ("null < 1", "null"),
    ('@"10:00:00Z" < @"10:00:00"', "null"),
    ("5 between 1 and 10 and true", "true"),
    ("5 in [1..5)", "false"),
    ("5 in ]4..5]", "true"),
    ("5 in (< 3, 5)", "true"),
    ('"b" in ["a", "b"]', "true"),
    # three-valued logic, 10.3.2.10
    ("true and null", "null"),
    ("false and null", "false"),
    ("true or null", "true"),
    ("false or null", "null"),
    ("not(null)", "null"),
    ("1 and true", "null"),
    # if
    ("if null then 1 else 2", "2"),
    ("if 5 > 3 then 1 else 2", "1"),
    # comments
    ("1 /* one */ + // two\n 2", "3"),
    # instance of, 10.3.2.3
    ("[1, 2] instance of list<number>", "true"),
    ('[1, "a"] instance of list<number>', "false"),
    ("{a: 1} instance of context<a: number>", "true"),
    ("[1..5] instance of range<number>", "true"),
    ('@"P1Y" instance of years and months duration', "true"),
    ('@"2026-01-01" instance of date and time', "false"),
    ("null instance of Any", "false"),
]


@pytest.mark.parametrize(("expression", "expected"), SAME)
def test_value_is_that_of(expression: str, expected: str) -> None:
    assert evaluate(expression, {}) == evaluate(expected, {})
    assert type(evaluate(expression, {})) is type(evaluate(expected, {}))


def test_numbers_have_34_digits_rounded_half_even() -> None:
    assert evaluate("2 / 3", {}) == Decimal("0." + "6" * 33 + "7")
    assert evaluate("1000000000000000000000000000000000.5 + 0", {}) == Decimal("1000000000000000000000000000000000")


def test_numbers_leave_the_threads_decimal_context_alone() -> None:
    before = getcontext().copy()
    evaluate("1 / 3 + 10 ** 6000", {})
    assert getcontext().prec == before.prec
    assert getcontext().flags == before.flags


def test_float_and_int_of_a_caller_become_decimals() -> None:
    assert evaluate("a + b", {"a": 0.1, "b": 2}) == Decimal("2.1")
    assert evaluate("a", {"a": float("nan")}) is None


def test_years_and_months_duration_has_its_own_type() -> None:
    assert evaluate('duration("P14M")', {}) == YearsMonths(14)
    assert str(evaluate('duration("-P14M")', {})) == "-P1Y2M"
