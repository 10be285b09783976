"""The trail: append-only lines, hash-chained per request; what is personal lies in salted rows outside the chain."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import Event, Request, Status, Trail, TrailDetail
from webapp.services.actor import Actor, post_of
from webapp.services.units import units

__all__ = ["Broken", "Event", "Line", "heads", "lines", "verify", "write"]

START = "0" * 64
"""What the first line of a chain names as its predecessor."""

Head = tuple[int, str]
"""The number and hash of a request's last line."""


@dataclass(frozen=True)
class Line:
    """A line as it is shown. `by` is a name as it was then, None where the program acted; `post` {role, unit, unit_en}.

    `stood_for`: {name, post} of the absent person for whom a substitute acted, empty where nobody did (B7).

    An erased line has no personal part: `erased`, and `by`, `post`, `comment`, `changes`, `detail` empty.
    """

    seq: int
    at: datetime
    actor_id: int | None
    by: str | None
    post: Mapping[str, str]
    action: Event
    step: str | None
    round: int
    comment: str
    changes: Mapping[str, Any] | list[Any]
    detail: Mapping[str, Any]
    hash: str
    erased: bool = False
    stood_for: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Broken:
    """A fault in a chain: `code` is gap, prev, hash, detail, cut or empty."""

    request_id: int
    seq: int
    code: str

    def __str__(self) -> str:
        return f"request {self.request_id}, line {self.seq}: {self.code}"


def write(
    session: Session,
    request: Request,
    event: Event,
    actor: Actor | None,
    now: datetime,
    step: str | None = None,
    detail: Mapping[str, Any] | None = None,
    through: Collection[int] = (),
) -> Trail:
    """Append a line; the request's row must be locked by the caller. `actor` None: the program itself.

    `detail`: JSON-able; `comment` and `changes` are shown by name. The actor's name and the post in which they act
    (that of a principal in `through`, else the one nearest to the request's unit) are added as text. Rows are written
    in batches at the next flush.
    """
    seq, prev = _head(session, request.id)
    text = canonical({**_person(session, actor, request, through), **(detail or {})})
    salt = token_hex(16)
    line = Trail(
        request_id=request.id,
        seq=seq + 1,
        at=now,
        actor_id=actor.person_id if actor else None,
        action=event,
        step=step,
        round=request.round,
        detail_hash=detail_hash(salt, text),
        prev=prev,
    )
    line.hash = line_hash(line)
    session.add_all([line, TrailDetail(request_id=request.id, seq=line.seq, salt=salt, text=text)])
    remember(session, request.id, (line.seq, line.hash))
    return line


def canonical(detail: Mapping[str, Any]) -> str:
    """Return the one text of a detail: JSON with sorted names, no spaces, characters as they are."""
    return json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def detail_hash(salt: str, text: str) -> str:
    """Return the hash of a line's personal part; the salt keeps it from being guessed after it was erased."""
    return sha256(f"{salt}\n{text}".encode()).hexdigest()


def line_hash(line: Any) -> str:
    """Return the hash of a line (a `Trail` or its columns): over the hash before it and all else in it, as one JSON."""
    at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [line.prev, line.request_id, line.seq, at, line.actor_id, str(line.action), line.step, line.round]
    return sha256(json.dumps([*parts, line.detail_hash], ensure_ascii=False).encode()).hexdigest()


def _person(session: Session, actor: Actor | None, request: Request, through: Collection[int]) -> dict[str, Any]:
    if actor is None:
        return {}
    near = [place.id for place in units(session).chain(request.unit_id)]
    person: dict[str, Any] = {"by": actor.name, "login": actor.login, "post": actor.post(near, through)}
    stand = next((found for one in through if (found := actor.stand(one))), None)
    if stand is not None:
        person["for"] = {"name": stand.name, "post": post_of(stand.holds, near, through)}
    return person


def _heads(session: Session) -> dict[int, Head]:
    """Return the heads known in this transaction (or savepoint: what is undone takes its lines along)."""
    transaction = session.get_nested_transaction() or session.get_transaction()
    known: tuple[Any, dict[int, Head]] = session.info.get("trail", (None, {}))
    if known[0] is not transaction or transaction is None:
        known = session.info["trail"] = (transaction, {})
    return known[1]


def _head(session: Session, request_id: int) -> Head:
    """Return the last line's number and hash; asked once per transaction and request."""
    known = _heads(session)
    if request_id not in known:
        last = select(Trail.seq, Trail.hash).where(Trail.request_id == request_id).order_by(Trail.seq.desc()).limit(1)
        remember(session, request_id, session.execute(last).first())
    return known[request_id]


def remember(session: Session, request_id: int, last: Sequence[Any] | None) -> None:
    """Note the head (number and hash) that a statement after the request's lock has found."""
    _heads(session)[request_id] = (last[0], last[1]) if last and last[0] is not None else (0, START)


def newest(request_id: InstrumentedAttribute[int]) -> tuple[ColumnElement[int], ColumnElement[str]]:
    """Return the columns that give number and hash of a request's last line, for `remember`."""
    last = select(Trail).where(Trail.request_id == request_id).order_by(Trail.seq.desc()).limit(1)
    return last.with_only_columns(Trail.seq).scalar_subquery(), last.with_only_columns(Trail.hash).scalar_subquery()


def lines(session: Session, request: Request, after: int = 0) -> list[Line]:
    """Return the lines after number `after`, oldest first; one statement."""
    rows = session.execute(
        select(Trail, TrailDetail.text)
        .outerjoin(TrailDetail, (TrailDetail.request_id == Trail.request_id) & (TrailDetail.seq == Trail.seq))
        .where(Trail.request_id == request.id, Trail.seq > after)
        .order_by(Trail.seq)
    )
    return [_line(trail, text) for trail, text in rows]


def _line(trail: Trail, text: str | None) -> Line:
    detail = json.loads(text) if text else {}
    return Line(
        trail.seq,
        trail.at,
        trail.actor_id,
        detail.pop("by", None),
        detail.pop("post", {}),
        trail.action,
        trail.step,
        trail.round,
        detail.pop("comment", ""),
        detail.pop("changes", {}),
        detail,
        trail.hash,
        erased=text is None,
        stood_for=detail.pop("for", {}),
    )


def heads(session: Session) -> dict[int, Head]:
    """Return the last line of every request: what is kept outside, so that cut ends show."""
    rows = session.execute(select(Trail.request_id, Trail.seq, Trail.hash).order_by(Trail.request_id, Trail.seq))
    return {row.request_id: (row.seq, row.hash) for row in rows}


def numbers(session: Session, requests: Collection[int]) -> dict[int, str | None]:
    """Return the numbers of requests by id."""
    rows = session.execute(select(Request.id, Request.number).where(Request.id.in_(requests)))
    return {row.id: row.number for row in rows}


def verify(session: Session, request_id: int | None = None, known: Mapping[int, Head] | None = None) -> list[Broken]:
    """Recompute the chain of a request, or of all, and return every fault.

    A changed, inserted, moved or missing line shows by itself. `known` are heads kept outside (from `heads`): with
    them lines cut off at the end show too. Erased personal parts are no fault.
    """
    return list(_faults(session, request_id, known or {}))


def _faults(session: Session, request_id: int | None, known: Mapping[int, Head]) -> Iterator[Broken]:
    found = (
        select(*Trail.__table__.c, TrailDetail.salt, TrailDetail.text)
        .outerjoin(TrailDetail, (TrailDetail.request_id == Trail.request_id) & (TrailDetail.seq == Trail.seq))
        .order_by(Trail.request_id, Trail.seq)
        .execution_options(yield_per=1000)
    )
    if request_id is not None:
        found = found.where(Trail.request_id == request_id)
    last: dict[int, Head] = {}
    for row in session.execute(found):
        yield from _check(row, last.get(row.request_id, (0, START)), known)
        last[row.request_id] = (row.seq, row.hash)
    yield from _ends(session, request_id, last, known)


def _check(row: Any, before: Head, known: Mapping[int, Head]) -> Iterator[Broken]:
    faults = {
        "gap": row.seq != before[0] + 1,
        "prev": row.prev != before[1],
        "hash": row.hash != line_hash(row),
        "detail": row.salt is not None and row.detail_hash != detail_hash(row.salt, row.text),
        "cut": row.request_id in known and known[row.request_id][0] == row.seq and known[row.request_id][1] != row.hash,
    }
    return (Broken(row.request_id, row.seq, code) for code, wrong in faults.items() if wrong)


def _ends(
    session: Session, request_id: int | None, last: Mapping[int, Head], known: Mapping[int, Head]
) -> Iterator[Broken]:
    """Yield requests whose end is cut off, as far as heads kept outside or the request's own state tell."""
    sent = select(Request.id).where(Request.status != Status.DRAFT).order_by(Request.id)
    for one in session.scalars(sent if request_id is None else sent.where(Request.id == request_id)):
        if one not in last:
            yield Broken(one, 0, "empty")
    for one, (seq, _) in known.items():
        if request_id in (None, one) and last.get(one, (0, START))[0] < seq:
            yield Broken(one, seq, "cut")
