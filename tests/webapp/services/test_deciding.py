"""Whose turn it is, what they saw, and how often it happens (features A7, B17, G)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.cast import Cast
from tests.counting import count_sql
from tests.webapp.services.walking import BOUGHT, SENT, Walk
from webapp.services import actions, decide
from webapp.services.actions import Answer
from webapp.services.decide import Command
from webapp.services.errors import ActionReused, AlreadyDone, FieldNotYours, Invalid, NotAllowed, NotFound, Stale


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast)


def test_the_trail_names_the_post_in_which_somebody_acts(walk: Walk) -> None:
    with walk.cast.database.write() as session:
        walk.cast.also(session, "prod.planner", "site_staff", "n1")
    walk.start().to("production_check").act("production_check", data={"supply": walk.supply(all)})
    line = next(one for one in walk.lines() if (one.step, one.action) == ("production_check", "approve"))
    assert line.post["role"] == "production_planner"


def test_a_stranger_finds_nothing(walk: Walk) -> None:
    walk.start()
    with pytest.raises(NotFound):
        walk.act("site_review", by="stranger")
    assert not walk.sees("stranger")


def test_who_may_see_but_not_act_is_not_allowed(walk: Walk) -> None:
    walk.start()
    with pytest.raises(NotAllowed):
        walk.act("site_review", by="site.staff")


def test_the_second_of_two_planners_is_told_who_was_faster(walk: Walk) -> None:
    item = walk.start().to("planner_review").item("planner_review")
    walk.act("planner_review")
    with pytest.raises(AlreadyDone) as late:
        walk.act_on(item, "planner2")
    assert (late.value.by, late.value.outcome) == ("李計劃", "approve")


def test_a_page_seen_before_a_change_is_stale_and_says_where(walk: Walk) -> None:
    walk.start().to("manager_sign")
    version = walk.task("manager_sign", "manager").version
    walk.act("manager_sign", "return", comment="?", to="planner_review", resume="straight_back")
    lines = walk.data()["tools"]
    lines[0] |= {"quantity": "1"}
    walk.act("planner_review", data={"tools": lines})
    with pytest.raises(Stale) as stale:
        walk.act("manager_sign", version=version)
    assert "tools" in stale.value.changed


def test_side_branches_do_not_make_each_other_stale(walk: Walk) -> None:
    walk.start().fork("part")
    version = walk.task("dispatch", "warehouse").version
    walk.act("purchase", data=BOUGHT)
    assert walk.task("dispatch", "warehouse").version == version
    walk.act("dispatch", data=SENT, version=version)


def test_fields_that_are_read_only_here_are_not_yours(walk: Walk) -> None:
    walk.start().to("supervisor_sign")
    with pytest.raises(FieldNotYours):
        walk.act("supervisor_sign", data={"reason": "別的"})


def test_unknown_fields_and_long_comments_are_refused_together(walk: Walk) -> None:
    walk.start()
    with pytest.raises(Invalid) as refused:
        walk.act("site_review", data={"nonsense": 1}, comment="長" * 5001)
    assert {fault.pointer for fault in refused.value.faults} == {"/nonsense", "/comment"}


def test_one_of_two_clients_at_once_wins(walk: Walk) -> None:
    item = walk.start().to("supervisor_sign").item("supervisor_sign")
    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(lambda _: outcome(lambda: walk.only_act(item, "supervisor")), range(4)))
    assert sorted(ends) == ["AlreadyDone", "AlreadyDone", "AlreadyDone", "done"]
    assert walk.checked().open() == ["manager_sign"]


def outcome(verb: Callable[[], object]) -> str:
    try:
        verb()
    except AlreadyDone:
        return "AlreadyDone"
    return "done"


def test_approving_takes_few_statements(walk: Walk) -> None:
    item = walk.start().to("supervisor_sign").item("supervisor_sign")
    walk.task("supervisor_sign", "supervisor")
    with walk.cast.database.write() as session:
        actor = walk.cast.actor(session, "supervisor", walk.now)
        with count_sql(walk.cast.database) as sent:
            decide.act(session, actor, item, Command("approve"), walk.now)
    assert len(sent) <= 17, "\n".join(sent)


def test_the_same_action_id_gets_the_first_answer_again(walk: Walk) -> None:
    made: list[int] = []

    def verb() -> Answer:
        made.append(1)
        return Answer(200, {"n": len(made)})

    for _ in range(2):
        assert walk.once("a1", {"x": 1}, verb).body == {"n": 1}
    assert len(made) == 1
    with pytest.raises(ActionReused):
        walk.once("a1", {"x": 2}, verb)


def test_one_action_id_from_two_clients_at_once_happens_once(walk: Walk) -> None:
    item = walk.start().to("supervisor_sign").item("supervisor_sign")

    def twice(_: int) -> object:
        with walk.cast.database.write() as session:
            actor = walk.cast.actor(session, "supervisor", walk.now)

            def verb() -> Answer:
                return Answer(200, decide.act(session, actor, item, Command("approve"), walk.now).id)

            return actions.once(session, actor, "same", {"item": item}, verb, walk.now).body

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(twice, range(4))) == [walk.id] * 4
    assert walk.checked().open() == ["manager_sign"]
