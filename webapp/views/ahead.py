"""The steps to come as they are drawn: a list in which ways that part stand inside each other (A9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask_babel import gettext

from webapp.messages import PARTINGS, REASONS, RULES, sentence
from webapp.services import element_names
from webapp.services.foresight import Coming, Foresight
from webapp.services.processes import Process
from webapp.views.parts import step_words
from webapp.views.whys import holders_text

MOST_PEOPLE = 4


@dataclass(frozen=True)
class Stop:
    """A step to come: who would get it, and why it would be passed over."""

    title: str
    who: str
    note: str
    level: str = ""


@dataclass(frozen=True)
class Branch:
    """One way of a gateway: its name, and what comes on it."""

    title: str
    stops: tuple[Stop | Parting, ...]


@dataclass(frozen=True)
class Parting:
    """Where ways part: `lead` says how ('either … or …'); `more`: ways without a step are possible too."""

    lead: str
    question: str
    branches: tuple[Branch, ...]
    more: bool


@dataclass(frozen=True)
class AheadList:
    """The whole list, as of a moment."""

    at: datetime
    stops: tuple[Stop | Parting, ...]
    whole: bool


def ahead_list(found: Foresight | None) -> AheadList | None:
    """Return the steps to come as they are drawn; None where there is nothing to tell of."""
    return None if found is None else AheadList(found.at, _stops(found.process, found.steps, 0), found.whole)


def _stops(process: Process, steps: Sequence[Coming], depth: int) -> tuple[Stop | Parting, ...]:
    drawn: list[Stop | Parting] = []
    for gateway, some in groupby(steps, lambda one: one.within[depth].gateway if len(one.within) > depth else None):
        group = list(some)
        drawn += [_stop(process, one) for one in group] if gateway is None else [_parting(process, group, depth)]
    return tuple(drawn)


def _stop(process: Process, coming: Coming) -> Stop:
    level = step_words(element_names.titles(process, coming.scope)) if coming.scope else ""
    note = sentence(RULES, coming.rule) if coming.rule in RULES and len(coming.people) > 1 else ""
    note = gettext("resting now") if coming.rests else note
    if coming.skipped:
        note = gettext("passed over: %(why)s", why=sentence(REASONS, f"skip_{coming.skipped}"))
    return Stop(step_words(coming.titles), who(coming), note, level)


def who(coming: Coming) -> str:
    """Return who would get a step: names where they are few, else the post."""
    if not coming.people:
        return holders_text(coming.why) if coming.why else gettext("not known yet")
    shown = str(gettext(", ")).join(coming.people[:MOST_PEOPLE])
    more = len(coming.people) - MOST_PEOPLE
    return str(gettext("%(names)s and %(count)s more", names=shown, count=more)) if more > 0 else shown


def _parting(process: Process, steps: Sequence[Coming], depth: int) -> Parting:
    inside = steps[0].within[depth]
    branches = [
        Branch(_title(process, way), _stops(process, list(some), depth + 1))
        for way, some in groupby(steps, lambda one: one.within[depth].way)
    ]
    more = inside.kind != "both" and len(branches) < inside.ways
    lead = sentence(PARTINGS, "maybe" if more and len(branches) == 1 else inside.kind)
    return Parting(lead, _title(process, inside.gateway), tuple(branches), more)


def _title(process: Process, path: str) -> str:
    """Return the name of a gateway or flow where the diagram gives one."""
    named: Mapping[str, str] = element_names.titles(process, path)
    return "" if named == {"en": path} else step_words(named)
