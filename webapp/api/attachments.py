"""Files: brought before they are used, read by the request's right."""

from __future__ import annotations

from contextlib import closing
from typing import BinaryIO, cast

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


@operation(
    "POST",
    "/attachments",
    "Bring a file of at most 20,000,000 bytes; mine until an action uses it, purged after 7 days",
    {201: ref("Attachment")},
    body=UPLOAD,
    takes="multipart/form-data",
    writes=True,
)
def upload(call: Call) -> Answer:
    settings = program().settings
    file = request.files.get("file")
    if file is None:
        raise Invalid.at("/file", "required")
    with closing(file):
        stream, name = cast(BinaryIO, file.stream), file.filename or "file"
        kept = attachments.store(call.session, call.actor, stream, name, call.now, settings.files_dir)
    return Answer(201, _described(kept))


@operation("GET", "/attachments/{id}", "A file", {200: None}, media="*/*")
def get_attachment(call: Call, id: int) -> Response:
    found = visibility.attachment_for(call.session, call.actor, id)
    path = attachments.path_of(found, program().settings.files_dir)
    answer = send_file(path, found.type, as_attachment=True, download_name=found.name, etag=found.sha256)
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


def _described(kept: Attachment) -> dict[str, object]:
    return {"id": kept.id, "name": kept.name, "type": kept.type, "size": kept.size, "sha256": kept.sha256}
