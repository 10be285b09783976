"""B5: hand on, lend and get back, ask; who, when, how, and what becomes of everybody's desk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import ItemState, Status
from tests.cast import Cast
from tests.webapp.services.small import Small, several, titled
from tests.workflows.engine.drawing import bundle, element, end, extended, flows, process, start, user
from webapp.services import slots, substitutes
from webapp.services.errors import AlreadyDone, FieldNotYours, Invalid, NotAllowed, NotFound, Stale
from webapp.services.substitutes import Wish

ALL = "approve reject return add_signer remove_signer reassign delegate consult"
STEP = f'<ap:step actions="{ALL}" repeat="never"/>'
PLANNERS = '<ap:who kind="role" role="planner" at="business_unit"/>'
SUPERVISOR = '<ap:who kind="role" role="supervisor" at="business_unit"/>'
NOTE = {"note": {"type": "string", "maxLength": 200, "x-title": titled("Note", "說明", "说明")}}
DUE = '<ap:due after="PT24H"/>'


def desk(cast: Cast, who: str = SUPERVISOR, more: str = STEP + DUE) -> Small:
    """Return a request that waits at `sign`; `last` follows."""
    sign = element("userTask", "sign", extended(who + more))
    ways = flows("begin -> first", "first -> sign", "sign -> last", "last -> end")
    drawing = bundle(process(start(), user("first", STEP), sign, user("last", STEP), end(), ways))
    return Small(cast, drawing, {"sign": {"type": "object", "properties": NOTE}})


def holders(small: Small) -> list[str]:
    return [login for logins in small.desks("sign").values() for login in logins]


def test_b5_what_was_handed_on_is_theirs_alone_and_keeps_its_deadline(cast: Cast) -> None:
    small = desk(cast, PLANNERS)
    due = small.due("sign")
    small.sign(None, "planner", "reassign", people=("褚計劃",), comment="這是總部的事")
    assert holders(small) == ["biz.planner"]
    assert small.due("sign") == due
    assert small.task("sign", "biz.planner").why["params"]["by"] == "李計劃"
    line = small.lines()[-1]
    assert (line.action, line.comment, line.detail["people"]) == (
        "reassign", "這是總部的事", [{"login": "biz.planner", "name": "褚計劃"}],
    )  # fmt: skip
    small.sign(None, "biz.planner")
    assert small.open() == ["last"]


@pytest.mark.parametrize("late", ["planner", "planner2"])
def test_b5_who_is_later_is_told_that_it_was_handed_on(cast: Cast, late: str) -> None:
    small = desk(cast, PLANNERS)
    small.sign(None, "planner", "reassign", people=("biz.planner",))
    with pytest.raises(AlreadyDone) as told:
        small.sign(None, late)
    before = small.now - timedelta(minutes=1)
    assert (told.value.by, told.value.outcome, told.value.at) == ("李計劃", "reassign", before)


def test_b5_of_two_at_once_the_second_sees_that_the_task_has_moved(cast: Cast) -> None:
    small = desk(cast)
    seen = small.task("sign", "supervisor").version
    small.sign(None, "supervisor", "reassign", people=("biz.planner",))
    small.sign(None, "biz.planner", "reassign", people=("supervisor",))
    with pytest.raises(Stale):
        small.sign(None, "supervisor", version=seen)


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ((), "people_required"),
        (("nobody.here",), "person_not_found"),
        (("supervisor",), "choose_oneself"),
        (("auditor",), "choose_auditor"),
        (("biz.planner", "biz.manager"), "choose_one"),
    ],
)
def test_b5_nobody_is_given_it_who_cannot_have_it(cast: Cast, people: tuple[str, ...], code: str) -> None:
    small = desk(cast)
    for action in ("reassign", "delegate"):
        with pytest.raises(Invalid) as refused:
            small.sign(None, "supervisor", action, people=people)
        assert [(one.pointer, one.code) for one in refused.value.faults] == [("/people", code)]
    assert holders(small) == ["supervisor"]


def test_a6_who_may_not_sign_is_not_given_it(cast: Cast) -> None:
    small = desk(cast, more=f'<ap:step actions="{ALL}" not-same-as="first"/>')
    with pytest.raises(Invalid) as refused:
        small.sign(None, "supervisor", "reassign", people=("site.staff",))
    assert refused.value.faults[0].code == "choose_barred"


def test_a4_an_initiator_who_may_not_sign_is_not_given_it(cast: Cast) -> None:
    small = desk(cast, more=f'<ap:step actions="{ALL}" initiator="superior"/>')
    with pytest.raises(Invalid) as refused:
        small.sign(None, "supervisor", "add_signer", people=("site.staff",), where="beside")
    assert refused.value.faults[0].code == "choose_initiator"


@pytest.mark.parametrize("action", ["reassign", "delegate", "consult", "add_signer", "remove_signer"])
def test_b5_what_the_diagram_does_not_allow_is_refused(cast: Cast, action: str) -> None:
    small = desk(cast, more='<ap:step actions="approve return"/>')
    with pytest.raises(NotAllowed):
        small.sign(None, "supervisor", action, people=("biz.planner",), where="beside")


@pytest.mark.parametrize("action", ["reassign", "delegate", "consult"])
def test_b5_only_whose_desk_it_lies_on(cast: Cast, action: str) -> None:
    small = desk(cast)
    with pytest.raises(NotAllowed):
        small.sign(None, "site.staff", action, people=("biz.planner",))
    with pytest.raises(NotFound):
        small.sign(None, "stranger", action, people=("biz.planner",))


def test_b5_what_was_lent_comes_back_with_what_was_filled_in_and_the_time_left(cast: Cast) -> None:
    small = desk(cast)
    due = small.due("sign")
    small.sign(None, "supervisor", "delegate", people=("biz.planner",))
    assert small.states("sign") == ["suspended", "open"]
    assert (holders(small), small.due("sign")) == (["biz.planner"], due)
    assert [one.name for one in small.task("sign", "biz.planner").actions] == ["approve"]
    small.sign(None, "biz.planner", data={"note": "齊了"}, comment="已核對")
    assert small.states("sign") == ["open", "done"]
    assert (holders(small), small.due("sign"), small.data()["sign"]) == (["supervisor"], due, {"note": "齊了"})
    returned = small.task("sign", "supervisor").returned
    assert returned is not None
    assert (returned["by"], returned["comment"], returned["answered"]) == ("褚計劃", "已核對", True)
    small.sign(None, "supervisor")
    assert small.open() == ["last"]


def test_b5_what_several_could_do_comes_back_to_who_lent_it(cast: Cast) -> None:
    small = desk(cast, PLANNERS)
    small.sign(None, "planner", "delegate", people=("biz.planner",)).sign(None, "biz.planner")
    assert holders(small) == ["planner"]
    small.sign(None, "planner", "unclaim")
    assert holders(small) == ["planner", "planner2"]


def test_b5_who_had_it_and_gave_it_back_may_be_given_it(cast: Cast) -> None:
    """They have not signed: they only said what they think."""
    small = desk(cast)
    small.sign(None, "supervisor", "delegate", people=("biz.planner",))
    small.sign(None, "biz.planner", comment="看過了")
    small.sign(None, "supervisor", "reassign", people=("biz.planner",))
    assert holders(small) == ["biz.planner"]


def test_b5_while_it_is_lent_its_owner_cannot_decide(cast: Cast) -> None:
    small = desk(cast)
    item = small.item("sign").id
    small.sign(None, "supervisor", "delegate", people=("biz.planner",))
    with pytest.raises(AlreadyDone) as told:
        small.act_on(item, "supervisor")
    assert (told.value.by, told.value.outcome) == ("王主管", "delegate")


def test_b5_who_is_asked_answers_and_decides_nothing(cast: Cast) -> None:
    small = desk(cast)
    small.sign(None, "supervisor", "consult", people=("biz.planner", "biz.manager"), comment="有庫存嗎？")
    assert small.desks("sign") == {
        None: ["supervisor"], "biz.planner": ["biz.planner"], "biz.manager": ["biz.manager"],
    }  # fmt: skip
    assert [one.name for one in small.task("sign", "biz.planner", "biz.planner").actions] == ["answer"]
    with pytest.raises(NotAllowed):
        small.sign("biz.planner", "biz.planner", "approve")
    with pytest.raises(FieldNotYours):
        small.sign("biz.planner", "biz.planner", "answer", data={"note": "x"})
    with pytest.raises(Invalid):
        small.sign("biz.planner", "biz.planner", "answer", comment=" ")
    small.sign("biz.planner", "biz.planner", "answer", comment="有兩台")
    assert small.status() is Status.OPEN
    assert [(line.by, line.comment) for line in small.lines() if line.action == "answer"] == [("褚計劃", "有兩台")]


def test_b5_the_asker_may_decide_without_waiting_and_the_question_is_called_off(cast: Cast) -> None:
    small = desk(cast)
    small.sign(None, "supervisor", "consult", people=("biz.planner",))
    asked = small.item("sign", "biz.planner").id
    small.sign(None, "supervisor")
    assert small.open() == ["last"]
    with pytest.raises(AlreadyDone):
        small.act_on(asked, "biz.planner", "answer")


def test_b5_nobody_is_asked_twice_at_once(cast: Cast) -> None:
    small = desk(cast)
    small.sign(None, "supervisor", "consult", people=("biz.planner",))
    with pytest.raises(Invalid) as refused:
        small.sign(None, "supervisor", "consult", people=("biz.planner",))
    assert refused.value.faults[0].code == "choose_asked_already"
    small.sign("biz.planner", "biz.planner", "answer").sign(None, "supervisor", "consult", people=("biz.planner",))
    assert small.keys("sign", ItemState.OPEN) == [None, "biz.planner#2"]


def test_icf4_the_clock_rests_while_somebody_is_asked(cast: Cast) -> None:
    small = desk(cast, more=STEP + '<ap:due after="PT24H" back="rest"/>')
    (due,) = small.due("sign")
    assert due is not None
    small.sign(None, "supervisor", "consult", people=("biz.planner", "biz.manager"))
    assert small.item("sign", None).due_at is None
    small.now += timedelta(hours=30)
    small.sign("biz.planner", "biz.planner", "answer")
    assert small.live("sign")[0].due_at is None
    small.sign("biz.manager", "biz.manager", "answer")
    assert small.due("sign") == [due + timedelta(hours=30, minutes=2)]
    assert small.open() == ["sign"]


def test_b7_a_substitute_hands_on_lends_and_gets_back(cast: Cast) -> None:
    small = desk(cast)
    with cast.database.write() as session:
        absent = cast.actor(session, "supervisor")
        substitutes.name(session, absent, Wish("site.rep", small.now, small.now + timedelta(days=2)), small.now)
    small.sign(None, "site.rep", "delegate", people=("biz.planner",))
    line = small.lines()[-1]
    assert (line.by, line.stood_for["name"]) == ("張代表", "王主管")
    small.sign(None, "biz.planner")
    assert holders(small) == ["supervisor"]
    with pytest.raises(Invalid):
        small.sign(None, "site.rep", "reassign", people=("supervisor",))
    small.sign(None, "site.rep", "reassign", people=("biz.manager",))
    assert holders(small) == ["biz.manager"]


def test_b5_administrators_hand_on_what_nobody_holds_and_decide_nothing(cast: Cast) -> None:
    nobody = '<ap:who kind="role" role="duty_manager" at="business_unit"/>'
    small = desk(cast, nobody, '<ap:step actions="approve" nobody="admin"/>')
    screen = small.task("sign", "admin")
    assert ([one.name for one in screen.actions], set(screen.rights.values())) == (["reassign"], {"read"})
    with pytest.raises(NotAllowed):
        small.sign(None, "admin", "approve")
    small.sign(None, "admin", "reassign", people=("biz.manager",)).sign(None, "biz.manager")
    assert small.open() == ["last"]


def test_b3_a_return_straight_back_leaves_what_another_signer_has_lent_alone(cast: Cast) -> None:
    sign = several("sign", "", PLANNERS, STEP)
    ways = flows("begin -> first", "first -> sign", "sign -> end")
    small = Small(cast, bundle(process(start(), user("first", STEP), sign, end(), ways)))
    small.sign("planner", "planner", "delegate", people=("biz.planner",))
    small.sign("planner2", "planner2", "return", to="first", resume="straight_back")
    small.act("first")
    assert small.states("sign") == ["suspended", "open", "open"]
    small.sign("planner", "biz.planner").sign("planner", "planner").sign("planner2", "planner2")
    assert small.open() == []


def test_b5_what_was_handed_on_stays_so_when_it_comes_straight_back(cast: Cast) -> None:
    small = desk(cast)
    small.sign(None, "supervisor", "reassign", people=("biz.planner",))
    small.sign(None, "biz.planner", "return", to="first", resume="straight_back")
    small.act("first")
    assert holders(small) == ["biz.planner"]


def test_a6_an_initiator_who_may_not_sign_is_told_so_in_a_word_of_their_own(cast: Cast) -> None:
    small = desk(cast, more=f'<ap:step actions="{ALL}" not-same-as="initiator"/>')
    with pytest.raises(Invalid) as refused:
        small.sign(None, "supervisor", "reassign", people=("site.staff",))
    assert refused.value.faults[0].code == "choose_initiator"


@pytest.mark.parametrize("action", ["add_signer", "consult", "delegate"])
def test_b4_a_step_takes_no_more_people_than_it_may_have_signatures(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    monkeypatch.setattr(slots, "MOST", 2)
    small = desk(cast)
    small.sign(None, "supervisor", "consult", people=("biz.planner",))
    with pytest.raises(Invalid) as refused:
        small.sign(None, "supervisor", action, people=("biz.manager",), where="beside")
    (fault,) = refused.value.faults
    assert (fault.pointer, fault.code, fault.params["length"]) == ("/people", "step_full", 3)
    small.sign(None, "supervisor", "reassign", people=("biz.manager",))
