"""B16: administrators move, hand on, end and reopen, with a reason, never silently."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import Event, Notice, Person, Status
from tests.cast import Cast
from tests.webapp.services.small import Small, signing
from tests.webapp.services.test_involving import PLANNERS, STEP, desk, holders
from tests.webapp.services.walking import Walk
from webapp.services import interventions
from webapp.services.errors import AlreadyDone, Invalid, NotAllowed, NotFound

MOVES: dict[str, Callable[..., Any]] = {
    "move": interventions.move, "end": interventions.end, "reopen": interventions.reopen,
}  # fmt: skip


def intervene(small: Small, action: str, *to: str | None, by: str = "admin", reason: str = "承辦人離職") -> Small:
    small.now += timedelta(minutes=1)
    with small.cast.database.write() as session:
        MOVES[action](session, small.cast.actor(session, by, small.now), small.id, *to, reason, small.now)
    return small.checked()


def told(cast: Cast, code: str) -> list[str]:
    with cast.database.read() as session:
        found = select(Person.login).join(Notice, Notice.person_id == Person.id).where(Notice.code == code)
        return sorted(session.scalars(found))


def test_b16_a_request_is_moved_on_and_back_with_a_reason(cast: Cast) -> None:
    small = intervene(desk(cast), "move", "last")
    assert small.open() == ["last"]
    line = next(line for line in small.lines() if line.action is Event.MOVE)
    assert (line.by, line.comment, line.step) == ("管理員", "承辦人離職", "last")
    assert told(cast, "moved") == ["site.staff", "supervisor"]
    intervene(small, "move", "sign")
    assert holders(small) == ["supervisor"]
    small.sign(None, "supervisor").act("last")
    assert small.status() is Status.APPROVED


def test_b16_to_the_initiator_and_sent_again(cast: Cast) -> None:
    small = intervene(desk(cast), "move", "initiator")
    assert small.open() == ["initiator"]
    small.act("initiator", "resubmit")
    assert small.open() == ["first"]


def test_b16_out_of_a_countersign_each_signature_closes_with_a_line(cast: Cast) -> None:
    small = Small(cast, signing("", PLANNERS, more=STEP)).sign("planner", "planner")
    intervene(small, "move", "first")
    assert [line.detail["item"]["name"] for line in small.lines() if line.action == "auto_cancel"] == ["孫計劃"]
    small.act("first")
    assert small.desks("sign") == {"planner": ["planner"], "planner2": ["planner2"]}


def test_b16_in_and_out_of_parallel_branches_and_calls(cast: Cast) -> None:
    walk = Walk(cast).start().fork("part")
    with cast.database.write() as session:
        admin = cast.actor(session, "admin", walk.now)
        interventions.move(session, admin, walk.id, "receive_dispatch/register_arrival", "補登", walk.now)
    assert walk.checked().open() == ["receive_dispatch/register_arrival"]
    with cast.database.write() as session:
        interventions.move(session, admin, walk.id, "planner_review", "重來", walk.now)
    assert walk.checked().open() == ["planner_review"]
    walk.to("production_check")


def test_b16_ended_for_good_with_a_reason(cast: Cast) -> None:
    small = intervene(desk(cast), "end")
    assert (small.status(), small.open()) == (Status.ENDED, [])
    assert told(cast, "ended") == ["site.staff", "supervisor"]
    with pytest.raises(AlreadyDone):
        intervene(small, "end")


@pytest.mark.parametrize(("to", "opened"), [(None, "initiator"), ("sign", "sign")])
def test_b16_a_closed_request_is_opened_again(cast: Cast, to: str | None, opened: str) -> None:
    small = desk(cast).sign(None, "supervisor", "reject")
    intervene(small, "reopen", to)
    assert (small.status(), small.open()) == (Status.OPEN, [opened])
    assert "site.staff" in told(cast, "reopened")
    with pytest.raises(AlreadyDone):
        intervene(small, "reopen", to)
    if to:
        small.sign(None, "supervisor").act("last")
        assert small.status() is Status.APPROVED


@pytest.mark.parametrize("action", ["move", "end", "reopen"])
def test_b16_only_administrators_and_only_with_a_reason(cast: Cast, action: str) -> None:
    small = desk(cast)
    if action == "reopen":
        small.sign(None, "supervisor", "reject")
    to = () if action == "end" else ("sign",)
    for by, fault in (("manager", NotAllowed), ("site.staff", NotAllowed), ("stranger", NotFound)):
        with pytest.raises(fault):
            intervene(small, action, *to, by=by)
    with pytest.raises(Invalid) as refused:
        intervene(small, action, *to, reason=" ")
    assert [one.pointer for one in refused.value.faults] == ["/comment"]


@pytest.mark.parametrize("to", [None, "nowhere", "gate"])
def test_b16_it_goes_on_at_a_step(cast: Cast, to: str | None) -> None:
    with pytest.raises(Invalid) as refused:
        intervene(desk(cast), "move", to)
    assert [one.pointer for one in refused.value.faults] == ["/to"]


def test_b16_administrators_hand_on_what_lies_with_others_but_decide_nothing(cast: Cast) -> None:
    small = desk(cast)
    with pytest.raises(Invalid):
        small.sign(None, "admin", "reassign", people=("biz.planner",), comment="")
    for action, more in (("approve", {}), ("delegate", {"people": ("biz.planner",)})):
        with pytest.raises(NotAllowed):
            small.sign(None, "admin", action, **more)
    with pytest.raises(NotAllowed):
        small.sign(None, "admin", "reassign", people=("biz.planner",), data={"note": "x"})
    small.sign(None, "admin", "reassign", people=("biz.planner",), comment="離職")
    assert holders(small) == ["biz.planner"]
    assert small.lines()[-1].by == "管理員"


def test_b16_what_the_initiator_has_to_correct_is_handed_on_too(cast: Cast) -> None:
    small = desk(cast).sign(None, "supervisor", "return", to="initiator")
    small.act("initiator", "reassign", by="admin", people=("site.keeper",), comment="離職")
    small.act("initiator", "resubmit", by="site.keeper")
    assert small.open() == ["first"]
