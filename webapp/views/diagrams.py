"""The diagram of a request's own version, as its owner drew it."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from webapp.access import actor
from webapp.services import processes, visibility
from webapp.services.errors import NotFound
from webapp.unit_of_work import reading

blueprint = Blueprint("diagrams", __name__)
MAIN = "main"


@blueprint.get("/requests/<int:request_id>/diagram/<path:scope>.bpmn")
def xml(request_id: int, scope: str) -> ResponseReturnValue:
    """Return the BPMN file of a call level; `main` is the outermost. It never changes: a request keeps its version."""
    found = visibility.request_for(reading(), actor(), request_id)
    process = processes.load(reading(), found.version_id)
    level = next((one for one in process.compiled.diagrams if (one.scope or MAIN) == scope), None)
    if level is None:
        raise NotFound("diagram_unknown", scope=scope)
    answer = Response(process.bundle.files[level.file], mimetype="application/xml")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
