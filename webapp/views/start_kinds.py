"""The kinds of request that a process begins, each with its own card on the page of what I may start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.i18n import unit_name, words
from webapp.services import people
from webapp.services.actor import Actor
from webapp.services.processes import Process
from webapp.unit_of_work import reading


@dataclass(frozen=True)
class Card:
    """One thing to start: a process, or one of its kinds (`value` of the field `by`), for which units."""

    process: Process
    units: tuple[str, ...]
    kind: str = ""
    by: str = ""
    value: str = ""


def start_cards(process: Process, actor: Actor) -> list[Card]:
    """Return a card for each kind that the actor may start; one for all where they are not told apart."""
    kinds, by = process.start_kinds(actor), process.ways.by
    if by is None or kinds is None:
        return [Card(process, _names(process.start_units(actor)))]
    titles = dict(process.form.main[by].choices)
    return [
        Card(process, _names(process.ways.of({by: value}).units(actor)), words(titles[value], value), by, value)
        for value in kinds
    ]


def kind_asked(process: Process, actor: Actor, args: Mapping[str, str]) -> dict[str, str]:
    """Return the kind that an address names, as the answer with which its form begins; nothing for any other."""
    by, value = process.ways.by, args.get(process.ways.by or "")
    return {by: value} if by and value and value in (process.start_kinds(actor) or ()) else {}


def _names(ids: tuple[int, ...]) -> tuple[str, ...]:
    tree = people.units(reading()).by_id
    return tuple(unit_name(tree[one]) for one in ids)
