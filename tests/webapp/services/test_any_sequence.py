"""Whatever people do, in whatever order: the invariant holds, and every open request lies on somebody's desk."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms import kit
from models import ItemKind, ItemState, Status, WorkItem
from tests.cast import Cast
from tests.webapp.services.small import Small, signing
from tests.webapp.services.test_involving import PLANNERS, STEP
from tests.webapp.services.walking import BOUGHT, BY, SENT, Walk
from webapp.services import recipients, screens, taking_back
from webapp.services.errors import Invalid, NotAllowed, NotFound
from webapp.services.people import day_of
from webapp.services.screens import TaskScreen

MOST = 25
SMALL_MOST = 20
LIKELY = ("approve", "return", "delegate", "remove_signer")
PEOPLE = ("biz.manager", "gm", "planner2", "prod.manager", "site.rep")
SIGNERS = ("planner", "planner2", "biz.planner", "biz.manager")


@given(seed=st.integers(0, 10**9))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_invariant_holds_after_any_sequence_of_actions(sqlite_cast: Cast, seed: int) -> None:
    dice = random.Random(seed)
    walk = Walk(sqlite_cast).start(by=dice.choice(["site.staff", "site.rep"]))
    for _ in range(MOST):
        if walk.request().status is not Status.OPEN:
            assert walk.open() == []
            return
        step(walk, dice)


def step(walk: Walk, dice: random.Random) -> None:
    """One thing that somebody could do now: any offered action on any open item, a look at the clock, a withdrawal."""
    if dice.random() < 0.1:
        taken_back(walk, dice)
        return
    if dice.random() < 0.1:
        walk.later(hours=dice.choice([1, 13, 200])).scan()
        return
    item = dice.choice([item for _, item in walk.items() if item.state is ItemState.OPEN])
    by = holder(walk, item.id, dice)
    screen = walk.look(item.id, by)
    assert screen.may_act
    assert screen.actions
    names = [action.name for action in screen.actions]
    name = dice.choice(names + [one for one in ("approve", "answer") if one in names] * 4)
    more = asked(walk, dice, screen, name)
    walk.later(minutes=1)
    with suppress(Invalid):  # a person who may not be chosen here is refused, and nothing has changed
        walk.act_on(item.id, by, name, comment="說明", version=screen.version, **more)
    walk.checked()


def taken_back(walk: Walk, dice: random.Random) -> None:
    """Somebody takes back what they did last, where they still can."""
    walk.later(minutes=1)
    take_back(walk, dice.choice([*BY.values(), "biz.manager", "gm"]))


def take_back(walk: Walk | Small, by: str) -> None:
    with suppress(NotAllowed, NotFound):
        with walk.cast.database.write() as session:
            taking_back.take_back(session, walk.cast.actor(session, by, walk.now), walk.id, "等一下", walk.now)
        walk.checked()


@given(seed=st.integers(0, 10**9))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_b3_b4_b5_b6_the_invariant_holds_where_several_sign(sqlite_cast: Cast, seed: int) -> None:
    dice = random.Random(seed)
    sign, in_order = dice.choice([("", False), ("", True), ("rule='ratio' share='1/2'", False)])
    small = Small(sqlite_cast, signing(sign, PLANNERS, order=in_order, more=STEP))
    for _ in range(SMALL_MOST):
        if small.status() is not Status.OPEN:
            return
        small_step(small, dice)


def small_step(small: Small, dice: random.Random) -> None:
    """One thing that somebody could do now, or what somebody did is taken back."""
    if dice.random() < 0.3:
        small.now += timedelta(minutes=1)
        for by in dice.sample([*SIGNERS, "site.staff"], 4):
            take_back(small, by)
        return
    item = dice.choice([item for _, item in small.rows() if item.state is ItemState.OPEN])
    by = holder(small, item.id, dice)
    with small.cast.database.read() as session:
        actor = small.cast.actor(session, by, small.now)
        screen = screens.task_screen(session, actor, session.get_one(WorkItem, item.id), small.now)
    names = [action.name for action in screen.actions]
    name = dice.choice(names + [one for one in names if one in LIKELY] * 3)
    with suppress(Invalid):
        small.act_on(item.id, by, name, version=screen.version, **way(dice, screen, name, SIGNERS))


def holder(walk: Walk | Small, item_id: int, dice: random.Random) -> str:
    """One of those who have the item on their desks; a role's usual holder where the role has it."""
    with walk.cast.database.read() as session:
        held = recipients.holders_by_item(session, [item_id], day_of(walk.now))[item_id]
    own = () if isinstance(walk, Small) else (*BY.values(), walk.starter)
    usual = [one.login for one in held if one.login in own]
    return dice.choice(usual or [one.login for one in held])


def asked(walk: Walk, dice: random.Random, screen: TaskScreen, name: str) -> dict[str, Any]:
    """What the action needs: a target, people, or the step's answers."""
    if more := way(dice, screen, name, PEOPLE):
        return more
    fills_in = name == "approve" and "edit" in screen.rights.values()
    return {"data": answers(walk, dice, screen)} if fills_in and screen.item.kind is not ItemKind.DELEGATED else {}


def way(dice: random.Random, screen: TaskScreen, name: str, people: Sequence[str]) -> dict[str, Any]:
    """Where to return it, or whom to draw in."""
    if name == "return":
        target = dice.choice(screen.targets)
        return {"to": target.step, "resume": dice.choice(target.resume)}
    if name in ("add_signer", "remove_signer", "reassign", "delegate", "consult"):
        return {"people": chosen(dice, screen, name, people), "where": dice.choice(["before", "after", "beside"])}
    return {}


def chosen(dice: random.Random, screen: TaskScreen, name: str, people: Sequence[str]) -> tuple[str, ...]:
    """Whom to draw in, perhaps somebody who may not be."""
    if name == "remove_signer":
        return (dice.choice(screen.removable).key.split("#")[0],)
    return tuple(dice.sample(people, dice.choice([1, 1, 2])))


def answers(walk: Walk, dice: random.Random, screen: TaskScreen) -> dict[str, Any]:
    match screen.step.id:
        case "initiator" | "planner_review" if dice.random() < 0.5:
            return edited(walk, dice)
        case "production_check":
            return {"supply": walk.supply(dice.choice([all, None, "part"]))}
        case "dispatch":
            return SENT
        case "purchase":
            bought = BOUGHT | {"expected_on": (walk.now + timedelta(days=5)).date().isoformat()}
            return dice.choice([bought, {"cannot_buy": True, "note": "停產"}])
        case "coordinate":
            return {"go_on": dice.choice(["buy", "give_up"]), "note": "協調"}
        case "register_arrival":
            return {"arrived_on": "2026-11-23", "papers_missing": dice.random() < 0.3}
        case "papers_check":
            return {"warehouse_answer": dice.choice(["confirmed", "denied"]), "note": "說明"}
        case "confirm_arrival":
            listed = {"as_listed": True, "late_reason": "路遠"}
            return dice.choice([listed, listed | {"as_listed": False, **differing(walk, screen)}])
    return {}


def differing(walk: Walk, screen: TaskScreen) -> dict[str, Any]:
    """A count that differs in the first line of the shipment."""
    known = kit.contribution("internal_contact").lines("confirm_arrival", screen.scope, walk.data())
    return {"counted": [{"line": known[0]["id"], "quantity": "0"}], "discrepancy": "少貨"}


def edited(walk: Walk, dice: random.Random) -> dict[str, Any]:
    lines = walk.data()["spare_parts"]
    lines[0] |= {"quantity": str(dice.randint(1, 9))}
    return {"spare_parts": lines}
