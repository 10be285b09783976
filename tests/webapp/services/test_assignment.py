"""Whose desk a step comes to: A3, A4, A6 and the written order for odd cases, with the reason stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from models import Person, Principal, Request, Role
from tests.cast import NOW, SINCE, Cast
from tests.counting import count_sql
from tests.factories import make_request, make_version
from webapp.services import people
from webapp.services.assignment import Resolved, only_reassign, resolve
from webapp.services.recipients import people_of
from workflows.engine import Step, Text, Who

BASE = Step("sign", "sign")
TODAY = people.day_of(NOW)


def role(name: str, of: str | None = None, at: str | None = None) -> Who:
    return Who("role", role=name, of=Text(of) if of else None, at=at)


def step(*who: Who, **more: Any) -> Step:
    return replace(BASE, who=who, **more)


def facts(**steps: Mapping[str, Any]) -> dict[str, Any]:
    return {"steps": steps, "site": "n1"}


def by(cast: Cast, session: Session, login: str) -> dict[str, Any]:
    return {"outcome": "approve", "by": Decimal(cast.person(session, login)), "at": NOW, "items": []}


def logins(session: Session, resolved: Resolved) -> list[str]:
    people = people_of(session, resolved.principals, TODAY)
    return [person.login for person in people if person.id not in resolved.exclusions]


def request_of(cast: Cast, session: Session, initiator: str = "site.staff", unit: str = "n1") -> Request:
    return make_request(cast, session, make_version(session), initiator=initiator, unit=unit)


@pytest.mark.parametrize(
    ("who", "found"),
    [
        (role("site_rep"), ["site.rep"]),
        (role("planner", at="business_unit"), ["planner", "planner2"]),
        (role("manager", of="production_management"), ["prod.manager"]),
        (role("manager", of="n2", at="business_unit"), ["manager"]),
        (role("head", at="business_unit"), ["supervisor"]),
        (role("head", of="production_management"), ["prod.manager"]),
        (Who("initiator"), ["site.staff"]),
        (Who("superior"), ["site.rep"]),
        (Who("superior", level=2), ["supervisor"]),
        (Who("chain", level=3), ["site.rep", "supervisor", "manager"]),
        (Who("person", person=Text("buyer")), ["buyer"]),
        (Who("field", field="chosen"), ["buyer", "warehouse"]),
    ],
)
def test_a3_people_of_a_step(cast: Cast, who: Who, found: list[str]) -> None:
    with cast.database.write() as session:
        request = request_of(cast, session)
        known = {**facts(), "chosen": ["buyer", Decimal(cast.person(session, "warehouse")), "nobody"]}
        resolved = resolve(session, step(who), request, known, NOW)
        assert sorted(logins(session, resolved)) == sorted(found)
        assert not resolved.fallback


def test_several_ways_make_a_union_of_roles_never_expanded(cast: Cast) -> None:
    with cast.database.write() as session:
        request = request_of(cast, session)
        resolved = resolve(
            session, step(role("site_keeper"), role("planner", at="business_unit")), request, facts(), NOW
        )
        rows = [session.get_one(Principal, one) for one in resolved.principals]
        assert {(row.role, row.person_id) for row in rows} == {(Role.SITE_KEEPER, None), (Role.PLANNER, None)}
        assert resolved.assignee is None


def test_one_named_person_is_the_assignee(cast: Cast) -> None:
    with cast.database.write() as session:
        resolved = resolve(session, step(Who("initiator")), request_of(cast, session), facts(), NOW)
        assert resolved.assignee == cast.person(session, "site.staff")


def test_a8_the_reason_is_stored_as_text(cast: Cast) -> None:
    with cast.database.write() as session:
        resolved = resolve(session, step(role("manager", at="business_unit")), request_of(cast, session), facts(), NOW)
        holder = {"role": "manager", "unit": "北方業務部", "unit_en": "north in English"}
        assert resolved.why == {"code": "role", "params": {"holders": [holder]}}


def test_a4_nobody_found_goes_to_the_units_manager_and_says_why(cast: Cast) -> None:
    with cast.database.write() as session:
        resolved = resolve(
            session, step(role("accountant", at="business_unit")), request_of(cast, session), facts(), NOW
        )
        assert logins(session, resolved) == ["manager"]
        assert resolved.fallback
        assert not resolved.held
        assert resolved.why["code"] == "nobody_unit_manager"
        assert resolved.why["params"]["wanted"][0]["role"] == "accountant"
        assert resolved.why["params"]["holders"][0]["unit"] == "北方業務部"


def test_a4_the_manager_is_that_of_the_steps_unit(cast: Cast) -> None:
    with cast.database.write() as session:
        wanted = step(role("accountant", of="production_management"))
        assert logins(session, resolve(session, wanted, request_of(cast, session), facts(), NOW)) == ["prod.manager"]


def test_a4_without_a_manager_the_administrators_hold_it_to_reassign(cast: Cast) -> None:
    with cast.database.write() as session:
        resolved = resolve(session, step(role("agent", of="purchasing")), request_of(cast, session), facts(), NOW)
        assert logins(session, resolved) == ["admin"]
        assert resolved.held
        assert only_reassign(resolved.why)


@pytest.mark.parametrize(("nobody", "code"), [("admin", "nobody_admin"), ("hold", "nobody_hold")])
def test_a4_admin_and_hold_pass_the_manager_by(cast: Cast, nobody: str, code: str) -> None:
    with cast.database.write() as session:
        wanted = step(role("accountant", at="business_unit"), nobody=nobody)
        resolved = resolve(session, wanted, request_of(cast, session), facts(), NOW)
        assert logins(session, resolved) == ["admin"]
        assert (resolved.why["code"], resolved.held) == (code, True)


def test_a_unit_that_is_null_or_unknown_finds_nobody(cast: Cast) -> None:
    with cast.database.write() as session:
        resolved = resolve(session, step(role("manager", of="moon")), request_of(cast, session), facts(), NOW)
        assert resolved.why["code"] == "nobody_unit_manager"
        assert logins(session, resolved) == ["manager"]


def test_a6_who_finished_the_other_step_is_excluded(cast: Cast) -> None:
    with cast.database.write() as session:
        wanted = step(role("planner", at="business_unit"), not_same_as=("check",))
        known = facts(check=by(cast, session, "planner"))
        resolved = resolve(session, wanted, request_of(cast, session), known, NOW)
        assert logins(session, resolved) == ["planner2"]
        assert resolved.why["params"]["excluded"] == ["李計劃"]


def test_a6_steps_are_named_from_their_scope_outward(cast: Cast) -> None:
    with cast.database.write() as session:
        wanted = replace(step(role("planner", at="business_unit"), not_same_as=("check",)), scope="call")
        known = {**facts(check=by(cast, session, "planner2")), "site": "n1"}
        known["steps"]["call/check"] = by(cast, session, "planner")
        assert logins(session, resolve(session, wanted, request_of(cast, session), known, NOW)) == ["planner2"]


def test_a6_who_alone_could_sign_but_may_not_is_passed_by(cast: Cast) -> None:
    with cast.database.write() as session:
        wanted = step(role("supervisor", at="business_unit"), not_same_as=("initiator",))
        request = request_of(cast, session, initiator="supervisor")
        assert logins(session, resolve(session, wanted, request, facts(), NOW)) == ["manager"]


def test_initiator_signs_where_the_step_says_so(cast: Cast) -> None:
    with cast.database.write() as session:
        request = request_of(cast, session, initiator="site.rep")
        resolved = resolve(session, step(role("site_rep")), request, facts(), NOW)
        assert resolved.initiator_among
        assert logins(session, resolved) == ["site.rep"]


def test_icf3_initiator_skips_is_for_the_caller_and_bars_nobody(cast: Cast) -> None:
    with cast.database.write() as session:
        request = request_of(cast, session, initiator="site.rep")
        resolved = resolve(session, step(role("site_rep"), initiator="skip"), request, facts(), NOW)
        assert resolved.initiator_among
        assert not resolved.fallback


@pytest.mark.parametrize("more", [{"initiator": "superior"}, {"initiator": "skip", "money": True}])
def test_initiator_passes_to_the_superior(cast: Cast, more: dict[str, Any]) -> None:
    with cast.database.write() as session:
        request = request_of(cast, session, initiator="site.rep")
        resolved = resolve(session, step(role("site_rep"), **more), request, facts(), NOW)
        assert logins(session, resolved) == ["supervisor"]
        assert resolved.why["code"] == "initiator_superior"
        assert resolved.why["params"]["initiator"] == "張代表"
        assert cast.person(session, "site.rep") in resolved.exclusions


def test_an_initiator_without_superior_falls_back(cast: Cast) -> None:
    with cast.database.write() as session:
        request = request_of(cast, session, initiator="gm", unit="hq")
        resolved = resolve(session, step(role("general_manager"), initiator="superior"), request, facts(), NOW)
        assert logins(session, resolved) == ["admin"]


def test_roles_are_those_of_the_day(cast: Cast) -> None:
    with cast.database.write() as session:
        north = cast.unit(session, "north")
        people.grant(session, cast.person(session, "buyer"), Role.ACCOUNTANT, north, SINCE, TODAY)
        request, wanted = request_of(cast, session), step(role("accountant", at="business_unit"))
        assert not resolve(session, wanted, request, facts(), NOW).fallback
        assert resolve(session, wanted, request, facts(), NOW + timedelta(days=1)).fallback


def test_who_left_is_nobody(cast: Cast) -> None:
    with cast.database.write() as session:
        session.get_one(Person, cast.person(session, "site.rep")).active = False
        session.flush()
        resolved = resolve(session, step(role("site_rep")), request_of(cast, session), facts(), NOW)
        assert logins(session, resolved) == ["manager"]


def test_the_plain_case_takes_two_statements(cast: Cast) -> None:
    with cast.database.write() as session:
        request = request_of(cast, session)
        with count_sql(cast.database) as sent:
            resolve(session, step(role("manager", at="business_unit")), request, facts(), NOW)
        assert len(sent) == 2  # units (once per session), holders with their principal


ROLES = ["site_rep", "planner", "supervisor", "manager", "accountant", "buyer", "head"]
WHO = st.builds(
    role,
    st.sampled_from(ROLES),
    st.sampled_from([None, "n1", "north", "purchasing", "moon"]),
    st.sampled_from([None, "business_unit", "site", "company"]),
)
STEPS = st.builds(
    lambda who, initiator, nobody, money, not_same: step(
        *who, initiator=initiator, nobody=nobody, money=money, not_same_as=tuple(not_same)
    ),
    st.lists(WHO, max_size=3),
    st.sampled_from(["sign", "skip", "superior"]),
    st.sampled_from(["unit_manager", "admin", "hold"]),
    st.booleans(),
    st.sets(st.sampled_from(["initiator", "check"])),
)
LOGINS = st.sampled_from(["site.staff", "site.rep", "planner", "supervisor", "manager", "buyer", "gm"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=STEPS, initiator=LOGINS, checker=LOGINS, left=st.sets(LOGINS, max_size=4))
def test_a_step_always_lies_on_some_desk(
    sqlite_cast: Cast, wanted: Step, initiator: str, checker: str, left: set[str]
) -> None:
    """Whatever the step says and whoever left: someone can take it, and nobody whom the rules bar."""
    with sqlite_cast.database._writing() as session:
        for login in left:
            session.get_one(Person, sqlite_cast.person(session, login)).active = False
        request = request_of(sqlite_cast, session, initiator=initiator)
        known = facts(check=by(sqlite_cast, session, checker))
        resolved = resolve(session, wanted, request, known, NOW)
        able = logins(session, resolved)
        assert able
        assert resolved.held == (able == ["admin"])
        assert not (wanted.initiator == "superior" and resolved.initiator_among and initiator in able)
        assert "check" not in wanted.not_same_as or checker not in able
        assert "initiator" not in wanted.not_same_as or initiator not in able
        assert set(able).isdisjoint(left)
        session.rollback()
