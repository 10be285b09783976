"""The catalogue of materials (ICF-2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session

from models import Material, MaterialKind
from models.folding import fold
from webapp.services.errors import Invalid
from webapp.services.paging import Page, clamp, containing, decode, encode

Row = Mapping[str, Any]
"""code, name, specification, model, unit, kind: all text."""

COLUMNS = (Material.code, Material.name, Material.specification, Material.model, Material.unit, Material.kind)


WORDS = 8
"""Of what is typed so many words are looked for; all of them must be there."""


def search(
    session: Session, q: str = "", kind: str | None = None, cursor: str | None = None, limit: int | None = None
) -> Page[Row]:
    """Return active materials whose code, name, specification or model contains every word of `q`, by code.

    Raises Invalid for an unknown kind or cursor. One statement.
    """
    size = clamp(limit)
    found = _matching(q).order_by(Material.code).limit(size + 1)
    if kind:
        found = found.where(Material.kind == _kind(kind))
    if cursor:
        found = found.where(Material.code > _code(cursor))
    rows = [_row(row) for row in session.execute(found)]
    return Page(rows[:size], encode([rows[size - 1]["code"]]) if len(rows) > size else None)


def suggest(session: Session, q: str, kind: str | None, limit: int) -> list[Row]:
    """Return what somebody may mean who has typed `q` into a list of `kind` so far; one statement.

    Those of the kind come first, then those whose code begins so, then by code. Raises Invalid for an unknown kind.
    """
    begins = Material.search.like(containing(fold(q)).removeprefix("%"), escape="\\")
    own = Material.kind == _kind(kind) if kind else begins
    found = _matching(q).order_by(case((own, 0), else_=1), case((begins, 0), else_=1), Material.code)
    return [_row(row) for row in session.execute(found.limit(limit))] if q.strip() else []


def _matching(q: str) -> Select[Any, Any, Any, Any, Any, Any]:
    words = fold(q).split()[:WORDS]
    found = select(*COLUMNS).where(Material.active)
    return found.where(*(Material.search.like(containing(word), escape="\\") for word in words))


def by_codes(session: Session, codes: Iterable[str]) -> dict[str, Row]:
    """Return the active materials among `codes`, by code; one statement."""
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    rows = session.execute(select(*COLUMNS).where(Material.code.in_(wanted), Material.active))
    return {row.code: _row(row) for row in rows}


def known_codes(session: Session, codes: Iterable[str]) -> frozenset[str]:
    """Return those of `codes` that are given, also to materials that are no longer active; one statement."""
    return frozenset(session.scalars(select(Material.code).where(Material.code.in_(sorted(set(codes))))))


def kind_of_list(name: str) -> str:
    """Return the catalogue's kind for a list by its name (`tools` → `tool`); empty: the list takes all kinds."""
    kind = name.removesuffix("s")
    return kind if kind in {one.value for one in MaterialKind} else ""


def _row(row: Any) -> Row:
    return {**row._mapping, "kind": row.kind.value}


def _kind(kind: str) -> MaterialKind:
    try:
        return MaterialKind(kind)
    except ValueError:
        raise Invalid.at("/kind", "enum", allowed=[one.value for one in MaterialKind]) from None


def _code(cursor: str) -> str:
    match decode(cursor):
        case [str(code)]:
            return code
        case _:
            raise Invalid.at("/cursor", "cursor_unknown")
