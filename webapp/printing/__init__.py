"""Paper: a request in any state as the company's controlled form, PDF/A by WeasyPrint in a process of its own.

`paper` makes plain data of what a reader may see, `layout` HTML of that, `pdf` the file; `desk` keeps the worker.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from models import Request
from webapp.config import Settings
from webapp.printing.desk import Desk, PrintFailed, PrintTooLarge, PrintUnavailable
from webapp.printing.paper import Wish, as_closed, job, pictures
from webapp.printing.printed import Printed
from webapp.printing.variants import Variant, offered
from webapp.services import attachments, paper_marks, screens
from webapp.services.actor import Actor
from webapp.services.errors import NotFound
from webapp.services.people import units
from webapp.services.shapes import RequestScreen

__all__ = [
    "Desk",
    "PrintFailed",
    "PrintTooLarge",
    "PrintUnavailable",
    "Printed",
    "Wish",
    "close",
    "desk",
    "make",
    "order",
]

MEGABYTE = 1_000_000
BACKGROUND = 10
"""Niceness of what nobody waits for."""


_desks: dict[tuple[int, int, int], Desk] = {}


def desk(settings: Settings, nice: int = 0) -> Desk:
    """Return this process's desk with the limits of the settings; one for people, a `nice` one for background work."""
    limits = (settings.print_seconds, settings.print_megabytes, nice)
    made = Desk(seconds=limits[0], memory=limits[1] * MEGABYTE, nice=nice)
    return _desks.setdefault(limits, made)  # a desk costs nothing before its first job


def close() -> None:
    """Stop the workers of all desks."""
    for one in list(_desks.values()):
        one.close()


def order(
    session: Session, actor: Actor, request: Request, wish: Wish, settings: Settings, variant: str | None = None
) -> dict[str, Any]:
    """Return the job that prints `request` as the actor may read it (fetched by visibility.request_for).

    A closed one is printed as it was when it closed. `variant`: a further paper; raises NotFound where the request has
    none of that name yet.
    """
    screen = as_closed(screens.request_screen(session, actor, request, wish.now))
    mark = paper_marks.mark(session, request, screen.trail[-1] if screen.trail else None)
    further = _variant(screen, variant) if variant else None
    return job(screen, units(session), wish, mark, _paths(screen, settings.files_dir), further)


def _variant(screen: RequestScreen, name: str) -> Variant:
    for one in offered(screen.request.process, screen.sections):
        if one.name == name:
            return one
    raise NotFound("paper_unknown", name=name)


def make(ordered: Mapping[str, Any], settings: Settings, nice: int = 0) -> Printed:
    """Return the print of a job; takes a while, so that no session should be open.

    Raises PrintUnavailable, PrintFailed, PrintTooLarge or Busy.
    """
    return desk(settings, nice).make(ordered)


def _paths(screen: RequestScreen, folder: Path) -> dict[int, Path]:
    """Where the photographs lie, those that are there."""
    found = {one.id: attachments.path_of(one, folder) for one in pictures(screen)}
    return {one: path for one, path in found.items() if path.is_file()}
