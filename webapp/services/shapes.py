"""The plain data that `screens` hands out: what page, API and print show of a task and of a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from forms.kit import Section
from models import Attachment, Request, WorkItem
from webapp.services.actor import Stand
from webapp.services.copies import CopiedTo
from webapp.services.drafts import Kept
from webapp.services.explained import DecisionView
from webapp.services.links import LinkedRequest
from webapp.services.processes import Process
from webapp.services.trail import Line
from workflows.engine import Diagram, Step


@dataclass(frozen=True)
class SectionView:
    """A part of the form as it may be seen: the main part (`step` None) or the answers of one step in one scope.

    `rights` by field name: 'read' or 'edit' (hidden fields are left out, of `data` too). `data` is JSON-able.
    `own`: the section of the step that is being decided. `item`: the key of an item of a step that several sign.
    """

    step: str | None
    scope: str | None
    section: Section
    rights: Mapping[str, str]
    data: Mapping[str, Any]
    own: bool = False
    item: str | None = None

    @property
    def editable(self) -> bool:
        return "edit" in self.rights.values()


@dataclass(frozen=True)
class ActionView:
    """An action the actor may do here; `labels` by language, where the diagram names it.

    `meaning`: what it is to the reader where the diagram does not: the action, or `answer` or `resubmit` for what came
    back.
    """

    name: str
    labels: Mapping[str, str]
    comment_required: bool
    meaning: str = ""


@dataclass(frozen=True)
class SlotView:
    """One of several signatures of a step: what it is about by `name` and `name_en`, and what became of it.

    `login`: of the person it is about, empty where it is about a unit or something else.
    """

    id: int
    key: str
    title: Mapping[str, str]
    state: str
    outcome: str | None
    person: str | None
    done_at: datetime | None
    kind: str = "sign"
    login: str = ""


@dataclass(frozen=True)
class TargetView:
    """Where a task may be returned to: a step that a person finished in this round, or `initiator`."""

    step: str
    titles: Mapping[str, str]
    person: str | None
    resume: tuple[str, ...]
    items: tuple[SlotView, ...] = ()


@dataclass(frozen=True)
class OpenView:
    """An item that is open or rests. `holders` are names; `why` is {code, params}, translated when shown."""

    id: int
    step: str
    scope: str | None
    titles: Mapping[str, str]
    kind: str
    state: str
    holders: tuple[str, ...]
    opened_at: datetime
    due_at: datetime | None
    late: bool
    why: Mapping[str, Any]
    item: str | None = None
    slot: Mapping[str, str] = field(default_factory=dict)
    claimed_at: datetime | None = None
    outcome: str | None = None


@dataclass(frozen=True)
class TaskScreen:
    """A work item as its person sees it. `data`: all visible fields merged, main and the step's own, by name.

    `slot`: what the item is about, of a step that several sign; `others`: what became of the signatures beside it;
    `slots`: what the items of all steps are called, by key.
    `may_act` is False where the item is closed or someone else's: then `actions` and `targets` are empty.
    `signature`: one is to be drawn (A7).
    `answers`: of those who were asked about it; `removable`: signers that were added to it and have not acted.
    `stand`: for whom the actor would decide it as a substitute (B7). `decisions`: of tables, that led here (A8).
    """

    item: WorkItem
    request: Request
    process: Process
    step: Step
    titles: Mapping[str, str]
    scope: str | None
    may_act: bool
    sections: tuple[SectionView, ...]
    data: Mapping[str, Any]
    rights: Mapping[str, str]
    actions: tuple[ActionView, ...]
    targets: tuple[TargetView, ...]
    version: str
    why: Mapping[str, Any]
    returned: Mapping[str, Any] | None
    draft: Kept | None
    holders: tuple[str, ...]
    stand: Stand | None = None
    slot: Mapping[str, str] = field(default_factory=dict)
    others: tuple[SlotView, ...] = ()
    slots: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    decisions: tuple[DecisionView, ...] = ()
    answers: tuple[Mapping[str, Any], ...] = ()
    removable: tuple[SlotView, ...] = ()
    signature: bool = False


@dataclass(frozen=True)
class RunView:
    """One visit of a step, for the path as a list: who finished it, when and how.

    `changed_after`: a correction changed the answers after this signature (the print marks it).
    """

    id: int
    step: str
    scope: str | None
    titles: Mapping[str, str]
    round: int
    outcome: str | None
    kind: str
    person: str | None
    opened_at: datetime
    closed_at: datetime | None
    seen_data_rev: int | None
    changed_after: bool = False
    items: tuple[SlotView, ...] = ()


@dataclass(frozen=True)
class DiagramView:
    """One call level's diagram with its marks: BPMN ids as in the file (no scope)."""

    diagram: Diagram
    xml: str
    taken: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True)
class CopyView:
    """A copy of record (ICF-6): the unit it was filed with, when, and whether a return superseded it."""

    name: str
    name_en: str | None
    at: datetime
    superseded: bool

    @property
    def holder(self) -> str:
        """Return the unit's own name, as on paper."""
        return self.name


@dataclass(frozen=True)
class RequestScreen:
    """A request as a reader sees it: by the rights of `*`, at any state. `path`: element ids, flows too, in order.

    `taken`: what the actor could take back now (B6). `involved`: they may give copies and urge (B9).
    `places`: where an administrator may put it, none for others (B16).
    """

    request: Request
    process: Process
    data: Mapping[str, Any]
    rights: Mapping[str, str]
    sections: tuple[SectionView, ...]
    open: tuple[OpenView, ...]
    mine: tuple[int, ...]
    path: tuple[str, ...]
    runs: tuple[RunView, ...]
    trail: Sequence[Line]
    attachments: tuple[Attachment, ...]
    diagrams: tuple[DiagramView, ...]
    copies: tuple[CopyView, ...]
    can_withdraw: bool
    can_comment: bool
    can_edit: bool
    taken: str | None = None
    involved: bool = False
    copied_to: tuple[CopiedTo, ...] = ()
    unread_copy: bool = False
    places: tuple[str, ...] = ()
    links: tuple[LinkedRequest, ...] = ()
