"""What must hold of the rows at any time (contracts.md, Tables); asked after every test and by `approvals doctor`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import (
    INITIATOR,
    Candidate,
    ItemKind,
    ItemState,
    Request,
    RequestData,
    Serial,
    Status,
    StepRun,
    Timer,
    WorkItem,
)
from webapp.services import people, processes, recipients
from workflows import engine


def faults(session: Session, now: datetime | None = None) -> list[str]:
    """Every breach in words, empty when all is well. `now`: the day whose roles count."""
    session.flush()
    day = people.day_of(now or datetime.now(UTC))
    found = [fault for request in _requests(session) for fault in _of_request(session, request, day)]
    return [*found, *_stray_candidates(session), *_stray_timers(session), *_serials(session)]


def _requests(session: Session) -> Iterator[Request]:
    some = select(Request).order_by(Request.id).execution_options(yield_per=200)
    yield from session.scalars(some)


def _of_request(session: Session, request: Request, day: date) -> Iterator[str]:
    """The breaches of one request."""
    runs = _runs(session, request)
    name = f"request {request.id} ({request.number or 'draft'})"
    for fault in (*_state(session, request, runs), *_data(session, request), *_resting(runs)):
        yield f"{name}: {fault}"
    for fault in _held(session, request, runs, day):
        yield f"{name}: {fault}"


def _runs(session: Session, request: Request) -> Sequence[StepRun]:
    mine = select(StepRun).where(StepRun.request_id == request.id).options(selectinload(StepRun.items))
    return session.scalars(mine.order_by(StepRun.id).execution_options(populate_existing=True)).all()


def _state(session: Session, request: Request, runs: Sequence[StepRun]) -> Iterator[str]:
    """Open engine tasks are the open runs that have one; the state is null when closed or at the initiator."""
    live = [run for run in runs if run.closed_at is None]
    if request.status is not Status.OPEN:
        yield from (f"step run {run.id} ({run.step}) is open though the request is {request.status}" for run in live)
        if request.state is not None:
            yield f"has an engine state though it is {request.status}"
        return
    at_initiator = [run for run in live if run.step == INITIATOR and _kinds(run) == {ItemKind.SIGN}]
    if (request.state is None) != bool(at_initiator):
        yield "the engine state is null without the request being at its initiator, or the reverse"
    ours = {run.engine_task for run in live if run.engine_task is not None}
    theirs = _open_tasks(session, request)
    if ours != theirs:
        yield f"open engine tasks {sorted(theirs)} are not the open step runs' {sorted(map(str, ours))}"


def _kinds(run: StepRun) -> set[ItemKind]:
    return {item.kind for item in run.items}


def _open_tasks(session: Session, request: Request) -> set[str]:
    if request.state is None:
        return set()
    compiled = processes.load(session, request.version_id).compiled
    return {opened.task_id for opened in engine.open_tasks(compiled, request.state)}


def _data(session: Session, request: Request) -> Iterator[str]:
    newest = select(func.max(RequestData.rev)).where(RequestData.request_id == request.id)
    if session.scalar(newest) != request.data_rev:
        yield f"data_rev is {request.data_rev} but the newest revision is another"


def _resting(runs: Sequence[StepRun]) -> Iterator[str]:
    """A run rests exactly while its open correction is unanswered; closed runs have no live items, open ones some."""
    by_id = {run.id: run for run in runs}
    for run in runs:
        states = {item.state for item in run.items}
        resting = any(item.state is ItemState.SUSPENDED and item.outcome == "return" for item in run.items)
        yield from _aside(run)
        correction = by_id.get(run.correction_run_id or 0)
        if run.closed_at is None and resting and (correction is None or correction.closed_at is not None):
            yield f"step run {run.id} ({run.step}) rests for no open correction"
        if run.closed_at is not None and states & {ItemState.OPEN, ItemState.SUSPENDED, ItemState.WAITING}:
            yield f"step run {run.id} ({run.step}) is closed but has items that are not"
        if run.closed_at is None and not states & {ItemState.OPEN, ItemState.SUSPENDED}:
            yield f"step run {run.id} ({run.step}) is open without an open item"
        if run.closed_at is None and run.engine_task is not None and run.correction_run_id is not None and not resting:
            yield f"step run {run.id} ({run.step}) names a correction though nothing of it rests"
        keys = [item.item_key for item in run.items if item.kind is ItemKind.SIGN]
        if len(keys) != len(set(keys)):
            yield f"step run {run.id} ({run.step}) has two signatures for one item"


def _aside(run: StepRun) -> Iterator[str]:
    """What was lent out rests exactly while it is lent; what waits for its turn waits for somebody (B4, B5)."""
    live = (ItemState.OPEN, ItemState.SUSPENDED)
    lent = {item.parent_id for item in run.items if item.kind is ItemKind.DELEGATED and item.state is ItemState.OPEN}
    away = {item.id for item in run.items if item.state is ItemState.SUSPENDED and item.outcome == "delegate"}
    if lent != away:
        yield f"step run {run.id} ({run.step}) has lent other items than are on loan"
    signs = [item for item in run.items if item.kind in (ItemKind.SIGN, ItemKind.DELEGATED)]
    if any(item.state is ItemState.WAITING for item in signs) and not any(item.state in live for item in signs):
        yield f"step run {run.id} ({run.step}) waits for nobody"
    for item in run.items:
        if item.parent_id is not None and item.kind is not ItemKind.SIGN and item.state is ItemState.OPEN:
            yield from _parent_is_live(run, item)


def _parent_is_live(run: StepRun, item: WorkItem) -> Iterator[str]:
    parent = next((one for one in run.items if one.id == item.parent_id), None)
    if parent is None or parent.state in (ItemState.DONE, ItemState.CANCELLED):
        yield f"work item {item.id} is open for one that is not"


def _held(session: Session, request: Request, runs: Sequence[StepRun], day: date) -> Iterator[str]:
    """Every open request has an open item that someone can act on (or an administrator reassign)."""
    if request.status is not Status.OPEN:
        return
    items = [item.id for run in runs for item in run.items if item.state is ItemState.OPEN]
    if not any(recipients.holders_by_item(session, items, day).values()):
        yield "nobody can act on it"


def _stray_candidates(session: Session) -> Iterator[str]:
    stray = select(Candidate.item_id).join(WorkItem, WorkItem.id == Candidate.item_id)
    for item in session.scalars(stray.where(WorkItem.state != ItemState.OPEN).distinct()):
        yield f"work item {item} is not open but stands in inboxes"


def _stray_timers(session: Session) -> Iterator[str]:
    stray = select(Timer.id).join(WorkItem, WorkItem.id == Timer.item_id)
    for timer in session.scalars(stray.where(Timer.fired_at.is_(None), WorkItem.state != ItemState.OPEN)):
        yield f"timer {timer} is armed for an item that is not open"


def _serials(session: Session) -> Iterator[str]:
    """Numbers are gapless: as many numbered requests as the serials have given."""
    sums = select(Serial.process, func.sum(Serial.last)).group_by(Serial.process)
    counts = select(Request.process, func.count()).where(Request.number.is_not(None)).group_by(Request.process)
    given, taken = ({row[0]: int(row[1]) for row in session.execute(some)} for some in (sums, counts))
    for process in sorted({*given, *taken}):
        if given.get(process, 0) != taken.get(process, 0):
            yield f"process {process}: {given.get(process, 0)} numbers were given, {taken.get(process, 0)} are in use"
