"""Every example of docs/feel.md holds."""

import re
from pathlib import Path

import pytest

from workflows.feel import evaluate, unary_test

PAGE = (Path(__file__).parents[3] / "docs" / "feel.md").read_text(encoding="utf-8")


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
