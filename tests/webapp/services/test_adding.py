"""B4: signers added before, after and beside, in steps of every kind, and taken out again."""

from __future__ import annotations

from typing import Any

import pytest

from models import ItemState, Status
from tests.cast import Cast
from tests.webapp.services.small import Small, several, signing
from tests.webapp.services.test_involving import ALL, NOTE, PLANNERS, STEP, desk
from tests.workflows.engine.drawing import bundle, element, end, extended, flows, process, start, user
from webapp.services.errors import AlreadyDone, FieldNotYours, Invalid, NotAllowed

TWO = ("biz.planner", "biz.manager")


def add(small: Small, by: str, where: str, *people: str, key: str | None = None) -> Small:
    return small.sign(key, by, "add_signer", people=people or ("biz.planner",), where=where)


def order(small: Small) -> dict[str | None, str]:
    return {item.item_key: item.state.value for item in small.live("sign")}


def test_b4_before_me_waits_until_all_of_them_have_signed(cast: Cast) -> None:
    small = desk(cast)
    due = small.due("sign")
    add(small, "supervisor", "before", *TWO)
    assert order(small) == {"biz.planner": "open", "biz.manager": "open", None: "waiting"}
    small.sign("biz.manager", "biz.manager")
    assert order(small)[None] == "waiting"
    small.sign("biz.planner", "biz.planner")
    assert small.desks("sign") == {None: ["supervisor"]}
    assert due != small.due("sign") != [None], "time that others took is given back"
    small.sign(None, "supervisor")
    assert small.open() == ["last"]


def test_b4_after_me_opens_when_i_have_signed(cast: Cast) -> None:
    small = add(desk(cast), "supervisor", "after", *TWO)
    assert order(small) == {None: "open", "biz.planner": "waiting", "biz.manager": "waiting"}
    small.sign(None, "supervisor")
    assert small.desks("sign") == {"biz.planner": ["biz.planner"], "biz.manager": ["biz.manager"]}
    small.sign("biz.planner", "biz.planner").sign("biz.manager", "biz.manager")
    assert small.open() == ["last"]


def test_b4_beside_me_all_sign_in_any_order(cast: Cast) -> None:
    small = add(desk(cast), "supervisor", "beside")
    small.sign("biz.planner", "biz.planner")
    assert small.open() == ["sign"]
    small.sign(None, "supervisor")
    assert small.open() == ["last"]
    line = next(line for line in small.lines() if line.action == "add_signer")
    assert (line.detail["where"], line.detail["people"][0]["name"]) == ("beside", "褚計劃")


def test_b4_who_was_added_signs_but_fills_in_nothing(cast: Cast) -> None:
    small = add(desk(cast), "supervisor", "beside")
    with pytest.raises(FieldNotYours):
        small.sign("biz.planner", "biz.planner", data={"note": "x"})
    assert set(small.task("sign", "biz.planner", "biz.planner").rights.values()) == {"read"}
    small.sign("biz.planner", "biz.planner").sign(None, "supervisor", data={"note": "齊了"})
    assert small.data()["sign"] == {"note": "齊了"}


def test_b4_the_refusal_of_an_added_signer_counts(cast: Cast) -> None:
    small = add(desk(cast), "supervisor", "beside").sign("biz.planner", "biz.planner", "reject")
    assert small.status() is Status.REJECTED


@pytest.mark.parametrize("where", ["before", "after", "beside"])
def test_b4_in_order_each_added_one_has_their_place(cast: Cast, where: str) -> None:
    sign = several("sign", "", PLANNERS, STEP, order=True)
    ways = flows("begin -> first", "first -> sign", "sign -> last", "last -> end")
    small = Small(cast, bundle(process(start(), user("first", STEP), sign, user("last", STEP), end(), ways)))
    add(small, "planner", where, *TWO, key="planner")
    turns = []
    while "sign" in small.open():
        opened = small.keys("sign", ItemState.OPEN)
        turns.append(tuple(opened))
        small.sign(opened[0], str(opened[0]))
    assert turns == {
        "before": [("biz.planner",), ("biz.manager",), ("planner",), ("planner2",)],
        "after": [("planner",), ("biz.planner",), ("biz.manager",), ("planner2",)],
        "beside": [
            ("planner", "biz.planner", "biz.manager"), ("biz.planner", "biz.manager"), ("biz.manager",), ("planner2",),
        ],
    }[where]  # fmt: skip


def test_b4_side_by_side_only_whom_it_was_added_to_waits(cast: Cast) -> None:
    small = Small(cast, signing("", PLANNERS, more=STEP))
    add(small, "planner", "before", key="planner")
    assert order(small) == {"biz.planner": "open", "planner": "waiting", "planner2": "open"}
    small.sign("planner2", "planner2").sign("biz.planner", "biz.planner").sign("planner", "planner")
    assert small.open() == ["last"]


def test_b4_in_a_vote_an_added_signer_has_one_vote(cast: Cast) -> None:
    small = Small(cast, signing("rule='ratio' share='1/2'", PLANNERS, more=STEP))
    add(small, "planner", "beside", *TWO, key="planner")
    small.sign("planner", "planner")
    assert small.open() == ["sign"], "one of four"
    small.sign("biz.planner", "biz.planner")
    assert small.open() == ["last"]


def test_b4_an_added_signer_adds_another(cast: Cast) -> None:
    small = add(desk(cast), "supervisor", "before")
    add(small, "biz.planner", "before", "biz.manager", key="biz.planner")
    for login in ("biz.manager", "biz.planner", "supervisor"):
        assert [one for some in small.desks("sign").values() for one in some] == [login]
        small.sign(small.keys("sign", ItemState.OPEN)[0], login)
    assert small.open() == ["last"]


@pytest.mark.parametrize("where", ["after", "beside"])
def test_b4_who_has_not_acted_is_taken_out_again(cast: Cast, where: str) -> None:
    small = add(desk(cast), "supervisor", where, *TWO)
    small.sign(None, "supervisor", "remove_signer", people=("biz.planner",))
    assert order(small)["biz.planner"] == "cancelled"
    small.sign(None, "supervisor")
    assert small.keys("sign", ItemState.OPEN) == ["biz.manager"]
    small.sign("biz.manager", "biz.manager")
    assert small.open() == ["last"]


def test_b4_who_has_acted_and_who_was_not_added_stay(cast: Cast) -> None:
    small = add(desk(cast), "supervisor", "beside", *TWO).sign("biz.planner", "biz.planner")
    for login in ("biz.planner", "manager"):
        with pytest.raises(Invalid) as refused:
            small.sign(None, "supervisor", "remove_signer", people=(login,))
        assert refused.value.faults[0].code == "not_added_here"


def test_b4_nobody_is_offered_to_take_out_where_nobody_was_added(cast: Cast) -> None:
    small = desk(cast)
    assert "remove_signer" not in [one.name for one in small.task("sign", "supervisor").actions]
    with pytest.raises(NotAllowed):
        small.sign(None, "supervisor", "remove_signer", people=("biz.planner",))
    add(small, "supervisor", "beside")
    assert "remove_signer" in [one.name for one in small.task("sign", "supervisor").actions]


def test_b4_one_who_was_taken_out_is_told_so_and_can_be_added_again(cast: Cast) -> None:
    small = add(desk(cast), "supervisor", "beside")
    item = small.item("sign", "biz.planner").id
    small.sign(None, "supervisor", "remove_signer", people=("biz.planner",))
    with pytest.raises(AlreadyDone) as told:
        small.act_on(item, "biz.planner")
    assert told.value.outcome == "removed"
    add(small, "supervisor", "beside")
    small.sign("biz.planner#2", "biz.planner").sign(None, "supervisor")
    assert small.open() == ["last"]


@pytest.mark.parametrize(
    ("people", "code"), [(("planner2",), "choose_signs_already"), (("planner",), "choose_oneself")]
)
def test_b4_nobody_signs_a_step_twice(cast: Cast, people: tuple[str, ...], code: str) -> None:
    small = Small(cast, signing("", PLANNERS, more=STEP))
    with pytest.raises(Invalid) as refused:
        add(small, "planner", "beside", *people, key="planner")
    assert refused.value.faults[0].code == code


def test_b4_where_is_asked_for(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        desk(cast).sign(None, "supervisor", "add_signer", people=("biz.planner",))
    assert [one.pointer for one in refused.value.faults] == ["/where"]


@pytest.mark.parametrize("resume", ["step_by_step", "straight_back"])
def test_b3_an_added_signer_returns_it(cast: Cast, resume: str) -> None:
    small = add(desk(cast), "supervisor", "beside")
    small.sign("biz.planner", "biz.planner", "return", to="first", resume=resume)
    small.act("first")
    signers = {None: ["supervisor"], "biz.planner": ["biz.planner"]}
    assert small.desks("sign") == (signers if resume == "straight_back" else {None: ["supervisor"]})


def test_a5_who_was_added_by_name_is_never_skipped(cast: Cast) -> None:
    more = f'<ap:step actions="{ALL}" repeat="always"/>'
    small = desk(cast, more=more)
    add(small, "supervisor", "after", "site.staff")
    small.sign(None, "supervisor")
    assert small.keys("sign", ItemState.OPEN) == ["site.staff"], "the initiator signed `first`, and is asked again"


def test_b4_single_signatures_that_are_asked_for_again_stay_those_of_who_was_added(cast: Cast) -> None:
    small = Small(cast, signing("", PLANNERS, more=STEP), {"sign": {"type": "object", "properties": NOTE}})
    add(small, "planner", "beside", key="planner")
    for login in ("planner", "planner2", "biz.planner"):
        small.sign(login, login)
    small.act("last", "return", to="sign", items=("biz.planner",), resume="step_by_step")
    assert small.desks("sign") == {"biz.planner": ["biz.planner"]}
    with pytest.raises(FieldNotYours):
        small.sign("biz.planner", "biz.planner", data={"note": "x"})
    small.sign("biz.planner", "biz.planner")
    assert small.open() == ["last"]


@pytest.mark.parametrize(
    ("action", "more"),
    [("delegate", {"people": ("biz.manager",)}), ("return", {"to": "first", "resume": "straight_back"})],
)
def test_b4_who_has_lent_it_or_asked_for_a_correction_is_not_taken_out(
    cast: Cast, action: str, more: dict[str, Any]
) -> None:
    small = add(desk(cast), "supervisor", "beside")
    small.sign("biz.planner", "biz.planner", action, **more)
    assert small.task("sign", "supervisor").removable == ()
    add(small, "supervisor", "beside", "gm")
    with pytest.raises(Invalid) as refused:
        small.sign(None, "supervisor", "remove_signer", people=("biz.planner",))
    assert refused.value.faults[0].code == "not_added_here"


def test_b4_with_a_signer_who_is_taken_out_their_open_question_is_called_off(cast: Cast) -> None:
    small = add(desk(cast), "supervisor", "beside")
    small.sign("biz.planner", "biz.planner", "consult", people=("biz.manager",))
    small.sign(None, "supervisor", "remove_signer", people=("biz.planner",))
    assert order(small) == {None: "open", "biz.planner": "cancelled", "biz.manager": "cancelled"}


def barring(cast: Cast) -> Small:
    """Return a request in which nobody signs both `sign` (the planners, any of them) and `last` (the same)."""
    sign = element("userTask", "sign", extended(PLANNERS + STEP))
    last = element("userTask", "last", extended(PLANNERS + f'<ap:step actions="{ALL}" not-same-as="sign"/>'))
    ways = flows("begin -> first", "first -> sign", "sign -> last", "last -> end")
    return Small(cast, bundle(process(start(), user("first", STEP), sign, last, end(), ways)))


def test_a6_who_was_added_to_a_step_may_not_sign_the_other_either(cast: Cast) -> None:
    small = add(barring(cast), "planner", "beside", "biz.planner", "planner2")
    small.sign("biz.planner", "biz.planner").sign("planner2", "planner2").sign(None, "planner")
    assert not {"planner", "planner2"} & set(small.desks("last")[None])


def test_a6_who_signed_before_a_correction_may_not_sign_the_other_either(cast: Cast) -> None:
    small = barring(cast).sign(None, "planner")
    assert small.desks("last") == {None: ["planner2"]}
    small.act("last", "return", by="planner2", to="sign", resume="straight_back")
    small.sign(None, "planner2")
    assert not {"planner", "planner2"} & set(small.desks("last")[None])
