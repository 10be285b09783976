"""What people do with a request beside its steps: take back, give copies, urge, mark a copy as read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webapp.access import actor, presents
from webapp.errors import detail
from webapp.program import now
from webapp.services import actions, copies, decide, interventions, taking_back, urging, visibility
from webapp.services.actions import Answer
from webapp.services.decide import Command
from webapp.services.errors import Invalid, TooMany
from webapp.unit_of_work import reading, writing
from webapp.views import drawn_in
from webapp.views.posting import Posted
from webapp.views.requests import Wanted, show

blueprint = Blueprint("request_acts", __name__)


@blueprint.post("/requests/<int:request_id>/take-back")
def take_back(request_id: int) -> ResponseReturnValue:
    """Undo what I did last, as long as nobody has acted on it."""

    def verb(session: Any, said: str) -> None:
        taking_back.take_back(session, actor(), request_id, said, now())

    return _act(request_id, "take_back", verb, gettext("Taken back; it is on your desk again."))


@blueprint.post("/requests/<int:request_id>/copies")
def copy(request_id: int) -> ResponseReturnValue:
    """Give people the request to read."""
    names = drawn_in.people(request.form.get("_people", ""))

    def verb(session: Any, said: str) -> None:
        copies.copy(session, actor(), request_id, names, said, now())

    return _act(request_id, "cc", verb, gettext("They have a copy and are told."))


@blueprint.post("/requests/<int:request_id>/urge")
def urge(request_id: int) -> ResponseReturnValue:
    """Remind those on whose desks it lies."""

    def verb(session: Any, said: str) -> None:
        urging.urge(session, actor(), request_id, said, now())

    return _act(request_id, "urge", verb, gettext("Whoever has it on the desk is reminded."))


@blueprint.post("/requests/<int:request_id>/move")
def move(request_id: int) -> ResponseReturnValue:
    """Let it go on at another step, as an administrator."""

    def verb(session: Any, said: str) -> None:
        interventions.move(session, actor(), request_id, request.form.get("_to") or None, said, now())

    return _act(request_id, "move", verb, gettext("It goes on there."))


@blueprint.post("/requests/<int:request_id>/end")
def end(request_id: int) -> ResponseReturnValue:
    """End it for good, as an administrator."""

    def verb(session: Any, said: str) -> None:
        interventions.end(session, actor(), request_id, said, now())

    return _act(request_id, "end", verb, gettext("The request is ended."))


@blueprint.post("/requests/<int:request_id>/reopen")
def reopen(request_id: int) -> ResponseReturnValue:
    """Open it again, as an administrator."""

    def verb(session: Any, said: str) -> None:
        interventions.reopen(session, actor(), request_id, request.form.get("_to") or None, said, now())

    return _act(request_id, "reopen", verb, gettext("The request is open again."))


@blueprint.post("/requests/<int:request_id>/hand-on")
def hand_on(request_id: int) -> ResponseReturnValue:
    """Hand on what lies with somebody, as an administrator."""
    names, item_id = drawn_in.people(request.form.get("_people", "")), request.form.get("_item", 0, type=int)
    visibility.request_for(reading(), actor(), request_id)

    def verb(session: Any, said: str) -> None:
        decide.act(session, actor(), item_id, Command("reassign", comment=said, people=names), now())

    return _act(request_id, "hand_on", verb, gettext("Handed on."))


def _act(request_id: int, name: str, verb: Callable[[Any, str], object], done: str) -> ResponseReturnValue:
    """Do it once; a refused one shows the request with what was typed."""
    said = request.form.get("_comment", "").strip()
    sent = {key: request.form.get(key, "") for key in ("_people", "_to", "_item")}
    body = {name: request_id, "said": said, **sent}
    try:
        with writing() as session:

            def once() -> Answer:
                verb(session, said)
                return Answer(200, {})

            actions.once(session, actor(), request.form.get("_action_id") or None, body, once, now())
    except Invalid as problem:
        return show(request_id, Wanted(name, request.form, problem)), 422
    except TooMany as problem:
        return show(request_id, Wanted(name, request.form, told=detail(problem))), problem.status
    flash(done, "success")
    return redirect(url_for("requests.page", request_id=request_id))


@blueprint.post("/requests/<int:request_id>/read")
def read(request_id: int) -> ResponseReturnValue:
    """Note that I have read my copy."""
    with writing() as session:
        copies.read(session, actor(), request_id, now())
    return redirect(url_for("requests.page", request_id=request_id))


@presents("request_acts.take_back")
def take_back_again(request_id: int, typed: Posted) -> ResponseReturnValue:
    """Show the request with what was typed before the session ended."""
    return show(request_id, Wanted("take_back", typed))


@presents("request_acts.copy")
def copy_again(request_id: int, typed: Posted) -> ResponseReturnValue:
    """Show the request with whom it was to be copied to before the session ended."""
    return show(request_id, Wanted("cc", typed))


@presents("request_acts.move")
def move_again(request_id: int, typed: Posted) -> ResponseReturnValue:
    """Show the request with what was typed before the session ended."""
    return show(request_id, Wanted("move", typed))


@presents("request_acts.end")
def end_again(request_id: int, typed: Posted) -> ResponseReturnValue:
    """Show the request with what was typed before the session ended."""
    return show(request_id, Wanted("end", typed))


@presents("request_acts.reopen")
def reopen_again(request_id: int, typed: Posted) -> ResponseReturnValue:
    """Show the request with what was typed before the session ended."""
    return show(request_id, Wanted("reopen", typed))


@presents("request_acts.hand_on")
def hand_on_again(request_id: int, typed: Posted) -> ResponseReturnValue:
    """Show the request with what was typed before the session ended."""
    return show(request_id, Wanted("hand_on", typed))


@presents("request_acts.urge")
def urge_again(request_id: int, typed: Posted) -> ResponseReturnValue:
    """Show the request with what was typed before the session ended."""
    return show(request_id, Wanted("urge", typed))
