"""Signing in and out: sessions in a table, attempts counted in a table, tokens of the API. Secrets only as hashes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from secrets import token_urlsafe
from typing import Protocol

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from models import Database, Person, SignInAttempt, SignInSession, Token
from webapp.services.errors import NotAllowed, NotFound, TooMany
from webapp.services.passwords import hash_password, outdated, verify_password

__all__ = [
    "Limits",
    "create_token",
    "hash_password",
    "person_of",
    "person_of_token",
    "set_password",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "verify_password",
]

TOKEN_MARK = "apv_"
LONGEST = 64
"""Longer logins and addresses are cut before they are counted."""


class Limits(Protocol):
    """The settings that sign-in reads (`webapp.config.Settings` has them)."""

    @property
    def attempts_per_login(self) -> int: ...
    @property
    def attempts_per_address(self) -> int: ...
    @property
    def attempts_minutes(self) -> int: ...
    @property
    def session_hours(self) -> int: ...


@dataclass(frozen=True)
class _Known:
    id: int | None = None
    hash: str | None = None
    loopback_only: bool = False


def sign_in(
    database: Database, login: str, password: str, address: str, now: datetime, limits: Limits, old: str | None = None
) -> str:
    """Return the token of a new session; the session of token `old` ends (rotation).

    An attempt is counted, in a transaction of its own, before the password is looked at, so that failures stay counted
    and many at once gain nothing; no lock is held while the password is verified. Raises TooMany, NotAllowed
    ('wrong_sign_in', the same for an unknown login, or 'loopback_only').
    """
    login, address = login.strip().lower()[:LONGEST], address[:LONGEST]
    with database.write() as session:
        seconds = _count(session, login, address, now, limits)
        known = _known(session, login)
    if seconds:
        raise TooMany("sign_in_attempts", seconds=seconds)
    if not verify_password(known.hash, password):
        raise NotAllowed("wrong_sign_in")
    if known.id is None or (known.loopback_only and not is_loopback(address)):
        raise NotAllowed("loopback_only")
    with database.write() as session:
        _settle(session, known, login, password, old)
        return _open(session, known.id, now, timedelta(hours=limits.session_hours))


def _count(session: Session, login: str, address: str, now: datetime, limits: Limits) -> int:
    """Count this attempt unless login or address had too many; return the seconds to wait, 0 for none."""
    since = now - timedelta(minutes=limits.attempts_minutes)
    session.execute(delete(SignInAttempt).where(SignInAttempt.at <= since))
    waits = [0]
    for column, value, most in (
        (SignInAttempt.login, login, limits.attempts_per_login),
        (SignInAttempt.address, address, limits.attempts_per_address),
    ):
        latest = select(SignInAttempt.at).where(column == value).order_by(SignInAttempt.at.desc()).limit(most)
        times = session.scalars(latest).all()
        if len(times) >= most:
            waits.append(max(1, int((times[-1] - since).total_seconds())))
    if max(waits) == 0:
        session.add(SignInAttempt(login=login, address=address, at=now))
    return max(waits)


def _known(session: Session, login: str) -> _Known:
    row = session.execute(
        select(Person.id, Person.password_hash, Person.loopback_only).where(Person.login == login, Person.active)
    ).first()
    return _Known(row.id, row.password_hash, row.loopback_only) if row else _Known()


def _settle(session: Session, known: _Known, login: str, password: str, old: str | None) -> None:
    """Forget the attempts on this login, the session before, and a hash with parameters of yesterday."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.login == login))
    if old:
        sign_out(session, old)
    if known.hash and outdated(known.hash):
        session.execute(update(Person).where(Person.id == known.id).values(password_hash=hash_password(password)))


def _open(session: Session, person_id: int, now: datetime, lifetime: timedelta) -> str:
    token = token_urlsafe(32)
    epoch = session.scalars(select(Person.epoch).where(Person.id == person_id)).one()
    session.execute(delete(SignInSession).where(SignInSession.expires_at <= now))
    session.add(
        SignInSession(
            token_hash=digest(token), person_id=person_id, epoch=epoch, created_at=now, expires_at=now + lifetime
        )
    )
    return token


def digest(token: str) -> str:
    """Return the SHA-256 under which a token is stored."""
    return sha256(token.encode()).hexdigest()


def is_loopback(address: str) -> bool:
    """Say whether an address is this machine's own; behind a trusted proxy give the client's address."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return (mapped or found).is_loopback


def person_of(session: Session, token: str, now: datetime, address: str | None = None) -> int | None:
    """Return the id of the person whose session `token` is, None where it is over; one statement.

    `address`, if given, must be this machine's own for people who may come from it only.
    """
    row = session.execute(
        select(Person.id, Person.loopback_only)
        .join(SignInSession, SignInSession.person_id == Person.id)
        .where(
            SignInSession.token_hash == digest(token),
            SignInSession.expires_at > now,
            SignInSession.epoch == Person.epoch,
            Person.active,
        )
    ).first()
    return row.id if row and _may_come_from(row.loopback_only, address) else None


def _may_come_from(loopback_only: bool, address: str | None) -> bool:
    return address is None or not loopback_only or is_loopback(address)


def sign_out(session: Session, token: str) -> None:
    """End one session."""
    session.execute(delete(SignInSession).where(SignInSession.token_hash == digest(token)))


def sign_out_everywhere(session: Session, person_id: int) -> None:
    """End all sessions of a person: the ones that exist, and any that a copy of the table would bring back."""
    session.execute(update(Person).where(Person.id == person_id).values(epoch=Person.epoch + 1))
    session.execute(delete(SignInSession).where(SignInSession.person_id == person_id))


def set_password(session: Session, person_id: int, password: str) -> None:
    """Give a person a new password; all sessions end."""
    session.execute(update(Person).where(Person.id == person_id).values(password_hash=hash_password(password)))
    sign_out_everywhere(session, person_id)


def create_token(
    session: Session, login: str, now: datetime, name: str = "", expires_at: datetime | None = None
) -> str:
    """Return a new personal access token: shown once, stored as its hash. Raises NotFound for an unknown login."""
    person_id = session.scalars(select(Person.id).where(Person.login == login, Person.active)).one_or_none()
    if person_id is None:
        raise NotFound("person_unknown", login=login)
    token = TOKEN_MARK + token_urlsafe(32)
    session.add(Token(hash=digest(token), person_id=person_id, name=name, created_at=now, expires_at=expires_at))
    return token


def person_of_token(session: Session, token: str, now: datetime, address: str | None = None) -> int | None:
    """Return the id of the person whose access token this is, None where it is none or over; one statement."""
    row = session.execute(
        select(Person.id, Person.loopback_only)
        .join(Token, Token.person_id == Person.id)
        .where(Token.hash == digest(token), or_(Token.expires_at.is_(None), Token.expires_at > now), Person.active)
    ).first()
    return row.id if row and _may_come_from(row.loopback_only, address) else None
