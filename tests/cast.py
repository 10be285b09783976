"""A small company with a fixed cast, for every test that needs people; two business units, so there is a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Database, Material, MaterialKind, Person, Role, Unit, UnitKind
from webapp.services.actor import Actor, load_actor
from webapp.services.people import add_person, grant
from webapp.services.units import add_unit

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday, 23 November 2026, 10:00 in Shanghai."""

SINCE = date(2026, 1, 1)

UNITS = (
    ("hq", UnitKind.COMPANY, "總公司", None),
    ("business_management", UnitKind.DEPARTMENT, "業務管理部", "hq"),
    ("production_management", UnitKind.DEPARTMENT, "生產管理部", "hq"),
    ("purchasing", UnitKind.DEPARTMENT, "採購部", "hq"),
    ("north", UnitKind.BUSINESS_UNIT, "北方業務部", "hq"),
    ("south", UnitKind.BUSINESS_UNIT, "南方業務部", "hq"),
    ("n1", UnitKind.SITE, "輝騰現場", "north"),
    ("n2", UnitKind.SITE, "烏蘭現場", "north"),
    ("s1", UnitKind.SITE, "南澳現場", "south"),
)

PEOPLE = (
    ("site.staff", "陳小明", "site_staff@n1"),
    ("site.keeper", "林保管", "site_keeper@n1"),
    ("site.rep", "張代表", "site_rep@n1"),
    ("planner", "李計劃", "planner@north"),
    ("planner2", "孫計劃", "planner@north"),
    ("supervisor", "王主管", "supervisor@north"),
    ("manager", "趙經理", "manager@north"),
    ("prod.planner", "周生產", "production_planner@production_management"),
    ("warehouse", "吳庫管", "warehouse_keeper@production_management"),
    ("prod.manager", "鄭經理", "manager@production_management"),
    ("buyer", "馮採購", "buyer@purchasing"),
    ("biz.planner", "褚計劃", "planner@business_management"),
    ("biz.manager", "衛經理", "manager@business_management"),
    ("gm", "蔣總", "general_manager@hq"),
    ("stranger", "沈外人", "site_staff@s1"),
    ("stranger.manager", "韓經理", "manager@south"),
    ("admin", "管理員", "admin@hq"),
    ("auditor", "審計員", "auditor@hq"),
)

MATERIALS = (
    ("T-001", "液壓扭力扳手", "3000Nm", "HY-3", "把", MaterialKind.TOOL),
    ("C-001", "潤滑脂", "18kg", "SKF LGEP 2", "桶", MaterialKind.CONSUMABLE),
    ("S-001", "變槳電機", "4.5kW", "1.5MW", "台", MaterialKind.SPARE_PART),
    ("S-002", "偏航減速器", "1:1750", "3MW", "台", MaterialKind.SPARE_PART),
)


@dataclass(frozen=True)
class Cast:
    """Units by code and people by login, in one database."""

    database: Database

    def actor(self, session: Session, login: str, now: datetime = NOW) -> Actor:
        """Return the actor of that sign-in at a moment."""
        return load_actor(session, self.person(session, login), now)

    def person(self, session: Session, login: str) -> int:
        """Return the id of that sign-in."""
        return session.scalars(select(Person.id).where(Person.login == login)).one()

    def unit(self, session: Session, code: str) -> int:
        """Return the id of a unit."""
        return session.scalars(select(Unit.id).where(Unit.code == code)).one()

    def also(self, session: Session, login: str, role: str, unit: str, since: date = SINCE) -> None:
        """Give a person one more role."""
        grant(session, self.person(session, login), Role(role), self.unit(session, unit), since)


def found(url: str, now: datetime = NOW) -> None:
    """Write the company into the database at `url`, which has its tables and no rows."""
    database = Database(url)
    with database.write() as session:
        people(session, now)
    database.close()


def people(session: Session, now: datetime = NOW) -> None:
    """Write units, people, roles and a few materials."""
    places: dict[str, Unit] = {}
    for code, kind, name, parent in UNITS:
        places[code] = add_unit(session, code, kind, name, places.get(parent or ""), en=f"{code} in English")
    for login, name, post in PEOPLE:
        role, code = post.split("@")
        grant(session, add_person(session, login, name, now).id, Role(role), places[code].id, SINCE)
    for code, name, specification, model, measure, group in MATERIALS:
        session.add(
            Material(
                code=code, name=name, specification=specification, model=model, unit=measure, kind=group, active=True
            )
        )
