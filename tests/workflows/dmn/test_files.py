"""Files from strangers, and the strict check before publishing."""

import pytest

from tests.workflows.dmn.build import decision, given, literal, model, table
from workflows.dmn import DmnError, check, load, xml


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_xml"),
        (b"<definitions", "not_xml"),
        (b"<definitions/>", "not_dmn"),
        (b"<!DOCTYPE x><definitions/>", "doctype"),
        (b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d>&e;</d>', "doctype"),
        (b"\x00\xff\xfe", "not_xml"),
    ],
)
def test_file_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(DmnError) as caught:
        load(content)
    assert caught.value.code == code
    assert [problem.code for problem in check(content)] == [code]


def test_a_giant_is_refused_unread() -> None:
    with pytest.raises(DmnError, match="larger than"):
        load(b" " * (xml.LARGEST + 1))


@pytest.mark.parametrize(
    ("parts", "element", "code"),
    [
        ([decision("d", literal("1 +"))], "d_d", "unexpected_end"),
        ([decision("d", literal("x"))], "d_d", "unknown_name"),
        ([decision("d", literal("1"), kind="tNothing")], "d_d", "unknown_type"),
        ([decision("d", literal("1"), "#in_nothing")], "d_d", "missing_element"),
        ([decision("d", literal("d"), "#d_d")], "d_d", "requires_itself"),
        ([decision("d", "")], "d_d", "no_logic"),
        ([given("x"), decision("d", table("UNIQUE", ["x"], ["o"], "1 | 2 | 3"), "#in_x")], "row1", "cells"),
        ([given("x"), decision("d", table("SOME", ["x"], ["o"], "1 | 2"), "#in_x")], "t", "unknown_policy"),
        ([given("x"), decision("d", table("UNIQUE", ["x"], ["o"], "< | 2"), "#in_x")], "row1", "unexpected_end"),
        (['<import name="o" namespace="urn:o" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'], "o",
         "missing_import"),
    ],
)  # fmt: skip
def test_problem_is_told_at_its_element(parts: list[str], element: str, code: str) -> None:
    assert (element, code) in [(problem.element, problem.code) for problem in check(model(*parts))]


def test_a_sound_model_has_no_problems() -> None:
    rows = table("UNIQUE", ["x"], ["o"], "< 5 | 1", ">= 5 | x")
    assert check(model(given("x"), decision("d", rows, "#in_x"))) == []
