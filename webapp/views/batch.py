"""Ordering the prints of several requests: those that were chosen in a box, or all that the box shows."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webapp.access import actor
from webapp.i18n import language
from webapp.program import now, program
from webapp.services import outputs
from webapp.unit_of_work import writing
from webapp.views.filtering import texts

blueprint = Blueprint("batch", __name__)
BOXES = ("done", "mine", "copied", "unit")
KIND = "prints"


@blueprint.post("/print")
def order() -> ResponseReturnValue:
    """Order the prints and lead to how far they are; what may be read is asked when each is printed."""
    box = request.form.get("box", "")
    box = box if box in BOXES else BOXES[0]
    wanted = _filter(box) if request.form.get("what") == "all" else {"requests": _chosen()}
    most = program().settings.print_batch
    if wanted.get("requests") == []:
        flash(gettext("Choose the requests that you want to print."), "warning")
    elif len(wanted.get("requests", ())) > most:
        flash(gettext("At most %(most)s requests can be printed in one go.", most=most), "warning")
    else:
        wanted |= {"as": "zip" if request.form.get("as") == "zip" else "pdf"}
        with writing() as session:
            made = outputs.order(session, actor(), KIND, wanted, language(), now())
        return redirect(url_for("outputs.page", output_id=made))
    return redirect(url_for(f"inbox.{box}", **texts(request.form)))


def _chosen() -> list[int]:
    given = request.form.getlist("request")
    return [int(one) for one in dict.fromkeys(given) if one.isascii() and one.isdigit() and len(one) < 18]


def _filter(box: str) -> dict[str, Any]:
    return {"box": box, **texts(request.form)}
