"""Rows of a spreadsheet into the lists of a form that is open: what was posted, with the new lines, and a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Flask, g, request
from flask_babel import gettext
from werkzeug.datastructures import FileStorage, MultiDict

from forms import kit
from forms.kit import Field
from webapp import faults
from webapp.access import kept_fields
from webapp.i18n import words
from webapp.messages import ROWS, sentence
from webapp.program import program
from webapp.services import line_rows, workbook
from webapp.services.errors import Invalid
from webapp.services.facts import plain_settings
from webapp.services.line_rows import Note, Sheet, Taken
from webapp.services.processes import Process
from webapp.unit_of_work import reading
from webapp.views import posting
from webapp.views.posting import PASTE, SHEET, Posted
from webapp.views.row_moves import rows_of

INTO = "_into"


@dataclass(frozen=True)
class Told:
    """One thing that is to be told: of which sheet and row, of which column, and what."""

    place: str
    column: str
    text: str


@dataclass(frozen=True)
class Report:
    """What became of the rows: how many went into which list, how many were left out, and why; `text` waits still."""

    taken: tuple[tuple[str, int], ...] = ()
    left: int = 0
    notes: tuple[Told, ...] = ()
    fault: str = ""
    text: str = ""
    done: bool = False


@dataclass(frozen=True)
class Place:
    """A form that is open somewhere: its process and the step at which it is filled in."""

    process: Process
    step: str

    @property
    def lists(self) -> tuple[Field, ...]:
        """Return the lists to which lines may be added."""
        return line_rows.editable(self.process.form, self.step)

    @property
    def most(self) -> int:
        """Return how many lines the whole form may have: the process's own setting, and what one post can carry."""
        widest = max((len(item.columns) for item in self.lists), default=0) + 1
        carried = program().settings.max_form_parts // widest - 100
        return min(int(plain_settings(self.process.toml).get("max_lines") or carried), carried)


def init_app(app: Flask) -> None:
    """Give templates the report of the rows that this request has read."""
    app.jinja_env.globals["rows_report"] = report


def report() -> Report:
    """Return what became of the rows of this request; text that was not read waits in its field."""
    found: Report = g.get("rows_report") or Report(text=_waiting())
    return found


def _waiting() -> str:
    """Return pasted text that this request brought, also one that was sent when the session had ended."""
    kept = request.form.get("kept", "")
    return request.form.get(PASTE, "") or (kept_fields(kept).get(PASTE, "") if kept else "")


def bring_in(place: Place, posted: Posted, file: FileStorage | None) -> Posted:
    """Return the post with the rows of `file`, else of the pasted text, as new lines; `report()` tells the rest."""
    text = posted.get(PASTE, "")
    rest = MultiDict((key, value) for key, value in posted.items(multi=True) if key not in (PASTE, SHEET))
    try:
        sheets = workbook.read(file.stream, _limits()) if file else [pasted(text)]
    except Invalid as problem:
        told_why = " ".join(faults.message(one) for one in problem.faults)
        g.rows_report = Report(fault=f"{file.filename}: {told_why}" if file else told_why, text=text, done=True)
        return rest
    into = [item for item in place.lists if item.name == posted.get(INTO) and not file]
    lists = into or place.lists
    taken = line_rows.take(reading(), lists, sheets, _room(place, rest), () if file else lists[0].columns)
    g.rows_report = _report(place.lists, taken, text if file else _left(sheets[0], taken))
    return _with(rest, taken)


def pasted(text: str) -> Sheet:
    """Return pasted text as a table. Raises Invalid where it has too many rows or columns."""
    table, known = kit.read_table(text), _limits()
    if len(table) > known.rows:
        raise Invalid.at(f"/{PASTE}", "sheet-rows", max=known.rows, row=len(table))
    if max((len(row) for row in table), default=0) > known.columns:
        raise Invalid.at(f"/{PASTE}", "sheet-columns", max=known.columns)
    return Sheet(table)


def _limits() -> workbook.Limits:
    known = program().settings
    return workbook.Limits(
        known.max_sheet, known.max_sheet_unpacked, known.max_sheet_rows, known.max_sheet_columns, known.max_sheets
    )


def _room(place: Place, posted: Posted) -> int:
    there = posting.answers(place.process.form, place.step, posted)
    return max(0, place.most - sum(len(there.get(item.name) or ()) for item in place.lists))


def _with(posted: Posted, taken: Taken) -> Posted:
    """Return the post with the lines behind those that are there; empty cells are left to the field's default."""
    names = {line.list for line in taken.lines}
    free = {name: max(rows_of(posted, name), default=-1) + 1 for name in names}
    pairs = list(posted.items(multi=True))
    for line in taken.lines:
        at = free[line.list]
        free[line.list] += 1
        pairs += [(f"{line.list}.{at}.{name}", value) for name, value in line.values.items() if value]
    return MultiDict(pairs)


def _left(sheet: Sheet, taken: Taken) -> str:
    """Return the pasted rows that were not taken, with the titles over them: they stay where they were pasted."""
    if not taken.left and taken.lines:
        return ""
    return kit.write_table([*sheet.rows[: taken.first - 1], *(one.raw for one in taken.left)])


def _report(lists: Sequence[Field], taken: Taken, text: str) -> Report:
    counts = ((words(item.titles), taken.count(item.name)) for item in lists)
    notes = tuple(told(taken.notes)) or (() if taken.lines else (Told("", "", sentence(ROWS, "nothing")),))
    return Report(tuple(one for one in counts if one[1]), len(taken.left), notes, "", text, done=True)


def told(notes: Iterable[Note]) -> Iterable[Told]:
    """Yield what is to be told in the reader's language, in the order of the rows."""
    for note in sorted(notes, key=lambda one: (one.sheet, one.row)):
        column = note.column if isinstance(note.column, str) else words(note.column.titles, note.column.name)
        row = gettext("Row %(number)s", number=note.row) if note.row else ""
        place = " · ".join(filter(None, [note.sheet, row]))
        yield Told(place, column, sentence(ROWS, note.code, {**note.params, "choices": _choices(note.column)}))


def _choices(column: Field | str) -> str:
    titles = () if isinstance(column, str) else column.choices
    return str(gettext(", ")).join(words(one, value) for value, one in titles)
