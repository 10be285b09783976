"""The printed form as an answer, the same for the pages and for the API."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from flask import Response, has_request_context, request

from models import Request
from webapp import printing
from webapp.i18n import language
from webapp.printing import Printed, Wish
from webapp.program import now, program
from webapp.services import papers
from webapp.services.actor import Actor
from webapp.unit_of_work import reading, stop_reading


def form_answer(found: Request, reader: Actor, variant: str | None = None) -> Response:
    """Return the answer with the form of a request that the reader may read; the API gives the same.

    `variant`: a further paper of its process instead, such as a delivery note.

    Once a closed request is printed, those bytes are sent for ever. Raises what `printing.make` and `papers.read` do.
    """
    number = found.number or f"draft-{found.id}"  # before the session ends
    return pdf_answer(printed(found, reader, variant), f"{number}-{variant}.pdf" if variant else f"{number}.pdf")


def printed(found: Request, reader: Actor, variant: str | None = None, nice: int = 0) -> Printed:
    """Return the stored print in the reader's language, or the form (or a further paper of it) as it is now."""
    settings = program().settings
    paper = None if variant else papers.kept(reading(), found, language())
    if paper is not None:
        return Printed(papers.read(paper, settings.papers_dir), paper.pages)
    wish = Wish(language(), base(found), reader.name, now())
    ordered = printing.order(reading(), reader, found, wish, settings, variant)
    stop_reading()
    return printing.make(ordered, settings, nice)


def pdf_answer(made: Printed, name: str) -> Response:
    """Return a PDF as an answer that browsers show; the characters that no font has are told in a header."""
    answer = Response(made.content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Repr-Digest"] = f"sha-256=:{b64encode(sha256(made.content).digest()).decode()}:"
    if made.missing:
        answer.headers["X-Missing-Characters"] = ", ".join(made.missing)
    return answer


def base(found: Request) -> str:
    """Return the address of this program for the QR code: what people type, where the settings name it.

    What is kept for ever does not believe the address that one request was asked at.
    """
    settings = program().settings
    asked = request.url_root if has_request_context() else settings.served_at
    return settings.base_url or (settings.served_at if found.status.closed else "") or asked
