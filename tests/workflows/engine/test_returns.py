"""Returns step by step: regions, legal targets, and what stays open."""

from __future__ import annotations

import pytest

from tests.workflows.engine.drawing import bundle, chain, element, end, facts, flows, process, start, user
from workflows.engine import Compiled, EngineFault, Moved, compile, complete, go_back, open_tasks, place, targets

GATES = element("parallelGateway", "fork") + element("parallelGateway", "join")
WAYS = ("begin -> a", "a -> fork", "fork -> b1", "b1 -> b2", "b2 -> join", "fork -> c", "c -> join", "join -> d")


def forked(*, return_to: str | None = None) -> Compiled:
    """Return a, then b1, b2 beside c, then d, then a called process with i1, i2."""
    narrowed = f'<ap:step return-to="{return_to}"/>' if return_to else ""
    inner_steps = user("i1") + user("i2", narrowed)
    inner = process(start("s2"), inner_steps, end("e2"), flows("s2 -> i1", "i1 -> i2", "i2 -> e2"), name="inner")
    call = element("callActivity", "k", calledElement="inner")
    steps = "".join(map(user, ("a", "b1", "b2", "c", "d", "z")))
    main = process(start(), GATES, steps, call, end(), flows(*WAYS, "d -> k", "k -> z", "z -> end"))
    return compile(bundle(main, inner))


def at(compiled: Compiled, *steps: str) -> Moved:
    """Return a request with these steps open."""
    return place(compiled, steps, facts())


def opened(compiled: Compiled, done: Moved) -> dict[str, str]:
    """Return the open steps and their tasks."""
    return {each.step: each.task_id for each in open_tasks(compiled, done.state or b"")}


def back(compiled: Compiled, done: Moved, step: str, to: str) -> Moved:
    """Return an open step to a target."""
    return go_back(compiled, done.state or b"", opened(compiled, done)[step], to, facts())


def test_in_a_branch_only_that_branch_is_replaced() -> None:
    compiled = forked()
    done = back(compiled, at(compiled, "b2", "c"), "b2", "b1")
    assert sorted(opened(compiled, done)) == ["b1", "c"]
    assert [closed.step for closed in done.closed] == ["b2"]


def test_after_a_return_in_a_branch_the_join_still_waits_for_both() -> None:
    compiled = forked()
    done = back(compiled, at(compiled, "b2", "c"), "b2", "b1")
    for step, then in [("b1", ["b2", "c"]), ("c", ["b2"]), ("b2", ["d"])]:
        done = complete(compiled, done.state or b"", opened(compiled, done)[step], facts())
        assert sorted(opened(compiled, done)) == then


def test_out_of_a_region_every_branch_is_closed_each_with_a_line() -> None:
    compiled = forked()
    done = back(compiled, at(compiled, "b2", "c"), "b2", "a")
    assert (list(opened(compiled, done)), sorted(c.step for c in done.closed)) == (["a"], ["b2", "c"])


def test_to_the_initiator_the_state_is_dropped() -> None:
    compiled = forked()
    done = back(compiled, at(compiled, "b2", "c"), "c", "initiator")
    assert (done.state, done.finished, sorted(c.step for c in done.closed)) == (None, False, ["b2", "c"])


def test_to_the_fork_of_a_closed_region_all_branches_reopen() -> None:
    compiled = forked()
    done = back(compiled, at(compiled, "d"), "d", "fork")
    assert sorted(opened(compiled, done)) == ["b1", "c"]


def test_to_a_closed_call_its_process_begins_again() -> None:
    compiled = forked()
    assert list(opened(compiled, back(compiled, at(compiled, "z"), "z", "k"))) == ["k/i1"]


def test_inside_a_call_steps_of_the_call_and_outside_it_are_legal() -> None:
    compiled = forked()
    done = at(compiled, "k/i2")
    assert list(opened(compiled, back(compiled, done, "k/i2", "k/i1"))) == ["k/i1"]
    assert list(opened(compiled, back(compiled, done, "k/i2", "d"))) == ["d"]


@pytest.mark.parametrize(
    ("open_steps", "step", "to"),
    [
        (["d"], "d", "b1"),
        (["b2", "c"], "b2", "c"),
        (["d"], "d", "k/i1"),
        (["z"], "z", "k/i1"),
        (["d"], "d", "nothing"),
        (["d"], "d", "join"),
        (["d"], "d", "begin"),
    ],
)
def test_an_illegal_target_is_refused(open_steps: list[str], step: str, to: str) -> None:
    compiled = forked()
    with pytest.raises(EngineFault) as fault:
        back(compiled, at(compiled, *open_steps), step, to)
    assert fault.value.code == "illegal_target"


ALL = ("a", "b1", "b2", "c", "d", "k/i1")


@pytest.mark.parametrize(
    ("open_steps", "step", "finished", "legal"),
    [
        (["b2", "c"], "b2", ["a", "b1"], ["initiator", "a", "b1"]),
        (["b2"], "b2", ["a", "b1", "c"], ["initiator", "a", "b1"]),
        (["d"], "d", ["a", "b1", "b2", "c"], ["initiator", "a", "fork"]),
        (["k/i2"], "k/i2", ALL, ["initiator", "a", "fork", "d", "k/i1"]),
        (["z"], "z", ALL, ["initiator", "a", "fork", "d", "k"]),
        (["d"], "d", [], ["initiator"]),
        (["d"], "d", ["gone"], ["initiator"]),
    ],
)
def test_targets_are_what_was_finished_around_the_step_and_the_forks_of_closed_regions(
    open_steps: list[str], step: str, finished: list[str], legal: list[str]
) -> None:
    compiled = forked()
    done = at(compiled, *open_steps)
    assert list(targets(compiled, done.state or b"", opened(compiled, done)[step], finished)) == legal


def test_return_to_narrows_the_targets_by_the_names_of_the_own_scope() -> None:
    compiled = forked(return_to="i1")
    done = at(compiled, "k/i2")
    assert targets(compiled, done.state or b"", opened(compiled, done)["k/i2"], ALL) == ("k/i1",)
    with pytest.raises(EngineFault):
        back(compiled, done, "k/i2", "a")


def test_items_reopen_only_where_a_step_has_items() -> None:
    compiled = compile(chain(2))
    done = at(compiled, "s2")
    with pytest.raises(EngineFault) as fault:
        go_back(compiled, done.state or b"", opened(compiled, done)["s2"], "s1", facts(), items=["1"])
    assert fault.value.code == "no_items"


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        (["b1", "b2"], "steps_collide"),
        (["a", "d"], "steps_collide"),
        (["a", "c"], "steps_collide"),
        (["c", "d"], "steps_collide"),
        (["k/i1", "k/i2"], "steps_collide"),
        (["k/i1", "z"], "steps_collide"),
        (["nothing"], "unknown_step"),
        (["initiator"], "unknown_step"),
        ([], "nothing_to_place"),
    ],
)
def test_steps_that_cannot_be_open_together_are_not_placed(steps: list[str], code: str) -> None:
    with pytest.raises(EngineFault) as fault:
        at(forked(), *steps)
    assert fault.value.code == code


def test_a_branch_without_a_placed_step_counts_as_arrived() -> None:
    compiled = forked()
    done = at(compiled, "b2")
    assert [o.step for o in complete(compiled, done.state or b"", opened(compiled, done)["b2"], facts()).opened] == [
        "d"
    ]
