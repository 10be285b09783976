"""The catalogue while somebody types a code or a name."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from webapp.services import materials
from webapp.unit_of_work import reading

blueprint = Blueprint("materials", __name__)
MOST = 12


@blueprint.get("/materials")
def search() -> ResponseReturnValue:
    """Return materials whose code, name, specification or model contains `q`, of a kind if one is named."""
    asked = request.args.get("q", "").strip()[:64]
    found = materials.search(reading(), asked, request.args.get("kind") or None, limit=MOST)
    return jsonify({"items": [dict(row) for row in found.items]})
