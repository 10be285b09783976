"""What a task asks of a person: the actions it offers, the fields it shows, the version of what is seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms import kit
from models import INITIATOR, ItemKind, StepRun, WorkItem
from webapp.services import claiming, seen, turns
from webapp.services.actor import Actor
from webapp.services.assignment import only_reassign
from webapp.services.case import Case, Document, without_answer
from webapp.services.people import Place, units
from webapp.services.processes import Process


def returned(item: WorkItem) -> bool:
    """Whether the item came back for correction: it is answered, with `approve` or `resubmit`, and nothing else."""
    return item.kind is ItemKind.CORRECTION or item.step_run.step == INITIATOR


def only_reads(item: WorkItem) -> bool:
    """Whether the item's person fills in nothing: asked for an opinion, added as a signer, or only to hand it on."""
    return item.kind is ItemKind.CONSULT or item.beside is not None or only_reassign(item.why)


def actions(process: Process, item: WorkItem) -> tuple[str, ...]:
    """What may be done with the item while it is open, in the diagram's order."""
    if returned(item) or item.kind is ItemKind.DELEGATED:
        return ("approve",)
    if item.kind is ItemKind.CONSULT:
        return ("answer",)
    if only_reassign(item.why):
        return ("reassign",)
    known = process.compiled.steps[item.step_run.step].actions
    none_added = "remove_signer" in known and not turns.removable(item)
    return (*(name for name in known if name != "remove_signer" or not none_added), *claiming.actions(item))


def offered(process: Process, item: WorkItem, holders: int) -> tuple[str, ...]:
    """What is offered of that where so many have the item on their desks: one alone need not take it first."""
    return tuple(name for name in actions(process, item) if name != "claim" or holders > 1)


def prefilled(runs: Sequence[StepRun], run: StepRun, item: WorkItem) -> bool:
    """Whether a visit begins with the step's last answers: corrections, what was returned to, what rested meanwhile.

    A step that the way leads to again, such as a purchase after 'cannot be bought', begins with an empty answer.
    """
    if run.engine_task is None or item.rev:
        return True
    back = [item for one in runs for item in one.items if item.outcome == "return" and one.id < run.id]
    return any(item.done_at == run.opened_at for item in back)


def begun(case: Case, item: WorkItem) -> Document:
    """The answers with which this visit of the step begins."""
    return document_of(case.document, case.runs, item)


def document_of(document: Document, runs: Sequence[StepRun], item: WorkItem) -> Document:
    """`document` as the item's visit begins: without what an earlier visit answered, where it begins anew."""
    run = item.step_run
    return document if prefilled(runs, run, item) else without_answer(document, run.step, run.scope, item.item_key)


@dataclass(frozen=True)
class Page:
    """The fields that are seen at a step, by name: main fields and the step's own. `rights` are 'read' or 'edit'."""

    rights: Mapping[str, str]
    data: Mapping[str, Any]
    version: str

    def changed_since(self, known: str) -> tuple[str, ...]:
        """The fields that differ from what version `known` showed; empty when it is not stale."""
        return seen.changed(known, self.version, sorted(self.rights))


def page(case: Case, item: WorkItem) -> Page:
    """What the item's person sees, with its version."""
    return page_of(case.process, begun(case, item), item)


def page_of(process: Process, document: Document, item: WorkItem) -> Page:
    """The visible fields at the item's step, over the answers with which its visit begins."""
    run = item.step_run
    rights = {name: right for name, right in kit.rights(process.form, run.step).items() if right != kit.HIDDEN}
    if only_reads(item):
        rights = dict.fromkeys(rights, "read")
    own = kit.answers(document, run.step, run.scope, item.item_key)
    known = {name: document.get(name) for name in process.form.names} | own
    data = {name: known.get(name) for name in rights}
    return Page(rights, data, seen.version(item.rev, data, sorted(rights)))


def unit_field(process: Process, data: Mapping[str, Any]) -> str | None:
    """The main field that says for which unit a request with these answers is (`[start] unit = "=site"`)."""
    return process.ways.of(data).unit


def allowed(case: Case, actor: Actor | None) -> Mapping[str, Sequence[str]]:
    """What the unit fields and the kind may be: units and kinds with which the actor may start; a returned one's too.

    Of any other unit field, and of a column of units, it is every unit of the kinds that the form names.
    """
    process, tree = case.process, units(case.session)
    found = {path: _codes(tree.by_code.values(), field) for path, field in _unit_fields(process)}
    if actor is None:
        return found
    sent = [case.request.unit_id] if case.request.round else []
    for name in {way.unit for way in process.ways.all if way.unit is not None}:
        found[name] = sorted(tree.by_id[one].code for one in {*process.ways.units(actor, name), *sent} if one)
    kinds, by = process.start_kinds(actor), process.ways.by
    if kinds is not None and by is not None:
        found[by] = list(dict.fromkeys([*kinds, *([case.document[by]] if sent and case.document.get(by) else [])]))
    return found


def _unit_fields(process: Process) -> Iterator[tuple[str, kit.Field]]:
    """The main fields, and columns of main lists, that name units; by the path under which a form asks for options."""
    for field in process.form.main.fields:
        if field.kind == "unit":
            yield field.name, field
        yield from ((f"{field.name}.{one.name}", one) for one in field.columns if one.kind == "unit")


def _codes(places: Iterable[Place], field: kit.Field) -> list[str]:
    return sorted(place.code for place in places if not field.unit_kinds or place.kind.value in field.unit_kinds)


def unit_id(case: Case) -> int | None:
    """The unit that the answers name, by its code."""
    name = unit_field(case.process, case.document)
    place = units(case.session).by_code.get(str(case.document.get(name))) if name else None
    return place.id if place else None
