"""The end of every action on a request: what was gathered is written, in batches."""

from __future__ import annotations

from webapp.services import answering, opening, search_index
from webapp.services.case import Case


def finish(case: Case) -> None:
    """Write the new revision, and the open items with their candidates and timers."""
    case.request.rev += 1
    if case.changed:
        answering.write(case)
    search_index.keep(case)
    opening.write(case)
    for resting, correction in case.corrected:
        resting.correction_run_id = correction.id
    case.session.flush()
