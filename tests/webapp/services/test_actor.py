"""The actor: a person with the roles of the day."""

from datetime import timedelta

import pytest

from models import Person, Role
from tests.cast import NOW, SINCE, Cast
from tests.counting import count_sql
from webapp.services import people
from webapp.services.actor import load_actor
from webapp.services.errors import NotFound


def test_an_actor_comes_in_one_statement(cast: Cast) -> None:
    with cast.database.read() as session:
        person = cast.person(session, "manager")
        with count_sql(cast.database) as sent:
            actor = load_actor(session, person, NOW)
    assert len(sent) == 1
    assert (actor.login, actor.name, len(actor.principals)) == ("manager", "趙經理", 2)
    assert actor.principal in actor.principals
    assert not actor.admin
    assert not actor.auditor


@pytest.mark.parametrize(("login", "admin", "auditor"), [("admin", True, False), ("auditor", False, True)])
def test_who_sees_everything(cast: Cast, login: str, admin: bool, auditor: bool) -> None:
    with cast.database.read() as session:
        actor = cast.actor(session, login)
    assert (actor.admin, actor.auditor) == (admin, auditor)


def test_roles_end_at_midnight_in_shanghai(cast: Cast) -> None:
    with cast.database.write() as session:
        north = cast.unit(session, "north")
        people.grant(session, cast.person(session, "buyer"), Role.ACCOUNTANT, north, SINCE, people.day_of(NOW))
        midnight = NOW.replace(hour=16)
        assert cast.actor(session, "buyer", midnight - timedelta(seconds=1)).has(Role.ACCOUNTANT, unit_id=north)
        assert not cast.actor(session, "buyer", midnight).has(Role.ACCOUNTANT)


@pytest.mark.parametrize("active", [True, False])
def test_who_left_or_never_was_is_no_actor(cast: Cast, active: bool) -> None:
    with cast.database.write() as session:
        buyer = cast.person(session, "buyer")
        session.get_one(Person, buyer).active = False
        session.flush()
        with pytest.raises(NotFound):
            load_actor(session, 9999 if active else buyer, NOW)


def test_the_post_is_the_one_acted_through(cast: Cast) -> None:
    with cast.database.write() as session:
        north, hq = cast.unit(session, "north"), cast.unit(session, "hq")
        person = cast.person(session, "planner")
        people.grant(session, person, Role.GENERAL_MANAGER, hq, SINCE)
        actor = load_actor(session, person, NOW)
    planning = next(held.principal for held in actor.holds if held.role is Role.PLANNER)
    assert planning is not None
    assert actor.post()["role"] == "general_manager"
    assert actor.post([north, hq])["role"] == "planner"
    assert actor.post([hq], through=[planning]) == {
        "role": "planner",
        "unit": "北方業務部",
        "unit_en": "north in English",
    }


def test_a_process_owner_owns_processes(cast: Cast) -> None:
    with cast.database.write() as session:
        people.grant_process(session, cast.person(session, "buyer"), "internal_contact", SINCE)
        assert cast.actor(session, "buyer").owns == {"internal_contact"}
