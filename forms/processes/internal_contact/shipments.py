"""Which lines of a contact form a step is about: what can be supplied, what is short, what a shipment holds (ICF-7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from forms.kit import write_number

LISTS = ("tools", "consumables", "spare_parts")
DISPATCH, PURCHASE = "receive_dispatch", "receive_purchase"

Document = Mapping[str, Any]
Line = Mapping[str, Any]


def all_lines(document: Document) -> tuple[dict[str, Any], ...]:
    """Return the lines of the three lists in their order, each with the name of its `list`."""
    return tuple({**line, "list": name} for name in LISTS for line in document.get(name) or ())


def available(document: Document) -> dict[str, Decimal]:
    """Return by line id how much the warehouse can supply; empty before Production Management has said."""
    return _quantities((document.get("production_check") or {}).get("supply"), "available")


def supplied_lines(document: Document) -> tuple[dict[str, Any], ...]:
    """Return the lines of which the warehouse has some, with what it has as their quantity."""
    return _with(document, available(document))


def short_lines(document: Document) -> tuple[dict[str, Any], ...]:
    """Return the lines that must be bought, with what is missing as their quantity."""
    has = available(document)
    asked = {line["id"]: Decimal(line["quantity"]) for line in all_lines(document) if line.get("quantity")}
    return _with(document, {key: much - has.get(key, Decimal()) for key, much in asked.items()})


def shipped_lines(document: Document) -> tuple[dict[str, Any], ...]:
    """Return the lines that the warehouse sent, with what was sent as their quantity."""
    return _with(document, _quantities((document.get("dispatch") or {}).get("shipped"), "quantity"))


def lines_of(scope: str | None, document: Document) -> tuple[dict[str, Any], ...]:
    """Return the lines of a shipment by its call path: what was dispatched, or what was bought; all outside."""
    if scope == DISPATCH:
        return shipped_lines(document)
    return short_lines(document) if scope == PURCHASE else all_lines(document)


def lines(step: str, scope: str | None, document: Document) -> tuple[dict[str, Any], ...]:
    """Return the lines that a step is about, each with the quantity that is at stake there."""
    if step == "dispatch":
        return supplied_lines(document)
    if step in ("purchase", "coordinate"):
        return short_lines(document)
    return lines_of(scope, document)


def _quantities(answers: Any, column: str) -> dict[str, Decimal]:
    return dict(_pairs(answers or (), column))


def _pairs(answers: Any, column: str) -> Iterator[tuple[str, Decimal]]:
    for answer in answers:
        if answer.get("line") and answer.get(column) is not None:
            yield answer["line"], Decimal(answer[column])


def _with(document: Document, quantities: Mapping[str, Decimal]) -> tuple[dict[str, Any], ...]:
    return tuple(
        {**line, "quantity": write_number(quantities[line["id"]])}
        for line in all_lines(document)
        if quantities.get(line["id"], 0) > 0
    )
