"""The parts of a form as somebody may see them: the main part, and what each step answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forms import kit
from forms.kit import HIDDEN, Form
from models import WorkItem
from webapp.services.case import Document
from webapp.services.shapes import SectionView

Rights = Mapping[str, str]
Place = tuple[str | None, str | None]
"""Where a step answers: the call level, and the item of one that several sign."""


def of_task(form: Form, document: Document, item: WorkItem, rights: Rights) -> tuple[SectionView, ...]:
    """The sections at an item's step: main, other steps' answers, its own last. `rights` hold for main and own."""
    step, scope, key = item.step_run.step, item.step_run.scope, item.item_key
    own = form.section(step)
    main = _section(form, None, None, document, rights)
    others = _answered(form, document, step, (scope, key))
    if not own.fields:
        return (main, *others)
    answer = kit.answers(document, step, scope, key)
    return (main, *others, _section(form, step, (scope, key), answer, rights, own=True))


def of_reader(form: Form, document: Document, step: str | None = None) -> tuple[SectionView, ...]:
    """The sections as a reader sees them, who has no step; at `initiator` for one's own draft."""
    main = _section(form, None, None, document, kit.rights(form, step))
    return (main, *_answered(form, document))


def _answered(
    form: Form, document: Document, at: str | None = None, place: Place | None = None
) -> Iterator[SectionView]:
    """What the steps answered, as seen at step `at`, without that step's own answer in its scope and for its item."""
    here = kit.step_id(at) if at else None
    for name in form.steps:
        rights = kit.rights(form, at, of=name)
        for other, answer in _placed(document.get(name)):
            if (name, other) != (here, place) and any(right != HIDDEN for right in rights.values()):
                yield _section(form, name, other, answer, {key: "read" for key in rights if rights[key] != HIDDEN})


def _placed(stored: Any) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    if isinstance(stored, Mapping):
        yield (None, None), stored
    for one in stored if isinstance(stored, list) else ():
        yield (one.get("scope"), one.get("item")), one


def _section(
    form: Form, step: str | None, place: Place | None, answer: Mapping[str, Any], rights: Rights, own: bool = False
) -> SectionView:
    section = form.section(step)
    seen = {name: rights[name] for name in section.by_name if rights.get(name, HIDDEN) != HIDDEN}
    scope, item = place or (None, None)
    return SectionView(step, scope, section, seen, {name: answer.get(name) for name in seen}, own, item)
