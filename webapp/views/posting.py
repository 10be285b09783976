"""What a browser posted on a form's page: which button, the answers, the files; and the form with rows added."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from forms import kit
from forms.kit import Fault, Form
from webapp.access import actor
from webapp.program import now, program
from webapp.services import actions, attachments
from webapp.services.actions import Answer
from webapp.services.errors import Problem, TooLarge
from webapp.services.screens import TaskScreen
from webapp.unit_of_work import writing
from webapp.views.row_moves import moved, rows_of
from webapp.views.surroundings import document, lines_of

Posted = MultiDict[str, str]
MORE_ROWS = 5
NEW = ".new"
LOOSE = "_files"
SHEET, PASTE = "_sheet", "_paste"
"""Rows for lists that wait to be read: a spreadsheet, pasted text (`views.lines`)."""


@dataclass(frozen=True)
class Intent:
    """Which button was pressed: an action by name, or one that only draws the form anew."""

    action: str | None
    rows: str | None = None

    @property
    def redraw(self) -> bool:
        """Say whether nothing is to be done but to show the form again."""
        return self.action is None


def intent(posted: Posted, actions: Collection[str]) -> Intent:
    """Return what the person wants; an unknown button only shows the form again."""
    action = posted.get("_action", "").strip()  # the last part of a multipart form may bring a stray line break
    return Intent(action if action in actions else None, posted.get("_rows"))


def prepared(form: Form, step: str, posted: Posted) -> Posted:
    """Return the post after a line's button was pressed, and without rows that only name their line."""
    dropped = posted.get("_drop", "")
    kept = MultiDict((k, value) for k, value in moved(posted).items(multi=True) if not k.startswith(f"{dropped}."))
    for item in form.asked(step):
        if item.kind == "lines" and item.line_column is not None:
            _drop_silent_rows(kept, item.name, item.line_column.name)
    return kept


def _drop_silent_rows(posted: Posted, name: str, line: str) -> None:
    """A row for every line stands on the page; those in which nothing was typed say nothing."""
    for index, cells in rows_of(posted, name).items():
        if not any(value.strip() for column, value in cells if column not in (line, "id")):
            for column, _ in cells:
                posted.poplist(f"{name}.{index}.{column}")


def answers(form: Form, step: str, posted: Posted) -> dict[str, Any]:
    """Return the raw answers for the services' checks."""
    return kit.read_post(form, step, prepared(form, step, posted))


def blank_rows(form: Form, step: str, posted: Posted) -> dict[str, int]:
    """Return how many empty rows each list is to show beside those that are filled in."""
    wanted = posted.get("_rows", "")
    lists = [item.name for item in form.asked(step) if item.kind == "lines"]
    return {name: MORE_ROWS for name in lists if name == wanted}


def with_files(posted: Posted, files: MultiDict[str, FileStorage]) -> tuple[Posted, tuple[Fault, ...]]:
    """Keep the files that came with a form, each in a transaction of its own; return the form with their ids.

    Rows that were chosen or pasted and not read yet are faults: nothing is sent without them unseen.

    They stay the uploader's until the form is sent, so that a fault elsewhere does not cost a photograph. The same form
    sent twice brings the same files: it is answered as the same form.
    """
    full, faults = MultiDict(posted), list[Fault]()
    if posted.get("_action") and posted.get(PASTE, "").strip():
        faults.append(Fault(f"/{PASTE}", "unread", "paste-unread"))
    action_id = posted.get("_action_id", "")
    for key, file in files.items(multi=True):
        if not file.filename:
            continue
        if key == SHEET:
            faults.append(Fault(f"/{SHEET}", "unread", "sheet-unread", {"file": file.filename}))
            continue
        name = key.removesuffix(NEW)
        try:
            full.add(name, str(keep_file(file, action_id)["id"]))
        except Problem as problem:
            faults.extend(_faults(name, file.filename, problem))
    return full, tuple(faults)


def keep_file(file: FileStorage, action_id: str = "") -> dict[str, Any]:
    """Take a file in (checked and made smaller before any lock is held), write its row and describe it.

    The same bytes under the same name and `action_id` are one file.
    """
    taken = attachments.take_in(file.stream, file.filename or "", program().settings.files_dir)
    once = sha256(f"{action_id}\n{taken.sha256}\n{taken.name}".encode()).hexdigest() if action_id else None
    with writing() as session:

        def record() -> Answer:
            row = attachments.record(session, actor(), taken, now())
            return Answer(201, {"id": row.id, "name": row.name, "size": row.size, "type": row.type})

        kept: dict[str, Any] = actions.once(session, actor(), once, vars(taken), record, now()).body
    return kept


def _faults(name: str, file: str, problem: Problem) -> list[Fault]:
    if isinstance(problem, TooLarge):
        return [Fault(f"/{name}", "too-large", "file-too-large", {**problem.params, "file": file})]
    found: tuple[Fault, ...] = getattr(problem, "faults", ())
    return [Fault(f"/{name}", one.rule, one.code, {**one.params, "file": file}) for one in found] or [
        Fault(f"/{name}", problem.code, problem.reason, {**problem.params, "file": file})
    ]


def items_of(posted: Posted) -> tuple[str, ...]:
    """Return the keys of the single signatures that are asked for again, of the step that it is returned to."""
    to = posted.get("_to", "")
    return tuple(one.removeprefix(f"{to} ") for one in posted.getlist("_items") if to and one.startswith(f"{to} "))


def loose_files(posted: Posted) -> tuple[int, ...]:
    """Return the ids of files that were added to a decision outside of any field."""
    return tuple(int(value) for value in posted.getlist(LOOSE) if value.isascii() and value.isdigit())


def fill(data: dict[str, Any] | Any, posted: Posted, screen: TaskScreen) -> dict[str, Any]:
    """Return the answers with the list whose 'fill in all' was pressed saying of every line what is expected."""
    name, filled = posted.get("_fill", ""), dict(data)
    field = screen.process.form.field_at(screen.step.path, name)
    if field is None or field.line_column is None:
        return filled
    amount = next((column.name for column in field.columns if column.kind == "decimal"), None)
    said = {row.get(field.line_column.name): row for row in filled.get(name) or ()}
    expected = lines_of(screen.process, screen.step.path, screen.scope, document(screen.sections))
    filled[name] = [
        said.get(line.id) or {field.line_column.name: line.id, str(amount): line.expected} for line in expected
    ]
    return filled


def whole(text: str | None) -> int | None:
    """Return a whole number from a hidden field, None where it is none."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else None
