"""Lists, contexts, filters, paths, loops and functions (DMN 1.5, 10.3.2.4 to 10.3.2.10, 10.3.2.13)."""

import pytest

from workflows.feel import evaluate

SAME = [
    ("[1, 2, 3][2]", "2"),
    ("[1, 2, 3][-1]", "3"),
    ("[1, 2, 3][4]", "null"),
    ("[1, 2, 3][0]", "null"),
    ("[1, 2, 3][item > 1]", "[2, 3]"),
    ("[{a: 1, b: 2}, {a: 3, b: 4}][a = 3].b", "[4]"),
    ("[{item: 1}, {item: 2}][item = 2]", "[{item: 2}]"),
    ("[{a: 1}, {a: 2}].a", "[1, 2]"),
    ("100[1]", "100"),
    ("null[1]", "null"),
    ("for i in 1..3 return i * i", "[1, 4, 9]"),
    ("for i in 3..1 return i", "[3, 2, 1]"),
    ("for i in [1..3) return i", "[1, 2]"),
    ('for d in @"2026-02-28"..@"2026-03-01" return d.day', "[28, 1]"),
    ("for i in [1, 2], j in [i..2] return [i, j]", "[[1, 1], [1, 2], [2, 2]]"),
    ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"),
    ("for i in null return i", "null"),
    ("some i in [1, 2] satisfies i > 1", "true"),
    ("some i in [] satisfies i > 1", "false"),
    ("every i in [1, null] satisfies i > 0", "null"),
    ("{a: 1, b: a + 1}", "{a: 1, b: 2}"),
    ('{"a b": 1}.a b', "1"),
    ("(function(a, b) a - b)(b: 1, a: 3)", "2"),
    ("{f: function(n) if n < 2 then n else f(n - 1) + f(n - 2), r: f(10)}.r", "55"),
    ("(function(a: number) a)(\"x\")", "null"),
    ("(function(a) a)(1, 2)", "null"),
    ('@"2026-07-01".weekday', "3"),
    ('@"PT90M".hours', "1"),
    ("[1..5).end included", "false"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "expected"), SAME)
def test_value_is_that_of(expression: str, expected: str) -> None:
    assert evaluate(expression, {}) == evaluate(expected, {})
