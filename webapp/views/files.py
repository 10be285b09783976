"""Attachments: read by the request's right, never run or shown as a page of ours."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.kit import Fault
from models import Attachment
from webapp import faults as sentences
from webapp.access import actor
from webapp.errors import detail
from webapp.i18n import file_size
from webapp.program import program
from webapp.services import attachments, visibility
from webapp.services.errors import Invalid, NotFound, TooLarge
from webapp.unit_of_work import reading
from webapp.views.posting import keep_file

blueprint = Blueprint("files", __name__)
PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")
SHOWN = (*PICTURES, "application/pdf")
"""What a browser shows itself; everything else is downloaded."""
POLICY = "default-src 'none'; sandbox"
"""Nothing is loaded, run or sent from what is shown. Browsers' own viewers of PDF work under it."""


@blueprint.get("/attachments/<int:attachment_id>")
def download(attachment_id: int) -> ResponseReturnValue:
    """Send the file; photographs and PDF are shown, everything else is downloaded."""
    found = visibility.attachment_for(reading(), actor(), attachment_id)
    path = attachments.path_of(found, program().settings.files_dir)
    shown = found.type in SHOWN and "download" not in request.args
    answer: Response = send_file(path, found.type, as_attachment=not shown, download_name=found.name, etag=found.sha256)
    return _guarded(answer)


@blueprint.get("/attachments/<int:attachment_id>/small")
def small(attachment_id: int) -> ResponseReturnValue:
    """Send the small picture that lists show of a photograph."""
    found = visibility.attachment_for(reading(), actor(), attachment_id)
    if found.type not in PICTURES:
        raise NotFound("attachment_unknown", id=attachment_id)
    answer = Response(mimetype="image/jpeg")
    answer.set_etag(f"{found.sha256}-small")
    if request.if_none_match.contains(f"{found.sha256}-small"):
        answer.status_code = 304
    else:
        answer.set_data(attachments.small_of(found, program().settings.files_dir))
    return _guarded(answer)


def _guarded(answer: Response) -> Response:
    """Let a browser keep the file, but ask each time whether it may still be read."""
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
    known["small"] = url_for("files.small", attachment_id=known["id"]) if known["type"] in PICTURES else None
    known["about"] = file_size(known["size"])
    known["message"] = gettext("Added: %(name)s", name=known["name"])
    return jsonify(known), 201


def is_picture(file: Attachment) -> bool:
    """Say whether a file has a small picture."""
    return file.type in PICTURES


def is_shown(file: Attachment) -> bool:
    """Say whether a browser shows a file itself."""
    return file.type in SHOWN
