"""Filters that I keep under a name: keeping one from a box, and taking one away."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webapp import faults as sentences
from webapp.access import actor
from webapp.program import now, program
from webapp.services import saved_filters
from webapp.services.errors import Invalid
from webapp.unit_of_work import writing
from webapp.views.filtering import texts

blueprint = Blueprint("filters", __name__)
BOXES = ("tasks", "done", "mine", "copied", "unit", "drafts")


@blueprint.post("/filters")
def keep() -> ResponseReturnValue:
    """Keep what a box is narrowed down to, and show the box so."""
    box = request.form.get("box", "")
    box = box if box in BOXES else BOXES[0]
    values, name = texts(request.form), request.form.get("name", "")
    try:
        with writing() as session:
            saved_filters.keep(session, actor(), box, name, values, program().settings.saved_filters, now())
    except Invalid as problem:
        for told in sentences.by_pointer(problem.faults).values():
            flash(" ".join(told), "warning")
    else:
        flash(gettext("The filter is kept as “%(name)s”.", name=name.strip()), "success")
    return redirect(url_for(f"inbox.{box}", **values))


@blueprint.post("/filters/<int:filter_id>/discard")
def discard(filter_id: int) -> ResponseReturnValue:
    """Take a kept filter away."""
    with writing() as session:
        box = saved_filters.discard(session, actor(), filter_id)
    flash(gettext("The filter is no longer kept."), "success")
    return redirect(url_for(f"inbox.{box}"))
