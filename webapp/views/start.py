"""Starting a request: which processes I may start, and the empty form."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from forms.kit import INITIATOR, Fault
from webapp.access import actor, presents
from webapp.program import now
from webapp.services import actions, processes, submit, unfinished
from webapp.services.actions import Answer
from webapp.services.errors import ActionReused, Invalid, NotAllowed
from webapp.services.processes import Process
from webapp.unit_of_work import reading, writing
from webapp.views import posting
from webapp.views.posting import Posted
from webapp.views.start_form import ACTIONS, draw_start, steps_ahead
from webapp.views.start_kinds import kind_asked, start_cards

blueprint = Blueprint("start", __name__)


@blueprint.get("/start")
def choose() -> ResponseReturnValue:
    """List what I may start, and for which units."""
    found = [
        card for process, _ in processes.startable(reading(), actor(), now()) for card in start_cards(process, actor())
    ]
    return render_template("start.html", found=found)


@blueprint.get("/start/<key>")
def form(key: str) -> ResponseReturnValue:
    """Show the empty form, of the kind that the address names."""
    process = _process(key)
    return show(process, kind_asked(process, actor(), request.args), asked_for=True)


@blueprint.post("/start/<key>")
def send(key: str) -> ResponseReturnValue:
    """Save a draft or send the request on its way; with any fault the form comes back as it was typed."""
    process = _process(key)
    posted, faults = posting.with_files(request.form, request.files)
    intent = posting.intent(posted, ACTIONS)
    if intent.redraw or faults:
        return _typed(process, posted, faults)
    data = posting.answers(process.form, INITIATOR, posted)
    try:
        answer = _do(key, data, intent.action == "submit", posted.get("_action_id"))
    except Invalid as problem:
        return _typed(process, posted, problem.faults)
    except ActionReused as problem:
        told = gettext("This form was sent or saved before. If you send it again, that makes another request.")
        return anew(process, posted, told, problem.status)
    return begun(answer)


@blueprint.post("/start/<key>/ahead")
def ahead(key: str) -> ResponseReturnValue:
    """Show the steps that would come if the form were sent as it is filled in so far; nothing is kept."""
    process = _process(key)
    data = posting.answers(process.form, INITIATOR, MultiDict(request.form))
    return render_template("parts/ahead.html", ahead=steps_ahead(process, data))


@presents("start.send")
def again(key: str, typed: Posted) -> ResponseReturnValue:
    """Show the form with what was typed before the session ended."""
    return _typed(_process(key), typed, status=200)


def _do(key: str, data: dict[str, Any], send_off: bool, action_id: str | None) -> Answer:
    body = {"start": key, "submit": send_off, "data": data}
    with writing() as session:

        def begin() -> Answer:
            made = submit.create(session, actor(), key, data, now(), whole=send_off)
            made = submit.submit(session, actor(), made.id, now()) if send_off else made
            return Answer(201, {"id": made.id, "number": made.number})

        return actions.once(session, actor(), action_id or None, body, begin, now())


def anew(process: Process, posted: Posted, told: str, status: int) -> ResponseReturnValue:
    """Show what was typed as a form that has not been sent, and tell why."""
    data = posting.answers(process.form, INITIATOR, posted)
    return show(process, data, problem=told), status


def begun(answer: Answer) -> ResponseReturnValue:
    """Lead on from a request that was sent or kept; the same answer again for the same form sent twice."""
    if answer.body["number"] is None:
        flash(gettext("The draft is saved."), "success")
        return redirect(url_for("drafts.form", request_id=answer.body["id"]))
    flash(gettext("%(number)s is on its way.", number=answer.body["number"]), "success")
    return redirect(url_for("requests.page", request_id=answer.body["id"]))


def _process(key: str) -> Process:
    process = processes.current(reading(), key, now())
    if not process.start_units(actor()):
        raise NotAllowed("may_not_start")
    return process


def _typed(
    process: Process, posted: Posted, faults: tuple[Fault, ...] = (), status: int | None = None
) -> ResponseReturnValue:
    data = posting.answers(process.form, INITIATOR, posted)
    page = show(process, data, faults, posting.blank_rows(process.form, INITIATOR, posted), posted.get("_action_id"))
    return page, status or (422 if faults else 200)


def show(
    process: Process,
    data: dict[str, Any],
    faults: tuple[Fault, ...] = (),
    blank: dict[str, int] | None = None,
    action_id: str | None = None,
    problem: str = "",
    asked_for: bool = False,
    copied: str = "",
) -> str:
    """Return the page of a form that nothing is kept of yet. `copied`: the number of the request it begins with."""
    begun_anew = (asked_for or not data) and not problem and not copied
    return render_template(
        "start_form.html",
        process=process,
        drawn=draw_start(process, data, faults, blank),
        draft=None,
        target=url_for("start.send", key=process.key),
        action_id=action_id or uuid4().hex,
        draft_rev=0,
        restored=None,
        left=unfinished.newest(reading(), actor(), process.key) if begun_anew else None,
        problem=problem,
        copied=copied,
    )
