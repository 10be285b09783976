"""Unary tests: the cells of decision tables (DMN 1.5, 7.3.3 and 10.3.1.2, rules 7 to 14)."""

import pytest

from workflows.feel import compile_unary, unary_test


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ("-", None, True),
        ("5", 5, True),
        ("< 5", 5, False),
        ("<= 5, > 100", 101, True),
        ("[1..5)", 5, False),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "c", True),
        ("null", None, True),
        ("not(null)", None, False),
        ("false", False, True),
        ("? > 3 and ? < 5", 4, True),
        ('contains(?, "x")', "axb", True),
        ("limit", 7, True),
        ("> limit - 1", 7, True),
        ("allowed", "b", True),
        ("limit = 7", "anything", True),
        ('< "a"', 5, False),
    ],
)
def test_cell_holds(test: str, value: object, expected: bool) -> None:
    assert unary_test(test, value, {"limit": 7, "allowed": ["a", "b"]}) is expected


def test_what_cannot_be_compared_is_null() -> None:
    assert compile_unary('< "a"').evaluate(5, {}) is None


def test_names_of_a_cell() -> None:
    assert compile_unary("> limit, ? in allowed").names == {"limit", "allowed"}
