"""Every example of docs/feel.md holds."""

import re
from pathlib import Path

import pytest

from workflows.feel import evaluate, unary_test
from workflows.feel.functions.catalogue import CATALOGUE

PAGE = (Path(__file__).parents[3] / "docs" / "feel.md").read_text(encoding="utf-8")

CHINESE = re.compile(r"[\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]{5,}")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


FORM = evaluate(blocks("feel-context")[0], {})
EXAMPLES = [line.split(" ⟶ ") for block in blocks("feel") for line in block.splitlines()]
CELLS = [re.split(" ⟵ | ⟶ ", line) for block in blocks("feel-cells") for line in block.splitlines()]


@pytest.mark.parametrize(("expression", "expected"), EXAMPLES)
def test_example_gives(expression: str, expected: str) -> None:
    assert evaluate(expression, FORM) == evaluate(expected, {})


@pytest.mark.parametrize(("cell", "value", "expected"), CELLS)
def test_cell_holds(cell: str, value: str, expected: str) -> None:
    assert unary_test(cell, evaluate(value, {}), FORM) is (expected == "true")


def test_the_page_is_in_both_languages() -> None:
    headings = re.findall(r"^#+ (.*)$", PAGE, re.MULTILINE)
    assert all(re.search(r"[A-Z]", heading) and re.search(r"[\u4e00-\u9fff]", heading) for heading in headings)


def one_sided(page: str) -> list[str]:
    """Sections whose prose is in one language only."""
    prose = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
    sections = [one.partition("\n") for one in re.split(r"^#+ ", prose, flags=re.MULTILINE) if one.strip()]
    told = [(title, text) for title, _, text in sections if text.strip()]
    return [title for title, text in told if not (re.search(r"[a-z]+ [a-z]+ [a-z]+", text) and CHINESE.search(text))]


def test_every_section_is_told_in_both_languages() -> None:
    assert one_sided(PAGE) == []


def test_a_section_in_one_language_is_seen() -> None:
    assert one_sided("# One · 一\nonly in english here\n# Two · 二\nit is said twice 兩種語言都說了一遍") == [
        "One · 一"
    ]


def test_functions_that_are_named_exist() -> None:
    table = PAGE.split("| Function · 函數")[1].split("\n\n")[0]
    named = re.findall(r"`([a-z ]+)`", table)
    assert len(named) > 25
    assert [name for name in named if name not in CATALOGUE] == []
