"""The catalogue of materials, and the working days of mainland China."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, named
from models.folding import fold


class MaterialKind(StrEnum):
    """The list of a contact form in which a material stands (ICF-2)."""

    TOOL = "tool"
    CONSUMABLE = "consumable"
    SPARE_PART = "spare_part"


class Material(Base):
    """A coded material; what follows from the code is filled in on a form (ICF-2)."""

    __tablename__ = "material"
    __table_args__ = (Index("ix_material_kind", "kind", "code"),)
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    specification: Mapped[str] = mapped_column(String(200), default="")
    model: Mapped[str] = mapped_column(String(200), default="")
    unit: Mapped[str] = mapped_column(String(20))
    kind: Mapped[MaterialKind] = mapped_column(named(MaterialKind))
    active: Mapped[bool] = mapped_column(default=True)
    search: Mapped[str] = mapped_column(Text, default="")
    """What the material is found by, folded: code, name, specification, model. Kept up by the program."""


@event.listens_for(Material, "before_insert")
@event.listens_for(Material, "before_update")
def _fold(_mapper: Any, _connection: Any, row: Material) -> None:
    row.search = search_key(row.code, row.name, row.specification, row.model)


def search_key(code: str, name: str, specification: str | None, model: str | None) -> str:
    """Return what a material is found by."""
    return " ".join(fold(part) for part in (code, name, specification, model) if part)


class CalendarDay(Base):
    """A day that differs from its weekday: a public holiday, or a make-up working day (調休)."""

    __tablename__ = "calendar_day"
    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(100), default="")
