"""Files that I have ordered: how far they are, and taking them away when they are there."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from models import OutputState
from webapp.access import actor
from webapp.program import program
from webapp.services import outputs
from webapp.services.errors import NotFound
from webapp.unit_of_work import reading, writing

blueprint = Blueprint("outputs", __name__)


@blueprint.get("/downloads")
def listed() -> ResponseReturnValue:
    """List my files, newest first."""
    page = outputs.mine(reading(), actor(), cursor=request.args.get("cursor"))
    return render_template("outputs.html", page=page, days=program().settings.output_days)


@blueprint.get("/downloads/<int:output_id>")
def page(output_id: int) -> ResponseReturnValue:
    """Show how far a file of mine is."""
    found = outputs.get(reading(), actor(), output_id)
    days = program().settings.output_days
    if request.headers.get("HX-Request"):
        return render_template("parts/output.html", output=found, days=days)
    return render_template("output.html", output=found, days=days)


@blueprint.get("/downloads/<int:output_id>/file")
def file(output_id: int) -> ResponseReturnValue:
    """Send a file of mine."""
    found = outputs.get(reading(), actor(), output_id)
    path = outputs.path_of(output_id, program().settings.outputs_dir)
    if found.state is not OutputState.DONE or not path.is_file():
        raise NotFound("output_unknown", id=output_id)
    answer: Response = send_file(path, found.type, as_attachment=True, download_name=found.name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.post("/downloads/<int:output_id>/discard")
def discard(output_id: int) -> ResponseReturnValue:
    """Delete a file of mine, or stop it in the making."""
    with writing() as session:
        outputs.discard(session, actor(), output_id)
    return redirect(url_for("outputs.listed"))
