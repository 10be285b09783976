"""The maker of a box as a table: an Excel workbook, or CSV as spreadsheets open it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from webapp.i18n import gettext, local
from webapp.jobs.makers import Made, Progress
from webapp.messages import LIST_COLUMNS
from webapp.program import now, program
from webapp.services import inbox
from webapp.services.actor import Actor
from webapp.services.filters import NAMES
from webapp.unit_of_work import reading, stop_reading
from webapp.views.rows import request_row

PER_LOOK = 100
CELL = 32_767
"""So many characters Excel keeps in a cell."""
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With these a spreadsheet takes a text of a CSV file for a formula."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cells = tuple[str | datetime | None, ...]


def make(actor: Actor, params: Mapping[str, Any], path: Path, progress: Progress) -> Made:
    """Write the requests of the box `params["box"]` that the actor may read now, with the filter and order it had.

    At most `list_rows` of the settings; the note says when there are more. Raises Invalid for an unknown box or
    filter.
    """
    rows = _Rows(actor, params, progress)
    comma = params.get("as") == "csv"
    (_csv if comma else _workbook)(rows, path)
    note = {"code": "list_cut", "params": {"most": rows.most}} if rows.cut else {}
    stem = f"{params['box']}-{local(now()):%Y%m%d-%H%M}"
    return Made(f"{stem}.csv", "text/csv", note) if comma else Made(f"{stem}.xlsx", WORKBOOK, note)


class _Rows:
    """The rows in the reader's words, page after page, each read on its own; `cut`: there were more than `most`."""

    def __init__(self, actor: Actor, params: Mapping[str, Any], progress: Progress) -> None:
        self.actor, self.params, self.progress = actor, params, progress
        self.most, self.cut = program().settings.list_rows, False

    def __iter__(self) -> Iterator[Cells]:
        for done, row in enumerate(self._found()):
            if done == self.most:
                self.cut = True
                return
            self.progress(done + 1, None)
            yield _cells(row)

    def _found(self) -> Iterator[inbox.RequestRow]:
        asked = {name: self.params.get(name) for name in (*NAMES, "sort")}
        cursor: str | None = None
        while True:
            page = inbox.requests(reading(), self.actor, self.params["box"], cursor=cursor, limit=PER_LOOK, **asked)
            try:
                yield from page.items
            finally:
                stop_reading()
            cursor = page.next
            if cursor is None:
                return


def _cells(row: inbox.RequestRow) -> Cells:
    told = request_row(row)
    moments = (row.created_at, row.submitted_at, row.closed_at)
    words = (row.number, told.title, str(gettext(told.state.label)), told.step, told.text, row.initiator, told.unit)
    marks = ", ".join(str(gettext(mark.label)) for mark in told.marks)
    return (*words, marks, *(local(at).replace(tzinfo=None) if at else None for at in moments))


def _heads() -> list[str]:
    return [str(gettext(head)) for head in LIST_COLUMNS]


def _csv(rows: _Rows, path: Path) -> None:
    """Write UTF-8 with the mark by which spreadsheets know it; no text of anybody is taken for a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(_heads())
        sheet.writerows([_plain(value) for value in row] for row in rows)


def _plain(value: str | datetime | None) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    text = value or ""
    return f"'{text}" if text.startswith(FORMULAS) else text


def _workbook(rows: _Rows, path: Path) -> None:
    """Write a workbook row by row, never holding more than one; moments are moments, texts are texts."""
    import xlsxwriter  # a server that writes no workbooks need not load it

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        head, at = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(LIST_COLUMNS) - 1, 18)
        sheet.set_column(4, 4, 48)
        for column, title in enumerate(_heads()):
            sheet.write_string(0, column, title, head)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(line, column, value, at)
                elif value:
                    sheet.write_string(line, column, value[:CELL])
