"""The catalogue while somebody types a code or a name."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from webapp.messages import MATERIAL_KINDS, sentence
from webapp.services import materials
from webapp.services.materials import Row
from webapp.unit_of_work import reading

blueprint = Blueprint("materials", __name__)
MOST = 12


@blueprint.get("/materials")
def search() -> ResponseReturnValue:
    """Return materials whose code, name, specification or model contains the words of `q`, those of `kind` first."""
    asked, kind = request.args.get("q", "")[:64], request.args.get("kind") or None
    return jsonify({"items": [_told(row, kind) for row in materials.suggest(reading(), asked, kind, MOST)]})


def _told(row: Row, kind: str | None) -> dict[str, str]:
    """Return a material, with its kind in words where it is none of the list's own."""
    other = kind is not None and row["kind"] != kind
    return {**row, "other": sentence(MATERIAL_KINDS, row["kind"]) if other else ""}
