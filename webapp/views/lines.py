"""Rows of a spreadsheet into a form: pasted into a cell (by script), pasted as text, sent as a file; the template.

Nothing is kept here: the form comes back with the lines in it, and what was not taken is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

from flask import Blueprint, jsonify, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict

from forms import kit
from forms.kit import INITIATOR, Field
from webapp import faults
from webapp.access import actor, presents
from webapp.i18n import language
from webapp.program import now
from webapp.services import line_rows, processes, screens, visibility
from webapp.services.errors import Invalid, NotAllowed, NotFound
from webapp.services.line_rows import Note, Taken
from webapp.unit_of_work import reading
from webapp.views import drafts, line_template, start, tasks
from webapp.views.line_import import Place, bring_in, pasted, told
from webapp.views.posting import SHEET, Posted

blueprint = Blueprint("lines", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Again = Callable[[Posted], ResponseReturnValue]


@blueprint.post("/start/<key>/lines")
def into_start(key: str) -> ResponseReturnValue:
    """Read rows into a form that was not kept yet."""
    return _read(_start(key), lambda typed: start.again(key, typed))


@blueprint.post("/drafts/<int:request_id>/lines")
def into_draft(request_id: int) -> ResponseReturnValue:
    """Read rows into a draft's form."""
    return _read(_draft(request_id), lambda typed: drafts.again(request_id, typed))


@blueprint.post("/tasks/<int:item_id>/lines")
def into_task(item_id: int) -> ResponseReturnValue:
    """Read rows into the form of a task."""
    return _read(_task(item_id), lambda typed: tasks.again(item_id, typed))


@blueprint.get("/start/<key>/lines.xlsx")
def start_template(key: str) -> ResponseReturnValue:
    """Send the template for the lists of an empty form."""
    return _template(_start(key))


@blueprint.get("/drafts/<int:request_id>/lines.xlsx")
def draft_template(request_id: int) -> ResponseReturnValue:
    """Send the template for the lists of a draft."""
    return _template(_draft(request_id))


@blueprint.get("/tasks/<int:item_id>/lines.xlsx")
def task_template(item_id: int) -> ResponseReturnValue:
    """Send the template for the lists that may be edited at a task."""
    return _template(_task(item_id))


presents("lines.into_start")(start.again)
presents("lines.into_draft")(drafts.again)
presents("lines.into_task")(tasks.again)


def _start(key: str) -> Place:
    process = processes.current(reading(), key, now())
    if not process.start_units(actor()):
        raise NotAllowed("may_not_start")
    return Place(process, INITIATOR)


def _draft(request_id: int) -> Place:
    found = visibility.request_for(reading(), actor(), request_id)
    if found.number is not None or found.initiator_id != actor().person_id:
        raise NotAllowed("not_on_your_desk")
    return Place(processes.load(reading(), found.version_id), INITIATOR)


def _task(item_id: int) -> Place:
    screen = screens.task_screen(reading(), actor(), visibility.item_for(reading(), actor(), item_id), now())
    if not screen.may_act:
        raise NotAllowed("not_on_your_desk")
    return Place(screen.process, screen.step.path)


def _read(place: Place, again: Again) -> ResponseReturnValue:
    """Answer a script with what goes into the cells, a form with the form."""
    posted = MultiDict(request.form)
    if "_list" in posted:
        return _cells(place, posted)
    if not place.lists:
        raise NotFound("no_lists")
    file = request.files.get(SHEET)
    chosen = file if file and file.filename and posted.get("_read") != "text" else None
    return again(bring_in(place, posted, chosen))


def _template(place: Place) -> ResponseReturnValue:
    if not place.lists:
        raise NotFound("no_lists")
    name = f"{place.process.title(language())}-{gettext('Rows')}.xlsx"
    return send_file(BytesIO(line_template.workbook(place)), XLSX, as_attachment=True, download_name=name)


def _cells(place: Place, posted: Posted) -> ResponseReturnValue:
    """Return the rows of a paste as values by column, each with its place below the cell that was pasted into."""
    item = place.process.form.field_at(place.step, posted["_list"])
    if item is None or item.kind != "lines" or item.right(kit.step_id(place.step)) != kit.EDIT:
        raise NotFound("no_such_list")
    columns = _from(item, posted.get("_column", ""))
    try:
        sheet = pasted(posted.get("_text", ""))
    except Invalid as problem:
        return jsonify({"message": " ".join(faults.message(one) for one in problem.faults)}), 422
    taken = _within(line_rows.take(reading(), [item], [sheet], len(sheet.rows), columns), place, posted.get("_room"))
    rows = [{"at": line.row - taken.first, "values": line.values} for line in taken.lines]
    notes = [" · ".join(filter(None, [one.place, one.column])) + gettext(": ") + one.text for one in told(taken.notes)]
    return jsonify({"rows": rows, "told": _told(taken), "notes": notes})


def _within(taken: Taken, place: Place, text: str | None) -> Taken:
    """Return what there is room for below the cell (`text`: how many rows); what lies beyond is told."""
    room = min(int(text), place.most) if text and text.isascii() and text.isdigit() else place.most
    over = [line for line in taken.lines if line.row - taken.first >= room]
    if not over:
        return taken
    lines, first = taken.lines[: -len(over)], over[0].row
    notes = (note for note in taken.notes if note.row < first)
    return replace(taken, lines=lines, notes=(*notes, Note(first, "", "no-room", {"rows": len(over)})))


def _told(taken: Taken) -> str:
    rows = len(taken.lines)
    head = gettext("The first row was read as titles.") + " " if taken.first > 1 else ""
    return head + str(ngettext("%(num)d row is filled in.", "%(num)d rows are filled in.", rows))


def _from(item: Field, name: str) -> tuple[Field, ...]:
    columns: tuple[Any, ...] = tuple(column for column in item.columns if column.kind != "line")
    at = next((place for place, column in enumerate(columns) if column.name == name), 0)
    return columns[at:]
