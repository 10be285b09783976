"""Rows of lists and small values as words: filters for the templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, url_for
from flask_babel import gettext, ngettext

from webapp.i18n import language, moment, unit_name
from webapp.messages import (
    MARKS,
    NOTICES,
    OUTCOMES,
    OUTPUT_NOTES,
    OUTPUT_STATES,
    OUTPUTS,
    REASONS,
    ROLES,
    STATUSES,
    State,
    sentence,
)
from webapp.services import materials, people, processes
from webapp.services.attachments import LIMIT
from webapp.unit_of_work import reading
from webapp.views.fields import Surroundings, shown
from webapp.views.files import is_picture, is_shown
from webapp.views.parts import level_title, slot_name, slot_title, step_words
from webapp.views.whys import decided, returned_text, why_text

TRAIL_MOST = 30
"""Lines of a trail that are shown at once; earlier ones are folded."""
DONE_TONES = {"reject": "bad", "return": "warn", "withdraw": "neutral", "skipped": "neutral", "cancelled": "neutral"}


@dataclass(frozen=True)
class Told:
    """A row in words."""

    title: str
    step: str
    text: str
    unit: str
    marks: tuple[State, ...] = ()
    state: State = STATUSES["open"]
    at: datetime | None = None


def init_app(app: Flask) -> None:
    """Give templates the filters."""
    app.jinja_env.globals.update(file_limit=LIMIT, trail_most=TRAIL_MOST)
    app.jinja_env.filters.update(
        task_row=task_row,
        request_row=request_row,
        state=lambda code: STATUSES[code],
        role_name=lambda held: sentence(ROLES, held.role.value),
        held_unit=lambda held: (language() == "en" and held.unit_en) or held.unit,
        decided=decided,
        is_picture=is_picture,
        is_shown=is_shown,
        notice_address=notice_address,
        notice_text=notice_text,
        material_kind=lambda drawn: materials.kind_of_list(drawn.field.name),
        open_title=open_title,
        slot_name=slot_name,
        held_step=lambda held: step_words(held.titles, held.name),
        held_by=held_by,
        way_tone=lambda run: "open" if run.closed_at is None else DONE_TONES.get(run.outcome or "", "good"),
        way_text=way_text,
        rests=rests,
        why_text=why_text,
        returned_text=returned_text,
        output_title=lambda output: sentence(OUTPUTS, output.kind, output.params),
        output_state=lambda code: OUTPUT_STATES[code],
        output_note=output_note,
    )


def task_row(row: Any) -> Told:
    """Return a task's row in words."""
    process = processes.load(reading(), row.version_id)
    title = process.title(language())
    marks = _marks(row.summary)
    if row.kind.value in MARKS:
        marks = (MARKS[row.kind.value], *marks)
    if row.step == "initiator":
        marks = (MARKS["returned"], *marks)
    step = process.compiled.steps.get(row.step)
    name = slot_title(step_words(step.titles, step.name) if step else row.step, row.slot)
    return Told(title, level_title(process, row.scope, name), _text(row, process), _unit(row), marks)


def request_row(row: Any) -> Told:
    """Return a request's row in words."""
    process = processes.load(reading(), row.version_id)
    return Told(
        title=process.title(language()),
        step=_open(row),
        text=_text(row, process),
        unit=_unit(row),
        marks=_marks(row.summary),
        state=STATUSES[row.status.value],
        at=row.at,
    )


def held_by(held: Any) -> str:
    """Return who has an open item: two names, of more how many."""
    names, more = str(gettext(", ")).join(held.holders[:2]), len(held.holders) - 2
    return (
        names
        if more < 1
        else str(ngettext("%(names)s and %(num)d more", "%(names)s and %(num)d more", more, names=names))
    )


def _open(row: Any) -> str:
    return " / ".join(dict.fromkeys(step_words(one.titles, one.name) for one in row.open_steps))


def _unit(row: Any) -> str:
    return str((language() == "en" and row.unit_en) or row.unit)


def _text(row: Any, process: processes.Process) -> str:
    """Return the summary fields in a row; the unit stands in the row anyway, marks stand beside it."""
    names = {place.code: unit_name(place) for place in people.units(reading()).by_code.values()}
    place = Surroundings(step="initiator", unit_names=names)
    told = []
    for name, value in row.summary.items():
        field = process.form.main.by_name.get(name)
        if field is not None and field.kind not in ("unit", "bool") and value not in (None, ""):
            text = shown(field, value, place)
            told.append(gettext("needed by %(day)s", day=text) if name == "needed_by" else text)
    return " · ".join(told)


def _marks(summary: Mapping[str, Any]) -> tuple[State, ...]:
    return tuple(MARKS[name] for name, value in summary.items() if value is True and name in MARKS)


def notice_text(row: Any) -> str:
    """Return a notice in words."""
    params = {name: _told(name, value) for name, value in row.params.items()}
    state = STATUSES.get(str(params.get("status")))
    if state is not None:
        params["status"] = gettext(state.label)
    return sentence(NOTICES, row.code, params)


def _told(name: str, value: Any) -> Any:
    """Return a parameter of a notice as it is read: moments, and names in the reader's language."""
    if isinstance(value, Mapping):
        return step_words({str(key): str(text) for key, text in value.items()})
    return moment(value) if name.endswith("_at") else value


def notice_address(row: Any) -> str:
    """Return where a notice leads: the task, the line of the trail in which somebody was named, or the request."""
    if row.item_id:
        return url_for("tasks.page", item_id=row.item_id)
    if not row.request_id:
        return url_for("notices.page")
    line = row.params.get("line")
    return url_for("requests.page", request_id=row.request_id, _anchor=f"line-{line}" if line else None)


def open_title(one: Any, page: Any) -> str:
    """Return the name of a step that is or was open, with the call level where it stands in one."""
    return slot_title(level_title(page.screen.process, one.scope, page.step(one.step)), getattr(one, "slot", {}))


def way_text(run: Any, page: Any) -> str:
    """Return who finished a step and how, in the step's own words where the diagram gives them.

    Of one of several signatures too (`run` is then a SlotView): who has it, or gave it.
    """
    step = page.screen.process.compiled.steps.get(getattr(run, "step", ""))
    corrected = getattr(run, "kind", "") == "correction" and run.outcome == "approve"
    outcome = "correct" if corrected else run.outcome or "done"
    own = step.labels.get((outcome, language())) if step else None
    person = None if getattr(run, "items", ()) else run.person
    return " · ".join(filter(None, [person, own or sentence(OUTCOMES, outcome)]))


def rests(run: Any, page: Any) -> bool:
    """Say whether an open step only waits for the answer to a question."""
    here = [one for one in page.screen.open if (one.step, one.scope) == (run.step, run.scope)]
    return bool(here) and all(one.state == "suspended" for one in here)


def output_note(output: Any) -> str:
    """Return what there is to say of an ordered file: what it leaves out, or why there is none."""
    code = output.note["code"]
    return sentence(OUTPUT_NOTES if code in OUTPUT_NOTES else REASONS, code, output.note.get("params"))
