"""Closed requests as they were printed: once per language, the same bytes for ever."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Paper(Base):
    """A printed form. The bytes lie in the paper store under their SHA-256; the row is never changed.

    `seq`: the last line of the trail that it shows; a request that is opened again and closes later is printed anew.
    """

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("request_id", "seq", "language"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    seq: Mapped[int]
    language: Mapped[str] = mapped_column(String(16))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    pages: Mapped[int]
    missing: Mapped[str] = mapped_column(Text, default="[]")  # JSON: the characters that no font had
    program: Mapped[str] = mapped_column(String(100))  # what printed it, with versions
    made_at: Mapped[datetime]
