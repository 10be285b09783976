"""Spreadsheets of strangers: read within limits, refused in words, never unpacked blindly."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from webapp.services.errors import Invalid
from webapp.services.workbook import Limits, read

LIMITS = Limits(size=2_000_000, unpacked=5_000_000, rows=100, columns=10, sheets=3)


def book(write: Callable[[Any], None], sheets: int = 1) -> io.BytesIO:
    """An .xlsx whose sheets are written by `write`."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        for number in range(sheets):
            write(workbook.add_worksheet(f"表{number + 1}"))
    made.seek(0)
    return made


def code(stream: io.BytesIO, limits: Limits = LIMITS) -> str:
    """The code with which a file is refused."""
    with pytest.raises(Invalid) as refused:
        read(stream, limits)
    return refused.value.faults[0].code


def outcome(stream: io.BytesIO) -> str:
    """The rows of the first sheet as text, or the code with which the file is refused."""
    try:
        return str([sheet.rows for sheet in read(stream, LIMITS)][:1])[1:-1] or "[]"
    except Invalid as refused:
        return refused.faults[0].code


def repacked(stream: io.BytesIO, **parts: bytes) -> io.BytesIO:
    """The workbook with other content in some of its parts (`sheet1`: its first sheet)."""
    known = {"sheet1": "xl/worksheets/sheet1.xml", "book": "xl/workbook.xml"}
    changed, made = {known[name]: raw for name, raw in parts.items()}, io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
    made.seek(0)
    return made


def test_cells_are_texts_as_they_would_be_typed() -> None:
    def write(sheet: Any) -> None:
        sheet.write_row(0, 0, ["編碼", 1001, 0.1 + 0.2, 1e-7, True, 123456789012])
        sheet.write_datetime(1, 0, date(2026, 11, 30), None)
        sheet.write_formula(2, 0, "=A1*2", None, 2002)
        sheet.write_formula(3, 0, "=1/0", None, "#DIV/0!")
        sheet.write_string(4, 1, " 兩\n行 ")

    stream = book(write)
    rows = read(stream, LIMITS)[0].rows
    assert rows[0] == ["編碼", "1001", "0.3", "0.0000001", "true", "123456789012"]
    assert (rows[2][0], rows[3][0], rows[4][1]) == ("2002", "#DIV/0!", " 兩\n行 ")


def test_days_are_days() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        look = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        workbook.add_worksheet().write_datetime(0, 0, datetime(2026, 11, 30, 14, 5), look)
    made.seek(0)
    assert read(made, LIMITS)[0].rows == [["2026-11-30 14:05"]]


def test_hidden_sheets_are_not_read() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        workbook.add_worksheet("明細").write(0, 0, "a")
        hidden = workbook.add_worksheet("lists")
        hidden.write(0, 0, "b")
        hidden.hide()
    made.seek(0)
    assert [(sheet.title, sheet.rows) for sheet in read(made, LIMITS)] == [("明細", [["a"]])]


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (b"", "sheet-no-xlsx"),
        (b"%PDF-1.7 ...", "sheet-no-xlsx"),
        (b"code\tquantity\nT-001\t2\n", "sheet-no-xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "sheet-old"),
        (b"PK\x03\x04" + b"\0" * 100, "sheet-broken"),
        (b"PK\x03\x04" + b"0" * 2_000_001, "sheet-too-large"),
    ],
)
def test_what_is_no_xlsx_is_refused(content: bytes, refused: str) -> None:
    assert code(io.BytesIO(content)) == refused


def test_another_archive_is_no_xlsx() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    made.seek(0)
    assert code(made) == "sheet-no-xlsx"


def test_a_bomb_is_refused_by_its_list_of_sizes_before_it_is_unpacked() -> None:
    bomb = repacked(book(lambda sheet: sheet.write(0, 0, "a")), sheet1=b" " * 6_000_000)
    assert len(bomb.getvalue()) < 20_000
    assert code(bomb) == "sheet-bomb"


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_either() -> None:
    bomb = bytearray(repacked(book(lambda sheet: sheet.write(0, 0, "a")), sheet1=b" " * 6_000_000).getvalue())
    size = struct.pack("<I", 6_000_000)
    assert bomb.count(size) == 2
    assert code(io.BytesIO(bytes(bomb).replace(size, struct.pack("<I", 1000)))) == "sheet-broken"


@pytest.mark.parametrize(
    ("row", "column", "refused"),
    [(100, 0, "sheet-rows"), (0, 10, "sheet-columns"), (1_048_575, 16_383, "sheet-rows")],
)
def test_a_sheet_that_reaches_too_far_is_refused_before_a_table_is_made(row: int, column: int, refused: str) -> None:
    assert code(book(lambda sheet: sheet.write(row, column, "far"))) == refused


def test_cells_that_are_only_formatted_reach_nowhere() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write_blank(5_000, 3, None, workbook.add_format({"bold": True}))
    made.seek(0)
    assert read(made, LIMITS)[0].rows == [["a"]]


def test_cells_without_an_address_are_counted() -> None:
    cells = b"<c><v>1</v></c>" * 11
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>%b</row>' % cells
    )
    stream = repacked(book(lambda one: one.write(0, 0, "a")), sheet1=sheet + b"</sheetData></worksheet>")
    assert code(stream) == "sheet-columns"


def test_too_many_sheets_are_refused() -> None:
    assert code(book(lambda sheet: sheet.write(0, 0, "a"), sheets=4)) == "sheet-sheets"


def test_entities_are_not_unfolded() -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    sheet = entities + b'<worksheet><sheetData><row r="1"><c r="A1"><v>&b;</v></c></row></sheetData></worksheet>'
    stream = repacked(book(lambda one: one.write(0, 0, "a")), sheet1=sheet)
    assert outcome(stream) in ("sheet-broken", "[['']]", "[]", "[['&b;']]")


@given(st.integers(0, 5), st.binary(min_size=1, max_size=6), st.data())
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(part: int, junk: bytes, data: st.DataObject) -> None:
    whole = book(lambda sheet: sheet.write_row(0, 0, ["a", 1, "b"]))
    with zipfile.ZipFile(whole) as archive:
        names = [
            name for name in archive.namelist() if name.endswith(("workbook.xml", "sheet1.xml", "Strings.xml", "rels"))
        ]
        contents = {name: archive.read(name) for name in archive.namelist()}
    name = names[part % len(names)]
    at = data.draw(st.integers(0, len(contents[name])))
    contents[name] = contents[name][:at] + junk + contents[name][at + len(junk) :]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for one, raw in contents.items():
            archive.writestr(one, raw)
    made.seek(0)
    assert outcome(made).startswith(("[", "sheet-"))
