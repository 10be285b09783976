"""Whatever people do, in whatever order: the invariant holds, and every open request lies on somebody's desk."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms import kit
from models import Status
from tests.cast import Cast
from tests.webapp.services.walking import BOUGHT, BY, SENT, Walk
from webapp.services.screens import TaskScreen

MOST = 25


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
        walk.later(hours=dice.choice([1, 13, 200])).scan()
        return
    path = dice.choice(walk.open())
    screen = walk.task(path, holder(walk, path))
    assert screen.may_act
    assert screen.actions
    name = dice.choice([action.name for action in screen.actions] + ["approve"] * 2)
    walk.act(
        path, name, by=holder(walk, path), comment="說明", version=screen.version, **asked(walk, dice, screen, name)
    )


def holder(walk: Walk, path: str) -> str:
    return walk.starter if path == "initiator" else BY[path.rsplit("/", 1)[-1]]


def asked(walk: Walk, dice: random.Random, screen: TaskScreen, name: str) -> dict[str, Any]:
    """What the action needs: a target, or the step's answers."""
    if name == "return":
        target = dice.choice(screen.targets)
        return {"to": target.step, "resume": dice.choice(target.resume)}
    return {"data": answers(walk, dice, screen)} if name == "approve" else {}


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
