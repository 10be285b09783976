"""Files: brought before they are used, read by the request's right."""

from __future__ import annotations

from contextlib import closing
from typing import Any, BinaryIO, cast

from flask import Response, request, send_file

from models import Attachment
from webapp.api.operations import Call, operation
from webapp.api.schemas import ACTION_ID, body, ref
from webapp.program import program
from webapp.services import attachments, visibility
from webapp.services.actions import Answer
from webapp.services.errors import Invalid

UPLOAD = body({"file": {"type": "string", "contentMediaType": "application/octet-stream"}}, {"action_id": ACTION_ID})
POLICY = "default-src 'none'; sandbox"
OVERHEAD = 1_000_000
"""Bytes that a multipart body may have around its file."""


def _upload() -> dict[str, Any]:
    """Read the file that was sent into the store, before any transaction; the body as it is compared for repeats."""
    file, action_id = request.files.get("file"), request.form.get("action_id")
    if file is None:
        raise Invalid.at("/file", "required")
    if action_id is not None and not 0 < len(action_id) <= ACTION_ID["maxLength"]:
        raise Invalid.at("/action_id", "max-length", max=ACTION_ID["maxLength"], length=len(action_id))
    with closing(file):
        taken = attachments.take_in(cast(BinaryIO, file.stream), file.filename or "file", program().settings.files_dir)
    return {"file": taken, "action_id": action_id}


@operation(
    "POST",
    "/attachments",
    "Bring a file of at most 20,000,000 bytes; mine until an action uses it, purged after 7 days",
    {201: ref("Attachment")},
    body=UPLOAD,
    takes="multipart/form-data",
    writes=True,
    reads=_upload,
)
def upload(call: Call) -> Answer:
    return Answer(201, _described(attachments.record(call.session, call.actor, call.body["file"], call.now)))


@operation("GET", "/attachments/{id}", "A file", {200: None}, media="*/*")
def get_attachment(call: Call, id: int) -> Response:
    found = visibility.attachment_for(call.session, call.actor, id)
    path = attachments.path_of(found, program().settings.files_dir)
    answer = send_file(path, found.type, as_attachment=True, download_name=found.name, etag=found.sha256)
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


def _described(kept: Attachment) -> dict[str, object]:
    return {"id": kept.id, "name": kept.name, "type": kept.type, "size": kept.size, "sha256": kept.sha256}
