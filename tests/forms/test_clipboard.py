"""Tables as spreadsheets copy them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.kit import read_table, write_table

CELLS = st.text(alphabet=st.sampled_from('ab"\t\n,;=變１ '), max_size=8)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=6)


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("", []),
        ("a", [["a"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\t\n\tb", [["a", ""], ["", "b"]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
        ('"two\nlines"\tb\n', [["two\nlines", "b"]]),
        ('"a\tb"\tc', [["a\tb", "c"]]),
        ('"say ""so"""\tb', [['say "so"', "b"]]),
        ('5" nut\t3/4"\n', [['5" nut', '3/4"']]),
        ('"open\tb\nc', [['"open', "b"], ["c"]]),
        ("a\rb", [["a"], ["b"]]),
    ],
)
def test_cells_are_read_as_they_were_copied(text: str, table: list[list[str]]) -> None:
    assert read_table(text) == table


@given(TABLES)
def test_what_is_written_is_read_again(table: list[list[str]]) -> None:
    assert read_table(write_table(table)) == table


@given(st.text(alphabet=st.sampled_from('a"\t\r\n'), max_size=40))
def test_any_text_is_a_table_and_no_character_of_a_word_is_lost(text: str) -> None:
    assert "".join("".join(row) for row in read_table(text)).count("a") == text.count("a")


def test_a_megabyte_of_open_quotes_is_read_in_no_time() -> None:
    assert len(read_table('"a\t' * 300_000)) == 1
    assert len(read_table('""\t' * 300_000)[0]) == 300_001
