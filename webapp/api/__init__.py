"""The HTTP API, version 1: the same verbs and rights as the pages, as JSON (`interface.md`).

The operations are declared beside their functions (`operations.operation`); routes and document come from there.
"""

from __future__ import annotations

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

from webapp.access import csrf
from webapp.api import attachments, catalogue, openapi, operations, requests, tasks
from webapp.api.operations import PREFIX
from webapp.program import now
from webapp.services import processes
from webapp.unit_of_work import reading

__all__ = ["attachments", "catalogue", "init_app", "requests", "tasks"]


def init_app(app: Flask) -> None:
    """Register the routes. They take tokens and no cookies, so they need no protection against forged forms."""
    operations.add_routes(app)
    app.add_url_rule(f"{PREFIX}/openapi.json", "api.openapi_document", openapi_document)
    for name, view in app.view_functions.items():
        if name.startswith("api."):
            csrf.exempt(view)
    app.after_request(challenge)


def openapi_document() -> ResponseReturnValue:
    """Return the OpenAPI document of the program as it runs; open to everyone."""
    return jsonify(openapi.document(processes.current_all(reading(), now()), request.url_root.rstrip("/")))


def challenge(answer: Response) -> Response:
    """Say on every 401 of the API what is wanted."""
    if answer.status_code == 401 and request.path.startswith(PREFIX):
        answer.headers["WWW-Authenticate"] = 'Bearer realm="approvals"'
    return answer
