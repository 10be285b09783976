"""The printed forms of closed requests: ordered when a request closes, printed once, kept for ever (features E)."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from models import Job, JobState, Paper, Request, Trail
from webapp.services import jobs
from webapp.services.errors import Problem

log = structlog.get_logger()
TASK = "paper"


class PaperLost(Problem):
    """The stored print is not there, or is not what was stored. Printing it again would make another paper."""

    code = "paper-lost"
    status = 500


def order(session: Session, request_id: int, now: datetime) -> None:
    """Have a request that has closed printed, in the closing's own transaction. One statement."""
    jobs.enqueue(session, TASK, {"request": request_id}, now, unique=f"{TASK}:{request_id}")


def kept(session: Session, request: Request, language: str) -> Paper | None:
    """Return the stored print of a closed request in that language, None where it is not printed yet. One statement."""
    if request.closed_at is None:
        return None
    mine = (Paper.request_id == request.id) & (Paper.seq == closing_line(request)) & (Paper.language == language)
    return session.scalars(select(Paper).where(mine)).one_or_none()


def closing_line(request: Request) -> ColumnElement[int]:
    """Return the number of the last line that was written when the request closed."""
    lines = select(func.max(Trail.seq)).where(Trail.request_id == request.id, Trail.at <= request.closed_at)
    return lines.scalar_subquery()


def read(paper: Paper, folder: Path) -> bytes:
    """Return the bytes of a stored print. Raises PaperLost, and notes it, where they are gone or not the same."""
    path = path_of(paper.sha256, folder)
    content = path.read_bytes() if path.is_file() else b""
    if sha256(content).hexdigest() != paper.sha256:
        log.error("paper.lost", request=paper.request_id, language=paper.language, sha256=paper.sha256)
        raise PaperLost("paper_lost", sha256=paper.sha256)
    return content


def put(content: bytes, folder: Path) -> str:
    """Put a print into the store and return its SHA-256; it is on the disk, whole, before any row names it."""
    digest = sha256(content).hexdigest()
    path = path_of(digest, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
    return digest


def path_of(digest: str, folder: Path) -> Path:
    """Return where the bytes of a print lie."""
    return folder / digest[:2] / f"{digest}.pdf"


def record(
    session: Session,
    request: Request,
    seq: int,
    language: str,
    content: bytes,
    about: Mapping[str, Any],
    folder: Path,
    now: datetime,
) -> Paper:
    """Keep a print of the request's state at line `seq`; who was faster has the say. `about`: pages, missing, program.

    The request's row is locked by the caller.
    """
    mine = (Paper.request_id == request.id) & (Paper.seq == seq) & (Paper.language == language)
    known = session.scalars(select(Paper).where(mine)).one_or_none()
    if known is not None:
        return known
    row = Paper(
        request_id=request.id,
        seq=seq,
        language=language,
        sha256=put(content, folder),
        size=len(content),
        pages=about["pages"],
        missing=json.dumps(list(about["missing"])),
        program=about["program"],
        made_at=now,
    )
    session.add(row)
    session.flush()
    return row


def spread(session: Session, start: datetime, every: timedelta) -> None:
    """Put off what is ordered: one request at a time from `start` on, so that a new company is not busy printing."""
    for place, job in enumerate(session.scalars(select(Job).where(Job.task == TASK).order_by(Job.id))):
        job.run_at = start + place * every


def unprinted(session: Session, languages: Sequence[str]) -> list[int]:
    """Return the closed requests that lack a print in one of `languages`, and for which none is ordered."""
    lacks = [~exists().where(Paper.request_id == Request.id, Paper.language == one) for one in languages]
    ordered = select(Job.unique_key).where(Job.task == TASK, Job.state != JobState.FAILED)
    known = {int(str(key).rpartition(":")[2]) for key in session.scalars(ordered)}
    found = select(Request.id).where(Request.closed_at.is_not(None), or_(*lacks)).order_by(Request.id)
    return [one for one in session.scalars(found) if one not in known]


def faults(session: Session, folder: Path) -> Iterator[str]:
    """Yield a sentence for each stored print that is missing or is not what was stored."""
    for paper in session.scalars(select(Paper).order_by(Paper.id).execution_options(yield_per=500)):
        path = path_of(paper.sha256, folder)
        if not path.is_file():
            yield f"the print of request {paper.request_id} ({paper.language}) is missing: restore {path} from a backup"
        elif sha256(path.read_bytes()).hexdigest() != paper.sha256:
            yield f"the print of request {paper.request_id} ({paper.language}) is not what was stored: restore {path}"
