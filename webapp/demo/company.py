"""The demo company's units, people, roles, catalogue and working calendar, read from the tables in `data/`."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from models import Material, MaterialKind, Role, Unit, UnitKind
from webapp.demo import PASSWORD
from webapp.services import holidays
from webapp.services.passwords import hash_password
from webapp.services.people import add_person, grant, grant_process
from webapp.services.units import add_unit

DATA = Path(__file__).parent / "data"
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
    session.flush()
    holidays.register(session)


def _units(session: Session) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for row in rows("units.csv"):
        kind, parent = UnitKind(row["kind"]), units.get(row["parent"])
        units[row["code"]] = add_unit(session, row["code"], kind, row["name"], parent, row["name_en"])
    return units


def _people(session: Session, units: Mapping[str, Unit], now: datetime) -> None:
    more = {"password_hash": hash_password(PASSWORD), "loopback_only": True}
    for row in rows("people.csv"):
        person = add_person(session, row["login"], row["name"], now, email=f"{row['login']}@shuoyuan.example", **more)
        for hold in row["holds"].split(";"):
            _grant(session, person.id, hold, units)


def _grant(session: Session, person_id: int, hold: str, units: Mapping[str, Unit]) -> None:
    """`role@unit` or, a process owner, `role@process!`."""
    role, _, at = hold.partition("@")
    if at.endswith("!"):
        grant_process(session, person_id, at.removesuffix("!"), SINCE)
    else:
        grant(session, person_id, Role(role), units[at].id, SINCE)


def _material(row: Mapping[str, str]) -> Material:
    return Material(
        code=row["code"],
        kind=MaterialKind(row["kind"]),
        name=row["name"],
        specification=row["specification"],
        model=row["model"],
        unit=row["unit"],
    )
