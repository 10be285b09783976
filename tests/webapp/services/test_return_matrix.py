"""B3: returns from every kind of step, everywhere in a diagram, to every kind of target, in both modes.

Known failures of other systems, each one a case here: tasks lost or doubled after a return from a countersign; a join
that hangs after a return inside a parallel branch; deadlines that are dead after a return.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from models import ItemState, Status
from tests.cast import Cast
from tests.webapp.services.small import STEP, Small, several
from tests.workflows.engine.drawing import bundle, element, end, extended, flows, process, start, user
from workflows.engine import Bundle

UNITS = ["production_management", "purchasing", "business_management"]
HEADS = dict(zip(UNITS, ["prod.manager", "buyer", "biz.manager"], strict=True))
ITEMS = "[" + ", ".join(f'"{unit}"' for unit in UNITS) + "]"
DUE = STEP + '<ap:due after="PT24H"/>'
KINDS = {"single": "", "all": "", "in order": "", "vote": "rule='ratio' share='1'"}
PLACES = ("plain", "branch", "call")
TARGETS = {"initiator": "initiator", "previous": "before", "any": "early"}
MODES = ("step_by_step", "straight_back")
MATRIX = list(product(KINDS, PLACES, TARGETS, MODES))


def test_b3_the_matrix_is_whole() -> None:
    assert len(MATRIX) == 4 * 3 * 3 * 2


def drawing(kind: str, place: str) -> Bundle:
    """Return first, then early, before and `sign` (at `place`), then last."""
    sign = signed(kind)
    inner = [user("early", DUE), user("before", DUE), sign]
    way = ["early -> before", "before -> sign"]
    if place == "plain":
        ways = flows("begin -> first", "first -> early", *way, "sign -> last", "last -> end")
        return bundle(process(start(), user("first", STEP), *inner, user("last", STEP), end(), ways))
    if place == "call":
        called = process(
            start("go"), *inner, end("over"), flows("go -> early", *way, "sign -> over"), name="called"
        )  # fmt: skip
        ways = flows("begin -> first", "first -> call", "call -> last", "last -> end")
        call = element("callActivity", "call", "", calledElement="called")
        return bundle(process(start(), user("first", STEP), call, user("last", STEP), end(), ways), called)
    gates = [element("parallelGateway", "fork"), element("parallelGateway", "join")]
    ways = flows(
        "begin -> first", "first -> fork", "fork -> early", *way, "sign -> join", "fork -> side", "side -> join",
        "join -> last", "last -> end",
    )  # fmt: skip
    steps = [user("first", STEP), *inner, user("side", STEP), user("last", STEP)]
    return bundle(process(start(), *steps, *gates, end(), ways))


def signed(kind: str) -> str:
    if kind == "single":
        return element("userTask", "sign", extended('<ap:who kind="person" person="prod.manager"/>' + DUE))
    attributes = f"{KINDS[kind]} items='={ITEMS}'"
    return several("sign", attributes, '<ap:who kind="role" role="head" of="=item"/>', DUE, order=kind == "in order")


class Case:
    """A request whose `sign` is open, one of several signed already."""

    def __init__(self, cast: Cast, kind: str, place: str) -> None:
        with cast.database.write() as session:
            cast.also(session, "buyer", "manager", "purchasing")
        self.kind, self.inside = kind, "call/" if place == "call" else ""
        self.side = ["side"] if place == "branch" else []
        self.small = Small(cast, drawing(kind, place))
        self.forward()
        self.returner = None if kind == "single" else UNITS[1]
        if self.returner:
            self.sign(UNITS[0])

    @property
    def step(self) -> str:
        return self.inside + "sign"

    def forward(self) -> None:
        """Go on to `sign` from wherever it stands."""
        for name in ("first", self.inside + "early", self.inside + "before"):
            if name in self.small.open():
                self.small.act(name)

    def sign(self, unit: str | None, action: str = "approve", **more: str) -> None:
        by = HEADS[unit] if unit else "prod.manager"
        self.small.act(self.step, action, by=by, key=unit, **more)

    def open(self) -> list[str | None]:
        """The open items of `sign` by key; None for a single one."""
        rows = self.small.rows()
        return [item.item_key for run, item in rows if run.step == self.step and item.state is ItemState.OPEN]

    def rest(self) -> None:
        """Sign all that is still to sign, and go to the end."""
        while self.open():
            self.sign(self.open()[0])
        for name in (*self.side, "last"):
            if name in self.small.open():
                self.small.act(name)
        assert self.small.open() == []
        assert self.small.status() is Status.APPROVED


@pytest.mark.parametrize(("kind", "place", "target", "mode"), MATRIX)
def test_b3_a_return_loses_nothing(sqlite_cast: Cast, kind: str, place: str, target: str, mode: str) -> None:
    case = Case(sqlite_cast, kind, place)
    to = TARGETS[target] if target == "initiator" else case.inside + TARGETS[target]
    assert to in {one.step for one in case.small.task(case.step, who(case), case.returner).targets}
    case.sign(case.returner, "return", to=to, resume=mode)
    (again if mode == "step_by_step" else back)(case, to)
    case.rest()


def who(case: Case) -> str:
    return HEADS[case.returner] if case.returner else "prod.manager"


def again(case: Case, to: str) -> None:
    """The siblings are closed, each with a line; all sign anew, with new deadlines."""
    siblings = {"single": 0, "all": 1, "in order": 1, "vote": 1}[case.kind]
    lines = [line for line in case.small.lines() if line.action == "auto_cancel" and line.step == case.step]
    assert len(lines) == siblings
    side = [] if to == "initiator" else case.side
    assert sorted(case.small.open()) == sorted([to, *side])
    assert case.open() == []
    case.small.act(to)
    case.forward()
    case.forward()
    expected = {"single": [None], "in order": UNITS[:1]}.get(case.kind, UNITS)
    assert case.open() == expected
    assert {one - case.small.now for one in case.small.due(case.step) if one} == {timedelta(hours=24)}


def back(case: Case, to: str) -> None:
    """The engine does not move: the returner's item rests until the question is answered; nobody signs twice."""
    others = [] if case.kind in ("single", "in order") else UNITS[2:]
    assert case.open() == others
    assert to in case.small.open()
    case.small.act(to)
    assert sorted(map(str, case.open())) == sorted(map(str, [case.returner, *others]))
    renewed = case.small.item(case.step, case.returner).due_at
    assert renewed is not None
    assert renewed - case.small.now == timedelta(hours=24)


def countersigned(cast: Cast, order: bool = False) -> Small:
    """Return a request that three departments have signed, at `last`."""
    with cast.database.write() as session:
        cast.also(session, "buyer", "manager", "purchasing")
    heads = '<ap:who kind="role" role="head" of="=item"/>'
    sign = several("sign", f"items='={ITEMS}'", heads, DUE, order=order)
    ways = flows("begin -> sign", "sign -> review", "review -> end")
    small = Small(cast, bundle(process(start(), sign, user("review", STEP), end(), ways)))
    for unit in UNITS:
        small.sign(unit, HEADS[unit])
    assert small.open() == ["review"]
    return small


def test_b3_single_signatures_reopen_and_the_others_stay_done(cast: Cast) -> None:
    small = countersigned(cast)
    (target,) = [one for one in small.task("review", "site.staff").targets if one.step == "sign"]
    assert [one.key for one in target.items] == UNITS
    small.act("review", "return", to="sign", items=(UNITS[1],))
    assert small.states("sign") == ["done", "open", "done"]
    assert small.desks("sign") == {UNITS[1]: ["buyer"]}
    small.sign(UNITS[1], "buyer")
    assert small.open() == ["review"]
    assert small.act("review").status() is Status.APPROVED


def test_b3_all_signatures_reopen_where_none_is_named(cast: Cast) -> None:
    small = countersigned(cast).act("review", "return", to="sign")
    assert small.states("sign") == ["open"] * 3


def test_b3_in_order_the_reopened_ones_keep_their_order(cast: Cast) -> None:
    small = countersigned(cast, order=True).act("review", "return", to="sign", items=(UNITS[2], UNITS[0]))
    assert small.states("sign") == ["open", "done", "waiting"]
    small.sign(UNITS[0], HEADS[UNITS[0]]).sign(UNITS[2], HEADS[UNITS[2]])
    assert small.open() == ["review"]


def test_b3_a_question_to_some_of_several_comes_straight_back_when_all_have_answered(cast: Cast) -> None:
    small = countersigned(cast)
    small.act("review", "return", to="sign", items=(UNITS[0], UNITS[2]), resume="straight_back")
    assert small.desks("sign") == {UNITS[0]: ["prod.manager"], UNITS[2]: ["biz.manager"]}
    small.sign(UNITS[0], "prod.manager")
    assert small.open() == ["sign"]
    small.sign(UNITS[2], "biz.manager")
    assert small.open() == ["review"]
    assert small.act("review").status() is Status.APPROVED


def test_b3_while_one_of_several_asks_another_can_only_return_step_by_step(sqlite_cast: Cast) -> None:
    case = Case(sqlite_cast, "all", "plain")
    case.sign(UNITS[1], "return", to="before", resume="straight_back")
    targets = case.small.task("sign", HEADS[UNITS[2]], UNITS[2]).targets
    assert {one.resume for one in targets} == {("step_by_step",)}
    case.sign(UNITS[2], "return", to="early")
    assert case.small.open() == ["early"]


def test_b3_a_vote_that_is_decided_calls_the_question_off(sqlite_cast: Cast) -> None:
    with sqlite_cast.database.write() as session:
        sqlite_cast.also(session, "buyer", "manager", "purchasing")
    heads = '<ap:who kind="role" role="head" of="=item"/>'
    sign = several("sign", f"rule='ratio' share='1/3' items='={ITEMS}'", heads)
    ways = flows("begin -> first", "first -> sign", "sign -> last", "last -> end")
    small = Small(sqlite_cast, bundle(process(start(), user("first", STEP), sign, user("last", STEP), end(), ways)))
    small.sign(UNITS[1], "buyer", "return", to="first", resume="straight_back")
    small.sign(UNITS[0], "prod.manager")
    assert small.open() == ["last"]
