"""The parts of a form as they are drawn: the main form, the step's own fields, what earlier steps answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms import kit
from forms.kit import Fault
from webapp.i18n import language, words
from webapp.services import element_names
from webapp.services.processes import Process
from webapp.services.screens import SectionView
from webapp.views.fields import Drawn, Surroundings, draw
from webapp.views.surroundings import around, document, every_line, lines_of


@dataclass(frozen=True)
class Part:
    """One card of the form. `key` is unique on the page."""

    key: str
    title: str
    fields: tuple[Drawn, ...]
    own: bool
    editable: bool

    @property
    def plain(self) -> tuple[Drawn, ...]:
        """Return the fields that are no lists and no long texts: they stand side by side."""
        return tuple(one for one in self.fields if one.field.kind != "lines")

    @property
    def lists(self) -> tuple[Drawn, ...]:
        """Return the lists of lines."""
        return tuple(one for one in self.fields if one.field.kind == "lines")


@dataclass(frozen=True)
class Reader:
    """Whose eyes: the process, the step that is being decided (None: nothing is), its scope and what was typed."""

    process: Process
    step: str | None = None
    scope: str | None = None
    typed: Mapping[str, Any] | None = None
    faults: tuple[Fault, ...] = ()
    blank: Mapping[str, int] | None = None
    files: tuple[Any, ...] = ()
    slots: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def parts(sections: Iterable[SectionView], reader: Reader) -> tuple[Part, ...]:
    """Return what is to be drawn: the main form first, the step's own fields next, then what others answered."""
    sections = tuple(sections)
    whole = document(sections)
    everything = every_line(reader.process, whole)
    drawn = [_part(one, reader, whole, everything) for one in sections]
    shown = [part for part in drawn if part.fields]
    return tuple(sorted(shown, key=lambda part: (part.key != "main", not part.own)))


def _part(view: SectionView, reader: Reader, whole: Mapping[str, Any], everything: tuple[Any, ...]) -> Part:
    data = {**view.data, **(_typed(view, reader) if view.own or view.step is None else {})}
    place = _place(view, reader, data, whole, everything)
    fields = draw(view.section, view.rights, data, place)
    kept = [one for one in fields if one.edit or not one.empty]
    title = words(view.section.titles, "") or _step_title(view, reader.process)
    title = slot_title(level_title(reader.process, view.scope, title), reader.slots.get(view.item or "", {}))
    of = "-".join(filter(None, [view.scope, view.step and kit.step_id(view.step), view.item]))
    key = "main" if view.step is None else re.sub(r"[^\w-]", "-", of)
    return Part(key, title, tuple(kept), view.own, view.editable)


def _typed(view: SectionView, reader: Reader) -> dict[str, Any]:
    editable = {name for name, right in view.rights.items() if right == "edit"}
    return {name: value for name, value in (reader.typed or {}).items() if name in editable}


def _place(
    view: SectionView, reader: Reader, data: Mapping[str, Any], whole: Mapping[str, Any], everything: tuple[Any, ...]
) -> Surroundings:
    step = reader.step or view.step or kit.INITIATOR
    lines = lines_of(reader.process, step, reader.scope, whole) if view.own and reader.step else everything
    ids = [one for field in view.section.fields if field.kind == "files" for one in data.get(field.name) or ()]
    return around(reader.process, step, reader.faults, reader.blank, lines, reader.files, ids)


def _step_title(view: SectionView, process: Process) -> str:
    if view.step is None:
        return words(process.form.title)
    step = process.compiled.steps.get(view.step)
    return step_words(step.titles, step.name) if step else view.step


def slot_name(slot: Mapping[str, str]) -> str:
    """Return what one of several signatures is about: its unit or person, empty where one signs alone."""
    return (language() == "en" and slot.get("name_en")) or slot.get("name", "")


def slot_title(title: str, slot: Mapping[str, str]) -> str:
    """Return a step's title with what the item is about."""
    name = slot_name(slot)
    return f"{title} · {name}" if name else title


def level_title(process: Process, scope: str | None, title: str) -> str:
    """Return a step's title, with the name of the call level in which it stands before it."""
    return f"{step_words(element_names.titles(process, scope))} · {title}" if scope else title


def step_words(titles: Mapping[str, str], name: str = "") -> str:
    """Return a step's name in the reader's language; the diagram's own text is Traditional Chinese."""
    return words({"zh_Hant": name, **titles} if name else titles, name)
