"""The page behind a paper's QR code: does this paper match the record, and how does the request stand now?"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from models import Request
from webapp.access import actor
from webapp.i18n import words
from webapp.messages import STATUSES, State
from webapp.services import paper_marks, processes, sections, visibility
from webapp.services.errors import NotFound
from webapp.services.paper_marks import Standing
from webapp.unit_of_work import reading
from webapp.views.parts import Part, Reader, parts
from webapp.views.surroundings import every_line
from webapp.views.trail import Entry, entries

blueprint = Blueprint("papers", __name__)


@dataclass(frozen=True)
class PaperPage:
    """What the page says of a paper. `then` is None where no state of the request has the paper's code."""

    request: Request
    title: str
    standing: Standing
    then: State | None
    now: State
    since: tuple[Entry, ...]
    parts: tuple[Part, ...]


@blueprint.get("/paper")
def look_up() -> ResponseReturnValue:
    """Ask for number and check code of a paper that cannot be scanned, and lead to its page."""
    number, code = request.args.get("number", "").strip(), request.args.get("code", "").strip()
    if not number or not code:
        return render_template("paper_ask.html", number=number, code=code, fault="")
    try:
        found = visibility.request_by_number(reading(), actor(), number)
    except NotFound:
        told = gettext("There is no request of that number, or it is not meant for you.")
        return render_template("paper_ask.html", number=number, code=code, fault=told), 404
    mark = paper_marks.find(reading(), found, code)
    return redirect(mark.path) if mark else _show(found, Standing(None))


@blueprint.get("/paper/<int:request_id>/<revision>/<code>")
def page(request_id: int, revision: str, code: str) -> ResponseReturnValue:
    """Say how the paper that carries this address stands to the record."""
    found = visibility.request_for(reading(), actor(), request_id)
    return _show(found, paper_marks.standing(reading(), found, revision, code))


def _show(found: Request, standing: Standing) -> str:
    process = processes.load(reading(), found.version_id)
    then = sections.of_reader(process.form, dict(standing.data)) if standing.mark else ()
    named = {line.id: f"{line.code} {line.name}".strip() for line in every_line(process, standing.data)}
    shown = PaperPage(
        request=found,
        title=words(process.toml["process"].get("title", {})),
        standing=standing,
        then=STATUSES[standing.status.value] if standing.status else None,
        now=STATUSES[found.status.value],
        since=entries(standing.since, process, named),
        parts=parts(then, Reader(process)),
    )
    return render_template("paper.html", page=shown, address=url_for("requests.page", request_id=found.id))
