"""A request as a reader sees it, and what its initiator and its readers may do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Wanted:
    """One of the small forms beside a request, open with what was typed: which, what, and what was wrong with it."""

    name: str
    typed: Mapping[str, str]
    problem: Invalid | None = None
    told: str = ""

    @property
    def comment(self) -> str:
        """Return the words that were typed."""
        return self.typed.get("_comment", "")

    @property
    def people(self) -> str:
        """Return the names that were typed."""
        return self.typed.get("_people", "")

    def faults(self, pointer: str) -> tuple[str, ...]:
        """Return the sentences at one of its fields."""
        found = self.problem.faults if self.problem else ()
        return tuple(sentences.message(one) for one in found if one.pointer == pointer)


def show(request_id: int, wanted: Wanted) -> str:
    """Show the request with one of its small forms open."""
    return _show(request_id, wanted=wanted, told=wanted.told)


def _show(
    request_id: int,
    comment: str = "",
    withdrawal: str | None = None,
    faults: Invalid | None = None,
    wanted: Wanted | None = None,
    told: str = "",
) -> str:
    found = visibility.request_for(reading(), actor(), request_id)
    screen = screens.request_screen(reading(), actor(), found, now())
    page = request_page(screen, foresight.of_request(reading(), actor(), found, now()))
    wrong = [sentences.message(one) for one in faults.faults] if faults else []
    wrong += [told] if told else []
    return render_template(
        "request.html", page=page, comment=comment, withdrawal=withdrawal, faults=wrong, wanted=wanted
    )
