"""Ordering a box as a table, with the filter that it has."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor
from webapp.i18n import language
from webapp.program import now
from webapp.services import outputs
from webapp.unit_of_work import writing
from webapp.views.filtering import texts

blueprint = Blueprint("lists", __name__)
BOXES = ("done", "mine", "copied", "unit")
KIND = "list"


@blueprint.post("/export")
def order() -> ResponseReturnValue:
    """Order the table and lead to how far it is; what may be read is asked when it is made."""
    box = request.form.get("box", "")
    wanted = {
        "box": box if box in BOXES else BOXES[0],
        **texts(request.form),
        "as": "csv" if request.form.get("as") == "csv" else "xlsx",
    }
    with writing() as session:
        made = outputs.order(session, actor(), KIND, wanted, language(), now())
    return redirect(url_for("outputs.page", output_id=made))
