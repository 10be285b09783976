"""The catalogue of materials (ICF-2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Material, MaterialKind
from webapp.services.errors import Invalid
from webapp.services.paging import Page, clamp, containing, decode, encode

Row = Mapping[str, Any]
"""code, name, specification, model, unit, kind: all text."""

COLUMNS = (Material.code, Material.name, Material.specification, Material.model, Material.unit, Material.kind)


def search(
    session: Session, q: str = "", kind: str | None = None, cursor: str | None = None, limit: int | None = None
) -> Page[Row]:
    """Return active materials whose code, name, specification or model contains `q`, by code.

    Raises Invalid for an unknown kind or cursor.
    """
    size = clamp(limit)
    found = select(*COLUMNS).where(Material.active).order_by(Material.code).limit(size + 1)
    if q.strip():
        pattern = containing(q.strip())
        found = found.where(or_(*(column.ilike(pattern, escape="\\") for column in COLUMNS[:4])))
    if kind:
        found = found.where(Material.kind == _kind(kind))
    if cursor:
        found = found.where(Material.code > _code(cursor))
    rows = [_row(row) for row in session.execute(found)]
    return Page(rows[:size], encode([rows[size - 1]["code"]]) if len(rows) > size else None)


def by_codes(session: Session, codes: Iterable[str]) -> dict[str, Row]:
    """Return the active materials among `codes`, by code; one statement."""
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    rows = session.execute(select(*COLUMNS).where(Material.code.in_(wanted), Material.active))
    return {row.code: _row(row) for row in rows}


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
