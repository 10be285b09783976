"""A request that was not sent yet: its initiator goes on with it, sends it or throws it away."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.kit import INITIATOR, Fault
from webapp.access import actor, presents
from webapp.program import now
from webapp.services import actions, processes, screens, submit, unfinished, visibility
from webapp.services.actions import Answer
from webapp.services.errors import ActionReused, AlreadyDone, Invalid, Stale
from webapp.services.processes import Process
from webapp.unit_of_work import reading, writing
from webapp.views import posting
from webapp.views.posting import Posted
from webapp.views.start import anew, begun
from webapp.views.start_form import ACTIONS, draw_start

blueprint = Blueprint("drafts", __name__)


@blueprint.get("/drafts/<int:request_id>")
def form(request_id: int) -> ResponseReturnValue:
    """Show the draft; what was sent meanwhile is shown as a request."""
    found = visibility.request_for(reading(), actor(), request_id)
    if found.number is not None:
        return redirect(url_for("requests.page", request_id=request_id))
    return _show(request_id, None)


@blueprint.post("/drafts/<int:request_id>")
def send(request_id: int) -> ResponseReturnValue:
    """Save the draft or send it; with any fault it comes back as it was typed."""
    process = _process(request_id)
    posted, faults = posting.with_files(request.form, request.files)
    intent = posting.intent(posted, ACTIONS)
    if intent.redraw or faults:
        return _typed(request_id, process, posted, faults)
    data = posting.answers(process.form, INITIATOR, posted)
    try:
        answer = _do(request_id, data, intent.action == "submit", posted)
    except Invalid as problem:
        return _typed(request_id, process, posted, problem.faults)
    except (Stale, ActionReused) as problem:
        told = gettext("This draft was changed elsewhere since you opened it. What you typed stands below.")
        return _show(request_id, posted, problem=told), problem.status
    except AlreadyDone as problem:
        told = gettext("This draft was sent meanwhile. What you typed stands below; sending it makes another request.")
        return anew(process, posted, told, problem.status)
    return begun(answer)


@presents("drafts.send")
def again(request_id: int, typed: Posted) -> ResponseReturnValue:
    """Show the draft with what was typed before the session ended."""
    return _typed(request_id, _process(request_id), typed, status=200)


@blueprint.post("/drafts/<int:request_id>/delete")
def delete(request_id: int) -> ResponseReturnValue:
    """Throw the draft away."""
    with writing() as session:
        submit.delete_draft(session, actor(), request_id)
    flash(gettext("The draft is deleted."), "info")
    return redirect(url_for("inbox.drafts"))


def _do(request_id: int, data: dict[str, Any], send_off: bool, posted: Posted) -> Answer:
    body = {"draft": request_id, "submit": send_off, "data": data}
    rev = int(posted["_rev"]) if posted.get("_rev", "").isdigit() else None
    with writing() as session:

        def save() -> Answer:
            seen = posting.whole(posted.get("_draft_rev"))
            made = submit.save_draft(session, actor(), request_id, data, rev, now(), whole=send_off, typed_rev=seen)
            made = submit.submit(session, actor(), request_id, now()) if send_off else made
            return Answer(200, {"id": made.id, "number": made.number})

        return actions.once(session, actor(), posted.get("_action_id") or None, body, save, now())


def _process(request_id: int) -> Process:
    found = visibility.request_for(reading(), actor(), request_id)
    return processes.load(reading(), found.version_id)


def _typed(
    request_id: int, process: Process, posted: Posted, faults: tuple[Fault, ...] = (), status: int | None = None
) -> ResponseReturnValue:
    page = _show(request_id, posted, faults, posting.blank_rows(process.form, INITIATOR, posted))
    return page, status or (422 if faults else 200)


def _show(
    request_id: int,
    posted: Posted | None,
    faults: tuple[Fault, ...] = (),
    blank: dict[str, int] | None = None,
    problem: str = "",
) -> str:
    """Draw the draft; with a `problem` told, what is sent from here is another sending, upon what is there now."""
    found = visibility.request_for(reading(), actor(), request_id)
    screen = screens.request_screen(reading(), actor(), found, now())
    data, left = dict(screen.data), unfinished.of(reading(), found)
    if posted is not None:
        data |= posting.answers(screen.process.form, INITIATOR, posted)
    elif left is not None:
        data |= left.body
    return render_template(
        "start_form.html",
        process=screen.process,
        drawn=draw_start(screen.process, data, faults, blank),
        draft=found,
        target=url_for("drafts.send", request_id=request_id),
        action_id=_kept(posted, "_action_id", problem) or uuid4().hex,
        rev=_kept(posted, "_rev", problem) or found.data_rev,
        draft_rev=_kept(posted, "_draft_rev", problem) or (left.rev if left else 0),
        restored=left if posted is None else None,
        left=None,
        problem=problem,
        copied="",
    )


def _kept(posted: Posted | None, name: str, problem: str) -> str | None:
    return None if posted is None or problem else posted.get(name)
