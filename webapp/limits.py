"""How much a request may bring along: files only come in multipart forms, everything else is small."""

from __future__ import annotations

from flask import Flask, request

from webapp.program import program

MULTIPART = "multipart/form-data"


def init_app(app: Flask) -> None:
    """Set the limit of each request before anything reads it."""
    app.before_request(limit)


def limit() -> None:
    """Werkzeug's limit for forms in memory holds for multipart forms alone; other bodies get it as their length."""
    if request.mimetype != MULTIPART:
        request.max_content_length = program().settings.max_form
