"""B6: taking back what one did last, as long as nobody has acted on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from models import Assignment, ItemState, Notice, Person, Status
from tests.cast import SINCE, Cast
from tests.webapp.services.small import Small, several, signing
from tests.webapp.services.test_involving import PLANNERS, STEP, desk, holders
from tests.workflows.engine.drawing import bundle, element, end, flows, process, start, user
from webapp.services import decide, substitutes, taking_back
from webapp.services.errors import AlreadyDone, NotAllowed, NotFound
from webapp.services.substitutes import Wish


def back(small: Small, by: str) -> Small:
    small.now += timedelta(minutes=1)
    with small.cast.database.write() as session:
        actor = small.cast.actor(session, by, small.now)
        taking_back.take_back(session, actor, small.id, "等一下", small.now)
    return small.checked()


def told(cast: Cast) -> list[str]:
    with cast.database.read() as session:
        rows = session.execute(select(Notice.code, Person.login).join(Person, Person.id == Notice.person_id))
        return [f"{code} {login}" for code, login in rows]


def test_b6_a_signature_is_taken_back_with_its_answers_before_the_next_has_acted(cast: Cast) -> None:
    small = desk(cast).sign(None, "supervisor", data={"note": "齊了"})
    assert small.screen("supervisor").taken == "approve"
    back(small, "supervisor")
    assert (small.open(), holders(small)) == (["sign"], ["supervisor"])
    assert small.task("sign", "supervisor").data["note"] == "齊了"
    assert "taken_back site.staff" in told(cast)
    line = next(line for line in small.lines() if line.action == "take_back")
    assert (line.by, line.comment, line.detail["taken"]) == ("王主管", "等一下", "approve")
    small.sign(None, "supervisor").act("last")
    assert small.status() is Status.APPROVED


def test_b6_what_several_could_do_comes_back_to_who_signed_it(cast: Cast) -> None:
    small = desk(cast, PLANNERS).sign(None, "planner")
    back(small, "planner")
    assert holders(small) == ["planner"]
    small.sign(None, "planner", "unclaim")
    assert holders(small) == ["planner", "planner2"]


@pytest.mark.parametrize("act", [lambda s: s.act("last", "return", to="sign"), lambda s: s.act("last")])
def test_b6_not_after_the_next_has_acted(cast: Cast, act: Callable[[Small], object]) -> None:
    small = desk(cast).sign(None, "supervisor")
    act(small)
    with pytest.raises((NotAllowed, AlreadyDone)):
        back(small, "supervisor")
    assert small.screen("supervisor").taken is None


def test_b6_not_after_the_next_has_taken_it_or_asked_about_it(cast: Cast) -> None:
    next_one = element("userTask", "next", f"<bpmn:extensionElements>{PLANNERS}{STEP}</bpmn:extensionElements>")
    ways = flows("begin -> first", "first -> next", "next -> end")
    for action, more in (("claim", {}), ("consult", {"people": ("biz.planner",)})):
        small = Small(cast, bundle(process(start(), user("first", STEP), next_one, end(), ways)))
        small.act("next", action, by="planner", **more)
        with pytest.raises(NotAllowed):
            back(small, "site.staff")


def test_b6_only_ones_own(cast: Cast) -> None:
    small = desk(cast).sign(None, "supervisor")
    with pytest.raises(NotAllowed):
        back(small, "manager")
    with pytest.raises(NotFound):
        back(small, "stranger")
    assert small.screen("auditor").taken is None


@pytest.mark.parametrize("by", ["site.rep", "supervisor"])
def test_b6_by_the_substitute_or_by_whom_they_stood_in_for(cast: Cast, by: str) -> None:
    small = desk(cast)
    with cast.database.write() as session:
        absent = cast.actor(session, "supervisor")
        substitutes.name(session, absent, Wish("site.rep", small.now, small.now + timedelta(days=1)), small.now)
    small.sign(None, "site.rep")
    back(small, by)
    assert holders(small) == ["supervisor"]


def test_b6_one_of_several_signatures_while_the_step_is_open(cast: Cast) -> None:
    small = Small(cast, signing("", PLANNERS, more=STEP)).sign("planner", "planner")
    back(small, "planner")
    assert small.desks("sign") == {"planner": ["planner"], "planner2": ["planner2"]}
    small.sign("planner2", "planner2").sign("planner", "planner")
    assert small.open() == ["last"]


def test_b6_the_last_of_several_signatures_leaves_the_others_as_they_are(cast: Cast) -> None:
    small = Small(cast, signing("", PLANNERS, more=STEP)).sign("planner", "planner").sign("planner2", "planner2")
    with pytest.raises(NotAllowed):
        back(small, "planner")
    back(small, "planner2")
    assert small.desks("sign") == {"planner2": ["planner2"]}
    small.sign("planner2", "planner2")
    assert small.open() == ["last"]


def test_b6_in_order_the_next_waits_again(cast: Cast) -> None:
    sign = several("sign", "", PLANNERS, STEP, order=True)
    ways = flows("begin -> first", "first -> sign", "sign -> end")
    small = Small(cast, bundle(process(start(), user("first", STEP), sign, end(), ways))).sign("planner", "planner")
    back(small, "planner")
    assert small.states("sign") == ["open", "waiting"]
    small.sign("planner", "planner").sign("planner2", "planner2")
    assert small.open() == []


def test_b6_a_vote_that_decided_opens_again_for_all_it_had_closed(cast: Cast) -> None:
    small = Small(cast, signing("rule='ratio' share='1/2'", PLANNERS, more=STEP)).sign("planner", "planner")
    assert small.open() == ["last"]
    back(small, "planner")
    assert small.desks("sign") == {"planner": ["planner"], "planner2": ["planner2"]}


@pytest.mark.parametrize(
    ("action", "more", "what"),
    [
        ("reassign", {}, "reassign"),
        ("delegate", {}, "delegate"),
        ("consult", {}, "consult"),
        ("add_signer", {"where": "before"}, "add_signer"),
    ],
)
def test_b6_what_was_given_away_is_taken_back(cast: Cast, action: str, more: dict[str, str], what: str) -> None:
    small = desk(cast)
    (due,) = small.due("sign")
    small.sign(None, "supervisor", action, people=("biz.planner",), **more)
    given_to = next(item for item in small.live("sign") if item.given_to_id is not None)
    assert small.screen("supervisor").taken == what
    with pytest.raises(NotAllowed):
        back(small, "biz.planner")
    back(small, "supervisor")
    waited = timedelta(minutes=2) if what == "add_signer" else timedelta(0)
    assert (holders(small), small.due("sign")) == (["supervisor"], [due and due + waited])
    with pytest.raises((AlreadyDone, NotAllowed)):
        small.act_on(given_to.id, "biz.planner", "answer" if action == "consult" else "approve")
    small.sign(None, "supervisor")
    assert small.open() == ["last"]


def test_b6_what_was_answered_or_signed_is_not_taken_back(cast: Cast) -> None:
    small = desk(cast)
    small.sign(None, "supervisor", "add_signer", people=("biz.planner", "biz.manager"), where="before")
    small.sign("biz.planner", "biz.planner")
    with pytest.raises(NotAllowed):
        back(small, "supervisor")
    back(small, "biz.planner")
    assert small.keys("sign", ItemState.OPEN) == ["biz.planner", "biz.manager"]
    back(small, "supervisor")
    assert holders(small) == ["supervisor"]


def test_b6_an_initiator_who_withdraws_or_an_end_leaves_nothing_to_take_back(cast: Cast) -> None:
    small = desk(cast).sign(None, "supervisor")
    with cast.database.write() as session:
        decide.withdraw(session, cast.actor(session, "site.staff"), small.id, "", small.now)
    with pytest.raises(AlreadyDone):
        back(small, "supervisor")


def test_b6_what_was_lent_in_a_step_that_others_have_returned_is_not_taken_back(cast: Cast) -> None:
    small = Small(cast, signing("", PLANNERS, more=STEP))
    small.sign("planner", "planner", "delegate", people=("biz.planner",))
    small.sign("planner2", "planner2", "return", to="first", resume="step_by_step")
    assert small.screen("planner").taken is None
    with pytest.raises(NotAllowed):
        back(small, "planner")
    small.act("first")
    assert small.keys("sign", ItemState.OPEN) == ["planner", "planner2"]


@pytest.mark.parametrize(("action", "more"), [("delegate", {}), ("add_signer", {"where": "before"})])
def test_b6_what_was_put_aside_in_a_vote_that_is_decided_is_not_taken_back(
    cast: Cast, action: str, more: dict[str, str]
) -> None:
    vote = "rule='ratio' share='1/3'"
    small = Small(cast, signing(vote, PLANNERS, more=STEP))
    small.sign("planner", "planner", action, people=("biz.planner",), **more).sign("planner2", "planner2")
    assert small.open() == ["last"]
    with pytest.raises(NotAllowed):
        back(small, "planner")
    small.act("last")
    assert small.status() is Status.APPROVED


def stand_in(small: Small, absent: str, by: str, **until: float) -> None:
    with small.cast.database.write() as session:
        wish = Wish(by, small.now, small.now + timedelta(**until))
        substitutes.name(session, small.cast.actor(session, absent), wish, small.now)


def test_b7_what_a_substitute_handed_on_goes_back_to_the_absent_also_after_the_end(cast: Cast) -> None:
    small = desk(cast)
    stand_in(small, "supervisor", "site.rep", hours=1)
    small.sign(None, "site.rep", "reassign", people=("biz.planner",))
    small.now += timedelta(hours=2)
    back(small, "site.rep")
    assert holders(small) == ["supervisor"]


def test_b6_what_one_of_several_handed_on_goes_back_to_all_of_them(cast: Cast) -> None:
    small = desk(cast, PLANNERS)
    small.sign(None, "planner", "reassign", people=("biz.planner",))
    back(small, "planner")
    assert holders(small) == ["planner", "planner2"]


def test_b6_what_was_handed_on_twice_goes_back_one_hand(cast: Cast) -> None:
    small = desk(cast)
    small.sign(None, "supervisor", "reassign", people=("biz.planner",))
    small.sign(None, "biz.planner", "reassign", people=("biz.manager",))
    assert small.screen("supervisor").taken is None
    back(small, "biz.planner")
    assert holders(small) == ["biz.planner"]
    small.sign(None, "biz.planner")
    assert small.open() == ["last"]


@pytest.mark.parametrize("act", ["sign", "delegate"])
def test_b6_who_has_lost_the_role_meanwhile_does_not_hold_it_by_name(cast: Cast, act: str) -> None:
    small = desk(cast, PLANNERS)
    more = {"people": ("biz.planner",)} if act == "delegate" else {}
    small.sign(None, "planner", "delegate" if more else "approve", **more)
    with cast.database.write() as session:
        mine = Assignment.person_id == cast.person(session, "planner")
        session.execute(update(Assignment).where(mine).values(ends_on=SINCE))
    back(small, "planner")
    assert holders(small) == ["planner2"]


def test_b6_calling_in_what_was_lent_leaves_added_signers_and_questions(cast: Cast) -> None:
    small = desk(cast)
    small.sign(None, "supervisor", "add_signer", people=("biz.planner",), where="beside")
    small.sign(None, "supervisor", "consult", people=("biz.manager",))
    small.sign(None, "supervisor", "delegate", people=("gm",))
    back(small, "supervisor")
    assert sorted(holders(small)) == ["biz.manager", "biz.planner", "supervisor"]


def test_b6_taking_back_signers_before_leaves_those_of_earlier_acts(cast: Cast) -> None:
    small = desk(cast)
    add = {"action": "add_signer", "by": "supervisor"}
    small.sign(None, **add, people=("biz.planner",), where="before").sign("biz.planner", "biz.planner")
    small.sign(None, **add, people=("biz.manager",), where="after")
    small.sign(None, **add, people=("gm",), where="before")
    back(small, "supervisor")
    states = {item.item_key: item.state.value for item in small.live("sign")}
    assert states == {"biz.planner": "done", "gm": "cancelled", None: "open", "biz.manager": "waiting"}


@pytest.mark.parametrize("action", ["consult", "delegate"])
def test_b6_not_once_the_next_has_asked_or_lent_and_has_it_back(cast: Cast, action: str) -> None:
    small = desk(cast)
    small.sign(None, "supervisor", "reassign", people=("biz.planner",))
    small.sign(None, "biz.planner", action, people=("biz.manager",))
    small.sign(
        None if action == "delegate" else "biz.manager", "biz.manager", "answer" if action == "consult" else "approve"
    )
    assert small.screen("supervisor").taken is None
    with pytest.raises(NotAllowed):
        back(small, "supervisor")


@pytest.mark.parametrize("action", ["consult", "delegate", "reassign"])
def test_b6_a_signature_not_once_the_next_has_involved_others(cast: Cast, action: str) -> None:
    sign = several("sign", "", PLANNERS, STEP, order=True)
    ways = flows("begin -> first", "first -> sign", "sign -> end")
    small = Small(cast, bundle(process(start(), user("first", STEP), sign, end(), ways))).sign("planner", "planner")
    small.sign("planner2", "planner2", action, people=("biz.planner",))
    if action != "reassign":
        key = "biz.planner" if action == "consult" else "planner2"
        small.sign(key, "biz.planner", "answer" if action == "consult" else "approve")
    with pytest.raises(NotAllowed):
        back(small, "planner")
