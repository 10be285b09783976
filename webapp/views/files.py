"""Attachments: read by the request's right, never run or shown as a page of ours."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.kit import Fault
from webapp import faults as sentences
from webapp.access import actor
from webapp.errors import detail
from webapp.program import program
from webapp.services import attachments, visibility
from webapp.services.errors import Invalid, TooLarge
from webapp.unit_of_work import reading
from webapp.views.posting import keep_file

blueprint = Blueprint("files", __name__)
SHOWN = ("image/jpeg", "image/png", "image/webp", "image/gif")
POLICY = "default-src 'none'; img-src 'self'; style-src 'none'; sandbox"


@blueprint.get("/attachments/<int:attachment_id>")
def download(attachment_id: int) -> ResponseReturnValue:
    """Send the file; photographs are shown, everything else is downloaded."""
    found = visibility.attachment_for(reading(), actor(), attachment_id)
    path = attachments.path_of(found, program().settings.files_dir)
    shown = found.type in SHOWN and "download" not in request.args
    answer: Response = send_file(path, found.type, as_attachment=not shown, download_name=found.name, etag=found.sha256)
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@blueprint.post("/attachments")
def upload() -> ResponseReturnValue:
    """Keep a file as soon as it is chosen (by script; without it files come with their form). It is mine until used."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid((Fault("/file", "required", "required"),))
    try:
        known = keep_file(file)
    except Invalid as problem:
        return jsonify({"message": " ".join(sentences.message(one) for one in problem.faults)}), 422
    except TooLarge as problem:
        return jsonify({"message": detail(problem)}), 413
    known["address"] = url_for("files.download", attachment_id=known["id"])
    known["message"] = gettext("Added: %(name)s", name=known["name"])
    return jsonify(known), 201
