"""Rows of a table as lines of lists."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import kit
from forms.kit import Field, write_number
from forms.kit.headings import find_head, plain
from forms.kit.pasted import read_cell
from forms.kit.taking import Found, Sheet, letter, line_of, list_of, read_rows

FORM = kit.load(Path("forms/processes/internal_contact/form.json").read_bytes())
LISTS = [FORM.main[name] for name in ("tools", "consumables", "spare_parts")]
TOOLS = LISTS[0]
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
DECIMALS = st.decimals(min_value=0, max_value=10**12, allow_nan=False, allow_infinity=False, places=3)


def column(name: str) -> Field:
    found = TOOLS.column(name)
    assert found is not None
    return found


@given(DECIMALS)
def test_every_way_of_writing_a_number_goes_into_the_field_as_the_same(number: Decimal) -> None:
    grouped = f"{number:,}"
    for text in (write_number(number), grouped, grouped.translate(FULL_WIDTH), f" {number:f}　"):
        assert Decimal(read_cell(column("quantity"), text).value) == number


@pytest.mark.parametrize(
    ("name", "text", "value", "fault"),
    [
        ("quantity", "１，２００", "1200", None),
        ("quantity", "1,5", "1,5", "not-a-number"),
        ("quantity", "兩把", "兩把", "not-a-number"),
        ("quantity", "#DIV/0!", "", "formula-error"),
        ("urgency", "緊急", "urgent", None),
        ("urgency", "特急", "critical", None),
        ("urgency", "紧急", "urgent", None),
        ("urgency", "URGENT", "urgent", None),
        ("urgency", "馬上", "", "no-choice"),
        ("name", " 兩\n行 ", "兩 行", None),
        ("unit", "x" * 21, "x" * 21, "too-long"),
        ("name", "  ", "", None),
    ],
)
def test_cells_are_read_as_people_write_them(name: str, text: str, value: str, fault: str | None) -> None:
    found = read_cell(column(name), text)
    assert (found.value, found.fault) == (value, fault)


@pytest.mark.parametrize(
    "title", ["數量", "数量", "Quantity", "ＱＵＡＮＴＩＴＹ *", "數量（必填）", " quantity* ", "quantity"]
)
def test_columns_are_known_by_their_titles_in_any_language(title: str) -> None:
    head = find_head([["物資編碼", title]], TOOLS.columns, 1)
    assert head is not None
    assert dict(head.names) == {0: "code", 1: "quantity"}


@pytest.mark.parametrize(
    "row",
    [["T-001", "2"], ["數量", "T-001", "扳手", "3"], ["數量", "x"], ["", ""], []],
)
def test_a_row_of_data_is_no_row_of_titles(row: list[str]) -> None:
    assert find_head([row], TOOLS.columns, 1) is None


def test_titles_may_stand_lower_in_a_sheet_and_other_columns_are_told() -> None:
    rows = [
        ["北方業務部"],
        [],
        ["編號", "物資編碼", "數量", "價格"],
        ["1", "T-001", "2", "9.5"],
        ["2", "C-001", "3", ""],
    ]
    read = read_rows(Sheet(rows, "十一月"), LISTS)
    assert [(one.row, dict(one.texts)) for one in read.found] == [
        (4, {"code": "T-001", "quantity": "2"}),
        (5, {"code": "C-001", "quantity": "3"}),
    ]
    assert [(note.column, note.code, note.params["rows"]) for note in read.notes] == [
        ("編號", "column-not-taken", 2),
        ("價格", "column-not-taken", 1),
    ]
    assert read.first == 4


def test_without_titles_columns_go_from_the_cell_on_and_those_beyond_are_told() -> None:
    read = read_rows(Sheet([["2", "緊急", "?"], ["", ""], ["3"]]), [TOOLS], TOOLS.columns[-3:-1])
    assert [(one.row, dict(one.texts)) for one in read.found] == [
        (1, {"quantity": "2", "urgency": "緊急"}),
        (3, {"quantity": "3"}),
    ]
    assert [(note.column, note.code) for note in read.notes] == [("C", "column-not-taken")]


def test_a_sheet_without_titles_is_not_taken() -> None:
    read = read_rows(Sheet([["T-001", "2"]], "Sheet1"), LISTS)
    assert (read.found, [note.code for note in read.notes]) == ((), ["no-titles"])


def test_the_example_of_the_template_is_passed_over() -> None:
    rows = [["物資編碼", "數量", "備註"], ["T-001", "2", "範例，不會讀入"], ["T-002", "3", ""]]
    read = read_rows(Sheet(rows, "明細"), LISTS)
    assert [one.texts["code"] for one in read.found] == ["T-002"]
    assert read.notes == ()


@pytest.mark.parametrize(
    ("row", "sheet", "into"),
    [
        ({"_list": "備件", "code": "T-001"}, "", ("spare_parts", "list-unknown")),
        ({"_list": "tools"}, "", ("tools", "list-unknown")),
        ({"_list": "其他", "code": "T-001"}, "", (None, "list-unknown")),
        ({"code": "T-001"}, "耗材", ("consumables", "")),
        ({"code": "T-001"}, "Sheet1", ("tools", "list-of-unknown-code")),
        ({"code": "X-999"}, "", (None, "list-of-unknown-code")),
        ({"name": "扳手"}, "", (None, "no-list")),
    ],
)
def test_icf2_a_row_goes_into_the_list_it_names_or_the_catalogue_knows(
    row: dict[str, str], sheet: str, into: tuple[str | None, str]
) -> None:
    name, why = list_of(found(row, sheet), LISTS, {"T-001": "tools"})
    assert name == into[0]
    assert name is not None or why == into[1]


def found(texts: dict[str, str], sheet: str) -> Found:
    return Found(1, texts, sheet)


def test_what_is_doubtful_in_a_row_is_told_with_its_column_and_stays() -> None:
    line, notes = line_of(found({"code": "T-001", "quantity": "viel", "urgency": "bald", "price": "3"}, ""), TOOLS)
    assert line.values == {"code": "T-001", "quantity": "viel", "urgency": ""}
    assert [(getattr(note.column, "name", note.column), note.code) for note in notes] == [
        ("quantity", "not-a-number"),
        ("urgency", "no-choice"),
        ("price", "not-in-this-list"),
    ]


@pytest.mark.parametrize(("at", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_spreadsheets_name_them(at: int, name: str) -> None:
    assert letter(at) == name


def test_titles_are_compared_without_marks() -> None:
    assert plain("（必填）") == "(必填)"
    assert plain("數 量 *") == "數量"
