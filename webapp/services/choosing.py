"""Choosing people by name for something on a task: who may be given it, asked or added (B4, B5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from forms.kit import Fault
from models import INITIATOR, Assignment, ItemKind, ItemState, Person, Role, WorkItem
from webapp.services import facts, given, slots, turns
from webapp.services.case import Case
from webapp.services.people import Someone, day_of, in_force
from workflows.engine import Step

MOST = 20
"""How many people may be named at once."""


def choose(case: Case, texts: Sequence[str], *, auditors: bool = False) -> tuple[list[Someone], list[Fault]]:
    """Return the active people that `texts` name, by sign-in or full name, each once, and what is wrong with them.

    `auditors`: they may be named too. Two statements.
    """
    wanted = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if not wanted:
        return [], [Fault("/people", "required", "people_required", {"name": "people"})]
    if len(wanted) > MOST:
        return [], [Fault("/people", "maxItems", "max-items", {"max": MOST, "length": len(wanted)})]
    known = _of_these(case, wanted)
    found = [(text, _matching(text, known)) for text in wanted]
    faults = [fault for text, some in found if (fault := _unclear(text, some))]
    people = list(dict.fromkeys(some[0] for _, some in found if len(some) == 1))
    return people, [*faults, *(() if auditors else _auditors(case, people))]


def _of_these(case: Case, wanted: Sequence[str]) -> list[Someone]:
    logins = [text.lower() for text in wanted]
    named = or_(Person.login.in_(logins), Person.name.in_(wanted))
    rows = case.session.execute(
        select(Person.id, Person.login, Person.name).where(named, Person.active).order_by(Person.id).limit(10 * MOST)
    )
    return [Someone(*row) for row in rows]


def _matching(text: str, known: Iterable[Someone]) -> list[Someone]:
    some = [one for one in known if text.lower() == one.login or text == one.name]
    return [one for one in some if one.login == text.lower()] or some


def _unclear(text: str, some: Sequence[Someone]) -> Fault | None:
    if len(some) == 1:
        return None
    code = "person_ambiguous" if some else "person_not_found"
    params = {"text": text[:100], "logins": ", ".join(one.login for one in some)}
    return Fault("/people", "B5", code, params)


def _auditors(case: Case, people: Sequence[Someone]) -> Iterator[Fault]:
    """Auditors change nothing."""
    named = {one.id: one for one in people}
    found = select(Assignment.person_id).distinct()
    found = found.where(Assignment.person_id.in_(named), Assignment.role == Role.AUDITOR, in_force(day_of(case.now)))
    yield from (_refused(named[one], "choose_auditor") for one in (case.session.scalars(found) if named else ()))


def _refused(one: Someone, code: str, **params: Any) -> Fault:
    return Fault("/people", "B5", code, {"name": one.name, **params})


def to_sign(case: Case, item: WorkItem, people: Iterable[Someone]) -> Iterator[Fault]:
    """Yield who may not sign at the item's step: oneself, who is barred (A6), the initiator, who signs it already."""
    barred = given.barred_from(case, item, facts.of_case(case))
    signs = _signers(item)
    for one in people:
        if one.id in _me(case):
            yield _refused(one, "choose_oneself")
        elif one.id == case.request.initiator_id and _not_the_initiator(case.step(item.step_run)):
            yield _refused(one, "choose_initiator")
        elif one.id in barred:
            yield _refused(one, "choose_barred")
        elif one.id in signs:
            yield _refused(one, "choose_signs_already")


def _not_the_initiator(step: Step) -> bool:
    """Say whether the diagram keeps the initiator from signing a step: as its approver (A4), or as a duty (A6)."""
    return step.initiator != "sign" or INITIATOR in step.not_same_as


def room(item: WorkItem, people: Sequence[Someone]) -> Iterator[Fault]:
    """Yield the fault of more tasks than a step takes, those that are done with the others; each person is one more."""
    there = len(item.step_run.items) + len(people)
    if people and there > slots.MOST:
        yield Fault("/people", "maxItems", "step_full", {"max": slots.MOST, "length": there})


def to_ask(case: Case, item: WorkItem, people: Iterable[Someone]) -> Iterator[Fault]:
    """Yield who cannot be asked: oneself, and who has been asked and not answered yet."""
    asked = {one.given_to_id for one in turns.children(item, ItemState.OPEN) if one.kind is ItemKind.CONSULT}
    for one in people:
        if one.id in _me(case):
            yield _refused(one, "choose_oneself")
        elif one.id in asked:
            yield _refused(one, "choose_asked_already")


def only_one(people: Sequence[Someone]) -> Iterator[Fault]:
    """Yield the fault of naming several where one person is to have it."""
    if len(people) > 1:
        yield Fault("/people", "maxItems", "choose_one", {"max": 1, "length": len(people)})


def _me(case: Case) -> set[int]:
    """Return who acts, and for whom as a substitute."""
    own = {case.actor.person_id} if case.actor else set()
    return own | ({case.stand.person_id} if case.stand else set())


def _signers(item: WorkItem) -> set[int]:
    """Return who has signed another item of the step, or alone has one on their desk; who handed one back has not."""
    others = [one for one in item.step_run.items if one.id != item.id]
    signs = [
        one
        for one in others
        if (one.kind is ItemKind.SIGN and one.state in (*turns.LIVE, ItemState.DONE))
        or (one.kind is ItemKind.DELEGATED and one.state in turns.LIVE)
    ]
    named = (who for one in signs for who in (one.acted_by_id, one.for_person_id, one.assignee_id, one.given_to_id))
    return {one for one in named if one is not None}


def as_text(people: Iterable[Someone]) -> list[Mapping[str, Any]]:
    """Return people as a line of the trail keeps them: what they were called then."""
    return [{"login": one.login, "name": one.name} for one in people]
