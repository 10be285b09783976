"""A work item as it is drawn: the form by its rights, what can be done, and what was typed so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from forms.kit import Fault
from webapp.i18n import words
from webapp.messages import ACTIONS, sentence
from webapp.services import seen
from webapp.services.screens import ActionView, SlotView, TargetView, TaskScreen
from webapp.views.drawn_in import Way, ways
from webapp.views.fields import Drawn
from webapp.views.parts import Part, Reader, level_title, parts, slot_title, step_words
from webapp.views.summary import Summary, summary
from webapp.views.surroundings import files_by_id


@dataclass(frozen=True)
class Typed:
    """What a person has entered on a task's page so far.

    `choice`: the action whose details are open. `version`: of the page that they saw. `draft_rev`: the revision of the
    unfinished decision that they saw, 0 for none. `more`, `people`, `where`: of the panel that draws others in.
    `signature`: the id of the picture of theirs, 0 for none.
    """

    data: Mapping[str, Any] = field(default_factory=dict)
    comment: str = ""
    to: str = ""
    resume: str = "step_by_step"
    items: tuple[str, ...] = ()
    files: tuple[int, ...] = ()
    action_id: str = ""
    choice: str = ""
    version: str = ""
    draft_rev: int = 0
    more: str = ""
    people: str = ""
    where: str = ""
    signature: int = 0

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept as an unfinished decision."""
        body = {**vars(self), "files": list(self.files), "items": list(self.items)}
        return {name: value for name, value in body.items() if name not in ("action_id", "draft_rev")}


@dataclass(frozen=True)
class Button:
    """An action: its name, label and look."""

    name: str
    label: str
    comment_required: bool


@dataclass(frozen=True)
class Target:
    """A step to return to."""

    step: str
    label: str
    person: str
    resume: tuple[str, ...]
    items: tuple[SlotView, ...] = ()


@dataclass(frozen=True)
class Restored:
    """An unfinished decision that the page begins with: when it was saved, which fields have changed since."""

    at: datetime
    changed: tuple[str, ...]


@dataclass(frozen=True)
class TaskForm:
    """Everything the page of a task draws."""

    screen: TaskScreen
    title: str
    parts: tuple[Part, ...]
    buttons: tuple[Button, ...]
    targets: tuple[Target, ...]
    typed: Typed
    files: tuple[Any, ...]
    summary: Summary
    comment_faults: tuple[str, ...]
    to_faults: tuple[str, ...]
    files_faults: tuple[str, ...]
    ways: tuple[Way, ...] = ()
    more_faults: tuple[str, ...] = ()
    people_faults: tuple[str, ...] = ()
    where_faults: tuple[str, ...] = ()
    signature: Any = None
    signature_faults: tuple[str, ...] = ()
    restored: Restored | None = None

    @property
    def wide(self) -> bool:
        """Say whether lists are to be filled in, which need the width of the page."""
        return bool(self.lists)

    @property
    def lists(self) -> tuple[Drawn, ...]:
        """Return the lists to which lines may be added."""
        return tuple(one for part in self.parts for one in part.lists if one.blank)

    @property
    def primary(self) -> Button | None:
        """Return the action that moves the request on."""
        return next((one for one in self.buttons if one.name in ("approve", "resubmit", "answer")), None)

    def button(self, name: str) -> Button | None:
        """Return the action of that name, where it can be done."""
        return next((one for one in self.buttons if one.name == name), None)


def task_form(
    screen: TaskScreen, typed: Typed | None, faults: tuple[Fault, ...] = (), blank: Mapping[str, int] | None = None
) -> TaskForm:
    """Return the page of a task; `typed` None: as it was kept, or empty."""
    restored = None
    if typed is None:
        typed = _kept(screen)
        restored = Restored(screen.draft.saved_at, _changed_since(screen, typed.version)) if screen.draft else None
    files = tuple(files_by_id(typed.files).values())
    reader = Reader(screen.process, screen.step.path, screen.scope, typed.data, faults, blank, slots=screen.slots)
    drawn = parts(screen.sections, reader)
    found = summary(faults, (one for part in drawn for one in part.fields))

    def told(*pointers: str) -> tuple[str, ...]:
        return tuple(sentence_of(fault) for fault in faults if fault.pointer in pointers)

    return TaskForm(
        screen=screen,
        title=level_title(
            screen.process, screen.scope, slot_title(step_words(screen.titles, screen.step.name), screen.slot)
        ),
        parts=drawn,
        buttons=tuple(_button(one) for one in screen.actions),
        targets=tuple(_target(one) for one in screen.targets),
        typed=typed,
        files=files,
        summary=found,
        comment_faults=told("/comment"),
        to_faults=told("/to"),
        files_faults=told("/_files", "/attachments"),
        ways=ways(screen.actions),
        more_faults=told("/more"),
        people_faults=told("/people"),
        where_faults=told("/where"),
        signature=files_by_id([typed.signature]).get(typed.signature) if typed.signature else None,
        signature_faults=told("/signature", "/_signature"),
        restored=restored,
    )


def sentence_of(fault: Fault) -> str:
    """Return one fault in words."""
    return summary([fault], ()).faults[0].message


def _kept(screen: TaskScreen) -> Typed:
    kept = dict(screen.draft.body) if screen.draft else {}
    data = kept.get("data")
    return Typed(
        data=data if isinstance(data, Mapping) else {},
        comment=str(kept.get("comment") or ""),
        to=str(kept.get("to") or ""),
        resume=str(kept.get("resume") or "step_by_step"),
        items=tuple(str(one) for one in kept.get("items") or ()),
        files=tuple(one for one in kept.get("files") or () if isinstance(one, int)),
        action_id=uuid4().hex,
        choice=str(kept.get("choice") or ""),
        version=str(kept.get("version") or ""),
        draft_rev=screen.draft.rev if screen.draft else 0,
        signature=kept["signature"] if isinstance(kept.get("signature"), int) else 0,
        **{name: str(kept.get(name) or "") for name in ("more", "people", "where")},
    )


def _changed_since(screen: TaskScreen, version: str) -> tuple[str, ...]:
    """Return the fields that have changed since the page at which an unfinished decision was typed."""
    names = sorted(screen.rights)
    found = seen.changed(version, screen.version, names) if version else ()
    return tuple(name for name in found if name != seen.ITEM)


def _button(action: ActionView) -> Button:
    label = words(action.labels) if action.labels else sentence(ACTIONS, action.meaning or action.name)
    return Button(action.name, label, action.comment_required)


def _target(target: TargetView) -> Target:
    title = step_words(target.titles) or target.step
    return Target(target.step, title, target.person or "", target.resume, target.items)
