"""A paper against the record: matching, earlier, forged, and asked for by hand."""

from typing import Any

from models import Request
from tests.browser.tour import Stage, Stop
from tests.webapp.services.walking import FORM
from webapp.services import paper_marks, trail

STOPS = [
    Stop("papers.page", "site.rep", "{paper_now}", state="matching"),
    Stop("papers.page", "site.rep", "{paper_then}", state="earlier"),
    Stop("papers.page", "site.rep", "{paper_then}0", state="forged"),
    Stop("papers.look_up", "site.rep", "/paper"),
    Stop("papers.look_up", "site.rep", "/paper?number=ICF-2026-999999&code=0000", state="unknown", status=404),
]

NO_PAGES = {"print.further": "gives a PDF"}


def prepare(stage: Stage) -> dict[str, Any]:
    """A paper printed before and one printed after the representative's signature."""
    walk = stage.walk.start(**FORM)
    then = _paper(stage)
    walk.act("site_review")
    return {"paper_then": then, "paper_now": _paper(stage)}


def _paper(stage: Stage) -> str:
    with stage.walk.cast.database.read() as session:
        request = session.get_one(Request, stage.walk.id)
        return paper_marks.mark(session, request, trail.lines(session, request)[-1]).path
