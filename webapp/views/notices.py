"""What the program has told me: reminders, deadlines, what became of my requests."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor
from webapp.program import now
from webapp.services import notices
from webapp.unit_of_work import reading, writing

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notices")
def page() -> ResponseReturnValue:
    """List my notices, newest first."""
    found = notices.mine(reading(), actor(), cursor=request.args.get("cursor"))
    return render_template("notices.html", page=found)


@blueprint.post("/notices/read")
def read() -> ResponseReturnValue:
    """Mark one of my notices as read, or all."""
    one = request.form.get("notice", type=int)
    with writing() as session:
        notices.mark_read(session, actor(), now(), None if one is None else [one])
    return redirect(url_for("notices.page", cursor=request.form.get("cursor") or None))
