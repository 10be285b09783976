"""A request as a reader sees it, and what its initiator and its readers may do with it."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webapp import faults as sentences
from webapp.access import actor, presents
from webapp.program import now
from webapp.services import actions, decide, foresight, mentions, screens, visibility
from webapp.services.actions import Answer
from webapp.services.errors import Invalid
from webapp.unit_of_work import reading, writing
from webapp.views.people import person
from webapp.views.posting import Posted
from webapp.views.request_page import request_page

blueprint = Blueprint("requests", __name__)


@blueprint.get("/requests/<int:request_id>")
def page(request_id: int) -> ResponseReturnValue:
    """Show the request."""
    found = visibility.request_for(reading(), actor(), request_id)
    if found.number is None and found.initiator_id == actor().person_id:
        return redirect(url_for("drafts.form", request_id=request_id))
    return _show(request_id)


@blueprint.post("/requests/<int:request_id>/comment")
def comment(request_id: int) -> ResponseReturnValue:
    """Add a comment to the trail."""
    text = request.form.get("_comment", "").strip()
    try:
        with writing() as session:
            body = {"comment": request_id, "text": text}

            def say() -> Answer:
                decide.comment(session, actor(), request_id, text, now())
                return Answer(200, {})

            actions.once(session, actor(), request.form.get("_action_id") or None, body, say, now())
    except Invalid as problem:
        return _show(request_id, comment=text, faults=problem), 422
    flash(gettext("Your comment is added."), "success")
    return redirect(url_for("requests.page", request_id=request_id) + "#trail")


@blueprint.get("/requests/<int:request_id>/people")
def people(request_id: int) -> ResponseReturnValue:
    """Offer who may be named in a comment: readers of the request, by a part of name or sign-in."""
    found = visibility.request_for(reading(), actor(), request_id)
    offered = mentions.offered(reading(), actor(), found, request.args.get("q", "")[:100], now())
    return jsonify({"items": [person(one) for one in offered]})


@presents("requests.comment")
def comment_again(request_id: int, typed: Posted) -> ResponseReturnValue:
    """Show the request with the comment that was typed before the session ended."""
    return _show(request_id, comment=typed.get("_comment", ""))


@blueprint.post("/requests/<int:request_id>/withdraw")
def withdraw(request_id: int) -> ResponseReturnValue:
    """Take the request back for good."""
    text = request.form.get("_comment", "").strip()
    try:
        with writing() as session:
            body = {"withdraw": request_id, "text": text}

            def take_back() -> Answer:
                decide.withdraw(session, actor(), request_id, text, now())
                return Answer(200, {})

            actions.once(session, actor(), request.form.get("_action_id") or None, body, take_back, now())
    except Invalid as problem:
        return _show(request_id, withdrawal=text, faults=problem), 422
    flash(gettext("The request is withdrawn."), "success")
    return redirect(url_for("requests.page", request_id=request_id))


@presents("requests.withdraw")
def withdraw_again(request_id: int, typed: Posted) -> ResponseReturnValue:
    """Show the request with the reason that was typed before the session ended; it is not withdrawn by itself."""
    return _show(request_id, withdrawal=typed.get("_comment", ""))


def _show(request_id: int, comment: str = "", withdrawal: str | None = None, faults: Invalid | None = None) -> str:
    found = visibility.request_for(reading(), actor(), request_id)
    screen = screens.request_screen(reading(), actor(), found, now())
    page = request_page(screen, foresight.of_request(reading(), actor(), found, now()))
    told = [sentences.message(one) for one in faults.faults] if faults else []
    return render_template("request.html", page=page, comment=comment, withdrawal=withdrawal, faults=told)
