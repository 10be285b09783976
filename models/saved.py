"""What people keep for themselves."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class SavedFilter(Base):
    """A filter of a box that a person keeps under a name. `asked`: JSON of texts by name."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("person_id", "box", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    box: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(60))
    asked: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
