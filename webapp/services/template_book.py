"""The template for rows of lines: a workbook with the titles, an example, what may be chosen, and a page of hints."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from forms.kit import DecimalLimits

LISTS = "lists"
"""The hidden sheet in which the answers to choose from stand."""


@dataclass(frozen=True)
class TemplateColumn:
    """One column: its title, an example, a hint, and what may be entered."""

    title: str
    example: str
    hint: str
    required: bool = False
    choices: tuple[str, ...] = ()
    decimal: DecimalLimits | None = None
    wide: bool = False


@dataclass(frozen=True)
class Words:
    """The texts of the workbook in the reader's language."""

    sheet: str
    hints: str
    remark: str
    example: str
    choose: str
    number: str
    lead: tuple[str, ...]
    heads: tuple[str, str, str]


def make(columns: Sequence[TemplateColumn], rows: int, words: Words) -> bytes:
    """Return the workbook; entries are checked in `rows` rows below the titles."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        formats = _formats(book)
        sheet = book.add_worksheet(words.sheet)
        _lines(sheet, columns, rows, words, formats)
        _hints(book.add_worksheet(words.hints), columns, words, formats)
        _choices(book.add_worksheet(LISTS), columns)
    return made.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    looks: Mapping[str, Mapping[str, Any]] = {
        "head": {"bold": True, "bg_color": "#0D3B47", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"},
        "example": {"italic": True, "font_color": "#6C7D86", "num_format": "@"},
        "text": {"num_format": "@"},
        "number": {"num_format": "0.######"},
        "bold": {"bold": True},
        "wrap": {"text_wrap": True, "valign": "top"},
    }
    return {name: book.add_format(dict(look)) for name, look in looks.items()}


def _lines(sheet: Any, columns: Sequence[TemplateColumn], rows: int, words: Words, formats: Mapping[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 24)
    for at, column in enumerate(columns):
        form = formats["number" if column.decimal else "text"]
        sheet.set_column(at, at, 28 if column.wide else max(12, 2 * len(column.title) + 3), form)
        sheet.write_string(0, at, column.title + ("*" if column.required else ""), formats["head"])
        _example(sheet, at, column, formats)
        _check(sheet, at, column, rows, words)
    sheet.set_column(len(columns), len(columns), 22)
    sheet.write_string(0, len(columns), words.remark, formats["head"])
    sheet.write_string(1, len(columns), words.example, formats["example"])


def _example(sheet: Any, at: int, column: TemplateColumn, formats: Mapping[str, Any]) -> None:
    if column.decimal and column.example:
        sheet.write_number(1, at, float(column.example), formats["example"])
    else:
        sheet.write_string(1, at, column.example, formats["example"])


def _check(sheet: Any, at: int, column: TemplateColumn, rows: int, words: Words) -> None:
    if column.choices:
        letter = xlsxwriter.utility.xl_col_to_name(at)
        source = f"={LISTS}!${letter}$1:${letter}${len(column.choices)}"
        rule = {"validate": "list", "source": source, "error_title": column.title[:32], "error_message": words.choose}
        sheet.data_validation(1, at, rows, at, rule)
    elif column.decimal:
        rule = {"validate": "decimal", "error_title": column.title[:32], "error_message": words.number}
        sheet.data_validation(1, at, rows, at, {**rule, **_limits(column.decimal)})


def _limits(limits: DecimalLimits) -> dict[str, Any]:
    lowest = limits.exclusive_min if limits.exclusive_min is not None else limits.min
    if lowest is None:
        return {"criteria": "<=", "value": float(limits.max if limits.max is not None else 10**15)}
    return {"criteria": ">" if limits.exclusive_min is not None else ">=", "value": float(lowest)}


def _hints(sheet: Any, columns: Sequence[TemplateColumn], words: Words, formats: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 80)
    for row, text in enumerate(words.lead):
        sheet.write_string(row, 0, text)
    begin = len(words.lead) + 1
    for at, head in enumerate(words.heads):
        sheet.write_string(begin, at, head, formats["bold"])
    for row, column in enumerate(columns, begin + 1):
        for at, text in enumerate((column.title, "✓" if column.required else "", column.hint)):
            sheet.write_string(row, at, text, formats["wrap"])


def _choices(sheet: Any, columns: Sequence[TemplateColumn]) -> None:
    sheet.hide()
    for at, column in enumerate(columns):
        for row, choice in enumerate(column.choices):
            sheet.write_string(row, at, choice)
