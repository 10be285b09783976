"""The filter above a list: read from the address, shown as a form and as what can be taken away again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext

from webapp import faults as sentences
from webapp.access import actor
from webapp.i18n import day, language, unit_name
from webapp.messages import DUES, N_, ORDERS, STATUSES
from webapp.program import now
from webapp.services import filters, people, processes, saved_filters
from webapp.services.errors import Invalid
from webapp.services.saved_filters import Saved
from webapp.unit_of_work import reading

LONGEST = 100
NAMES = (*filters.NAMES, "sort")
WORDED = {
    "q": N_("contains “%(text)s”"),
    "person": N_("started by %(text)s"),
    "since": N_("from %(text)s"),
    "until": N_("until %(text)s"),
}


def init_app(app: Flask) -> None:
    """Give templates what the form of a filter offers."""
    offered = {"process_titles": process_titles, "unit_names": unit_names, "due_names": due_names}
    app.jinja_env.globals.update(offered, order_names=order_names)


@dataclass(frozen=True)
class Chip:
    """One thing that narrows the list, and the address of the list without it."""

    text: str
    without: str


@dataclass(frozen=True)
class Asked:
    """What the reader asks of a list. `values`: what holds; `typed`: also what could not be understood, with `faults`
    by name."""

    box: str
    endpoint: str
    orders: tuple[str, ...]
    values: Mapping[str, Any]
    typed: Mapping[str, str]
    faults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def filtered(self) -> dict[str, Any]:
        """Return what narrows the list, without its order."""
        return {name: value for name, value in self.values.items() if name != "sort"}

    @property
    def sort(self) -> str:
        """Return the order of the list."""
        return str(self.values.get("sort", self.orders[0]))

    def address(self, **changes: Any) -> str:
        """Return the address of the list with something else asked; its first page."""
        return url_for(self.endpoint, **{**self.values, **changes})

    @property
    def chips(self) -> list[Chip]:
        """Return what narrows the list, in words."""
        return [Chip(_told(name, value), self.address(**{name: None})) for name, value in self.filtered.items()]

    @property
    def saved(self) -> list[Saved]:
        """Return the reader's kept filters for this box."""
        return saved_filters.mine(reading(), actor(), self.box)

    def is_now(self, saved: Saved) -> bool:
        """Say whether the list is narrowed down by a kept filter, exactly."""
        return dict(saved.asked) == dict(self.values)


def asked(box: str, endpoint: str, orders: tuple[str, ...]) -> Asked:
    """Return what the address asks of a list; what cannot be understood is told and asks nothing."""
    typed = texts(request.args)
    try:
        filters.read(reading(), **_filter(typed))
        faults: dict[str, tuple[str, ...]] = {}
    except Invalid as problem:
        faults = {pointer[1:]: told for pointer, told in sentences.by_pointer(problem.faults).items()}
    values = {name: value for name, value in typed.items() if name not in faults}
    if box != "tasks" and values.get("due") == filters.Due.SOON:
        del values["due"]  # only tasks are due
    if values.get("sort", orders[0]) not in orders[1:]:
        values.pop("sort", None)
    return Asked(box, endpoint, orders, values, typed, faults)


def texts(given: Mapping[str, str]) -> dict[str, Any]:
    """Return the names of a filter that are given, each with its text."""
    found = {name: given.get(name, "").replace("\0", "").strip()[:LONGEST] for name in NAMES}
    return {name: text for name, text in found.items() if text}


def _filter(typed: Mapping[str, str]) -> Any:
    return {name: typed.get(name) for name in filters.NAMES}


def _told(name: str, value: str) -> str:
    if name in WORDED:
        return str(gettext(WORDED[name], text=day(value) if name in ("since", "until") else value))
    match name:
        case "process":
            return process_titles().get(value, value)
        case "unit":
            return unit_name(people.units(reading()).by_code[value])
        case _:
            told = STATUSES[value].label if name == "status" else DUES[value]
            return str(gettext(told))


def process_titles() -> dict[str, str]:
    """Return the titles of the processes that run now, by key."""
    return {one.key: one.title(language()) for one in processes.current_all(reading(), now())}


def unit_names() -> list[tuple[str, str]]:
    """Return the units with their names, each under the one that it belongs to, set in by its depth."""
    known = people.units(reading())
    ways = {one.id: [up.code for up in known.chain(one.id)][::-1] for one in known.by_id.values()}
    ordered = sorted(known.by_id.values(), key=lambda one: ways[one.id])
    return [(one.code, "\u2003" * (len(ways[one.id]) - 1) + unit_name(one)) for one in ordered]


def order_names(orders: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the orders that a list knows, with their names."""
    return [(one, str(gettext(ORDERS[one]))) for one in orders]


def due_names(box: str) -> list[tuple[str, str]]:
    """Return how what a box lists may stand to its deadline: what waits for oneself also nearly there."""
    return [(one, str(gettext(told))) for one, told in DUES.items() if one == "late" or box == "tasks"]
