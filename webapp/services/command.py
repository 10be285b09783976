"""What somebody asks for on a work item, and the checks that all such actions share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.kit import Fault
from models import INITIATOR, WorkItem
from webapp.services import answering, asking
from webapp.services.aside import too_long
from webapp.services.case import Case
from webapp.services.changes import Change
from webapp.services.errors import FieldNotYours, Invalid


@dataclass(frozen=True)
class Command:
    """What the caller asks for on a work item, as the API takes it (`POST /tasks/{id}/actions`).

    `action`: one of `decide.ACTIONS`; resubmit is approve on a returned item. `version`: what TaskScreen.version said;
    None is not checked. `data`: top-level fields to replace, main fields and the step's own by name. `to`, `items`,
    `resume` ('step_by_step' or 'straight_back'): for a return. `people` (sign-ins or full names) and `where` ('before',
    'after' or 'beside'): whom to give it to, ask or add. `attachments`: ids of the actor's own unused files;
    `signature`: that of a picture of their signature, where the step asks for one (A7, B15).
    """

    action: str
    version: str | None = None
    comment: str = ""
    data: Mapping[str, Any] | None = None
    to: str | None = None
    items: tuple[str, ...] = ()
    resume: str = "step_by_step"
    attachments: tuple[int, ...] = ()
    people: tuple[str, ...] = ()
    where: str | None = None
    signature: int | None = None

    @property
    def verb(self) -> str:
        """Return what is done: to send again is to approve."""
        return "approve" if self.action == "resubmit" else self.action


ALWAYS_SAID = {"consult": "question_required", "answer": "answer_required"}
"""What is nothing without words, with what is told where they are missing."""


def comment_faults(work: Case, item: WorkItem, command: Command) -> list[Fault]:
    """Return what is wrong with the comment: missing where the step asks for one (A7), or too long."""
    wanted = command.verb in (*work.step(item.step_run).comment, *ALWAYS_SAID)
    if wanted and not asking.returned(item) and not command.comment.strip():
        missing = ALWAYS_SAID.get(command.verb, "comment_required")
        return [Fault("/comment", "required", missing, {"name": "comment"})]
    return too_long(command.comment)


def answered(
    work: Case, item: WorkItem, command: Command, faults: Sequence[Fault] = (), draft: bool = False
) -> list[Change]:
    """Check what was sent, wholly or as a draft, take it, and return what changed.

    Raises Invalid with every fault, FieldNotYours for fields that may not be changed here.
    """
    run = item.step_run
    if asking.only_reads(item):
        if command.data:
            raise FieldNotYours([Fault(f"/{name}", answering.STRANGER, answering.STRANGER) for name in command.data])
        if faults:
            raise Invalid(faults)
        return []
    allowed = asking.allowed(work, work.actor) if run.step == INITIATOR else None
    document = answering.check(
        work,
        asking.begun(work, item),
        run.step,
        run.scope,
        command.data or {},
        item=item.item_key,
        draft=draft,
        due_at=item.due_at,
        allowed=allowed,
        also=faults,
    )
    changed = answering.keep(work, document)
    if run.step == INITIATOR:
        work.request.unit_id = asking.unit_id(work)
    return changed
