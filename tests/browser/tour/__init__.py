"""The way through every page of the program, for guards that look at all of them.

A module here says, for one part of the program, where its pages are and in which states they matter:

    STOPS = [Stop("inbox.tasks", "planner", "/tasks"), Stop("inbox.tasks", "gm", "/tasks", state="empty")]
    NO_PAGES = {"files.download": "gives a file"}      # routes that answer GET with something else, and what
    TYPED = {"名稱"}                                    # what people typed there, which no request holds
    def prepare(stage: Stage) -> dict[str, Any]: …      # what must be there first; its names stand in paths: "{far}"

A route that answers GET and is in no module fails `tests/house/test_tour.py`. Adding a page edits no central file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from flask import Flask

from tests.browser.person import Visitor
from tests.webapp.services.walking import Walk

NOBODY = ""


@dataclass(frozen=True)
class Stage:
    """Where things happen before the tour: a walk through the services, and the folder of the files."""

    walk: Walk
    folder: Path


@dataclass(frozen=True)
class Stop:
    """One page in one state: who opens it, where, and what they do to bring it into that state."""

    endpoint: str
    login: str
    path: str
    state: str = ""
    act: Callable[[Visitor, Mapping[str, Any]], object] | None = None
    status: int = 200

    @property
    def name(self) -> str:
        """What a fault is told by."""
        return f"{self.endpoint} ({self.state or 'as it is'}, {self.login or 'nobody'})"


def unfolded(page: Visitor, _names: object = None) -> None:
    """Open everything that can be folded, menus too."""
    page.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")


def modules() -> list[ModuleType]:
    """The parts of the tour."""
    return [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]


def stops() -> list[Stop]:
    """Every page in every state, by who opens it, so that people sign in once."""
    found = [stop for module in modules() for stop in module.STOPS]
    return sorted(found, key=lambda stop: stop.login)


def prepare(stage: Stage) -> dict[str, Any]:
    """Let everything happen that the pages show; return the names that stand in paths."""
    names: dict[str, Any] = {}
    for module in modules():
        if hasattr(module, "prepare"):
            names |= module.prepare(stage)
    return names | {"now": stage.walk.now}


def typed() -> set[str]:
    """What people typed on these pages outside of requests: it may be in any language."""
    return {text for module in modules() for text in getattr(module, "TYPED", ())}


def unlisted(app: Flask) -> set[str]:
    """Routes that answer GET and of which no part of the tour knows anything."""
    known = {stop.endpoint for stop in stops()}
    for module in modules():
        known |= set(getattr(module, "NO_PAGES", ()))
    return {rule.endpoint for rule in app.url_map.iter_rules() if _answers_people(rule)} - known


def _answers_people(rule: Any) -> bool:
    return "GET" in rule.methods and not rule.rule.startswith("/api/") and rule.endpoint != "static"


def walk_through(visitor: Visitor, enter: Callable[[str], object], names: Mapping[str, Any]) -> Iterator[Stop]:
    """Take a browser to every stop, one after the other; `enter` signs somebody in there."""
    signed_in = NOBODY
    for stop in stops():
        if stop.login != signed_in:
            enter(stop.login)
            signed_in = stop.login
        visitor.open(stop.path.format(**names))
        if stop.act:
            stop.act(visitor, names)
        assert visitor.status == stop.status, (stop.name, visitor.status)
        yield stop
