"""Searching everything that the reader may read."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import actor
from webapp.services import search
from webapp.services.paging import Page
from webapp.unit_of_work import reading

blueprint = Blueprint("search", __name__)
PER_PAGE = 20
LONGEST = 100


@blueprint.get("/search")
def page() -> ResponseReturnValue:
    """List what contains the text that was typed, newest first; without a text say what can be searched."""
    q = request.args.get("q", "").replace("\0", "").strip()[:LONGEST]
    cursor = request.args.get("cursor")
    found = search.find(reading(), actor(), q, cursor=cursor, limit=PER_PAGE) if q else Page([])
    return render_template("search.html", page=found, q=q)
