"""An administrator hands a leaver's open work over to another, with a result for each task (B8)."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp import faults as sentences
from webapp.access import actor, presents
from webapp.errors import detail
from webapp.program import now
from webapp.services import handing_over
from webapp.services.errors import Invalid, NotAllowed
from webapp.services.handing_over import HandedOver
from webapp.unit_of_work import reading, writing
from webapp.views.posting import Posted

blueprint = Blueprint("handing_over", __name__)


@blueprint.get("/hand-over")
def page() -> ResponseReturnValue:
    """Ask whose work goes to whom."""
    if not actor().admin:
        raise NotAllowed("only_administrators")
    return _show({})


@blueprint.post("/hand-over")
def send() -> ResponseReturnValue:
    """Hand it over, each task in a transaction of its own, and say what became of each."""
    typed = request.form
    to, reason = typed.get("to", "").strip(" ,，"), typed.get("_comment", "").strip()
    try:
        items = handing_over.open_work(reading(), actor(), typed.get("from", "").strip(" ,，"), to, reason)
        done = [_one(item_id, to, reason) for item_id in items]
    except Invalid as problem:
        return _show(typed, problem), 422
    return _show(typed, done=done)


def _one(item_id: int, to: str, reason: str) -> HandedOver:
    with writing() as session:
        return handing_over.hand_over(session, actor(), item_id, to, reason, now())


@presents("handing_over.send")
def again(typed: Posted) -> ResponseReturnValue:
    """Show the form with what was typed before the session ended."""
    return _show(typed)


def _show(typed: Mapping[str, str], problem: Invalid | None = None, done: list[HandedOver] | None = None) -> str:
    faults = {one.pointer.strip("/"): (sentences.message(one),) for one in (problem.faults if problem else ())}
    results = [(one, _told(one)) for one in done] if done is not None else None
    return render_template("hand_over.html", typed=typed, faults=faults, results=results)


def _told(one: HandedOver) -> str:
    """Return why a task stayed where it is."""
    if isinstance(one.problem, Invalid):
        return " ".join(sentences.message(fault) for fault in one.problem.faults)
    return detail(one.problem) if one.problem else ""
