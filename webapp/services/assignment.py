"""Whose desk a step comes to, and why: people of the step, then the written order for odd cases (A3, A4, A8)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from models import Request, Role
from webapp.services import candidates, earlier
from webapp.services.candidates import Answer, Found
from webapp.services.people import Someone, Spot, day_of, holders_of, someone, superior, units
from webapp.services.principals import Holder, principals_of
from workflows.engine import Facts, Step

ADMINS_ONLY = ("nobody_admin", "nobody_hold", "nobody_listed_admin", "nobody_listed_hold")
"""Codes of `why` with which administrators hold an item: they may only reassign it, never decide."""


@dataclass(frozen=True)
class Resolved:
    """Who may take an item. Roles are never expanded: `principals` name them.

    `assignee`: the one person named, None where a role holds it; `claimed`: they took what several could do.
    `exclusions`: people who may not act though they hold the role. `why`: {code, params} with names as text, stored
    with the item. `initiator_among`: the initiator is among the people found first. `held`: only administrators hold
    it, to reassign.
    """

    principals: tuple[int, ...]
    assignee: int | None = None
    exclusions: frozenset[int] = frozenset()
    why: Mapping[str, Any] = field(default_factory=dict)
    initiator_among: bool = False
    held: bool = False
    claimed: bool = False

    @property
    def fallback(self) -> bool:
        """Say whether nobody was found and the written fallback decided."""
        return str(self.why.get("code", "")).startswith("nobody_")


def only_reassign(why: str | Mapping[str, Any]) -> bool:
    """Say whether an item's `why` (as stored or as read) leaves it to administrators, who may only reassign."""
    reason = json.loads(why) if isinstance(why, str) else why
    return reason.get("code") in ADMINS_ONLY


def resolve(session: Session, step: Step, request: Request, facts: Facts, now: datetime) -> Resolved:
    """Return whose desk `step` of `request` comes to, in the written order: people, initiator, nobody.

    `facts` as the step's scope sees them. Skips are the caller's. Never raises for a step without people: it goes to
    the unit's manager, then to the administrators, who may only reassign (`nobody`), and `why` says so.
    """
    return resolve_each(session, step, request, [facts], now)[0]


def resolve_each(
    session: Session, step: Step, request: Request, each: Sequence[Facts], now: datetime, *, empty: bool = False
) -> list[Resolved]:
    """Return `resolve` for the items of a step, whose facts differ in `item`.

    `empty`: the list of items is empty, so that the fallback decides at once, whoever the step would go to.
    """
    day = day_of(now)
    if empty:
        found = [Found((), {}, request.unit_id) for _ in each]
    else:
        found = candidates.find_each(session, step, request, each, day)
    searches = (_Search(session, step, request, facts, day, empty) for facts in each)
    return [search.run(one) for search, one in zip(searches, found, strict=True)]


@dataclass(frozen=True)
class Foreseen:
    """Whose desk a step would come to: the people behind the answer, and `why` as it would be stored."""

    people: tuple[Someone, ...]
    why: Mapping[str, Any]
    initiator_among: bool
    held: bool


def foresee(session: Session, step: Step, request: Request, each: Sequence[Facts], now: datetime) -> list[Foreseen]:
    """Return whose desk each item of `step` would come to `now`, as `resolve_each` would say it. Never writes."""
    found = candidates.find_each(session, step, request, each, day_of(now))
    searches = (_Search(session, step, request, facts, day_of(now)) for facts in each)
    return [_foreseen(session, *search.answer(one)) for search, one in zip(searches, found, strict=True)]


def _foreseen(session: Session, answer: Answer, barred: frozenset[int], among: bool) -> Foreseen:
    people = {one.id: one for held in answer.found.behind.values() for one in held if one.id not in barred}
    excluded = [one for held in answer.found.behind.values() for one in held if one.id in barred]
    why = answer.why(session, sorted(set(excluded)))
    return Foreseen(tuple(people[one] for one in sorted(people)), why, among, answer.held)


@dataclass(frozen=True)
class _Search:
    session: Session
    step: Step
    request: Request
    facts: Facts
    day: date
    empty: bool = False

    def run(self, found: Found) -> Resolved:
        """Return the answer as rows name it."""
        answer, barred, among = self.answer(found)
        return replace(self._rows(answer, barred), initiator_among=among)

    def answer(self, found: Found) -> tuple[Answer, frozenset[int], bool]:
        """Return who it is in the end, who may not act, and whether the initiator is among those found first."""
        barred = earlier.barred(self.step, self.facts, self.request.initiator_id)
        among = self.request.initiator_id in found.people
        answer = Answer(found)
        if among and self._asks_superior():
            answer, barred = self._superior(found), barred | {self.request.initiator_id}
        if not answer.found.without(barred):
            answer = self._nobody(found, barred)
        return answer, barred, among

    def _asks_superior(self) -> bool:
        """Say whether the initiator may not sign: their superior does, also where money may not pass unsigned."""
        return self.step.initiator == "superior" or (self.step.initiator == "skip" and self.step.money)

    def _superior(self, found: Found) -> Answer:
        group = superior(self.session, self.request.initiator_id, found.unit_id, self.day)
        if group is None:
            return Answer(Found((), {}, found.unit_id))
        above = candidates.of_group(self.session, group, found.unit_id)
        initiator = someone(self.session, [self.request.initiator_id])[self.request.initiator_id]
        return Answer(above, "initiator_superior", {"initiator": initiator.name})

    def _nobody(self, found: Found, barred: frozenset[int]) -> Answer:
        """Apply `nobody=`: the unit's manager, then the administrators; 'hold' and 'admin' go to these at once."""
        wanted = {"wanted": found.described(self.session)}
        kind = "nobody_listed" if self.empty else "nobody"
        if self.step.nobody == "unit_manager":
            manager = self._manager(found.unit_id, barred)
            if manager is not None:
                return Answer(manager, f"{kind}_unit_manager", wanted)
        code = f"{kind}_hold" if self.step.nobody == "hold" else f"{kind}_admin"
        return Answer(self._admins(found.unit_id), code, wanted, held=True)

    def _manager(self, unit_id: int | None, barred: frozenset[int]) -> Found | None:
        spots = [Spot(Role.MANAGER, place.id) for place in units(self.session).chain(unit_id)]
        held = holders_of(self.session, spots, self.day)
        for spot in spots:
            found = Found((spot,), {spot: held[spot]}, unit_id)
            if found.without(barred):
                return found
        return None

    def _admins(self, unit_id: int | None) -> Found:
        company = units(self.session).company
        if company is None:
            return Found((), {}, unit_id)
        spot = Spot(Role.ADMIN, company.id)
        return Found((spot,), {}, unit_id)

    def _rows(self, answer: Answer, barred: frozenset[int]) -> Resolved:
        holders = answer.found.holders
        principals = principals_of(self.session, holders)
        names = someone(self.session, barred & answer.found.people)
        why = answer.why(self.session, (names[one] for one in sorted(names)))
        return Resolved(tuple(sorted(principals.values())), _single(holders), barred, why, held=answer.held)


def _single(holders: Iterable[Holder]) -> int | None:
    people = list(holders)
    return people[0] if len(people) == 1 and isinstance(people[0], int) else None
