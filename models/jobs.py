"""Work that goes on after an action: jobs, and the files that people have ordered."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, named


class JobState(StrEnum):
    """Where a job stands. One that is done is deleted."""

    WAITING = "waiting"
    RUNNING = "running"
    FAILED = "failed"


class Job(Base):
    """A task to run at least once. Of several with the same `unique_key` only one waits."""

    __tablename__ = "job"
    __table_args__ = (
        Index(
            "ix_job_due",
            "run_at",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "uq_job_unique_key",
            "unique_key",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    task: Mapped[str] = mapped_column(String(64))
    args: Mapped[str] = mapped_column(Text, default="{}")  # JSON
    unique_key: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[JobState] = mapped_column(named(JobState), default=JobState.WAITING)
    run_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    held_until: Mapped[datetime | None]  # running: whose worker is silent until then is taken for dead
    fault: Mapped[str | None] = mapped_column(Text)  # what went wrong last
    created_at: Mapped[datetime]


class OutputState(StrEnum):
    """Where an ordered file stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def closed(self) -> bool:
        return self in (OutputState.DONE, OutputState.FAILED)


class Output(Base):
    """A file that a person ordered: an export, a batch of prints. Only theirs, and only for some days."""

    __tablename__ = "output"
    __table_args__ = (Index("ix_output_person", "person_id", "created_at", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(32))
    params: Mapped[str] = mapped_column(Text, default="{}")  # JSON: what was ordered
    language: Mapped[str] = mapped_column(String(16))
    state: Mapped[OutputState] = mapped_column(named(OutputState), default=OutputState.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    name: Mapped[str | None] = mapped_column(String(200))
    type: Mapped[str | None] = mapped_column(String(100))
    size: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="{}")  # JSON {code, params}: what the reader should know of it
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
