"""A task on my desk: the form by the step's rights, and the decision. One commit per action (B17)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.kit import Fault, Field
from webapp.access import actor, presents
from webapp.errors import detail
from webapp.i18n import when, words
from webapp.program import now
from webapp.services import actions, decide, drafts, foresight, processes, screens, visibility
from webapp.services.actions import Answer
from webapp.services.decide import Command
from webapp.services.errors import ActionReused, AlreadyDone, Invalid, NotAllowed, Problem, Stale
from webapp.services.screens import TaskScreen
from webapp.services.seen import ITEM
from webapp.unit_of_work import reading, writing
from webapp.views import drawn_in, posting
from webapp.views.posting import Posted
from webapp.views.request_page import request_page
from webapp.views.task_form import Typed, task_form

blueprint = Blueprint("tasks", __name__)
SAVE = "save"
STAYS = (SAVE, "claim", "consult", "add_signer", "remove_signer")
"""After what the task is shown again: it is still the person's to decide."""
Faults = tuple[Fault, ...]


@blueprint.get("/tasks/<int:item_id>")
def page(item_id: int) -> ResponseReturnValue:
    """Show the task; one that is not mine to do (any more) is shown as a request."""
    screen = _screen(item_id)
    if not screen.may_act:
        return redirect(url_for("requests.page", request_id=screen.request.id))
    return _show(screen, None)


@blueprint.post("/tasks/<int:item_id>")
def act(item_id: int) -> ResponseReturnValue:
    """Decide, keep the unfinished decision, or draw the form with more rows; nothing typed is ever lost."""
    screen = _screen(item_id)
    posted, faults = posting.with_files(request.form, request.files)
    typed = _typed(screen, posted)
    intent = posting.intent(posted, (*decide.ACTIONS, SAVE, drawn_in.MENU))
    action = drawn_in.chosen(posted) if intent.action == drawn_in.MENU else intent.action
    if action is None and intent.action:
        faults = (*faults, drawn_in.not_chosen())
    if action is None or faults:
        return _again(item_id, posted, faults, 422 if faults else 200)
    try:
        answer = _do(item_id, action, typed, posted)
    except Invalid as problem:
        return _again(item_id, posted, problem.faults, 422)
    except (Stale, ActionReused) as problem:
        return _again(item_id, posted, (), problem.status, problem)
    except (AlreadyDone, NotAllowed) as problem:
        return _too_late(item_id, typed, problem)
    flash(gettext("%(number)s: %(done)s", number=answer.body["number"], done=_done(screen, action)), "success")
    stays = action in STAYS and not (action == "add_signer" and typed.where == "before")
    return redirect(url_for("tasks.page", item_id=item_id) if stays else url_for("inbox.tasks"))


@presents("tasks.act")
def again(item_id: int, typed: Posted) -> ResponseReturnValue:
    """Show the task with what was typed before the session ended."""
    screen = _screen(item_id)
    if not screen.may_act:
        problem = AlreadyDone(None, screen.item.done_at, screen.item.outcome or screen.item.state.value)
        return _too_late(item_id, _typed(screen, typed), problem)
    return _again(item_id, typed, (), 200)


def _do(item_id: int, action: str, typed: Typed, posted: Posted) -> Answer:
    command = Command(
        action=action,
        version=posted.get("_version") or None,
        comment=typed.comment,
        data=typed.data,
        to=typed.to or None,
        resume=typed.resume,
        items=typed.items,
        attachments=typed.files,
        people=drawn_in.people_of(posted),
        where=typed.where or None,
        signature=typed.signature or None,
    )
    body = {"task": item_id, **vars(command)}
    with writing() as session:
        if action == SAVE:
            drafts.keep(session, actor(), item_id, typed.kept(), now(), typed.draft_rev)
            return Answer(200, {"number": visibility.item_for(session, actor(), item_id).request.number or ""})

        def decided() -> Answer:
            if action == "claim":
                drafts.keep(session, actor(), item_id, typed.kept(), now())
            moved = decide.act(session, actor(), item_id, command, now())
            return Answer(200, {"request": moved.id, "number": moved.number or ""})

        return actions.once(session, actor(), typed.action_id or None, body, decided, now())


def _done(screen: TaskScreen, action: str | None) -> str:
    """Return in the step's own words what was done."""
    if action == SAVE:
        return str(gettext("Saved; nothing is decided yet."))
    label = next((words(one.labels) for one in screen.actions if one.name == action and one.labels), "")
    known = {
        "approve": gettext("done and passed on."),
        "resubmit": gettext("sent again."),
        "reject": gettext("rejected."),
        "return": gettext("returned."),
        "claim": gettext("it is yours now."),
        "unclaim": gettext("put back."),
        "reassign": gettext("handed on."),
        "delegate": gettext("lent; it comes back to you."),
        "consult": gettext("the question is sent; the task stays with you."),
        "answer": gettext("your answer is sent."),
        "add_signer": gettext("they sign too."),
        "remove_signer": gettext("taken out."),
    }
    return f"{label} ✓" if label else known.get(action or "", "")


def _screen(item_id: int) -> TaskScreen:
    item = visibility.item_for(reading(), actor(), item_id)
    return screens.task_screen(reading(), actor(), item, now())


def _typed(screen: TaskScreen, posted: Posted) -> Typed:
    typed = typed_of(screen.process, screen.step.path, posted)
    fills_in = not screen.may_act or "edit" in screen.rights.values()
    return typed if fills_in else replace(typed, data={})


def typed_of(process: processes.Process, step: str, posted: Posted) -> Typed:
    """Return what a browser posted on a task's page."""
    return Typed(
        data=posting.answers(process.form, step, posted),
        more=posted.get("_more", ""),
        people=posted.get("_people", "").strip()[:2000],
        where=posted.get("_where", ""),
        signature=next((n for one in reversed(posted.getlist("_signature")) if (n := posting.whole(one))), 0),
        comment=posted.get("_comment", "").strip(),
        to=posted.get("_to", ""),
        resume=posted.get("_resume", "") or "step_by_step",
        items=posting.items_of(posted),
        files=posting.loose_files(posted),
        action_id=posted.get("_action_id", ""),
        choice=posted.get("_choice", "") or posted.get("_action", ""),
        version=posted.get("_version", ""),
        draft_rev=posting.whole(posted.get("_draft_rev")) or 0,
    )


def _again(
    item_id: int, posted: Posted, faults: Faults, status: int, problem: Problem | None = None
) -> ResponseReturnValue:
    """Show the task with what was typed; a refused send gets a new action id, for it will be another one."""
    screen = _screen(item_id)
    if not screen.may_act:
        return _too_late(item_id, _typed(screen, posted), NotAllowed("not_on_your_desk"))
    typed = _typed(screen, posted)
    filled = posting.fill(typed.data, posted, screen)
    rev = screen.draft.rev if screen.draft else 0
    typed = Typed(**{**vars(typed), "data": filled, "action_id": uuid4().hex, "draft_rev": rev})
    blank = posting.blank_rows(screen.process.form, screen.step.path, posted)
    return _show(screen, typed, faults, blank, problem), status


def _show(
    screen: TaskScreen,
    typed: Typed | None,
    faults: Faults = (),
    blank: Mapping[str, int] | None = None,
    problem: Problem | None = None,
) -> str:
    shown = screens.request_screen(reading(), actor(), screen.request, now())
    return render_template(
        "task.html",
        task=task_form(screen, typed, faults, blank),
        page=request_page(shown, foresight.of_request(reading(), actor(), screen.request, now())),
        problem=_told(screen, problem),
    )


def _told(screen: TaskScreen, problem: Problem | None) -> str:
    """Return what to tell of a page that is out of date, with the fields that changed by their names."""
    if not isinstance(problem, Stale):
        return detail(problem) if problem else ""
    if problem.changed == ("draft",):
        return newer(problem)
    known = {field.name: words(field.titles, field.name) for field in screen.process.form.asked(screen.step.path)}
    known[ITEM] = gettext("the task itself")
    changed = gettext(", ").join(known.get(name, name) for name in problem.changed)
    told = gettext("Changed: %(fields)s.", fields=changed) if changed else ""
    return f"{detail(problem)} {told}".strip()


def newer(problem: Stale) -> str:
    """Return that another window has saved since, and when."""
    return str(gettext("Another window of yours saved this at %(time)s.", time=when(problem.params["saved_at"])))


def _too_late(item_id: int, typed: Typed, problem: Problem) -> ResponseReturnValue:
    """Say who did what and when, and give back what was typed."""
    found = visibility.item_for(reading(), actor(), item_id).request
    process = processes.load(reading(), found.version_id)
    fields = _fields(process, typed.data)
    given = {name: value for name, value in typed.data.items() if value not in (None, "", [], False)}
    data = {name: _rows(fields.get(name), value) for name, value in given.items()}
    labels = {name: words(field.titles, name) for name, field in fields.items()}
    page = render_template(
        "conflict.html", problem=problem, detail=detail(problem), found=found, typed=typed, data=data, labels=labels
    )
    return page, problem.status


def _rows(field: Field | None, value: Any) -> list[str]:
    """Return an answer as texts to read and copy: one, or one per line of a list."""
    if not isinstance(value, list):
        return [_text(field, value)]
    columns = {column.name: column for column in field.columns} if field else {}
    return [" · ".join(_cells(columns, row)) if isinstance(row, dict) else str(row) for row in value]


def _cells(columns: Mapping[str, Field], row: Mapping[str, Any]) -> list[str]:
    given = {name: cell for name, cell in row.items() if name not in ("id", "line") and cell not in (None, "")}
    return [_text(columns.get(name), cell) for name, cell in given.items()]


def _text(field: Field | None, value: Any) -> str:
    """Return an answer as it was typed; a choice by its title, not its code."""
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    chosen = dict(field.choices).get(str(value), {}) if field else {}
    return words(chosen, str(value))


def _fields(process: processes.Process, names: Iterable[str]) -> dict[str, Field]:
    sections = (process.form.main, *process.form.steps.values())
    return {name: section[name] for section in sections for name in names if name in section}
