"""The faults of a form in one list at its top, each leading to its field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from forms.kit import Fault
from webapp import faults as sentences
from webapp.messages import N_
from webapp.views.fields import Drawn, Row

PARTS = {
    "/comment": (N_("Comment"), "f-_comment"),
    "/to": (N_("Back to whom?"), "f-_to"),
    "/_files": (N_("Add files"), "f-_files"),
    "/_sheet": (N_("Fill in lines from a spreadsheet"), "f-_sheet"),
    "/_paste": (N_("Rows copied from a spreadsheet"), "f-_paste"),
    "/more": (N_("What is to be done?"), "f-_more"),
    "/people": (N_("Whom?"), "f-_people"),
    "/where": (N_("When do they sign?"), "f-_where"),
    "/signature": (N_("Signature"), "f-_signature"),
}


@dataclass(frozen=True)
class Wrong:
    """One fault: where it is in words, the element to go to (empty: nowhere on this page), what is wrong."""

    place: str
    target: str
    message: str


@dataclass(frozen=True)
class Summary:
    """All faults of a form."""

    faults: tuple[Wrong, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.faults)

    def at(self, target: str) -> tuple[str, ...]:
        """Return the sentences that lead to an element."""
        return tuple(one.message for one in self.faults if one.target == target)


def summary(faults: Iterable[Fault], fields: Iterable[Drawn]) -> Summary:
    """Return the faults in the order of the form."""
    faults = tuple(faults)
    places = dict(_places(fields, frozenset(fault.pointer for fault in faults)))
    order = {pointer: place for place, pointer in enumerate(places)}
    found = sorted(faults, key=lambda one: order.get(one.pointer, len(order)))
    return Summary(tuple(Wrong(*places.get(one.pointer, _unplaced(one)), sentences.message(one)) for one in found))


def _unplaced(fault: Fault) -> tuple[str, str]:
    """Return the place and the element of what is no field of the form, by the part of the page that asks for it."""
    place, target = PARTS.get(fault.pointer, ("", ""))
    return str(gettext(place)) if place else "", target


def _places(fields: Iterable[Drawn], wanted: frozenset[str]) -> Iterable[tuple[str, tuple[str, str]]]:
    for drawn in fields:
        yield f"/{drawn.field.name}", (drawn.label, drawn.id)
        for row in drawn.rows:
            if row.wrong:
                yield from (found for found in _row_places(drawn, row) if found[0] in wanted)


def _row_places(drawn: Drawn, row: Row) -> Iterable[tuple[str, tuple[str, str]]]:
    pointer = f"/{drawn.field.name}/{row.index}"
    name = row.about.name if row.about else ""
    place = f"{drawn.label} {row.index + 1} {name}".strip()
    yield pointer, (place, row.wrong)
    if drawn.field.line_column:
        yield f"{pointer}/{drawn.field.line_column.name}", (place, row.wrong)
    for cell in row.cells:
        yield f"{pointer}/{cell.field.name}", (f"{place} · {cell.label}", cell.id)
