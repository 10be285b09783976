"""Arbitrary text gives a value or a FeelError, never anything else."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.feel import FeelError, evaluate, unary_test
from workflows.feel.functions import CATALOGUE

PIECES = st.sampled_from(
    [
        "1",
        "0",
        "-1",
        "1.5",
        "null",
        "true",
        '"a"',
        '"(["',
        "a",
        "b c",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        ":",
        ",",
        ".",
        "..",
        "+",
        "-",
        "*",
        "/",
        "**",
        "<",
        "<=",
        "=",
        "!=",
        " and ",
        " or ",
        " in ",
        " between ",
        "if ",
        " then ",
        " else ",
        "for ",
        " return ",
        "some ",
        " satisfies ",
        "function(",
        " instance of ",
        "number",
        "list<",
        ">",
        "?",
        '@"P1D"',
        '@"P1Y"',
        '@"2026-01-01"',
        '@"10:00:00Z"',
        '@"2026-01-01T10:00:00@Asia/Shanghai"',
        "[1..5]",
        "(< 5)",
        "not(",
        "item",
        "1e6000",
        "partial",
        "//",
        "/*",
        "\\",
        "\n",
        *(f"{name}(" for name in CATALOGUE),
    ]
)
CONTEXT = {"a": [1, 2.5, {"x": None}], "b c": "text", "x": {"y": float("inf")}}


def survives(text: str) -> None:
    for attempt in (lambda: evaluate(text, CONTEXT), lambda: unary_test(text, 3, CONTEXT)):
        with suppress(FeelError):
            attempt()


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text(text: str) -> None:
    survives(text)


@given(st.lists(PIECES, max_size=14).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_run_of_feel_words(text: str) -> None:
    survives(text)


VALUES = st.sampled_from(
    [
        "null",
        "0",
        "-1",
        "1.5",
        "1e6000",
        '""',
        '"a"',
        "true",
        "[]",
        "[1, 2]",
        "[null]",
        "{}",
        "{a: 1}",
        '@"P1D"',
        '@"-P1Y"',
        '@"0001-01-01"',
        '@"9999-12-31"',
        '@"10:00:00"',
        '@"9999-12-31T23:59:59Z"',
        '@"0001-01-01T00:00:00+14:00"',
        "[1..5]",
        "(< 5)",
        "(null..5]",
        "function(x, y) x",
        "function(x) x",
    ]
)


@given(st.sampled_from(sorted(CATALOGUE)), st.lists(VALUES, max_size=4))
@settings(max_examples=400, deadline=None)
def test_any_function_of_any_values(name: str, arguments: list[str]) -> None:
    survives(f"{name}({', '.join(arguments)})")


@given(VALUES, st.sampled_from(["+", "-", "*", "/", "**", "<", "=", "in", "and", "between 1 and"]), VALUES)
@settings(max_examples=300, deadline=None)
def test_any_operator_on_any_values(one: str, operator: str, other: str) -> None:
    survives(f"{one} {operator} {other}")
