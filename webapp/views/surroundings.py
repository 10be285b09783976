"""What drawing a form needs beside its answers: units by name, files by id, the lines that a step is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from forms import kit
from forms.kit import Fault, Field
from models import Attachment
from webapp.access import actor
from webapp.i18n import number, unit_name
from webapp.services import people, visibility
from webapp.services.processes import Process
from webapp.services.screens import SectionView
from webapp.unit_of_work import reading
from webapp.views.fields import About, Surroundings


def around(
    process: Process,
    step: str,
    faults: Iterable[Fault] = (),
    blank: Mapping[str, int] | None = None,
    lines: tuple[About, ...] = (),
    files: Iterable[Any] = (),
    file_ids: Iterable[Any] = (),
) -> Surroundings:
    """Return what the form of `process` needs at `step`; `file_ids` are looked up, `files` are at hand."""
    known = {file.id: file for file in files}
    wanted = [one for one in file_ids if isinstance(one, int) and one not in known]
    return Surroundings(
        step=step,
        faults=tuple(faults),
        units=_unit_choices(process, step),
        limits=_kinds(process, step),
        unit_names={place.code: unit_name(place) for place in people.units(reading()).by_code.values()},
        files={**known, **files_by_id(wanted)},
        lines=lines,
        blank=blank or {},
    )


def files_by_id(ids: Collection[int]) -> dict[int, Attachment]:
    """Return those of the files that the actor may read; purged ones are left out."""
    return visibility.attachments_for(reading(), actor(), ids)


def _unit_choices(process: Process, step: str) -> dict[str, list[tuple[str, str]]]:
    """Return by field, or column, the units to choose from: those that say where a request starts offer one's own."""
    units = people.units(reading())
    found = {}
    for field in _unit_fields(process, step):
        starts = any(way.unit == field.name for way in process.ways.all)
        mine = set(process.ways.units(actor(), field.name)) if starts else ()
        places = [place for place in units.by_code.values() if _offered(place, field, mine if starts else None)]
        found[field.name] = [(place.code, unit_name(place)) for place in places]
    return found


def _unit_fields(process: Process, step: str) -> Iterator[Field]:
    for field in process.form.asked(step):
        yield from (one for one in (field, *field.columns) if one.kind == "unit")


def _offered(place: people.Place, field: Field, mine: Collection[int] | None) -> bool:
    if mine is not None:
        return place.id in mine
    return not field.unit_kinds or place.kind.value in field.unit_kinds


def _kinds(process: Process, step: str) -> dict[str, Collection[str]]:
    """Return the values to choose from of the field that says which kind of request is started."""
    kinds, by = process.start_kinds(actor()), process.ways.by
    return {by: kinds} if step == kit.INITIATOR and by is not None and kinds else {}


def document(sections: Iterable[SectionView]) -> dict[str, Any]:
    """Return the visible answers as a request keeps them: main fields on top, a step's answers under its id."""
    whole: dict[str, Any] = {}
    for part in sections:
        if part.step is None:
            whole.update(part.data)
        elif part.scope is None and part.item is None:
            whole[kit.step_id(part.step)] = dict(part.data)
        else:
            whole.setdefault(kit.step_id(part.step), []).append({"scope": part.scope, "item": part.item, **part.data})
    return whole


def lines_of(process: Process, step: str, scope: str | None, answers: Mapping[str, Any]) -> tuple[About, ...]:
    """Return the lines that a step is about, with the quantity that it expects of each."""
    found = kit.contribution(process.key).lines(kit.step_id(step), scope, answers)
    return tuple(_about(line) for line in found if line.get("id"))


def every_line(process: Process, answers: Mapping[str, Any]) -> tuple[About, ...]:
    """Return all lines of the main lists, for readers of what was said of them."""
    lists = [field.name for field in process.form.main.fields if field.kind == "lines"]
    rows = [row for name in lists for row in answers.get(name) or () if isinstance(row, Mapping)]
    return tuple(_about(row) for row in rows if row.get("id"))


def _about(line: Mapping[str, Any]) -> About:
    detail = " · ".join(str(line[name]) for name in ("specification", "model") if line.get(name))
    texts = {name: str(line.get(name) or "") for name in ("code", "name", "unit")}
    expected = str(line.get("quantity") or "")
    return About(str(line["id"]), detail=detail, quantity=number(expected), expected=expected, **texts)
