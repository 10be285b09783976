"""Offering people whose names are typed."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from webapp.access import actor
from webapp.program import now
from webapp.services import colleagues
from webapp.unit_of_work import reading
from webapp.views.trail import post

blueprint = Blueprint("people", __name__)


@blueprint.get("/people")
def search() -> ResponseReturnValue:
    """Offer those who are here, by a part of name or sign-in."""
    found = colleagues.offered(reading(), actor(), request.args.get("q", "")[:100], now())
    return jsonify({"items": [person(one) for one in found]})


def person(one: colleagues.Offered) -> dict[str, str]:
    """Return someone as a page offers them: what is typed for them, and what tells them apart."""
    held = post(vars(one) if one.role else {})
    return {"login": one.login, "name": one.name, "typed": one.typed, "post": held}
