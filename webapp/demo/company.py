"""The demo company's units, people, roles, catalogue and working calendar, read from the tables in `data/`."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from models import (
    Assignment,
    CalendarDay,
    Material,
    MaterialKind,
    Person,
    Principal,
    PrincipalKind,
    Role,
    Unit,
    UnitKind,
)
from webapp.services.calendar import shipped_days
from webapp.services.sign_in import hash_password

DATA = Path(__file__).parent / "data"
PASSWORD = "demo"  # accepted on loopback only (`Person.loopback_only`)
SINCE = date(2024, 1, 1)


def rows(name: str) -> Iterator[Mapping[str, str]]:
    """The lines of a table in `data/`."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def found(session: Session, now: datetime) -> None:
    """Write the whole company into empty tables."""
    units = _units(session)
    _people(session, units, now)
    session.add_all(_material(row) for row in rows("materials.csv"))
    session.add_all(CalendarDay(day=day, working=working, name=name) for day, working, name in shipped_days())
    session.flush()


def _units(session: Session) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for row in rows("units.csv"):
        parent = units.get(row["parent"])
        unit = Unit(
            code=row["code"], kind=UnitKind(row["kind"]), parent=parent, name=row["name"], name_en=row["name_en"]
        )
        units[unit.code] = unit
        session.add(unit)
        session.flush()
    return units


def _people(session: Session, units: Mapping[str, Unit], now: datetime) -> None:
    password = hash_password(PASSWORD)
    principals: dict[tuple[Role, int], Principal] = {}
    for row in rows("people.csv"):
        person = Person(
            login=row["login"],
            name=row["name"],
            email=f"{row['login']}@shuoyuan.example",
            password_hash=password,
            loopback_only=True,
            created_at=now,
        )
        session.add(person)
        session.flush()
        session.add(Principal(kind=PrincipalKind.PERSON, person_id=person.id))
        for hold in row["holds"].split(";"):
            session.add(_assignment(person, hold, units, principals))
    session.add_all(principals.values())


def _assignment(
    person: Person, hold: str, units: Mapping[str, Unit], principals: dict[tuple[Role, int], Principal]
) -> Assignment:
    """`role@unit` or, a process owner, `role@process!`."""
    name, _, at = hold.partition("@")
    role = Role(name)
    if at.endswith("!"):
        return Assignment(person_id=person.id, role=role, process=at.removesuffix("!"), starts_on=SINCE)
    unit = units[at]
    principals.setdefault((role, unit.id), Principal(kind=PrincipalKind.ROLE, role=role, unit_id=unit.id))
    return Assignment(person_id=person.id, role=role, unit_id=unit.id, starts_on=SINCE)


def _material(row: Mapping[str, str]) -> Material:
    return Material(
        code=row["code"],
        kind=MaterialKind(row["kind"]),
        name=row["name"],
        specification=row["specification"],
        model=row["model"],
        unit=row["unit"],
    )
