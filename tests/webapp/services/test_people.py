"""Who holds what, and who is above whom (`contracts.md`, People)."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from models import RANK, Assignment, Person, Role, UnitKind
from tests.cast import NOW, SINCE, Cast
from tests.counting import count_sql
from webapp.services import people
from webapp.services.people import Spot

TODAY = people.day_of(NOW)


def test_the_day_is_the_day_in_shanghai() -> None:
    evening = NOW.replace(hour=16, minute=0)
    assert people.day_of(evening) == date(2026, 11, 24)
    assert people.day_of(evening - timedelta(seconds=1)) == date(2026, 11, 23)


def test_a_site_belongs_to_its_business_unit(cast: Cast) -> None:
    with cast.database.read() as session:
        units = people.units(session)
        found = units.climb(cast.unit(session, "n1"), "business_unit")
        assert found is not None
        assert found.code == "north"
        assert [place.code for place in units.chain(found.id)] == ["north", "hq"]
        assert {place.code for place in units.below(found.id)} == {"north", "n1", "n2"}


def test_units_are_read_once_per_session(cast: Cast) -> None:
    with count_sql(cast.database) as sent, cast.database.read() as session:
        people.units(session)
        people.units(session)
    assert len(sent) == 1


def test_a_role_counts_from_its_first_to_its_last_day(cast: Cast) -> None:
    with cast.database.write() as session:
        north = cast.unit(session, "north")
        people.grant(session, cast.person(session, "site.rep"), Role.ACCOUNTANT, north, TODAY, TODAY)
    with cast.database.read() as session:
        holders = [people.holders(session, Role.ACCOUNTANT, north, TODAY + timedelta(days=n)) for n in (-1, 0, 1)]
    assert [[one.login for one in held] for held in holders] == [[], ["site.rep"], []]


def test_an_inactive_person_holds_nothing(cast: Cast) -> None:
    with cast.database.write() as session:
        session.get_one(Person, cast.person(session, "manager")).active = False
    with cast.database.read() as session:
        assert people.holders(session, Role.MANAGER, cast.unit(session, "north"), TODAY) == ()


@pytest.mark.parametrize(
    ("login", "unit", "above"),
    [
        ("site.staff", "n1", ["site.rep"]),
        ("site.rep", "n1", ["supervisor"]),
        ("supervisor", "north", ["manager"]),
        ("manager", "n1", ["gm"]),
        ("site.staff", "n2", ["supervisor"]),
        ("gm", "north", []),
        ("prod.planner", "production_management", ["prod.manager"]),
        ("stranger", "s1", ["stranger.manager"]),
    ],
)
def test_the_superior_is_the_nearest_above_the_rank(cast: Cast, login: str, unit: str, above: list[str]) -> None:
    with cast.database.read() as session:
        group = people.superior(session, cast.person(session, login), cast.unit(session, unit), TODAY)
    assert [one.login for one in group.people] == above if group else above == []


def test_a_named_superior_comes_first_while_active(cast: Cast) -> None:
    with cast.database.write() as session:
        staff, buyer = (session.get_one(Person, cast.person(session, who)) for who in ("site.staff", "buyer"))
        staff.superior_id = buyer.id
        session.flush()
        named = people.superior(session, staff.id, cast.unit(session, "n1"), TODAY)
        buyer.active = False
        session.flush()
        then = people.superior(session, staff.id, cast.unit(session, "n1"), TODAY)
    assert named is not None
    assert [one.login for one in named.people] == ["buyer"]
    assert then is not None
    assert [one.login for one in then.people] == ["site.rep"]


def test_superiors_named_in_a_circle_end(cast: Cast) -> None:
    with cast.database.write() as session:
        one, two = (session.get_one(Person, cast.person(session, who)) for who in ("buyer", "warehouse"))
        one.superior_id, two.superior_id = two.id, one.id
        session.flush()
        chain = list(people.superiors(session, one.id, cast.unit(session, "purchasing"), TODAY))
    assert [[who.login for who in group.people] for group in chain] == [["warehouse"]]


def test_the_chain_of_superiors_climbs_to_the_top(cast: Cast) -> None:
    with cast.database.read() as session:
        chain = people.superiors(session, cast.person(session, "site.staff"), cast.unit(session, "n1"), TODAY)
        assert [group.people[0].login for group in chain] == ["site.rep", "supervisor", "manager", "gm"]


def test_a_leader_is_the_units_own_or_a_parents(cast: Cast) -> None:
    with cast.database.read() as session:
        found = [people.leaders(session, cast.unit(session, code), TODAY) for code in ("n1", "n2", "hq")]
    assert [group and group.people[0].login for group in found] == ["site.rep", "supervisor", None]


def test_a_person_added_from_the_command_line_has_their_role(cast: Cast) -> None:
    with cast.database.write() as session:
        people.add(session, "new.buyer", "新𠮷", "", "hash", ["buyer@purchasing"], NOW)
    with cast.database.read() as session:
        actor = cast.actor(session, "new.buyer")
        assert actor.has(Role.BUYER)
        assert len(actor.principals) == 2


@pytest.mark.parametrize(("login", "role"), [("buyer", "buyer@purchasing"), ("new", "king@hq"), ("new", "buyer@moon")])
def test_what_does_not_exist_is_refused(cast: Cast, login: str, role: str) -> None:
    with cast.database.write() as session, pytest.raises((ValueError, LookupError), match=r"already|no role"):
        people.add(session, login, "X", "", "hash", [role], NOW)


RANKED = sorted(RANK, key=lambda role: RANK[role])
GRANTS = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(RANKED), st.integers(0, 2)), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grants=GRANTS, who=st.integers(0, 4))
def test_no_superior_is_below_or_further_than_another(
    sqlite_cast: Cast, grants: list[tuple[int, Role, int]], who: int
) -> None:
    """The superior ranks above the person, and nobody above the person sits nearer or ranks between."""
    with sqlite_cast.database._writing() as session:
        chain = [people.units(session).by_code[code].id for code in ("n1", "north", "hq")]
        staff = [people.add_person(session, f"p{n}", f"P{n}", NOW).id for n in range(5)]
        session.execute(delete(Assignment))
        for person, role, level in grants:
            people.grant(session, staff[person], role, chain[level], SINCE)
        group = people.superior(session, staff[who], chain[0], TODAY)
        rank = max((RANK[role] for person, role, _ in grants if person == who), default=0)
        above = sorted((level, RANK[role], role) for _, role, level in grants if RANK[role] > rank)
        expected = Spot(above[0][2], chain[above[0][0]]) if above else None
        assert (group.spot if group else None) == expected
        assert group is None or staff[who] not in [one.id for one in group.people]
        session.rollback()


def test_a_head_is_the_supervisor_else_the_manager(cast: Cast) -> None:
    with cast.database.read() as session:
        north, purchasing = cast.unit(session, "north"), cast.unit(session, "purchasing")
        assert people.head_of(session, north, TODAY) == Spot(Role.SUPERVISOR, north)
        assert people.head_of(session, purchasing, TODAY) == Spot(Role.MANAGER, purchasing)


def test_a_loop_of_units_ends(cast: Cast) -> None:
    with cast.database.write() as session:
        top = people.units(session).by_code["hq"]
        looped = people.Units({top.id: top._replace(parent_id=top.id)}, {})
        assert [place.kind for place in looped.chain(top.id)] == [UnitKind.COMPANY]
