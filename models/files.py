"""Attachments. The bytes lie in the file store under their SHA-256; rows say whose they are and who may read them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.people import Person


class Attachment(Base):
    """A file. The uploader's until `request_id` is set; unused ones are purged after 7 days."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_request", "request_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(255))
    type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    uploader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    step: Mapped[str | None] = mapped_column(String(200))  # the step whose action brought it
    created_at: Mapped[datetime]
    uploader: Mapped[Person] = relationship()
