"""A request's page as plain things to draw: head, form, where it stands, the way so far, diagram, trail."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import url_for
from flask_babel import gettext

from webapp.access import actor
from webapp.i18n import language, short_moment
from webapp.messages import OUTCOMES, STATUSES, TAKEN, State, sentence
from webapp.printing.variants import Variant, offered
from webapp.services import element_names, processes
from webapp.services.foresight import Foresight
from webapp.services.links import LinkedRequest
from webapp.services.processes import Process
from webapp.services.screens import DiagramView, RequestScreen, RunView
from webapp.unit_of_work import reading
from webapp.views.ahead import AheadList, ahead_list
from webapp.views.parts import Part, Reader, parts, step_words
from webapp.views.surroundings import every_line
from webapp.views.trail import Entry, entries

MAIN = "main"


@dataclass(frozen=True)
class Level:
    """One call level's diagram: where its XML is, and the marks that the viewer reads."""

    title: str
    url: str
    process: str
    state: str


@dataclass(frozen=True)
class LinkView:
    """A connected request: what it is and where it stands."""

    id: int
    number: str | None
    title: str
    state: State


@dataclass(frozen=True)
class Taken:
    """What the reader could take back, and what becomes of it."""

    label: str
    help: str


@dataclass(frozen=True)
class RequestPage:
    """Everything the page of a request draws."""

    screen: RequestScreen
    title: str
    state: State
    parts: tuple[Part, ...]
    levels: tuple[Level, ...]
    entries: tuple[Entry, ...]
    ahead: AheadList | None
    links: tuple[LinkView, ...]
    action_id: str
    can_copy: bool = False
    taken: Taken | None = None
    papers: tuple[tuple[str, str], ...] = ()
    """The further papers that can be printed already: address and title."""

    def step(self, path: str) -> str:
        """Return a step's name in the reader's language."""
        return step_title(self.screen.process, path)


def request_page(screen: RequestScreen, foreseen: Foresight | None) -> RequestPage:
    """Return the page of a request; `foreseen`: the steps still to come."""
    process = screen.process
    named = {one.key: one.title for run in screen.runs for one in run.items}
    reader = Reader(process, files=tuple(screen.attachments), slots=named)
    return RequestPage(
        screen=screen,
        title=step_words(process.toml["process"].get("title", {})),
        state=STATUSES[screen.request.status.value],
        parts=parts(screen.sections, reader),
        levels=tuple(
            _level(screen, one) for one in screen.diagrams if one.diagram.scope is None or one.taken or one.now
        ),
        entries=entries(screen.trail, process, _line_names(screen), screen.runs),
        ahead=ahead_list(foreseen),
        links=tuple(_link(one) for one in screen.links),
        action_id=uuid4().hex,
        can_copy=bool(process.start_units(actor())),
        taken=_taken(screen.taken),
        papers=tuple(_paper(screen, one) for one in offered(process.key, screen.sections)),
    )


def _taken(what: str | None) -> Taken | None:
    if what is None:
        return None
    label, told = TAKEN[what]
    return Taken(str(gettext(label)), str(gettext(told)))


def _paper(screen: RequestScreen, one: Variant) -> tuple[str, str]:
    return url_for("print.further", request_id=screen.request.id, variant=one.name), step_words(one.title)


def _link(found: LinkedRequest) -> LinkView:
    process = processes.load(reading(), found.version_id)
    return LinkView(found.id, found.number, process.title(language()), STATUSES[found.status.value])


def _line_names(screen: RequestScreen) -> dict[str, str]:
    lines = every_line(screen.process, screen.data)
    return {line.id: f"{line.code} {line.name}".strip() for line in lines}


def step_title(process: Process, path: str) -> str:
    """Return a step's name, a call level's name before it where the step stands in one."""
    return step_words(element_names.titles(process, path))


def _level(screen: RequestScreen, view: DiagramView) -> Level:
    scope = view.diagram.scope
    return Level(
        title=step_words(screen.process.toml["process"].get("title", {}))
        if scope is None
        else step_words(element_names.titles(screen.process, scope)),
        url=url_for("diagrams.xml", request_id=screen.request.id, scope=scope or MAIN),
        process=view.diagram.process,
        state=json.dumps(_state(screen, view), ensure_ascii=False),
    )


def _state(screen: RequestScreen, view: DiagramView) -> dict[str, Any]:
    scope = view.diagram.scope
    steps = {step.id: step for step in screen.process.compiled.steps.values() if step.scope == scope}
    late = [_id(one.step) for one in screen.open if one.scope == scope and one.late]
    return {
        "passed": [one for one in view.taken if one not in steps],
        "done": [one for one in view.taken if one in steps and one not in view.now],
        "open": [one for one in view.now if one not in late],
        "late": late,
        "labels": {one: step_words(titles) for one, titles in element_names.all_titles(screen.process).items()},
        "overlays": [*_done_notes(screen.runs, scope), *_open_notes(screen, scope)],
    }


def _done_notes(runs: Iterable[RunView], scope: str | None) -> list[Mapping[str, str]]:
    last = {_id(run.step): run for run in runs if run.scope == scope and run.closed_at and run.person}
    return [
        {"element": step, "kind": "done", "text": f"✓ {_signers(run)} · {short_moment(run.closed_at)}"}
        for step, run in last.items()
    ]


def _signers(run: RunView) -> str:
    """Return who finished a step: all who signed, where several did."""
    signed = [one.person for one in run.items if one.person and one.state == "done"]
    return ", ".join(dict.fromkeys(signed)) or str(run.person)


def _open_notes(screen: RequestScreen, scope: str | None) -> list[Mapping[str, str]]:
    held: dict[str, list[str]] = {}
    late = {_id(one.step) for one in screen.open if one.scope == scope and one.late}
    for one in screen.open:
        if one.scope == scope and one.holders:
            held.setdefault(_id(one.step), []).extend(one.holders)
    told = {step: gettext(", ").join(dict.fromkeys(names)) for step, names in held.items()}
    return [
        {"element": step, "kind": "late", "text": f"! {gettext('late')} · {names}"}
        if step in late
        else {"element": step, "kind": "open", "text": f"▶ {names}"}
        for step, names in told.items()
    ]


def _id(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def outcome(code: str | None) -> str:
    """Return how a step ended, in words."""
    return sentence(OUTCOMES, code) if code else ""
