"""Lists of lines as plain form posts: copied, moved, removed; small enough at 500 lines; faults lead to the next."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.webapp.views.conftest import CONTACT, START, Browser

Browsers = Callable[[str], Browser]
TWO = {"tools.0.code": "T-001", "tools.0.quantity": "1", "tools.1.code": "C-001", "tools.1.quantity": "2"}
BYTES_A_LINE = 2_000


def _codes(text: str, name: str = "tools") -> list[str]:
    return re.findall(rf'name="{name}\.\d+\.code" value="([^"]+)"', text)


def _pressed(person: Browser, **fields: str) -> str:
    person.get(START)
    answer = person.post(START, {**CONTACT, **TWO, **fields})
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    ("move", "line", "codes"),
    [
        ("copy", "1", ["T-001", "T-001", "C-001"]),
        ("up", "2", ["C-001", "T-001"]),
        ("up", "1", ["T-001", "C-001"]),
        ("down", "1", ["C-001", "T-001"]),
        ("down", "2", ["T-001", "C-001"]),
        ("drop", "1", ["C-001"]),
        ("drop", "9", ["T-001", "C-001"]),
        ("drop", "x", ["T-001", "C-001"]),
        ("burn", "1", ["T-001", "C-001"]),
    ],
)
def test_lines_are_copied_moved_and_removed_without_script(
    browser: Browsers, move: str, line: str, codes: list[str]
) -> None:
    text = _pressed(browser("site.staff"), **{"_move": f"{move}.tools", "_line.tools": line})
    assert _codes(text) == codes
    assert _codes(text, "spare_parts") == ["S-001"]


def test_a_copied_line_is_a_line_of_its_own(browser: Browsers) -> None:
    person = browser("site.staff")
    person.get(START)
    saved = person.post(START, {**CONTACT, **TWO, "_action_id": "a", "_action": "save"})
    text = person.get(saved.headers["Location"])
    known = re.findall(r'name="tools\.\d\.id" value="(\w+)"', text)
    fields = {f"tools.{index}.id": one for index, one in enumerate(known)}
    answer = person.post(saved.headers["Location"], {**TWO, **fields, "_move": "copy.tools", "_line.tools": "1"})
    assert re.findall(r'name="tools\.\d\.id" value="(\w*)"', answer.text) == [known[0], "", known[1]]


def test_each_faulty_line_leads_to_the_next(browser: Browsers) -> None:
    person = browser("site.staff")
    person.get(START)
    lines = {f"tools.{index}.quantity": "1" if index % 2 else "x" for index in range(6)}
    codes = {f"tools.{index}.code": "T-001" for index in range(6)}
    text = person.post(START, {**CONTACT, **lines, **codes, "_action": "submit"}).text
    assert "3 lines to put right" in text
    assert re.findall(r'class="next-fault" href="#([^"]+)"', text) == ["f-tools-2-quantity", "f-tools-4-quantity"]
    assert 'id="f-tools-4-quantity"' in text


def test_the_last_part_of_a_form_may_bring_a_stray_line_break(browser: Browsers) -> None:
    person = browser("site.staff")
    person.get(START)
    assert person.post(START, {**CONTACT, "_action_id": "a", "_action": "submit\r"}).status_code == 302


def test_500_lines_are_a_page_of_bearable_size(browser: Browsers) -> None:
    person = browser("site.staff")
    person.get(START)
    lines = {f"tools.{index}.code": "T-001" for index in range(500)}
    text = person.post(START, {**CONTACT, **lines}).text
    assert len(_codes(text)) == 500
    assert len(text) < 500 * BYTES_A_LINE + 60_000
