"""Attachments: bytes in a folder under their SHA-256, rows that say whose they are (B13)."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import IO

from sqlalchemy import delete, select, union, update
from sqlalchemy.orm import Session

from models import Attachment, FormDraft, ItemDraft, Request
from webapp.services import content, photographs
from webapp.services.actor import Actor
from webapp.services.errors import Invalid, NotAllowed, TooLarge

LIMIT = 20_000_000
"""Bytes of one file, before a photograph is made smaller."""
OVERFLOW = 2**63
"""The first number that is no id: databases keep 64 bits."""
UNUSED = timedelta(days=7)
SMALL = ".small"
"""The ending of the small picture that lies beside a photograph."""
ORPHAN = timedelta(days=1)


@dataclass(frozen=True)
class Taken:
    """A file that lies in the store and has no row yet."""

    sha256: str
    name: str
    type: str
    size: int


def take_in(stream: IO[bytes], name: str, folder: Path) -> Taken:
    """Check a file by its content, make a photograph smaller and put the bytes into the store; no row, no session.

    Raises TooLarge, Invalid at /file (empty, type not allowed, broken, a bomb).
    """
    raw = stream.read(LIMIT + 1)
    if len(raw) > LIMIT:
        raise TooLarge("file_too_large", limit=LIMIT, name=name)
    if not raw:
        raise content.refused("file_empty")
    if not content.is_picture(raw):
        kind = content.document_kind(raw)
        return Taken(_put(raw, folder), content.clean_name(name, kind), kind.type, len(raw))
    raw, kind = photographs.kept(raw)
    taken = Taken(_put(raw, folder), content.clean_name(name, kind), kind.type, len(raw))
    _write(_small_path(taken, folder), photographs.small(raw))
    return taken


def record(session: Session, actor: Actor, taken: Taken, now: datetime) -> Attachment:
    """Write the row of a file in the store (`take_in`, before the transaction): the actor's own until it is used.

    Raises NotAllowed for auditors.
    """
    if actor.auditor:
        raise NotAllowed("auditors_change_nothing")
    row = Attachment(
        sha256=taken.sha256,
        name=taken.name,
        type=taken.type,
        size=taken.size,
        uploader_id=actor.person_id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def path_of(attachment: Attachment | Taken, folder: Path) -> Path:
    """Return where the bytes of an attachment lie."""
    return folder / attachment.sha256[:2] / attachment.sha256


def small_of(attachment: Attachment, folder: Path) -> bytes:
    """Return the small picture of a photograph, made when it came (of older ones now, and not kept)."""
    place = _small_path(attachment, folder)
    return place.read_bytes() if place.exists() else photographs.small(path_of(attachment, folder).read_bytes())


def _small_path(attachment: Attachment | Taken, folder: Path) -> Path:
    return path_of(attachment, folder).with_suffix(SMALL)


def _put(raw: bytes, folder: Path) -> str:
    """Write bytes under their SHA-256."""
    digest = sha256(raw).hexdigest()
    _write(folder / digest[:2] / digest, raw)
    return digest


def _write(place: Path, raw: bytes) -> None:
    """Write a whole file or none, on the disk before any row names it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        os.utime(place)  # in use again: `sweep` leaves it
        return
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def bind(session: Session, actor: Actor, ids: Collection[int], request: Request, step: str | None) -> list[Attachment]:
    """Attach the actor's own unused files to a request, at a step; those that are there already stay as they are.

    Raises Invalid at /attachments/<index> for an id that is not theirs or is used elsewhere.
    """
    wanted = list(dict.fromkeys(ids))
    found = usable(session, actor, wanted, request)
    for index, one in enumerate(wanted):
        if one not in found:
            raise Invalid.at(f"/attachments/{index}", "attachment_unknown", "B13", id=one)
    attach(found.values(), request, step)
    return [found[one] for one in wanted]


def usable(session: Session, actor: Actor | None, ids: Collection[int], request: Request) -> dict[int, Attachment]:
    """Return by id those files that the actor may name in a request: unused ones of their own, and the request's.

    One statement, none without ids. The unused ones are locked: two requests at once cannot both take a file.
    """
    wanted = sorted({one for one in ids if 0 < one < OVERFLOW})
    if not wanted:
        return {}
    person = None if actor is None else actor.person_id
    own = Attachment.request_id.is_(None) & (Attachment.uploader_id == person)
    mine = own | (Attachment.request_id == request.id) if request.id is not None else own
    found = select(Attachment).where(Attachment.id.in_(wanted), mine).with_for_update()
    return {row.id: row for row in session.scalars(found)}


def attach(rows: Iterable[Attachment], request: Request, step: str | None) -> None:
    """Make unused files the request's, at a step; those that are there already stay as they are."""
    for row in rows:
        if row.request_id is None:
            row.request_id, row.step = request.id, step


def release(session: Session, ids: Collection[int], request: Request) -> None:
    """Make files of a draft, which no longer names them, unused again."""
    gone = update(Attachment).where(Attachment.id.in_(ids), Attachment.request_id == request.id)
    session.execute(gone.values(request_id=None, step=None))


def of_request(session: Session, request: Request) -> list[Attachment]:
    """Return the files attached to a request, oldest first."""
    return list(session.scalars(select(Attachment).where(Attachment.request_id == request.id).order_by(Attachment.id)))


def purge(session: Session, now: datetime) -> int:
    """Delete the rows of files that nobody used within seven days; return how many. `sweep` removes the bytes.

    Those of people with unfinished decisions stay, for a decision may name them.
    """
    busy = Attachment.uploader_id.in_(union(select(ItemDraft.person_id), select(FormDraft.person_id)))
    unused = delete(Attachment).where(Attachment.request_id.is_(None), Attachment.created_at < now - UNUSED, ~busy)
    return len(session.scalars(unused.returning(Attachment.id)).all())


def sweep(session: Session, folder: Path, now: datetime) -> int:
    """Remove bytes in the store that no row names and that are older than a day; return how many files went."""
    known = set(session.scalars(select(Attachment.sha256).distinct()))
    old = (now - ORPHAN).timestamp()
    gone = [file for file in folder.glob("??/*") if file.stem not in known and file.stat().st_mtime < old]
    gone += [file for file in folder.glob("??/.new-*") if file.stat().st_mtime < old and file not in gone]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)
