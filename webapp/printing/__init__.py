"""Paper: a request in any state as the company's controlled form, PDF/A by WeasyPrint in a process of its own.

`paper` makes plain data of what a reader may see, `layout` HTML of that, `pdf` the file; `desk` keeps the worker.
"""

from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from models import Request
from webapp.printing import store
from webapp.printing.desk import Desk, PrintFailed, PrintTooLarge, PrintUnavailable
from webapp.printing.paper import Wish, as_closed, job, pictures
from webapp.printing.pdf import Printed
from webapp.services import attachments, paper_marks, screens
from webapp.services.actor import Actor
from webapp.services.people import units

__all__ = ["Desk", "PrintFailed", "PrintTooLarge", "PrintUnavailable", "Printed", "Wish", "desk", "render"]


@cache
def desk() -> Desk:
    """Return this process's desk."""
    return Desk()


def render(session: Session, actor: Actor, request: Request, wish: Wish, data_dir: Path) -> Printed:
    """Return the PDF of `request` as the actor may read it (fetched by visibility.request_for).

    Raises PrintUnavailable, PrintFailed, PrintTooLarge or Busy. The session is not used while the form is laid out.
    """
    screen = as_closed(screens.request_screen(session, actor, request, wish.now))
    mark = paper_marks.mark(session, request, screen.trail[-1] if screen.trail else None)
    paths = {one.id: attachments.path_of(one, data_dir / "files") for one in pictures(screen)}
    made = job(screen, units(session), wish, mark, paths)
    if not request.status.closed:
        return desk().make(made)
    return Printed(store.kept(data_dir / "prints", made, lambda: desk().make(made).content), 0)
