"""The “More” of a task: drawing others in. What was chosen there, and how the choice is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from forms.kit import Fault
from webapp.messages import MORE
from webapp.services.screens import ActionView
from webapp.views.posting import Posted

MENU = "more"
"""The button of the panel: what is done is chosen in it."""
BREAKS = re.compile(r"[,，、;；\n]+")


@dataclass(frozen=True)
class Way:
    """One thing to choose: an action with its name and what it means."""

    name: str
    label: str
    help: str


def ways(actions: Iterable[ActionView]) -> tuple[Way, ...]:
    """Return those of a task's actions that stand in the panel, in its own order."""
    known = {one.name for one in actions}
    return tuple(_way(name) for name in MORE if name in known)


def _way(name: str) -> Way:
    label, told = MORE[name]
    return Way(name, str(gettext(label)), str(gettext(told)))


def chosen(posted: Posted) -> str | None:
    """Return the action that was chosen in the panel, None where none was."""
    return posted.get("_more") if posted.get("_more") in MORE else None


def people(text: str) -> tuple[str, ...]:
    """Return the names of a line of names: commas of either kind stand between them."""
    return tuple(one.strip() for one in BREAKS.split(text) if one.strip())


def people_of(posted: Posted) -> tuple[str, ...]:
    """Return whom a post names: those ticked to be taken out, else those typed."""
    if posted.get("_more") == "remove_signer":
        return tuple(posted.getlist("_remove"))
    return people(posted.get("_people", ""))


def not_chosen() -> Fault:
    """Return the fault of pressing the panel's button without choosing anything."""
    return Fault("/more", "required", "more_required", {"name": "more"})
