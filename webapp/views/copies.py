"""A new request that begins with the values of an earlier one."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webapp.access import actor
from webapp.program import now
from webapp.services import copying
from webapp.unit_of_work import reading
from webapp.views import start

blueprint = Blueprint("copies", __name__)


@blueprint.get("/requests/<int:request_id>/copy")
def form(request_id: int) -> ResponseReturnValue:
    """Show a new form with the earlier values; what it refuses today is told at the field."""
    copied = copying.begin(reading(), actor(), request_id, now())
    number = copied.number or gettext("an earlier draft")
    return start.show(copied.process, dict(copied.data), copied.faults, copied=str(number))
