"""A request (a process instance): its state, its answers in every revision, the way it went, what can be listed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Float, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, named
from models.people import Person, Unit
from models.processes import ProcessVersion


class Status(StrEnum):
    """Where a request stands (`interface.md`)."""

    DRAFT = "draft"
    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"

    @property
    def closed(self) -> bool:
        return self not in (Status.DRAFT, Status.OPEN)


class Request(Base):
    """One request. `state` (the engine's blob) is null when closed, a draft, or back at the initiator."""

    __tablename__ = "request"
    __table_args__ = (
        Index("ix_request_initiator", "initiator_id", "created_at", "id"),
        Index("ix_request_unit", "unit_id", "created_at", "id"),
        Index("ix_request_process", "process", "created_at", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    process: Mapped[str] = mapped_column(String(64))
    version_id: Mapped[int] = mapped_column(ForeignKey("process_version.id"))
    number: Mapped[str | None] = mapped_column(String(64), unique=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    initiator_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    status: Mapped[Status] = mapped_column(named(Status))
    round: Mapped[int] = mapped_column(default=0)
    rev: Mapped[int] = mapped_column(default=0)  # grows with every action
    data_rev: Mapped[int] = mapped_column(default=0)  # the newest request_data
    state: Mapped[bytes | None] = mapped_column(LargeBinary)
    next_due: Mapped[datetime | None]
    summary: Mapped[str] = mapped_column(Text, default="{}")  # JSON of the summary fields, for list rows
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[ProcessVersion] = relationship()
    unit: Mapped[Unit | None] = relationship()
    initiator: Mapped[Person] = relationship()


class RequestData(Base):
    """The answers at a revision, whole, as JSON text: main fields by name, step answers under `data`. Append-only."""

    __tablename__ = "request_data"
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    rev: Mapped[int] = mapped_column(primary_key=True)
    json: Mapped[str] = mapped_column(Text)


class Fact(Base):
    """One indexed answer (`x-index`) for lists, export, figures. `num` orders numbers; `text` is exact."""

    __tablename__ = "fact"
    __table_args__ = (Index("ix_fact_name_text", "name", "text"), Index("ix_fact_name_num", "name", "num"))
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    text: Mapped[str] = mapped_column(String(500))
    num: Mapped[float | None] = mapped_column(Float)
    at: Mapped[datetime | None]


class Visit(Base):
    """An element of the diagram, flows too, that a request passed: the live diagram and the path are these rows."""

    __tablename__ = "visit"
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    element: Mapped[str] = mapped_column(String(200))  # inside a call: "<scope>/<id>"
    scope: Mapped[str | None] = mapped_column(String(200))
    round: Mapped[int]
    at: Mapped[datetime]


class Decision(Base):
    """A decision table's answer as made: inputs, outputs and matched rows, never recomputed (A8)."""

    __tablename__ = "decision"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    element: Mapped[str] = mapped_column(String(200))
    table: Mapped[str] = mapped_column("table_name", String(200))
    round: Mapped[int]
    inputs: Mapped[str] = mapped_column(Text)
    outputs: Mapped[str] = mapped_column(Text)
    rows: Mapped[str] = mapped_column("matched_rows", Text)
    at: Mapped[datetime]


class Serial(Base):
    """The last number given per process and year: gapless, taken at submit under the row's lock."""

    __tablename__ = "serial"
    process: Mapped[str] = mapped_column(String(64), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Link(Base):
    """A connection between two requests."""

    __tablename__ = "link"
    from_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
