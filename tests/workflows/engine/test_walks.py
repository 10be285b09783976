"""Over random structured diagrams: bytes, the uncut object and the oracle always agree, and nothing hangs."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflows.engine.blocks import Block, Drawing, Maker
from tests.workflows.engine.drawing import facts
from tests.workflows.engine.walking import NOW, Walk
from tests.workflows.engine.watched import watched
from workflows.engine import Refused, compile, go_back, open_tasks, place, targets
from workflows.engine.codec import decode, encode

SEEDS = st.integers(min_value=0, max_value=2**32)
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def walk_of(seed: int) -> Walk | None:
    """Return a random diagram begun; None where it would need too much prediction."""
    random = Random(seed)
    maker, drawing = Maker(random), Drawing()
    block = Block("loop", "top", (Block("seq", parts=(maker.block(0), maker.block(3), maker.block(2))),))
    try:
        compiled = compile(drawing.bundle(block))
    except Refused as refused:
        if {problem.code for problem in refused.problems} != {"too_much_prediction"}:
            raise
        return None
    walk = Walk(compiled, drawing, block, random)
    walk.begin()
    return walk


def random_action(walk: Walk) -> None:
    """Complete, now and then return or let timers fire."""
    path, chance = walk.random.choice(walk.open()), walk.random.random()
    if chance < 0.2:
        walk.go_back(path, walk.random.choice(walk.oracle.legal(path)))
    elif chance < 0.25:
        walk.fire()
    else:
        walk.complete(path)


@QUIET
@given(SEEDS)
def test_bytes_the_uncut_object_and_the_oracle_agree_on_random_walks(seed: int) -> None:
    walk = walk_of(seed)
    for _ in range(30):
        if walk is None or not walk.open():
            return
        random_action(walk)


@QUIET
@given(SEEDS)
def test_nothing_hangs_a_request_that_is_only_completed_ends(seed: int) -> None:
    walk = walk_of(seed)
    for _ in range(400):
        if walk is None or not walk.open():
            return
        walk.complete(walk.random.choice(walk.open()))
    raise AssertionError("the request did not end")


@QUIET
@given(SEEDS)
def test_every_return_to_every_legal_target_leaves_exactly_the_right_steps_open(seed: int) -> None:
    walk = walk_of(seed)
    if walk is None:
        return
    for _ in range(walk.random.randint(0, 8)):
        if walk.open():
            walk.complete(walk.random.choice(walk.open()))
    for path in walk.open():
        for to in walk.oracle.legal(path):
            assert opened_after_return(walk, path, to) == expected_after_return(walk, to)


def opened_after_return(walk: Walk, path: str, to: str) -> list[str]:
    """Return the steps open behind a return that is not kept."""
    task, _ = walk.tasks(path)
    done = go_back(walk.compiled, walk.done.state or b"", task, to, walk.facts(), now=NOW)
    return sorted(opened.step for opened in open_tasks(walk.compiled, done.state or b""))


def expected_after_return(walk: Walk, to: str) -> list[str]:
    """Return what the oracle says, and leave it as it was."""
    before = walk.oracle.state
    walk.oracle.go_back(to)
    opened, walk.oracle.state = walk.oracle.open(), before
    return opened


@QUIET
@given(SEEDS)
def test_placing_the_open_steps_gives_a_state_that_goes_on_alike(seed: int) -> None:
    walk = walk_of(seed)
    for _ in range(12):
        if walk is None or not walk.open():
            return
        walk.complete(walk.random.choice(walk.open()))
        if walk.open():
            walk.done = place(walk.compiled, walk.open(), facts(), now=NOW)
            assert walk.open() == walk.oracle.open()


@QUIET
@given(SEEDS)
def test_with_side_ways_bytes_and_the_uncut_object_agree_too(seed: int) -> None:
    walk = Walk(watched(), Drawing(gates=["again"]), None, Random(seed))
    walk.begin()
    for _ in range(25):
        if not walk.open():
            return
        path, chance = walk.random.choice(walk.open()), walk.random.random()
        if chance < 0.2:
            walk.go_back(path, walk.random.choice(legal(walk, path)))
        elif chance < 0.45:
            walk.fire()
        else:
            walk.complete(path)
        written = encode(walk.compiled, walk.top)
        assert (written is None) == (walk.done.state is None)
        assert written is None or encode(walk.compiled, decode(walk.compiled, written)) == written


def legal(walk: Walk, path: str) -> list[str]:
    """Return where an open step may be returned to, had everything been finished."""
    task, _ = walk.tasks(path)
    found = targets(walk.compiled, walk.done.state or b"", task, list(walk.compiled.steps))
    return [target for target in found if target != "initiator"]
