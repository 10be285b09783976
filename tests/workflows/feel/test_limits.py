"""Whatever is written, an expression ends within its allowance of steps, depth and size."""

import pytest

from workflows.feel import FeelError, evaluate, limits

BOMBS = [
    ("for i in 1..1000000000 return i", {"list_too_long", "too_many_steps"}),
    ("some i in 1..1000000000 satisfies i < 0", {"too_many_steps"}),
    ("for i in 1..5000, j in 1..5000 return 1", {"list_too_long", "too_many_steps"}),
    ("every x in [1..5000] satisfies every y in [1..5000] satisfies true", {"too_many_steps"}),
    ("(" * 500 + "1" + ")" * 500, {"too_deep"}),
    ("[" * 500, {"too_deep"}),
    ("-" * 500 + "1", {"too_deep"}),
    ("a" + ".b" * 500, {"too_deep"}),
    ("1" + "+1" * 20_000, {"too_long"}),
    ("{f: function(x) f(x + 1), y: f(1)}.y", {"too_many_calls"}),
    ("{f: function(x) f(x) + f(x), y: f(1)}.y", {"too_many_calls", "too_many_steps"}),
    ('for i in 1..50 return if i = 1 then "aaaaaaaaaa" else partial[-1] + partial[-1]', {"text_too_long"}),
    ('string join(for i in 1..20000 return "aaaaaaaaaa", ", ")', {"text_too_long"}),
    ("for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]]", {"too_many_steps"}),
    ("for i in 1..300 return if i = 1 then [1] else [partial[-1]]", {"too_deep"}),
    ("{x: for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]], y: x = x}.y", {"too_many_steps"}),
    ("distinct values(for i in 1..5000 return i)", {"too_many_steps"}),
    ('replace("' + "a" * 9000 + '", "a", "' + "b" * 900 + '")', {"text_too_long"}),
]


@pytest.mark.parametrize(("expression", "codes"), BOMBS)
def test_bomb_is_refused(expression: str, codes: set[str]) -> None:
    with pytest.raises(FeelError) as caught:
        evaluate(expression, {})
    assert caught.value.code in codes


@pytest.mark.parametrize(
    "expression",
    [
        "(10 ** 10) ** (10 ** 10)",
        "10 ** (10 ** 10)",
        "exp(10 ** 10)",
        "1e6000 * 1e6000",
        '@"P999999999D" + @"P1D"',
        '@"9999-12-31" + @"P1D"',
        "decimal(1, 10 ** 9)",
        '@"0001-01-01" - @"P400Y"',
    ],
)
def test_what_is_too_large_is_null(expression: str) -> None:
    assert evaluate(expression, {}) is None


@pytest.mark.parametrize(
    "pattern", ["(a+)+$b", "(a*)*(a*)*(a*)*b", "(a|aa)+$b", "((((a{10}){10}){10}){10}){10}", "(.*)*x"]
)
def test_patterns_cannot_hang(pattern: str) -> None:
    assert evaluate(f'matches("{"a" * 5000}", "{pattern}")', {}) in (False, None)


def test_allowance_is_fresh_for_every_evaluation() -> None:
    for _ in range(3):
        assert evaluate("count(for i in 1..50000 return i)", {}) == 50_000
    assert not limits.NOW.running
