"""What became of a request so far: its visits, runs, diagrams with their marks, copies of record, files."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import (
    Attachment,
    ItemKind,
    ItemState,
    Principal,
    Reader,
    ReaderReason,
    Request,
    StepRun,
    Unit,
    Visit,
    WorkItem,
)
from webapp.services import slots
from webapp.services.processes import Process
from webapp.services.shapes import CopyView, DiagramView, RunView, SlotView
from webapp.services.trail import Event, Line
from workflows.engine import Diagram, Step


def titles_of(step: Step) -> Mapping[str, str]:
    """The step's titles by language; the diagram's own name is the traditional one."""
    return {"zh_Hant": step.name or step.id, **step.titles}


def path(session: Session, request: Request) -> tuple[str, ...]:
    """The ids of all elements that were passed, flows too, in order; one statement."""
    passed = select(Visit.element).where(Visit.request_id == request.id).order_by(Visit.seq)
    return tuple(session.scalars(passed))


def runs(session: Session, request: Request) -> list[StepRun]:
    """All runs of all rounds with their items and who acted; one statement."""
    mine = select(StepRun).where(StepRun.request_id == request.id).order_by(StepRun.id)
    people = joinedload(StepRun.items).options(joinedload(WorkItem.acted_by), joinedload(WorkItem.assignee))
    loaded = mine.options(people)
    return list(session.scalars(loaded.execution_options(populate_existing=True)).unique())


def run_views(
    session: Session, process: Process, found: Sequence[StepRun], lines: Sequence[Line]
) -> tuple[RunView, ...]:
    """The runs as the path's list, oldest first, marked where a correction changed what had been signed."""
    older = {
        one["run"] for line in lines if line.action is Event.CORRECT for one in line.detail.get("signed_before", ())
    }
    return tuple(_run_view(session, process, run, run.id in older) for run in found)


def slot_view(session: Session, item: WorkItem) -> SlotView:
    """One of several signatures; `acted_by` and `assignee` should be loaded."""
    person = item.acted_by if item.state is ItemState.DONE else item.assignee
    about = slots.of_item(item)
    named = slots.title(session, about)
    login = str(about.item.get("person") or "") if isinstance(about.item, Mapping) else ""
    name = person.name if person is not None else None
    state, kind = item.state.value, item.kind.value
    return SlotView(item.id, str(item.item_key), named, state, item.outcome, name, item.done_at, kind, login)


def slot_views(session: Session, items: Collection[WorkItem]) -> tuple[SlotView, ...]:
    """Several signatures of a step in their order; one statement where there are any."""
    ids = [item.id for item in items if item.item_key is not None]
    if not ids:
        return ()
    mine = select(WorkItem).where(WorkItem.id.in_(ids)).order_by(WorkItem.position, WorkItem.id)
    loaded = mine.options(joinedload(WorkItem.acted_by), joinedload(WorkItem.assignee))
    return tuple(slot_view(session, one) for one in session.scalars(loaded))


def _run_view(session: Session, process: Process, run: StepRun, changed_after: bool) -> RunView:
    aside = (ItemKind.CONSULT, ItemKind.DELEGATED)
    own = sorted(run.items, key=lambda one: (one.kind in aside, one.beside is not None, one.acted_by is None))
    item = own[0] if own else None
    return RunView(
        id=run.id,
        step=run.step,
        scope=run.scope,
        titles=titles_of(process.compiled.steps[run.step]),
        round=run.round,
        outcome=run.outcome,
        kind=item.kind.value if item else "sign",
        person=item.acted_by.name if item and item.acted_by else None,
        opened_at=run.opened_at,
        closed_at=run.closed_at,
        seen_data_rev=item.seen_data_rev if item else None,
        changed_after=changed_after,
        items=tuple(slot_view(session, one) for one in run.items if one.item_key is not None and one.kind not in aside),
    )


def diagrams(process: Process, passed: Sequence[str], found: Sequence[StepRun]) -> tuple[DiagramView, ...]:
    """Each call level's diagram with what was passed and what is open now."""
    live = [run.step for run in found if run.closed_at is None]
    return tuple(_diagram(process, one, passed, live) for one in process.compiled.diagrams)


def _diagram(process: Process, diagram: Diagram, passed: Sequence[str], live: Sequence[str]) -> DiagramView:
    xml = process.bundle.files[diagram.file].decode()
    return DiagramView(diagram, xml, _within(diagram, passed), _within(diagram, _with_calls(live)))


def _with_calls(live: Sequence[str]) -> list[str]:
    """The open steps, and the calls that hold them."""
    parts = [step.split("/") for step in live]
    return ["/".join(part[:depth]) for part in parts for depth in range(1, len(part) + 1)]


def _within(diagram: Diagram, paths: Sequence[str]) -> tuple[str, ...]:
    """The ids of the elements that lie in the diagram's scope, as in its file, each once."""
    prefix = f"{diagram.scope}/" if diagram.scope else ""
    inside = (one.removeprefix(prefix) for one in paths if one.startswith(prefix))
    return tuple(dict.fromkeys(one for one in inside if "/" not in one))


def attachments(session: Session, request: Request) -> tuple[Attachment, ...]:
    """The request's files, oldest first; one statement."""
    mine = select(Attachment).where(Attachment.request_id == request.id).order_by(Attachment.id)
    return tuple(session.scalars(mine.options(joinedload(Attachment.uploader))))


def copies(session: Session, request: Request) -> tuple[CopyView, ...]:
    """The copies of record, one per unit (ICF-6); one statement."""
    filed = (
        select(Unit.name, Unit.name_en, Reader.at, Reader.superseded)
        .distinct()
        .join(Principal, Principal.id == Reader.principal_id)
        .join(Unit, Unit.id == Principal.unit_id)
        .where(Reader.request_id == request.id, Reader.reason == ReaderReason.FILED)
        .order_by(Reader.at, Unit.name)
    )
    return tuple(CopyView(*row) for row in session.execute(filed))
