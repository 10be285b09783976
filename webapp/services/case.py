"""One request under its lock, with what every verb needs: its answers, the runs of this round, what is to write."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, null, select
from sqlalchemy.orm import Session, joinedload

from forms.kit import step_id
from models import (
    Attachment,
    Decision,
    ItemDraft,
    ItemState,
    Request,
    RequestData,
    RequestSearch,
    StepRun,
    Visit,
    WorkItem,
)
from webapp.services import desks, mentions, processes, trail, values, visibility
from webapp.services.actor import Actor, Stand
from webapp.services.assignment import Resolved
from webapp.services.errors import NotFound
from webapp.services.processes import Process
from workflows.engine import Step

Document = dict[str, Any]
FINISHED = ("approve", "skipped", "submit")


@dataclass(frozen=True)
class Reopening:
    """Of a step: the items to be signed again, and those that stay as they are.

    `by`: the person to whom the first of them comes back, who has taken it back (B6).
    """

    again: tuple[WorkItem, ...]
    kept: tuple[WorkItem, ...]
    by: int | None = None


@dataclass
class Case:
    """What one action works on.

    `opening`: items whose candidates and timers are written at the end, in batches. `corrected`: runs that rest, with
    the new correction whose id they get. `signer`: who has just signed, for the rule of the same approver again (A5).
    `reopening`: by step, what of it is signed again when the engine comes there next. `through`: the principal that has
    the item on the actor's desk. `files`: named for the first time, with the step; `released`: ids of those that a
    draft no longer names. `names`: who has acted so far, as the search knows them.
    """

    session: Session
    request: Request
    process: Process
    now: datetime
    actor: Actor | None
    document: Document
    runs: list[StepRun]
    visited: int
    decisions: dict[str, Any] = field(default_factory=dict)
    opening: list[tuple[WorkItem, Resolved]] = field(default_factory=list)
    corrected: list[tuple[StepRun, StepRun]] = field(default_factory=list)
    reopening: dict[str, Reopening] = field(default_factory=dict)
    signer: Actor | None = None
    files: list[tuple[Attachment, str]] = field(default_factory=list)
    released: set[int] = field(default_factory=set)
    skips: int = 0
    changed: bool = False
    has_drafts: bool = False
    through: int | None = None
    names: tuple[str, ...] = ()

    @property
    def on_desk(self) -> bool:
        """Whether the item that is acted on lies on the actor's desk."""
        return self.through is not None

    @property
    def open_runs(self) -> list[StepRun]:
        """The runs that are not closed, oldest first."""
        return [run for run in self.runs if run.closed_at is None]

    def step(self, run: StepRun) -> Step:
        """What the diagram says of the run's step."""
        return self.process.compiled.steps[run.step]

    def item(self, item_id: int) -> WorkItem:
        """The work item: of this round, or read where it is of an earlier one."""
        return next((one for one in items(self.runs) if one.id == item_id), None) or self.session.get_one(
            WorkItem, item_id
        )

    def run_of_task(self, task_id: str) -> StepRun:
        """The run of an engine task. Raises LookupError where the rows and the engine disagree."""
        for run in self.runs:
            if run.engine_task == task_id:
                return run
        raise LookupError(f"request {self.request.id} has no run of engine task {task_id}")

    def finished(self) -> list[StepRun]:
        """The runs of this round that were finished (by a person, or skipped), in the order of finishing."""
        done = [run for run in self.runs if run.closed_at is not None and run.outcome in FINISHED]
        return sorted(done, key=lambda run: run.closed_at or self.now)

    def put(self, document: Document) -> None:
        """Take `document` as the answers; all changes of one action make one new revision."""
        if document != self.document and not self.changed:
            self.changed = True
            self.request.data_rev += 1
        self.document = document

    @property
    def stand(self) -> Stand | None:
        """For whom the actor stands in with the item that is acted on; None: it is their own."""
        return self.actor.stand(self.through) if self.actor else None

    def log(self, event: trail.Event, step: str | None = None, by_actor: bool = False, **detail: Any) -> None:
        """Write a line of the trail, in the actor's name or the program's; who is named in its comment is told (B9)."""
        actor = self.actor if by_actor else None
        through = () if self.through is None else (self.through,)
        named = mentions.find(self.session, actor, self.request, detail.get("comment", ""), self.now) if actor else []
        if named:
            detail["mentions"] = mentions.as_text(named)
        line = trail.write(self.session, self.request, event, actor, self.now, step, detail, through)
        if actor is not None and named:
            mentions.tell(self.session, actor, self.request, line, named)


def lock(session: Session, request_id: int) -> Request | None:
    """Lock the request and return it as it is now, None where there is none: the first thing any action does."""
    found = select(Request).where(Request.id == request_id).with_for_update()
    return session.scalars(found.execution_options(populate_existing=True)).one_or_none()


def lock_of_item(session: Session, actor: Actor, item_id: int) -> Request:
    """Lock the request of a work item that the actor may read, and return it. Raises NotFound."""
    owner = select(WorkItem.request_id).where(WorkItem.id == item_id).scalar_subquery()
    found = select(Request).where(Request.id == owner, visibility.readable(actor)).with_for_update(of=Request)
    request = session.scalars(found.execution_options(populate_existing=True)).one_or_none()
    if request is None:
        raise NotFound("item_unknown", id=item_id)
    return request


def load(
    session: Session, request: Request, now: datetime, actor: Actor | None = None, item_id: int | None = None
) -> Case:
    """Read what an action on the locked request needs, in two statements (three where tables have decided).

    With `item_id`, `through` and `on_desk` say whether that item lies on the actor's desk.
    """
    runs = runs_of(session, request)
    case = Case(session, request, processes.load(session, request.version_id), now, actor, {}, runs, 0)
    _read_heads(case, item_id)
    if case.process.compiled.decisions and request.round:
        case.decisions = _decisions(session, request)
    return case


def runs_of(session: Session, request: Request) -> list[StepRun]:
    """The runs of this round with their items, read afresh, oldest first."""
    found = select(StepRun).where(StepRun.request_id == request.id, StepRun.round == request.round)
    found = found.options(joinedload(StepRun.items)).order_by(StepRun.id)
    return list(session.scalars(found.execution_options(populate_existing=True)).unique())


def _read_heads(case: Case, item_id: int | None) -> None:
    """The newest answers, the last visit, drafts, whose desk it is, who acted, the trail's end: one statement."""
    request = case.request
    newest = select(func.max(Visit.seq)).where(Visit.request_id == request.id).scalar_subquery()
    drafts = select(WorkItem.id).join(ItemDraft, ItemDraft.item_id == WorkItem.id)
    has_drafts = drafts.where(WorkItem.request_id == request.id).exists()
    desk = null() if item_id is None or case.actor is None else desks.through(item_id, case.actor)
    at = (RequestData.request_id == request.id) & (RequestData.rev == request.data_rev)
    names = select(RequestSearch.names).where(RequestSearch.request_id == request.id).scalar_subquery()
    columns = (RequestData.json, newest, has_drafts, desk, names, *trail.newest(RequestData.request_id))
    row = case.session.execute(select(*columns).where(at)).one()
    trail.remember(case.session, request.id, row[5:])
    case.document, case.visited = json.loads(row[0]), row[1] or 0
    case.has_drafts, case.through = bool(row[2]), row[3]
    case.names = tuple(row[4].split("\n")) if row[4] else ()


def _decisions(session: Session, request: Request) -> dict[str, Any]:
    """What the tables of this round have said, by the path of the element that asked: `decisions.<id>` of the facts."""
    made = select(Decision.element, Decision.outputs).where(
        Decision.request_id == request.id, Decision.round == request.round
    )
    return {element: values.read(outputs) for element, outputs in session.execute(made.order_by(Decision.id))}


def items(runs: Iterable[StepRun], *states: ItemState) -> Iterator[WorkItem]:
    """The items of `runs` that stand in one of `states`, or all."""
    return (item for run in runs for item in run.items if not states or item.state in states)


def without_answer(document: Document, step: str, scope: str | None, item: str | None = None) -> Document:
    """`document` without the answer of a step at one scope and item: a new visit begins with an empty one."""
    key = step_id(step)
    kept = document.get(key)
    if not isinstance(kept, list):
        return {name: value for name, value in document.items() if name != key}
    return {**document, key: [one for one in kept if (one.get("scope"), one.get("item")) != (scope, item)]}
