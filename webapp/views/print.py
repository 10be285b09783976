"""The printed form of a request."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, url_for

from webapp.access import actor
from webapp.errors import detail, retry_after
from webapp.print_answer import form_answer
from webapp.services import visibility
from webapp.services.errors import NotFound, Problem
from webapp.unit_of_work import reading

blueprint = Blueprint("print", __name__)


@blueprint.get("/requests/<int:request_id>/form.pdf")
def form(request_id: int) -> Response:
    """Send the form of a request in the reader's language, or in `lang`; else say why not, and what can be printed."""
    return _paper(request_id)


@blueprint.get("/requests/<int:request_id>/papers/<variant>.pdf")
def further(request_id: int, variant: str) -> Response:
    """Send a further paper of a request, such as a delivery note."""
    return _paper(request_id, variant)


def _paper(request_id: int, variant: str | None = None) -> Response:
    found = visibility.request_for(reading(), actor(), request_id)
    try:
        return form_answer(found, actor(), variant)
    except NotFound:
        raise
    except Problem as problem:
        return _refused(problem, url_for("requests.page", request_id=request_id))


def _refused(problem: Problem, instead: str) -> Response:
    page = render_template("print_refused.html", status=problem.status, detail=detail(problem), instead=instead)
    answer = Response(page, status=problem.status, mimetype="text/html")
    retry_after(answer, problem)
    return answer
