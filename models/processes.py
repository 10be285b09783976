"""Bundles (diagram, tables, form and settings named by content) and the versions of a process that use them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, named


class Origin(StrEnum):
    """Who made a version: the release, or an owner in the browser."""

    SHIPPED = "shipped"
    OWNER = "owner"


class StoredBundle(Base):
    """One bundle's identity: the SHA-256 over its file names and contents."""

    __tablename__ = "bundle"
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime]


class BundleFile(Base):
    """One file of a bundle, as uploaded, byte for byte."""

    __tablename__ = "bundle_file"
    bundle_hash: Mapped[str] = mapped_column(ForeignKey("bundle.hash"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ProcessVersion(Base):
    """Version `number` of process `key`. The current one is the highest number that is effective and no offer."""

    __tablename__ = "process_version"
    __table_args__ = (UniqueConstraint("key", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    bundle_hash: Mapped[str] = mapped_column(ForeignKey("bundle.hash"))
    origin: Mapped[Origin] = mapped_column(named(Origin))
    offer: Mapped[bool] = mapped_column(default=False)
    effective_from: Mapped[datetime]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
