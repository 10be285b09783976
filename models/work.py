"""Steps as they run, the work items in them, who may take them, and when they fall due."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, named
from models.people import Person
from models.requests import Request

INITIATOR = "initiator"  # the reserved step of the start event


class ItemKind(StrEnum):
    """What a work item asks for."""

    SIGN = "sign"
    CORRECTION = "correction"
    CONSULT = "consult"
    DELEGATED = "delegated"


class Beside(StrEnum):
    """Where an added signature stands to the one it was added to (B4)."""

    BEFORE = "before"
    AFTER = "after"
    BESIDE = "beside"


class ItemState(StrEnum):
    """Where a work item stands."""

    WAITING = "waiting"
    OPEN = "open"
    SUSPENDED = "suspended"
    DONE = "done"
    CANCELLED = "cancelled"


class StepRun(Base):
    """One visit of a step. `engine_task` is null for `initiator` and for corrections."""

    __tablename__ = "step_run"
    __table_args__ = (
        Index("ix_step_run_request", "request_id", "id"),
        Index("uq_step_run_engine_task", "engine_task", "request_id", unique=True),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    engine_task: Mapped[str | None] = mapped_column(String(32))
    step: Mapped[str] = mapped_column(String(200))  # the path: "<scope>/<id>" inside a call
    scope: Mapped[str | None] = mapped_column(String(200))
    round: Mapped[int]
    rule: Mapped[str] = mapped_column(String(16), default="any")
    share: Mapped[str | None] = mapped_column(String(64))  # of a vote: the exact fraction needed, "2/3"
    outcome: Mapped[str | None] = mapped_column(String(32))
    correction_run_id: Mapped[int | None] = mapped_column(ForeignKey("step_run.id"))  # the open correction it rests for
    undone: Mapped[bool] = mapped_column(default=False, server_default=false())  # a return went back past it
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    request: Mapped[Request] = relationship()
    items: Mapped[list[WorkItem]] = relationship(back_populates="step_run", order_by="WorkItem.position")


class WorkItem(Base):
    """One signature slot. Any of its candidates may take it; who did is `acted_by`.

    `given_to`: the person whom somebody (`given_by`) gave it by name, which counts for more than what the diagram says.
    `parent`: the item for which it was asked or lent out, or to which this signature was added, `beside` it (B4, B5).
    """

    __tablename__ = "work_item"
    __table_args__ = (
        Index("ix_work_item_request", "request_id", "id"),
        Index(
            "ix_work_item_due", "due_at", sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")
        ),
        Index(
            "ix_work_item_done",
            "acted_by_id",
            "done_at",
            "id",
            sqlite_where=text("state = 'done'"),
            postgresql_where=text("state = 'done'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    step_run_id: Mapped[int] = mapped_column(ForeignKey("step_run.id"), index=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    kind: Mapped[ItemKind] = mapped_column(named(ItemKind))
    item_key: Mapped[str | None] = mapped_column(String(200))
    item: Mapped[str | None] = mapped_column(Text)  # the fact `item` of a step that several sign, as JSON
    weight: Mapped[str | None] = mapped_column(String(64))  # in a vote: an exact fraction, null counts one
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[ItemState] = mapped_column(named(ItemState))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    claimed_at: Mapped[datetime | None]  # since when the assignee alone holds what several could take
    given_to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("work_item.id"))
    beside: Mapped[Beside | None] = mapped_column(named(Beside))
    acted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    for_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str | None] = mapped_column(String(32))
    seen_data_rev: Mapped[int | None]
    due_at: Mapped[datetime | None]
    rested_seconds: Mapped[int | None]  # time that was left when the clock stopped (due back="rest")
    late_at: Mapped[datetime | None]  # when it was marked late
    rev: Mapped[int] = mapped_column(default=0)
    why: Mapped[str] = mapped_column(Text, default="{}")  # JSON {code, params}: never a sentence
    opened_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    step_run: Mapped[StepRun] = relationship(back_populates="items")
    request: Mapped[Request] = relationship()
    acted_by: Mapped[Person | None] = relationship(foreign_keys=[acted_by_id])
    assignee: Mapped[Person | None] = relationship(foreign_keys=[assignee_id])
    given_to: Mapped[Person | None] = relationship(foreign_keys=[given_to_id])


class Candidate(Base):
    """An open item stands in this principal's inbox. Deleted in the transaction that closes the item."""

    __tablename__ = "candidate"
    __table_args__ = (Index("ix_candidate_item", "item_id"), {"sqlite_with_rowid": False})
    principal_id: Mapped[int] = mapped_column(ForeignKey("principal.id"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"), primary_key=True)


class Exclusion(Base):
    """A person who may not act on this item though a candidate role is theirs (A6)."""

    __tablename__ = "exclusion"
    item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class ItemDraft(Base):
    """An unfinished decision of one person on one item."""

    __tablename__ = "item_draft"
    item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    json: Mapped[str] = mapped_column(Text)
    rev: Mapped[int] = mapped_column(default=1, server_default="1")  # grows with every saving
    saved_at: Mapped[datetime]


class FormDraft(Base):
    """What the initiator has typed into a draft since it was last saved, as it was typed, faults and all."""

    __tablename__ = "form_draft"
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    json: Mapped[str] = mapped_column(Text)
    rev: Mapped[int]
    saved_at: Mapped[datetime]


class TimerKind(StrEnum):
    """What happens when a timer falls due."""

    REMIND = "remind"
    LATE = "late"
    ENGINE = "engine"


class Timer(Base):
    """A moment at which something is due: once per row, by whichever worker takes it first."""

    __tablename__ = "timer"
    __table_args__ = (
        Index(
            "ix_timer_due", "due_at", sqlite_where=text("fired_at is null"), postgresql_where=text("fired_at is null")
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("work_item.id"), index=True)
    kind: Mapped[TimerKind] = mapped_column(named(TimerKind))
    due_at: Mapped[datetime]
    fired_at: Mapped[datetime | None]


class ReaderReason(StrEnum):
    """Why someone may read a request though nothing is on their desk."""

    INITIATOR = "initiator"
    ACTED = "acted"
    COPIED = "copied"
    FILED = "filed"
    LEADER = "leader"
    OWNER = "owner"


class Reader(Base):
    """A principal may read a request. `box`: it is listed under 'copied to me'."""

    __tablename__ = "reader"
    __table_args__ = (Index("ix_reader_request", "request_id"), {"sqlite_with_rowid": False})
    principal_id: Mapped[int] = mapped_column(ForeignKey("principal.id"), primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    reason: Mapped[ReaderReason] = mapped_column(named(ReaderReason), primary_key=True)
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    superseded: Mapped[bool] = mapped_column(default=False)  # a filed copy whose request was returned past the filing


class Notice(Base):
    """A message to one person in the program: code and parameters, translated when shown."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_person", "person_id", "at", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("work_item.id"))
    code: Mapped[str] = mapped_column(String(64))
    params: Mapped[str] = mapped_column(Text, default="{}")
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
