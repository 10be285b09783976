"""A2: one of several takes a task and puts it back."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.webapp.services.small import STEP, Small
from tests.workflows.engine.drawing import bundle, element, end, extended, flows, process, start, user
from webapp.services import inbox
from webapp.services.errors import AlreadyDone, NotAllowed

WHO = '<ap:who kind="role" role="planner" at="business_unit"/>'


def open_to_two(cast: Cast, who: str = WHO) -> Small:
    sign = element("userTask", "sign", extended(who + STEP + '<ap:due after="PT24H"/>'))
    ways = flows("begin -> first", "first -> sign", "sign -> end")
    return Small(cast, bundle(process(start(), user("first", STEP), sign, end(), ways)))


def desk(small: Small, login: str) -> list[int]:
    with small.cast.database.read() as session:
        return [row.item_id for row in inbox.tasks(session, small.cast.actor(session, login), small.now).items]


def test_a2_a_claimed_task_leaves_the_others_desks_and_keeps_its_deadline(cast: Cast) -> None:
    small = open_to_two(cast)
    item, due = small.item("sign").id, small.due("sign")
    small.sign(None, "planner", "claim")
    assert (desk(small, "planner"), desk(small, "planner2")) == ([item], [])
    assert small.screen("planner2").open[0].holders == ("李計劃",)
    assert small.due("sign") == due
    assert [line.by for line in small.lines() if line.action == "claim"] == ["李計劃"]


def test_a2_who_is_later_is_told_who_has_it(cast: Cast) -> None:
    small = open_to_two(cast).sign(None, "planner", "claim")
    for action in ("claim", "approve", "unclaim"):
        with pytest.raises(AlreadyDone) as told:
            small.sign(None, "planner2", action)
        assert (told.value.by, told.value.outcome) == ("李計劃", "claim")


def test_a2_put_back_it_is_on_all_desks_again(cast: Cast) -> None:
    small = open_to_two(cast).sign(None, "planner", "claim")
    small.sign(None, "planner", "unclaim")
    assert desk(small, "planner") == desk(small, "planner2") != []
    small.sign(None, "planner2")
    assert small.open() == []


def test_a2_a_task_for_one_person_cannot_be_claimed(cast: Cast) -> None:
    small = open_to_two(cast, '<ap:who kind="person" person="planner"/>')
    with pytest.raises(NotAllowed):
        small.sign(None, "planner", "claim")


def test_a2_who_is_excluded_stays_so_after_it_was_put_back(cast: Cast) -> None:
    with cast.database.write() as session:
        cast.also(session, "site.staff", "planner", "north")
    step = '<ap:step actions="approve" not-same-as="first" repeat="never"/>'
    sign = element("userTask", "sign", extended(WHO + step))
    ways = flows("begin -> first", "first -> sign", "sign -> end")
    small = Small(cast, bundle(process(start(), user("first", STEP), sign, end(), ways)))
    small.sign(None, "planner", "claim").sign(None, "planner", "unclaim")
    assert small.desks("sign") == {None: ["planner", "planner2"]}
