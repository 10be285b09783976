"""What a paper is checked by: which state of the record it shows, with a short code over that state (features E).

The code is over the request, the hash of the trail's line, and the answers as they were then. Whoever changes any of
them in the record, or the address on the paper, gets another code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, Request, RequestData, Status, Trail
from webapp.services import trail
from webapp.services.trail import Line

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: without I, L, O and U, which are misread."""
LENGTH = 12
MISREAD = str.maketrans("ILOU", "110V", " -–—·")
REVISION = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True)
class Mark:
    """A state of a record: its newest trail line (0: none yet), its revision of the answers, and the code over both."""

    request_id: int
    seq: int
    data_rev: int
    code: str

    @property
    def spaced(self) -> str:
        """Return the code as it is printed: K7QM-2F9X-T4ZP."""
        return "-".join(self.code[at : at + 4] for at in range(0, LENGTH, 4))

    @property
    def path(self) -> str:
        """Return the path of the page that checks this paper (`papers.page`)."""
        return f"/paper/{self.request_id}/{self.seq}-{self.data_rev}/{self.code}"


@dataclass(frozen=True)
class Standing:
    """What the record says of a paper. `mark` is None where no state of the request has that code.

    `status`, `data`: as they were on the paper. `since`: the lines of the trail that are not on it.
    """

    mark: Mark | None
    status: Status | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    since: tuple[Line, ...] = ()
    current: bool = False
    """Nothing has happened since."""


def mark(session: Session, request: Request, line: Line | None) -> Mark:
    """Return the mark of the state that the request had at `line` (None: a draft). One statement."""
    text = session.scalars(_answers(request.id, request.data_rev)).one()
    return _mark(request.id, line.seq if line else 0, line.hash if line else trail.START, request.data_rev, text)


def plain(code: str) -> str:
    """Return a code as people type it in its one spelling."""
    return code.upper().translate(MISREAD)


def standing(session: Session, request: Request, revision: str, code: str) -> Standing:
    """Return how the paper with this address stands to the record. Three statements at most."""
    lines = trail.lines(session, request)
    told = REVISION.fullmatch(revision)
    if told is None:
        return Standing(None)
    seq, rev = int(told[1]), int(told[2])
    text = session.scalars(_answers(request.id, rev)).one_or_none()
    found = next((line.hash for line in lines if line.seq == seq), trail.START if seq == 0 else None)
    if text is None or found is None or _mark(request.id, seq, found, rev, text).code != plain(code):
        return Standing(None)
    return _standing(request, Mark(request.id, seq, rev, plain(code)), text, lines)


def find(session: Session, request: Request, code: str) -> Mark | None:
    """Return the state of the request that has this code, None where none has. Two statements."""
    revs = session.execute(
        select(RequestData.rev, RequestData.json).where(RequestData.request_id == request.id).order_by(RequestData.rev)
    ).all()
    heads = [(0, trail.START), *((row.seq, row.hash) for row in session.execute(_heads(request.id)))]
    made = (_mark(request.id, seq, known, rev, text) for seq, known in heads for rev, text in revs)
    return next((one for one in made if one.code == plain(code)), None)


def _standing(request: Request, found: Mark, text: str, lines: list[Line]) -> Standing:
    since = tuple(line for line in lines if line.seq > found.seq)
    current = not since and request.data_rev == found.data_rev
    return Standing(found, _status_at(lines, found.seq), json.loads(text), since, current)


def _status_at(lines: list[Line], seq: int) -> Status:
    """Return the state in which the request was when its line `seq` was written."""
    known = [line for line in lines if line.seq <= seq]
    if not known:
        return Status.DRAFT
    ended = [line for line in known if line.action is Event.AUTO_END]
    return Status(ended[-1].detail.get("status", Status.ENDED)) if ended else Status.OPEN


def _answers(request_id: int, rev: int) -> Any:
    return select(RequestData.json).where(RequestData.request_id == request_id, RequestData.rev == rev)


def _heads(request_id: int) -> Any:
    return select(Trail.seq, Trail.hash).where(Trail.request_id == request_id).order_by(Trail.seq)


def _mark(request_id: int, seq: int, line: str, rev: int, text: str) -> Mark:
    over = json.dumps([request_id, seq, line, rev, sha256(text.encode()).hexdigest()])
    bits = int.from_bytes(sha256(over.encode()).digest()[:8], "big") >> 4
    return Mark(request_id, seq, rev, "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(LENGTH))))
