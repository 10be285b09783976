"""The task that prints a closed request, in all languages, once and for ever."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import structlog
from sqlalchemy import select

from models import Request
from webapp import printing
from webapp.i18n import LANGUAGES
from webapp.jobs.running import Held
from webapp.print_answer import base
from webapp.printing import Wish
from webapp.program import now, program
from webapp.services import case, papers
from webapp.services.actor import Actor

log = structlog.get_logger()
NOBODY = Actor(0, "", "", "en", frozenset())
"""A print of a closed request is the same for every reader: it shows what all of them may read."""


def make(args: Mapping[str, Any], held: Held) -> None:
    """Print the closed request `args["request"]` in the languages that it has no print in yet."""
    for language in LANGUAGES:
        _make(args["request"], language)
        held.on()


def _make(request_id: int, language: str) -> None:
    settings = program().settings
    ordered = _order(request_id, language)
    if ordered is None:
        return
    job, seq = ordered
    printed = printing.make(job, settings, printing.BACKGROUND)
    if printed.missing:
        log.warning("paper.characters_missing", request=request_id, language=language, missing=printed.missing)
    about = {"pages": printed.pages, "missing": printed.missing, "program": _program()}
    with program().database.write() as session:
        request = case.lock(session, request_id)
        if request is not None and request.status.closed:
            papers.record(session, request, seq, language, printed.content, about, settings.papers_dir, now())


def _order(request_id: int, language: str) -> tuple[dict[str, Any], int] | None:
    """The job and the trail's line up to which it goes; None where it is printed, open again, or has no address."""
    settings = program().settings
    with program().database.read() as session:
        request = session.get(Request, request_id)
        if request is None or not request.status.closed or papers.kept(session, request, language) is not None:
            return None
        if not base(request):
            log.warning("paper.no_address", request=request_id, mend="set APPROVALS_BASE_URL")
            return None
        seq = session.scalars(select(papers.closing_line(request))).one()
        wish = Wish(language, base(request), "", now())
        return printing.order(session, NOBODY, request, wish, settings), seq


def _program() -> str:
    return f"approvals {version('approvals')}, WeasyPrint {version('weasyprint')}"
