"""Faults have a code, a position and a sentence."""

import pytest

from workflows.feel import FeelError, compile, compile_unary, evaluate


@pytest.mark.parametrize(
    ("expression", "code", "position"),
    [
        ("", "empty", None),
        ("1 +", "unexpected_end", (1, 4)),
        ("1 +\n  * 2", "unexpected", (2, 3)),
        ("a b)", "unexpected", (1, 4)),
        ('"abc', "unclosed_string", (1, 1)),
        ("1 /* x", "unclosed_comment", (1, 3)),
        ("a # b", "bad_character", (1, 3)),
        ("if a then b", "unexpected_end", (1, 12)),
        ("{a: 1, a: 2}", "duplicate_key", (1, 8)),
        ('@"soon"', "bad_literal", (1, 1)),
        ("1 instance of tSomething", "unknown_type", (1, 15)),
        ("1e99999", "bad_number", (1, 1)),
        ("[1, 2", "unexpected_end", (1, 6)),
    ],
)
def test_fault_has_code_and_position(expression: str, code: str, position: tuple[int, int] | None) -> None:
    with pytest.raises(FeelError) as caught:
        compile(expression)
    assert (caught.value.code, caught.value.position) == (code, position)


def test_fault_is_a_sentence() -> None:
    with pytest.raises(FeelError, match=r"line 1, column 4: the expression ends too early; a value is missing"):
        compile("1 +")


def test_unary_tests_have_faults_too() -> None:
    with pytest.raises(FeelError, match="column 1"):
        compile_unary("/")


def test_foreign_values_are_refused() -> None:
    with pytest.raises(FeelError, match="object is not a FEEL value"):
        evaluate("a", {"a": object()})
