"""What a task asks of a person: the actions it offers, the fields it shows, the version of what is seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms import kit
from models import INITIATOR, ItemKind, StepRun, WorkItem
from webapp.services import claiming, seen, turns
from webapp.services.actor import Actor
from webapp.services.assignment import only_reassign
from webapp.services.case import Case, Document, without_answer
from webapp.services.people import units
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


def unit_field(process: Process) -> str | None:
    """The main field that says for which unit a request is (`[start] unit = "=site"`)."""
    said = str(process.toml.get("start", {}).get("unit", ""))
    name = said.removeprefix("=").strip()
    return name if said.startswith("=") and name in process.form.main else None


def allowed(case: Case, actor: Actor | None) -> Mapping[str, Sequence[str]]:
    """The units for which the actor may start this process, as the choice of its unit field; a returned one's too."""
    name = unit_field(case.process)
    if name is None or actor is None:
        return {}
    tree = units(case.session).by_id
    ids = {*case.process.start_units(actor), *([case.request.unit_id] if case.request.round else [])}
    return {name: sorted(tree[one].code for one in ids if one is not None)}


def unit_id(case: Case) -> int | None:
    """The unit that the answers name, by its code."""
    name = unit_field(case.process)
    place = units(case.session).by_code.get(str(case.document.get(name))) if name else None
    return place.id if place else None
