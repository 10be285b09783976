"""What happened, append-only and hash-chained per request, and the actions that were answered."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, named


class Event(StrEnum):
    """What a trail line says: `<what>` by a person, `auto_<what>` by the program."""

    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    APPROVE = "approve"
    REJECT = "reject"
    RETURN = "return"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    CLAIM = "claim"
    UNCLAIM = "unclaim"
    REASSIGN = "reassign"
    DELEGATE = "delegate"
    HAND_BACK = "hand_back"
    CONSULT = "consult"
    ANSWER = "answer"
    ADD_SIGNER = "add_signer"
    REMOVE_SIGNER = "remove_signer"
    TAKE_BACK = "take_back"
    CC = "cc"
    URGE = "urge"
    MOVE = "move"
    END = "end"
    REOPEN = "reopen"
    COMMENT = "comment"
    ATTACH = "attach"
    AUTO_SKIP = "auto_skip"
    AUTO_CANCEL = "auto_cancel"
    AUTO_DEFAULT = "auto_default"
    AUTO_FALLBACK = "auto_fallback"
    AUTO_EFFECT = "auto_effect"
    AUTO_DECISION = "auto_decision"
    AUTO_STEP_BY_STEP = "auto_step_by_step"
    AUTO_REMIND = "auto_remind"
    AUTO_LATE = "auto_late"
    AUTO_TIMER = "auto_timer"
    AUTO_END = "auto_end"


class Trail(Base):
    """A line of the chain: `hash` is over `prev` and all other columns; triggers refuse changes."""

    __tablename__ = "trail"
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[Event] = mapped_column(named(Event))
    step: Mapped[str | None] = mapped_column(String(200))
    round: Mapped[int]
    detail_hash: Mapped[str] = mapped_column(String(64))
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class TrailDetail(Base):
    """The personal part of a line (names, posts, comment, changes): the JSON text that was hashed with `salt`."""

    __tablename__ = "trail_detail"
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)


class Action(Base):
    """A write that was answered: the same person, id and body get the same answer again."""

    __tablename__ = "action"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    action_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    answer: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
