"""Who is signed in, who tried, and the tokens of the API. Secrets are stored as hashes only."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class SignInSession(Base):
    """A browser that is signed in, by the SHA-256 of its token; dead when `epoch` is not the person's."""

    __tablename__ = "session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    epoch: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SignInAttempt(Base):
    """A failed sign-in, counted per login and per address."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_login", "login", "at"),
        Index("ix_sign_in_attempt_address", "address", "at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class Token(Base):
    """A personal access token of the API, by its SHA-256."""

    __tablename__ = "token"
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
