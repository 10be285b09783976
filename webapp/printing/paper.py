"""A request as the plain data that its printed form is made of: no rows, no objects, nothing that is hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from forms.kit import step_id
from models import Attachment
from webapp.printing import answers, opinions
from webapp.printing.variants import Variant, slip
from webapp.printing.words import words
from webapp.services.paper_marks import Mark
from webapp.services.people import Place, Units
from webapp.services.screens import RequestScreen, SectionView

TONES = {"approved": "good", "rejected": "bad", "withdrawn": "off", "ended": "off", "draft": "off", "open": "wait"}
PICTURES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
MOST_PICTURES = 60


@dataclass(frozen=True)
class Wish:
    """How a request is to be printed: the language, the program's address (`https://…`), for whom and when."""

    lang: str
    base: str
    by: str
    now: datetime


def as_closed(screen: RequestScreen) -> RequestScreen:
    """Return a closed request as it was when it closed: what was said or filed later is not on its paper."""
    end = screen.request.closed_at
    if end is None:
        return screen
    return replace(
        screen,
        trail=[line for line in screen.trail if line.at <= end],
        attachments=tuple(one for one in screen.attachments if one.created_at <= end),
        copies=tuple(one for one in screen.copies if one.at <= end),
    )


def paper(screen: RequestScreen, units: Units, wish: Wish, mark: Mark) -> dict[str, Any]:
    """Return what the form of `screen` shows. The same closed request gives the same data, whenever it is printed."""
    request = screen.request
    names = _names(screen, units, wish.lang)
    process = screen.process.toml.get("process", {})
    as_of = request.closed_at or wish.now
    main = next(view for view in screen.sections if view.step is None)
    given = opinions.opinions(screen, wish.lang)
    place = units.by_id.get(request.unit_id or 0)
    return {
        "lang": wish.lang,
        "company": _place(units.company),
        "title": dict(screen.process.form.title or screen.process.compiled.title),
        "form_number": str(process.get("form", "")),
        "revision": str(process.get("revision", "")),
        "serial": request.number or "",
        "status": str(request.status),
        "tone": TONES[request.status],
        "stamped_at": answers.moment(request.closed_at or _last(screen)),
        "closed": request.status.closed,
        "address": wish.base.rstrip("/") + mark.path,
        "check_code": mark.spaced,
        "as_of": as_of.isoformat(timespec="seconds"),
        "printed": {"at": answers.moment(as_of), "by": "" if request.status.closed else wish.by},
        "unit": _place(place),
        "above": _place(units.climb(request.unit_id, "business_unit") or place),
        "applicant": request.initiator.name,
        "applied_at": answers.moment(request.submitted_at),
        "main": answers.section(main, names),
        "steps": [_step(screen, view, names, given) for view in screen.sections if view.step is not None and view.data],
        "step_titles": {path: opinions.titles(screen, path) for path in screen.process.compiled.steps},
        "opinions": given,
        "waiting": opinions.waiting(screen),
        "comments": opinions.comments(screen),
        "copies": [
            {"name": copy.name, "name_en": copy.name_en or ""}
            | {"at": answers.moment(copy.at), "superseded": copy.superseded}
            for copy in screen.copies
        ],
        "photos": [_file(screen, one) for one in photographs(screen)],
        "files": [_file(screen, one) for one in screen.attachments if one.type not in PICTURES],
    }


def record(screen: RequestScreen, mark: Mark) -> dict[str, Any]:
    """Return the request's own data, attached to the PDF for machines, and which state of it this is."""
    request = screen.request
    return {
        "number": request.number,
        "process": request.process,
        "version": request.version.number,
        "status": str(request.status),
        "data": dict(screen.data),
        "steps": [
            {"step": view.step, "scope": view.scope, "item": view.item, "data": dict(view.data)}
            for view in screen.sections
            if view.step
        ],
        "trail": {"line": mark.seq, "hash": screen.trail[-1].hash if screen.trail else None},
        "data_revision": mark.data_rev,
        "check_code": mark.spaced,
    }


def pictures(screen: RequestScreen) -> list[Attachment]:
    """Return the pictures that are printed: signatures and photographs."""
    return [*signatures(screen), *photographs(screen)]


def photographs(screen: RequestScreen) -> list[Attachment]:
    """Return the pictures that are no signatures."""
    drawn = {one.id for one in signatures(screen)}
    return [one for one in screen.attachments if one.type in PICTURES and one.id not in drawn][:MOST_PICTURES]


def signatures(screen: RequestScreen) -> list[Attachment]:
    """Return the pictures with which people signed (B15)."""
    drawn = {(line.detail.get("signature") or {}).get("file") for line in screen.trail}
    return [one for one in screen.attachments if one.id in drawn and one.type in PICTURES]


def job(
    screen: RequestScreen,
    units: Units,
    wish: Wish,
    mark: Mark,
    paths: Mapping[int, Path],
    variant: Variant | None = None,
) -> dict[str, Any]:
    """Return the job for the desk; `paths`: where each attachment's bytes lie; `variant`: a further paper."""
    request = screen.request
    shown = paper(screen, units, wish, mark)
    if variant is not None:
        shown |= {"title": dict(variant.title), "slip": slip(screen, variant, _names(screen, units, wish.lang))}
    files = {source(one): str(paths[one.id]) for one in pictures(screen) if one.id in paths}
    for photo in shown["photos"]:
        photo["lost"] = photo["src"] not in files
    drawn = {one.id: source(one) for one in signatures(screen)}
    for box in shown["opinions"]:
        name = drawn.get(box["signature"], "")
        box["signature"] = name if name in files else ""
    return {
        "slug": request.process,
        "template": variant.template if variant else "print.html",
        "paper": shown,
        "files": files,
        "record": record(screen, mark),
        "identifier": f"{request.process}-{request.id}-{mark.seq}-{mark.data_rev}-{wish.lang}"
        + (f"-{variant.name}" if variant else ""),
    }


def source(picture: Attachment) -> str:
    """Return the name under which a template asks for a photograph."""
    return f"attachment:{picture.id}{PICTURES[picture.type]}"


def _place(place: Place | None) -> dict[str, str]:
    return {"name": place.name if place else "", "name_en": place.name_en if place else ""}


def _names(screen: RequestScreen, units: Units, lang: str) -> answers.Names:
    lists = [screen.data.get(name) or [] for name in screen.process.form.names]
    rows = [row for each in lists if isinstance(each, list) for row in each if isinstance(row, Mapping)]
    lines = {str(row["id"]): f"{row.get('code', '')} {row.get('name', '')}".strip() for row in rows if "id" in row}
    return answers.Names(units, lines, {one.id: one.name for one in screen.attachments}, lang == "en")


def _step(
    screen: RequestScreen, view: SectionView, names: answers.Names, given: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    path = f"{view.scope}/{step_id(str(view.step))}" if view.scope else str(view.step)
    shown = answers.section(view, names)
    slot = _slot(screen, view, path)
    titles = opinions.about(dict(view.section.titles) or opinions.titles(screen, path), slot)
    by = [one for one in given if one["step"] == path and one["item"] == slot]
    return shown | {"step": step_id(path), "path": path, "scope": view.scope, "titles": titles, "by": by[-1:]}


def _slot(screen: RequestScreen, view: SectionView, path: str) -> dict[str, str]:
    """Return what the item is called whose answer this is, of a step that several sign; else nothing."""
    found = (slot.title for run in screen.runs if run.step == path for slot in run.items if slot.key == view.item)
    return dict(next(found, {}))


def _last(screen: RequestScreen) -> datetime | None:
    return screen.trail[-1].at if screen.trail else screen.request.created_at


def _file(screen: RequestScreen, one: Attachment) -> dict[str, Any]:
    named = opinions.titles(screen, one.step) if one.step else words()["applicant"]
    picture = {"src": source(one)} if one.type in PICTURES else {}
    at, by = answers.moment(one.created_at), one.uploader.name
    return picture | {"name": one.name, "at": at, "by": by, "titles": dict(named), "step": one.step or ""}
