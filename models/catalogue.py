"""The catalogue of materials, and the working days of mainland China."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, named


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


class CalendarDay(Base):
    """A day that differs from its weekday: a public holiday, or a make-up working day (調休)."""

    __tablename__ = "calendar_day"
    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(100), default="")
