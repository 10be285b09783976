"""The printed form as an answer, the same for the pages and for the API."""

from __future__ import annotations

from flask import Response, request, url_for

from models import Request
from webapp import printing
from webapp.i18n import language
from webapp.printing import Wish
from webapp.program import now, program
from webapp.services.actor import Actor
from webapp.unit_of_work import reading


def form_answer(found: Request, reader: Actor) -> Response:
    """Return the answer with the form of a request that the reader may read; the API gives the same."""
    wish = Wish(language(), address_of(found), reader.name, now())
    content = printing.render(reading(), reader, found, wish, program().settings.data_dir)
    answer = Response(content, mimetype="application/pdf")
    name = f"{found.number or f'draft-{found.id}'}.pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def address_of(found: Request) -> str:
    """Return the address behind the QR code: the one that people type, where the settings name it."""
    path = url_for("requests.page", request_id=found.id)
    base = program().settings.base_url or request.url_root
    return base.rstrip("/") + path
