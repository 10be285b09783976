"""Returns on diagrams that the contact form does not have: closed regions, conditions in calls, people by default."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from models import ItemState, Origin, StepRun, WorkItem
from tests.cast import NOW, Cast
from tests.factories import FORM
from tests.workflows.engine.drawing import TOML, bundle, element, end, extended, flows, process, start, user
from webapp.services import decide, submit
from webapp.services.decide import Command
from webapp.services.errors import Invalid
from webapp.services.versions import store
from workflows.engine import Bundle

STEP = '<ap:step actions="approve return" repeat="never"/>'
OK = {
    "type": "object",
    "properties": {"ok": {"type": "boolean", "x-title": {"en": "Good", "zh_Hant": "好", "zh_Hans": "好"}}},
}


class Small:
    """One request of a drawing, with the same person on every desk."""

    def __init__(self, cast: Cast, drawing: Bundle, steps: dict[str, Any] | None = None) -> None:
        self.cast = cast
        toml = TOML.replace('roles = ["site_staff"]', 'roles = ["site_staff"]\nunit = "=site"')
        form = json.dumps({**FORM, "steps": steps or {}})
        whole = Bundle({**drawing.files, "process.toml": toml.encode(), "form.json": form.encode()})
        with cast.database.write() as session:
            store(session, "main", whole, Origin.SHIPPED, NOW)
        with cast.database.write() as session:
            actor = cast.actor(session, "site.staff")
            made = submit.create(session, actor, "main", {"site": "n1", "reason": "齒輪箱漏油"}, NOW)
            self.id = submit.submit(session, actor, made.id, NOW).id

    def items(self) -> dict[str, int]:
        """Return the open items by step."""
        open_now = (WorkItem.request_id == self.id) & (WorkItem.state == ItemState.OPEN)
        found = select(StepRun.step, WorkItem.id).join(WorkItem, WorkItem.step_run_id == StepRun.id).where(open_now)
        with self.cast.database.read() as session:
            return {row.step: row.id for row in session.execute(found.order_by(StepRun.step))}

    def act(self, step: str, action: str = "approve", **more: Any) -> list[str]:
        """Do something with an open item and return the steps that are open then."""
        with self.cast.database.write() as session:
            actor = self.cast.actor(session, "site.staff")
            decide.act(session, actor, self.items()[step], Command(action, comment="?", **more), NOW)
        return list(self.items())


def branching(scope: str = "") -> Bundle:
    """Return s1, then s2 where it said that all is well, else s3; in a call where `scope` names one."""
    last = "over" if scope else "end"
    parts = [user("s1", STEP), element("exclusiveGateway", "well", default="no"), user("s2", STEP), user("s3", STEP)]
    ways = ["s1 -> well", "yes: well -> s2 if steps.s1.data.ok = true", "no: well -> s3"]
    ends = [f"s2 -> {last}", f"s3 -> {last}"]
    if not scope:
        return bundle(process(start(), *parts, end(), flows("begin -> s1", *ways, *ends)))
    called = process(start("go"), *parts, end(last), flows("go -> s1", *ways, *ends), name="called")
    call = element("callActivity", scope, "", calledElement="called")
    return bundle(process(start(), call, end(), flows(f"begin -> {scope}", f"{scope} -> end")), called)


@pytest.mark.parametrize("scope", ["", "call"])
def test_a_changed_condition_is_noticed_in_the_scope_that_read_it(cast: Cast, scope: str) -> None:
    small, inside = Small(cast, branching(scope), {"s1": OK}), f"{scope}/" if scope else ""
    assert small.act(f"{inside}s1", data={"ok": True}) == [f"{inside}s2"]
    small.act(f"{inside}s2", "return", to=f"{inside}s1", resume="straight_back")
    assert small.act(f"{inside}s1", data={"ok": False}) == [f"{inside}s3"]


@pytest.mark.parametrize("scope", ["", "call"])
def test_an_unchanged_condition_lets_the_work_come_straight_back(cast: Cast, scope: str) -> None:
    small, inside = Small(cast, branching(scope), {"s1": OK}), f"{scope}/" if scope else ""
    small.act(f"{inside}s1", data={"ok": True})
    small.act(f"{inside}s2", "return", to=f"{inside}s1", resume="straight_back")
    assert small.act(f"{inside}s1", data={"ok": True}) == [f"{inside}s2"]


def test_another_unit_changes_the_way_also_where_no_step_names_it(cast: Cast) -> None:
    who = extended('<ap:who kind="role" role="site_staff"/>' + STEP)
    ways = flows("begin -> s1", "s1 -> s2", "s2 -> end")
    drawing = bundle(process(start(), element("userTask", "s1", who), user("s2", STEP), end(), ways))
    with cast.database.write() as session:
        cast.also(session, "site.staff", "site_staff", "n2")
    small = Small(cast, drawing)
    small.act("s1")
    small.act("s2", "return", to="initiator", resume="straight_back")
    assert small.act("initiator", data={"site": "n2"}) == ["s1"]


def side_by_side() -> Bundle:
    """Return a, then b and c side by side, then d."""
    fork, join = element("parallelGateway", "fork"), element("parallelGateway", "join")
    ways = ["begin -> a", "a -> fork", "fork -> b", "fork -> c", "b -> join", "c -> join", "join -> d", "d -> end"]
    steps = [user(name, STEP) for name in "abcd"]
    return bundle(process(start(), *steps, fork, join, end(), flows(*ways)))


def test_a_closed_region_can_be_gone_back_to_but_nobody_there_can_be_asked(cast: Cast) -> None:
    small = Small(cast, side_by_side())
    for step in "abc":
        small.act(step)
    with pytest.raises(Invalid) as refused:
        small.act("d", "return", to="fork", resume="straight_back")
    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [("/resume", "enum")]
    assert small.act("d", "return", to="fork") == ["b", "c"]


def test_within_a_branch_only_what_that_branch_has_done_is_undone(cast: Cast) -> None:
    fork, join = element("parallelGateway", "fork"), element("parallelGateway", "join")
    ways = ["begin -> fork", "fork -> a", "a -> b", "b -> c", "c -> join", "fork -> x", "x -> y", "y -> join"]
    steps = [user(name, STEP) for name in "abcxy"]
    small = Small(cast, bundle(process(start(), fork, *steps, join, end(), flows(*ways, "join -> end"))))
    for step in "abx":
        small.act(step)
    assert small.act("c", "return", to="a") == ["a", "y"]
    with pytest.raises(Invalid):
        small.act("a", "return", to="b")
    assert small.act("y", "return", to="x") == ["a", "x"]
