"""Units, people, the roles they hold, and principals: the one id space that candidates and readers name."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, named


class UnitKind(StrEnum):
    """What a unit is (`domain.md`, Organisation)."""

    COMPANY = "company"
    DEPARTMENT = "department"
    BUSINESS_UNIT = "business_unit"
    SITE = "site"


class Role(StrEnum):
    """A role that a person holds at a unit (`domain.md`, Roles)."""

    SITE_STAFF = "site_staff"
    SITE_KEEPER = "site_keeper"
    SITE_REP = "site_rep"
    PLANNER = "planner"
    ACCOUNTANT = "accountant"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    PRODUCTION_PLANNER = "production_planner"
    WAREHOUSE_KEEPER = "warehouse_keeper"
    BUYER = "buyer"
    AGENT = "agent"
    DUTY_MANAGER = "duty_manager"
    INSPECTOR = "inspector"
    REPAIRER = "repairer"
    SALESPERSON = "salesperson"
    MANAGEMENT_REPRESENTATIVE = "management_representative"
    DEPUTY_GENERAL_MANAGER = "deputy_general_manager"
    GENERAL_MANAGER = "general_manager"
    PROCESS_OWNER = "process_owner"
    ADMIN = "admin"
    AUDITOR = "auditor"


RANK = {
    Role.SITE_REP: 1,
    Role.SUPERVISOR: 2,
    Role.MANAGER: 3,
    Role.DEPUTY_GENERAL_MANAGER: 4,
    Role.GENERAL_MANAGER: 5,
}  # contracts.md, People: a superior ranks above


class Unit(Base):
    """A site, business unit, department or the company. `code` is unique and named by diagrams and the API."""

    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[UnitKind] = mapped_column(named(UnitKind))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    parent: Mapped[Unit | None] = relationship(remote_side="Unit.id")


class Person(Base):
    """Someone who signs in. `epoch` grows at 'sign out everywhere' and at a new password."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(16), default="zh_Hant")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    active: Mapped[bool] = mapped_column(default=True)
    loopback_only: Mapped[bool] = mapped_column(default=False)  # demo accounts: accepted from this machine only
    epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class Assignment(Base):
    """A person holds a role at a unit (or, a process owner, at a process) from a day to a day, both included."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index("ix_assignment_role_unit", "role", "unit_id"),
        CheckConstraint("(unit_id is null) <> (process is null)", name="unit_or_process"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(named(Role))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    process: Mapped[str | None] = mapped_column(String(64))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class Substitute(Base):
    """Somebody stands in for a person from a moment to another (that one not included), for one process or for all.

    Rows are never deleted: one that is ended early has its end moved to that moment.
    """

    __tablename__ = "substitute"
    __table_args__ = (
        Index("ix_substitute_by", "by_id", "ends_at"),
        Index("ix_substitute_person", "person_id", "ends_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    process: Mapped[str | None] = mapped_column(String(64))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    named_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    by: Mapped[Person] = relationship(foreign_keys=[by_id])


class PrincipalKind(StrEnum):
    """What a principal stands for."""

    PERSON = "person"
    ROLE = "role"


class Principal(Base):
    """Someone who can hold work or read: a person, or whoever holds a role at a unit (roles are never expanded)."""

    __tablename__ = "principal"
    __table_args__ = (UniqueConstraint("role", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PrincipalKind] = mapped_column(named(PrincipalKind))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    role: Mapped[Role | None] = mapped_column(named(Role))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
