"""The forecast (A9): over random diagrams it always holds what opens next, and where nothing is unknown, all of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given

from tests.workflows.engine.drawing import bundle, chain, element, end, facts, flows, process, start, user
from tests.workflows.engine.test_walks import QUIET, SEEDS, walk_of
from tests.workflows.engine.walking import NOW, Walk
from workflows.engine import Bundle, Compiled, Forecast, compile, complete, forecast, open_tasks
from workflows.engine.ahead import MOST

VOCABULARY = Path(__file__).parent / "bundles/vocabulary"


def steps(found: Forecast) -> list[str]:
    return [one.step for one in found.steps]


def opened_by(walk: Walk, path: str, given_facts: dict[str, Any]) -> set[str]:
    """Return what opens if one open step is approved; nothing is kept."""
    ours, _ = walk.tasks(path)
    done = complete(walk.compiled, walk.done.state or b"", ours, given_facts, now=NOW)
    return {one.step for one in done.opened}


@QUIET
@given(SEEDS)
def test_a9_what_opens_next_stands_in_the_forecast_right_after_what_was_approved(seed: int) -> None:
    walk = walk_of(seed)
    for _ in range(15):
        if walk is None or not walk.open():
            return
        today = walk.facts()
        found = forecast(walk.compiled, walk.open(), today)
        for path in walk.open():
            told = {one.step for one in found.steps if path in one.after}
            assert opened_by(walk, path, today) <= told
        walk.complete(walk.random.choice(walk.open()))


@QUIET
@given(SEEDS)
def test_a9_whatever_is_decided_later_stands_in_a_forecast_that_knows_nothing(seed: int) -> None:
    walk = walk_of(seed)
    for _ in range(15):
        if walk is None or not walk.open():
            return
        gates = {name for gate in walk.drawing.gates for name in (gate, f"{gate}_set")}
        found = forecast(walk.compiled, walk.open(), facts(), gates)
        for path in walk.open():
            assert opened_by(walk, path, walk.facts()) <= {one.step for one in found.steps if path in one.after}
        walk.complete(walk.random.choice(walk.open()))


@QUIET
@given(SEEDS)
def test_a9_where_all_is_known_exactly_what_is_foretold_comes(seed: int) -> None:
    walk = walk_of(seed)
    if walk is None:
        return
    today = walk.facts() | dict.fromkeys(walk.drawing.gates, 1)
    foretold = set(steps(forecast(walk.compiled, walk.open(), today)))
    came: set[str] = set()
    state = walk.done.state
    while state is not None:
        task = open_tasks(walk.compiled, state)[0]
        done = complete(walk.compiled, state, task.task_id, today, now=NOW)
        came |= {one.step for one in done.opened}
        state = done.state
    assert came == foretold


def chosen(condition: str) -> Compiled:
    """Return a diagram with a choice between b and c behind a, and d where they meet."""
    body = [start(), user("a"), element("exclusiveGateway", "gate", default="no"), user("b"), user("c")]
    lines = ["begin -> a", "a -> gate", f"yes: gate -> b if {condition}", "no: gate -> c"]
    meets = [element("exclusiveGateway", "meet"), user("d"), end()]
    lines += ["b -> meet", "c -> meet", "meet -> d", "d -> end"]
    return compile(bundle(process(*body, *meets, flows(*lines))))


def test_a9_a_chain_is_told_in_order_and_surely() -> None:
    found = forecast(compile(chain(4)), ["s2"], facts())
    assert steps(found) == ["s3", "s4"]
    assert all(one.sure for one in found.steps)


def test_a9_before_sending_everything_is_told() -> None:
    assert steps(forecast(compile(chain(3)), ["initiator"], facts())) == ["s1", "s2", "s3"]


def test_a9_a_condition_on_known_facts_is_answered() -> None:
    assert steps(forecast(chosen("amount > 5"), ["a"], facts(amount=9))) == ["b", "d"]
    assert steps(forecast(chosen("amount > 5"), ["a"], facts(amount=1))) == ["c", "d"]


def test_a9_a_condition_that_nobody_can_answer_yet_is_told_as_either_or() -> None:
    for condition, given_facts in (("amount > 5", facts()), ("steps.a.data.cheap = true", facts())):
        found = forecast(chosen(condition), ["a"], given_facts)
        assert [(one.step, [(w.kind, w.way) for w in one.within]) for one in found.steps] == [
            ("b", [("either", "yes")]),
            ("c", [("either", "no")]),
            ("d", []),
        ]


def test_a9_a_field_still_to_be_filled_in_counts_as_unknown() -> None:
    assert steps(forecast(chosen("kind = 1"), ["a"], facts(kind=None), {"kind"})) == ["b", "c", "d"]
    assert steps(forecast(chosen("kind = 1"), ["a"], facts(kind=None))) == ["c", "d"]


def test_a9_steps_ahead_count_as_approved() -> None:
    found = forecast(chosen('steps.a.outcome = "approve"'), ["a"], facts())
    assert steps(found) == ["b", "d"]


def test_a9_what_a_step_answered_earlier_does_not_count_while_it_is_open_again() -> None:
    earlier = facts(steps={"a": {"outcome": "approve", "data": {"cheap": True}}})
    assert steps(forecast(chosen("steps.a.data.cheap = true"), ["a"], earlier)) == ["b", "c", "d"]


def test_a9_branches_are_marked_and_what_follows_the_join_comes_after_all_of_them() -> None:
    body = [start(), user("a"), element("parallelGateway", "fork"), user("b"), user("c"), user("c2")]
    body += [element("parallelGateway", "meet"), user("d"), end()]
    lines = ["begin -> a", "a -> fork", "fork -> b", "fork -> c", "c -> c2", "b -> meet", "c2 -> meet", "meet -> d"]
    compiled = compile(bundle(process(*body, flows(*lines, "d -> end"))))
    found = {one.step: one for one in forecast(compiled, ["a"], facts()).steps}
    assert [one.kind for one in found["c2"].within] == ["both"]
    assert found["c2"].sure
    assert (found["d"].within, found["d"].after) == ((), {"b", "c2"})
    assert steps(forecast(compiled, ["c"], facts())) == ["c2", "d"]


def test_a9_a_loop_is_told_once() -> None:
    body = [start(), user("a"), element("exclusiveGateway", "gate", default="out"), user("b"), end()]
    lines = ["begin -> a", "a -> gate", "again: gate -> a if steps.a.data.more = true", "out: gate -> b", "b -> end"]
    body[1] = element("exclusiveGateway", "head") + user("a")
    lines[0] = "begin -> head"
    lines = [*(line.replace("gate -> a if", "gate -> head if") for line in lines), "head -> a"]
    found = forecast(compile(bundle(process(*body, flows(*lines)))), ["a"], facts())
    assert [(one.step, [w.way for w in one.within]) for one in found.steps] == [("a", ["again"]), ("b", [])]


def test_a9_decisions_are_made_with_what_is_known() -> None:
    compiled = compile(Bundle.read(VOCABULARY))
    known = forecast(compiled, ["initiator"], facts(price=120, reference=100))
    unknown = forecast(compiled, ["initiator"], facts(), {"price", "reference"})
    assert set(steps(known)) <= set(steps(unknown))
    assert known.whole


def test_a9_choices_that_never_meet_again_stay_linear() -> None:
    body, lines, source = [start(), user("s")], ["begin -> s"], "s"
    for number in range(12):
        gate, left, right = f"g{number}", f"l{number}", f"r{number}"
        body += [element("exclusiveGateway", gate, default=f"{gate}_r"), user(left), user(right), end(f"e{number}")]
        lines += [f"{source} -> {gate}", f"{gate} -> {left} if x = {number}", f"{gate}_r: {gate} -> {right}"]
        lines += [f"{left} -> e{number}"]
        source = right
    compiled = compile(bundle(process(*body, end(), flows(*lines, f"{source} -> end"))))
    found = forecast(compiled, ["s"], facts(), {"x"})
    assert len(found.steps) == 24 < MOST
    assert found.whole
