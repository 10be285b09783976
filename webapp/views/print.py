"""The printed form of a request."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.access import actor
from webapp.print_answer import form_answer
from webapp.services import visibility
from webapp.unit_of_work import reading

blueprint = Blueprint("print", __name__)


@blueprint.get("/requests/<int:request_id>/form.pdf")
def form(request_id: int) -> Response:
    """Send the form of a request in the reader's language, or in `lang`."""
    return form_answer(visibility.request_for(reading(), actor(), request_id), actor())
