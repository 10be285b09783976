"""The parts of a form as somebody may see them: the main part, and what each step answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forms import kit
from forms.kit import HIDDEN, Form
from webapp.services.case import Document
from webapp.services.shapes import SectionView

Rights = Mapping[str, str]


def of_task(form: Form, document: Document, step: str, scope: str | None, rights: Rights) -> tuple[SectionView, ...]:
    """The sections at a step: main, other steps' answers, its own last. `rights` hold for main and own."""
    own = form.section(step)
    main = _section(form, None, None, document, rights)
    others = _answered(form, document, step, scope)
    if not own.fields:
        return (main, *others)
    return (main, *others, _section(form, step, scope, kit.answers(document, step, scope), rights, own=True))


def of_reader(form: Form, document: Document, step: str | None = None) -> tuple[SectionView, ...]:
    """The sections as a reader sees them, who has no step; at `initiator` for one's own draft."""
    main = _section(form, None, None, document, kit.rights(form, step))
    return (main, *_answered(form, document, None, None))


def _answered(form: Form, document: Document, at: str | None, scope: str | None) -> Iterator[SectionView]:
    """What the steps answered, as seen at step `at`, without that step's own answer in its scope."""
    here = kit.step_id(at) if at else None
    for name in form.steps:
        rights = kit.rights(form, at, of=name)
        for one_scope, answer in _scoped(document.get(name)):
            if (name, one_scope) != (here, scope) and any(right != HIDDEN for right in rights.values()):
                yield _section(form, name, one_scope, answer, {key: "read" for key in rights if rights[key] != HIDDEN})


def _scoped(stored: Any) -> Iterator[tuple[str | None, Mapping[str, Any]]]:
    if isinstance(stored, Mapping):
        yield None, stored
    for one in stored if isinstance(stored, list) else ():
        yield one.get("scope"), one


def _section(
    form: Form, step: str | None, scope: str | None, answer: Mapping[str, Any], rights: Rights, own: bool = False
) -> SectionView:
    section = form.section(step)
    seen = {name: rights[name] for name in section.by_name if rights.get(name, HIDDEN) != HIDDEN}
    return SectionView(step, scope, section, seen, {name: answer.get(name) for name in seen}, own)
