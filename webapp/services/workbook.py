"""Reads .xlsx files of strangers: nothing is unpacked before its size is known, no table is made before its extent is.

Of a workbook only its parts with values go on to the reader, packed anew: two readers of one archive cannot disagree.
Formulas are not computed: what the file last showed is read.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO, Any

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from forms.kit.taking import Sheet
from webapp.services.errors import Invalid

POINTER = "/_sheet"
MOST_PARTS = 2_000
_PARTS = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|xl/(workbook|sharedStrings|styles)\.xml|xl/_rels/[^/]+\.rels")
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_OLE = b"\xd0\xcf\x11\xe0"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_BROKEN = (
    zipfile.BadZipFile,
    CalamineError,
    etree.XMLSyntaxError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    EOFError,
)
Errors = dict[tuple[int, int], str]
"""The sign that a cell shows (#REF!), by row and column from 0."""


@dataclass(frozen=True)
class Limits:
    """How much of a workbook is read: bytes of the file and unpacked, rows and columns of a sheet, sheets."""

    size: int
    unpacked: int
    rows: int
    columns: int
    sheets: int


def read(stream: IO[bytes], limits: Limits) -> list[Sheet]:
    """Return the visible sheets of a workbook, every cell as text.

    Raises Invalid at /_sheet: too large (packed, unpacked, rows, columns, sheets), no .xlsx, protected, damaged.
    """
    content = stream.read(limits.size + 1)
    if len(content) > limits.size:
        raise _refused("sheet-too-large", max=limits.size // 1_000_000)
    if not content.startswith(b"PK\x03\x04"):
        raise _refused("sheet-old" if content.startswith(_OLE) else "sheet-no-xlsx")
    try:
        parts = _parts(content, limits)
        errors = {name: _scan(raw, limits) for name, raw in parts.items() if _SHEETS.fullmatch(name)}
        paths = _paths(parts)
        book = CalamineWorkbook.from_filelike(_packed(parts))
        return [_sheet(book, name, errors.get(paths.get(name, ""), {})) for name in _visible(book, limits)]
    except _BROKEN as fault:
        raise _refused("sheet-broken") from fault


def _refused(code: str, **params: Any) -> Invalid:
    return Invalid.at(POINTER, code, **params)


def _parts(content: bytes, limits: Limits) -> dict[str, bytes]:
    """Return the parts with values; the archive's own list of sizes is looked at before anything is unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > limits.unpacked:
            raise _refused("sheet-bomb", max=limits.unpacked // 1_000_000)
        names = {entry.filename for entry in entries}
        if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
            raise _refused("sheet-no-xlsx")
        kept = [one for one in entries if _PARTS.fullmatch(one.filename) or _SHEETS.fullmatch(one.filename)]
        return {entry.filename: archive.read(entry) for entry in kept}


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    made.seek(0)
    return made


def _scan(raw: bytes, limits: Limits) -> Errors:
    """Return the cells that show an error of a formula; refuse a sheet that reaches too far.

    The reader makes a table as large as the two most distant cells say, so that two cells could fill the memory.
    """
    errors: Errors = {}
    row = column = 0
    read = etree.iterparse(io.BytesIO(raw), ("start", "end"), resolve_entities=False, no_network=True, load_dtd=False)
    for event, element in read:
        tag = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if tag == "row" and event == "start":
            row, column = int(element.get("r") or row + 1), 0
        elif tag == "row":
            element.clear(keep_tail=False)
        elif tag == "c" and event == "end":
            at = _CELL.fullmatch(element.get("r", ""))
            row, column = (int(at[2]), _number(at[1])) if at else (row, column + 1)
            if len(element):
                _within(row, column, limits)
            if element.get("t") == "e":
                errors[(row - 1, column - 1)] = _shown(element)
    return errors


def _shown(cell: Any) -> str:
    return next((str(one.text or "") for one in cell if etree.QName(one).localname == "v"), "")[:20]


def _within(row: int, column: int, limits: Limits) -> None:
    if row > limits.rows:
        raise _refused("sheet-rows", max=limits.rows, row=row)
    if column > limits.columns:
        raise _refused("sheet-columns", max=limits.columns)


def _number(letters: str) -> int:
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    return number


def _visible(book: CalamineWorkbook, limits: Limits) -> list[str]:
    found = [
        one.name
        for one in book.sheets_metadata
        if one.visible is SheetVisibleEnum.Visible and one.typ is SheetTypeEnum.WorkSheet
    ]
    if len(found) > limits.sheets:
        raise _refused("sheet-sheets", max=limits.sheets)
    return found


def _paths(parts: dict[str, bytes]) -> dict[str, str]:
    """Return by a sheet's name the part in which it is."""
    book = etree.fromstring(parts["xl/workbook.xml"], _PARSER)
    links = etree.fromstring(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), _PARSER)
    targets = {one.get("Id"): str(one.get("Target", "")).removeprefix("/xl/") for one in links}
    sheets = [one for one in book.iter("{*}sheet") if one.get("name")]
    return {str(one.get("name")): f"xl/{targets.get(_link(one))}" for one in sheets}


def _link(sheet: Any) -> str:
    return next((value for name, value in sheet.attrib.items() if etree.QName(name).localname == "id"), "")


def _sheet(book: CalamineWorkbook, name: str, errors: Errors) -> Sheet:
    """Return a sheet as texts; where a formula shows an error, its sign stands there."""
    table = [[_text(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
    for (row, column), sign in errors.items():
        table += [[] for _ in range(row + 1 - len(table))]
        table[row] += [""] * (column + 1 - len(table[row]))
        table[row][column] = sign
    return Sheet(table, name)


def _text(cell: Any) -> str:
    """Return a cell as it would be typed: numbers plain and as exact as spreadsheets are (15 digits), days as days."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return f"{Decimal(f'{cell:.15g}'):f}" if abs(cell) < 1e30 else str(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else str(cell or "")
