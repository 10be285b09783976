"""The maker of a batch of prints: one PDF with a bookmark per request, or a zip of the files as they are stored."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from webapp import printing
from webapp.errors import detail
from webapp.i18n import gettext, language, local
from webapp.jobs.makers import Made, Progress
from webapp.print_answer import printed
from webapp.program import now, program
from webapp.services import inbox, processes, visibility
from webapp.services.actor import Actor
from webapp.services.errors import NotFound, Problem
from webapp.services.filters import NAMES
from webapp.unit_of_work import reading, stop_reading

PER_LOOK = 100


class One(NamedTuple):
    """A print of the batch."""

    name: str
    title: str
    content: bytes


def make(actor: Actor, params: Mapping[str, Any], path: Path, progress: Progress) -> Made:
    """Print the requests `params["requests"]`, or those of a box with a filter, that the actor may read now.

    What could not be printed is listed in the note, with the reason. Raises NotFound where nothing was.
    """
    ids, more = _wanted(actor, params)
    refused: list[str] = []
    prints = _prints(actor, ids, refused, lambda done: progress(done, len(ids)))
    count = (_zip if params.get("as") == "zip" else _pdf)(prints, path)
    if not count:
        raise NotFound("nothing_printed")
    stem = f"{local(now()):%Y%m%d-%H%M}"
    if params.get("as") == "zip":
        return Made(f"prints-{stem}.zip", "application/zip", _note(refused, more))
    return Made(f"prints-{stem}.pdf", "application/pdf", _note(refused, more))


def _note(refused: list[str], more: bool) -> dict[str, Any]:
    lines, most = list(refused), program().settings.print_batch
    if more:
        lines.append(str(gettext("There are more than %(most)s; only the first were printed.", most=most)))
    return {"code": "prints_left_out", "params": {"count": len(refused)}, "lines": lines} if lines else {}


def _wanted(actor: Actor, params: Mapping[str, Any]) -> tuple[list[int], bool]:
    """The ids of the requests, and whether there are more than may be printed in one go."""
    most = program().settings.print_batch
    found = list(params["requests"]) if "requests" in params else _of_box(actor, params, most + 1)
    return found[:most], len(found) > most


def _of_box(actor: Actor, params: Mapping[str, Any], most: int) -> list[int]:
    ids: list[int] = []
    cursor: str | None = None
    while len(ids) < most:
        asked = {name: params.get(name) for name in (*NAMES, "sort")}
        page = inbox.requests(reading(), actor, params["box"], cursor=cursor, limit=PER_LOOK, **asked)
        ids += [row.id for row in page.items]
        cursor = page.next
        if cursor is None:
            break
    return ids[:most]


def _prints(actor: Actor, ids: list[int], refused: list[str], note: Callable[[int], None]) -> Iterator[One]:
    """Print one after the other, each with the actor's rights of that moment."""
    for done, request_id in enumerate(ids):
        note(done)
        number = f"#{request_id}"
        try:
            found = visibility.request_for(reading(), actor, request_id)
            number = found.number or str(gettext("Draft %(id)s", id=request_id))
            title = processes.load(reading(), found.version_id).title(language())
            yield One(number, f"{number} {title}", printed(found, actor, nice=printing.BACKGROUND).content)
        except Problem as problem:
            refused.append(f"{number}: {detail(problem)}")
        finally:
            stop_reading()


def _zip(prints: Iterator[One], path: Path) -> int:
    with zipfile.ZipFile(path, "w") as archive:
        for one in prints:
            archive.writestr(f"{one.name}.pdf", one.content)
        return len(archive.namelist())


def _pdf(prints: Iterator[One], path: Path) -> int:
    """One file with all pages; a bookmark leads to each request. It is no PDF/A: what was attached stays behind."""
    import pikepdf  # a server that joins no files need not load it

    places: list[tuple[str, int]] = []
    with ExitStack() as sources, pikepdf.new() as whole:
        for one in prints:
            places.append((one.title, len(whole.pages)))
            whole.pages.extend(sources.enter_context(pikepdf.open(io.BytesIO(one.content))).pages)
        for page in whole.pages:
            if "/StructParents" in page.obj:
                del page.obj["/StructParents"]  # the tags of the single files are not carried over
        if places:
            with whole.open_outline() as outline:
                outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in places)
            whole.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return len(places)
