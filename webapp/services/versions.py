"""Versions of processes as rows: stored once per content, numbered per process, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import BundleFile, Origin, ProcessVersion, StoredBundle
from workflows import engine


class Stored(NamedTuple):
    """A version in the database; as text, a line for the command line."""

    id: int
    key: str
    number: int
    origin: Origin
    offer: bool
    bundle_hash: str
    effective_from: datetime

    def __str__(self) -> str:
        offer = ", offered" if self.offer else ""
        return f"{self.key} version {self.number} ({self.origin}{offer}) {self.bundle_hash[:12]}"


def versions(session: Session, key: str | None = None) -> list[Stored]:
    """Return the versions of a process, or of all, the newest of each first."""
    found = select(ProcessVersion).order_by(ProcessVersion.key, ProcessVersion.number.desc())
    rows = session.scalars(found if key is None else found.where(ProcessVersion.key == key))
    return [_stored(version) for version in rows]


def _stored(row: ProcessVersion) -> Stored:
    return Stored(row.id, row.key, row.number, row.origin, row.offer, row.bundle_hash, row.effective_from)


def store(
    session: Session, key: str, data: engine.Bundle, origin: Origin, now: datetime, released_by: int | None = None
) -> Stored | None:
    """Store `data` as the next version of `key`; None where nothing has changed (F3).

    For an owner that is what the current version holds, whoever made it; for what is shipped, what was shipped last.
    What is shipped over an owner's current version is an offer.
    """
    before = versions(session, key)
    shipped = origin is Origin.SHIPPED
    last = next((one for one in before if (one.origin is origin if shipped else not one.offer)), None)
    if last is not None and last.bundle_hash == data.hash:
        return None
    _store_files(session, data, now)
    version = ProcessVersion(
        key=key,
        number=before[0].number + 1 if before else 1,
        bundle_hash=data.hash,
        origin=origin,
        offer=origin is Origin.SHIPPED and _owners(before),
        effective_from=now,
        released_by_id=released_by,
    )
    session.add(version)
    session.flush()
    return _stored(version)


def _owners(before: Sequence[Stored]) -> bool:
    running = next((version for version in before if not version.offer), None)
    return running is not None and running.origin is Origin.OWNER


def _store_files(session: Session, data: engine.Bundle, now: datetime) -> None:
    if session.get(StoredBundle, data.hash) is not None:
        return
    session.add(StoredBundle(hash=data.hash, created_at=now))
    session.flush()
    session.add_all(BundleFile(bundle_hash=data.hash, name=n, content=c) for n, c in data.files.items())
