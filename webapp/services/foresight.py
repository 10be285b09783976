"""The steps still to come and who would get them, as of now and if everything is approved (A9). Never writes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import INITIATOR, ItemState, Request, Status
from webapp.services import asking, assignment, candidates, case, facts, history, signing, slots
from webapp.services.actor import Actor
from webapp.services.assignment import Foreseen
from webapp.services.case import Case
from webapp.services.people import day_of, look_up, units
from webapp.services.processes import Process
from workflows import engine
from workflows.engine import Ahead, Step, Text, Within

__all__ = ["Coming", "Foresight", "Within", "before", "of_case", "of_request"]

MOST_NAMES = 20
"""Names told of one step: a role that more people hold is told by its name."""


@dataclass(frozen=True)
class Coming:
    """A step still to come.

    `people`: names of who would get it; empty, with `why` empty too, where that is not known yet. `skipped`: why it
    would be passed over ('initiator', 'repeat'). `rule`: how many of them sign ('any', 'all', 'ratio'). `within`: the
    ways it lies in, outermost first. `rests`: it is there already, and goes on after a correction.
    """

    step: str
    scope: str | None
    titles: Mapping[str, str]
    people: tuple[str, ...]
    why: Mapping[str, Any]
    skipped: str | None
    rule: str
    sure: bool
    within: tuple[Within, ...]
    rests: bool = False


@dataclass(frozen=True)
class Foresight:
    """What is to come as of `at`; `whole` is False where the diagram holds more than is looked at."""

    process: Process
    at: datetime
    steps: tuple[Coming, ...]
    whole: bool


def of_request(session: Session, actor: Actor, request: Request, now: datetime) -> Foresight | None:
    """Return what is to come of a request that the actor may read; None of one that is closed or was not sent yet."""
    if request.status is not Status.OPEN:
        return None
    return of_case(case.load(session, request, now, actor))


def of_case(work: Case) -> Foresight:
    """Return what is to come of a request: behind its open steps, a resting one first."""
    back = {run.correction_run_id for run in work.open_runs}  # from there it goes straight back to who rests
    opened = [
        run.step
        for run in work.open_runs
        if run.engine_task is not None or (run.step == INITIATOR and run.id not in back)
    ]
    resting = [run.step for run in work.open_runs if run.engine_task is not None and _rests(run.items)]
    again = tuple(Ahead(step) for step in resting)
    return _foretold(work, opened, again)


def _rests(items: Sequence[Any]) -> bool:
    return bool(items) and all(item.state is ItemState.SUSPENDED for item in items)


def before(session: Session, actor: Actor, process: Process, data: Mapping[str, Any], now: datetime) -> Foresight:
    """Return what would come if `data` (clean answers of the start form, whole or not) were sent by the actor now."""
    request = Request(
        process=process.key, version_id=process.version_id, initiator_id=actor.person_id, status=Status.DRAFT, round=1
    )
    work = Case(session, request, process, now, actor, {**_defaults(process, actor), **data}, [], 0)
    request.unit_id = asking.unit_id(work) or _only_unit(process, actor, work.document)
    name = asking.unit_field(process, work.document)
    if name is not None and request.unit_id is not None and not data.get(name):
        work.document[name] = units(session).by_id[request.unit_id].code
    return _foretold(work, [INITIATOR])


def _defaults(process: Process, actor: Actor) -> dict[str, Any]:
    """Return what the form's fields are where nothing is said; a kind that the actor may not start is none."""
    kinds, by = process.start_kinds(actor), process.ways.by
    given = {field.name: field.default for field in process.form.main.fields if field.default is not None}
    return given if kinds is None or given.get(str(by)) in kinds else {n: v for n, v in given.items() if n != by}


def _only_unit(process: Process, actor: Actor, data: Mapping[str, Any]) -> int | None:
    places = process.ways.of(data).units(actor)
    return places[0] if len(places) == 1 else None


def _foretold(work: Case, opened: Collection[str], again: tuple[Ahead, ...] = ()) -> Foresight:
    known = facts.of_case(work)
    found = engine.forecast(work.process.compiled, opened, known, _unfilled(work, opened))
    ahead = (*again, *found.steps)
    desks = _Desks(work, known)
    desks.look_up(ahead)
    told = tuple(desks.coming(one, rests=index < len(again)) for index, one in enumerate(ahead))
    return Foresight(work.process, work.now, told, found.whole)


def _unfilled(work: Case, opened: Collection[str]) -> set[str]:
    """Return the main fields that are empty and may still be filled in where the request is now."""
    fields = work.process.form.main.fields
    empty = [field for field in fields if work.document.get(field.name) in (None, "", [])]
    return {field.name for field in empty if any(field.right(step) == "edit" for step in opened)}


def _fixed(text: Text | None) -> bool:
    """Say whether a text gives the same for every item of a step."""
    return text is not None and (text.expression is None or "item" not in text.expression.names)


class _Desks:
    """Whose desks steps would come to; the roles of all of them are asked for at once."""

    def __init__(self, work: Case, known: Mapping[str, Any]) -> None:
        self.work, self.known = work, known
        self.alone: dict[str, int] = {}
        """Who alone would get a step, by its path."""

    def look_up(self, ahead: Collection[Ahead]) -> None:
        """Ask for everyone behind the roles of these steps in one statement."""
        spots = [
            spot
            for one in ahead
            for spot in candidates.spots_of(self.work.session, self._step(one), self.work.request, self._seen(one))
        ]
        look_up(self.work.session, set(spots), day_of(self.work.now))

    def coming(self, ahead: Ahead, *, rests: bool) -> Coming:
        """Return a step with who would get it."""
        step = self._step(ahead)
        desk = None if self._undecided(ahead, step) else self._foreseen(ahead, step)
        return Coming(
            step=ahead.step,
            scope=step.scope,
            titles=history.titles_of(step),
            people=tuple(one.name for one in desk.people[:MOST_NAMES]) if desk else (),
            why=desk.why if desk else {},
            skipped=self._skipped(ahead, step, desk) if desk and not rests else None,
            rule=signing.rule(step),
            sure=ahead.sure,
            within=ahead.within,
            rests=rests,
        )

    def _step(self, ahead: Ahead) -> Step:
        return self.work.process.compiled.steps[ahead.step]

    def _seen(self, ahead: Ahead) -> Mapping[str, Any]:
        return facts.seen_from(self.known, self._step(ahead).scope)

    def _undecided(self, ahead: Ahead, step: Step) -> bool:
        """Say whether people are named by something that nobody has said yet."""
        seen = self._seen(ahead)
        asked = [text for who in step.who for text in (who.of, who.person) if _fixed(text)]
        asked += [step.sign.items] if step.sign is not None and _fixed(step.sign.items) else []
        named = [seen.get(who.field) for who in step.who if who.field]
        return any(value in (None, [], ()) for value in (*(text.value(seen) for text in asked if text), *named))

    def _foreseen(self, ahead: Ahead, step: Step) -> Foreseen:
        work = self.work
        found = assignment.foresee(work.session, step, work.request, self._each(ahead, step), work.now)
        if len(found) == len(found[0].people) == 1 and not found[0].held:
            self.alone[ahead.step] = found[0].people[0].id
        people = dict.fromkeys(person for one in found for person in one.people)
        return replace(found[0], people=tuple(people))

    def _each(self, ahead: Ahead, step: Step) -> list[Mapping[str, Any]]:
        """Return the facts of each item that a step's list would make; else one of the step itself."""
        seen, work = self._seen(ahead), self.work
        if step.sign is None or step.sign.items is None:
            return [seen]
        found = slots.of_step(work.session, step, work.request, seen, day_of(work.now))
        return [{**seen, "item": slot.item} for slot in found]

    def _skipped(self, ahead: Ahead, step: Step, desk: Foreseen) -> str | None:
        """Return why nobody need act there, as far as it is certain (A4, A5)."""
        if step.money or desk.held or step.sign is not None:
            return None
        if step.initiator == "skip" and desk.initiator_among:
            return "initiator"
        if step.repeat == "never" or step.signature or self.work.process.form.section(step.id).fields:
            return None
        before = {self.alone.get(path) for path in ahead.after}
        signer = before.pop() if len(before) == 1 else None
        if signer is None or signer not in {one.id for one in desk.people}:
            return None
        self.alone[ahead.step] = signer
        return "repeat"
