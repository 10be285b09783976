"""Boundary timers, drawn only where the way changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.workflows.engine.drawing import bundle, element, end, extended, facts, flows, process, start, timer, user
from workflows.engine import Compiled, Moved, compile, complete, fire_timers, go_back, open_tasks, targets
from workflows.engine import start as begin

NOW = datetime(2026, 3, 2, 8, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)


def interrupted(text: str = "PT1H", kind: str = "timeDuration") -> Compiled:
    """Return a step whose timer leads to another step."""
    lines = flows("begin -> a", "a -> end", "t -> late", "late -> end")
    return compile(bundle(process(start(), user("a"), user("late"), end(), timer("t", "a", text, kind), lines)))


def reminded(text: str, kind: str = "timeDuration", *side: str) -> Compiled:
    """Return a step with a timer that does not interrupt; its way asks for an effect, or opens a step `side`."""
    told = user(side[0]) if side else element("serviceTask", "told", extended('<ap:effect name="notice"/>'))
    name = side[0] if side else "told"
    lines = flows("begin -> a", "a -> b", "b -> end", f"t -> {name}", f"{name} -> told_end")
    clock = timer("t", "a", text, kind, interrupting=False)
    return compile(bundle(process(start(), user("a"), user("b"), told, end(), end("told_end"), clock, lines)))


def opened(compiled: Compiled, done: Moved) -> dict[str, str]:
    """Return the open steps and their tasks."""
    return {each.step: each.task_id for each in open_tasks(compiled, done.state or b"")} if done.state else {}


def finish(compiled: Compiled, done: Moved, step: str, given: Any = None) -> Moved:
    """Complete an open step."""
    return complete(compiled, done.state or b"", opened(compiled, done)[step], given or facts(), now=NOW)


def test_an_interrupting_timer_closes_its_step_and_goes_its_way() -> None:
    compiled = interrupted()
    done = begin(compiled, facts(), now=NOW)
    assert done.next_due == NOW + HOUR
    late = fire_timers(compiled, done.state or b"", facts(), NOW + HOUR)
    assert ([c.step for c in late.closed], [o.step for o in late.opened]) == (["a"], ["late"])
    assert [passed.element for passed in late.passed] == ["t", "t__late"]
    assert late.next_due is None


def test_nothing_fires_before_it_is_due() -> None:
    compiled = interrupted()
    done = begin(compiled, facts(), now=NOW)
    early = fire_timers(compiled, done.state or b"", facts(), NOW + HOUR - timedelta(microseconds=1))
    assert (early.state, early.passed, early.next_due) == (done.state, (), NOW + HOUR)


def test_a_completed_step_takes_its_timer_away() -> None:
    compiled = reminded("PT1H")
    done = finish(compiled, begin(compiled, facts(), now=NOW), "a")
    assert (list(opened(compiled, done)), done.next_due) == (["b"], None)


def test_a_timer_that_does_not_interrupt_leaves_its_step_open_and_fires_once() -> None:
    compiled = reminded("PT1H")
    done = begin(compiled, facts(), now=NOW)
    told = fire_timers(compiled, done.state or b"", facts(), NOW + HOUR)
    assert ([effect.name for effect in told.effects], told.closed, told.next_due) == (["notice"], (), None)
    assert list(opened(compiled, told)) == ["a"]


def test_a_repeating_timer_fires_as_often_as_it_says_without_drift() -> None:
    compiled = reminded("R3/PT1H", "timeCycle")
    done, fired, dues = begin(compiled, facts(), now=NOW), 0, []
    while done.next_due is not None:
        dues.append(done.next_due)
        done = fire_timers(compiled, done.state or b"", facts(), done.next_due + timedelta(minutes=20))
        fired += len(done.effects)
    assert (fired, dues) == (3, [NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR])
    assert list(opened(compiled, done)) == ["a"]


def test_a_step_on_a_side_way_stays_open_when_the_main_way_goes_on() -> None:
    compiled = reminded("PT1H", "timeDuration", "chase")
    done = fire_timers(compiled, begin(compiled, facts(), now=NOW).state or b"", facts(), NOW + HOUR)
    assert sorted(opened(compiled, done)) == ["a", "chase"]
    done = finish(compiled, finish(compiled, done, "a"), "b")
    assert (list(opened(compiled, done)), done.finished) == (["chase"], False)
    assert finish(compiled, done, "chase").finished


def test_a_return_of_the_main_way_closes_the_side_way_too() -> None:
    compiled = reminded("PT1H", "timeDuration", "chase")
    done = fire_timers(compiled, begin(compiled, facts(), now=NOW).state or b"", facts(), NOW + HOUR)
    done = finish(compiled, done, "a")
    back = go_back(compiled, done.state or b"", opened(compiled, done)["b"], "a", facts(), now=NOW)
    assert (sorted(c.step for c in back.closed), list(opened(compiled, back))) == (["b", "chase"], ["a"])


def test_a_side_way_that_outlives_its_branch_returns_to_the_fork_not_into_the_branch() -> None:
    gates = element("parallelGateway", "fork") + element("parallelGateway", "join")
    lines = flows("begin -> fork", "fork -> a", "fork -> b", "a -> join", "b -> join", "join -> c", "c -> end",
                  "t -> chase", "chase -> chase_end")  # fmt: skip
    clock = timer("t", "a", "PT1H", interrupting=False)
    body = start() + gates + "".join(map(user, ("a", "b", "c", "chase"))) + end() + end("chase_end") + clock + lines
    compiled = compile(bundle(process(body)))
    done = fire_timers(compiled, begin(compiled, facts(), now=NOW).state or b"", facts(), NOW + HOUR)
    inside = targets(compiled, done.state or b"", opened(compiled, done)["chase"], ["a"])
    done = finish(compiled, finish(compiled, done, "a"), "b")
    outside = targets(compiled, done.state or b"", opened(compiled, done)["chase"], ["a", "b"])
    assert (inside, outside) == (("initiator", "a"), ("initiator", "fork"))
    back = go_back(compiled, done.state or b"", opened(compiled, done)["chase"], "fork", facts(), now=NOW)
    assert sorted(opened(compiled, back)) == ["a", "b"]


def test_a_return_arms_the_timer_anew() -> None:
    compiled = reminded("PT1H")
    done = finish(compiled, begin(compiled, facts(), now=NOW), "a")
    back = go_back(compiled, done.state or b"", opened(compiled, done)["b"], "a", facts(), now=NOW + 5 * HOUR)
    assert back.next_due == NOW + 6 * HOUR


@pytest.mark.parametrize(
    ("text", "kind", "due"),
    [
        ("P1D", "timeDuration", NOW + timedelta(days=1)),
        ("P1M", "timeDuration", NOW.replace(month=4)),
        ("=settings.wait", "timeDuration", NOW + timedelta(days=2)),
        ("=wanted", "timeDate", datetime(2026, 3, 9, 16, tzinfo=UTC)),
        ("2026-04-01T00:00:00Z", "timeDate", datetime(2026, 4, 1, tzinfo=UTC)),
        ("2026-04-01", "timeDate", datetime(2026, 3, 31, 16, tzinfo=UTC)),
        ("2026-04-01T08:00:00", "timeDate", datetime(2026, 4, 1, tzinfo=UTC)),
    ],
)
def test_a_timer_takes_iso_8601_or_an_expression(text: str, kind: str, due: datetime) -> None:
    given = facts(settings={"wait": "P2D"}, wanted=datetime(2026, 3, 10).date())
    source = interrupted_unchecked(text, kind)
    assert begin(source, given, now=NOW).next_due == due


def interrupted_unchecked(text: str, kind: str) -> Compiled:
    """Return the interrupted step, with a setting that its timer may read."""
    lines = flows("begin -> a", "a -> end", "t -> late", "late -> end")
    toml = bundle("").files["process.toml"].decode() + 'wait = {value = "P2D"}\n'
    parts = process(start(), user("a"), user("late"), end(), timer("t", "a", text, kind), lines)
    return compile(bundle(parts, toml=toml))


def test_a_timer_without_a_time_is_not_armed_and_leaves_a_note() -> None:
    done = begin(interrupted("=wanted", "timeDate"), facts(wanted=None), now=NOW)
    assert (done.next_due, done.notes[0].code, done.notes[0].element) == (None, "timer_without_time", "t")


def test_a_timer_on_a_called_process_closes_everything_in_it() -> None:
    inner = process(start("b2"), user("i"), end("e2"), flows("b2 -> i", "i -> e2"), name="inner")
    call = element("callActivity", "k", calledElement="inner")
    lines = flows("begin -> k", "k -> end", "t -> late", "late -> end")
    compiled = compile(bundle(process(start(), call, user("late"), end(), timer("t", "k", "PT1H"), lines), inner))
    done = begin(compiled, facts(), now=NOW)
    late = fire_timers(compiled, done.state or b"", facts(), NOW + HOUR)
    assert ([c.step for c in late.closed], list(opened(compiled, late))) == (["k/i"], ["late"])
    assert finish(compiled, late, "late").finished


def test_a_called_process_that_ends_in_time_takes_its_timer_away() -> None:
    inner = process(start("b2"), user("i"), end("e2"), flows("b2 -> i", "i -> e2"), name="inner")
    call = element("callActivity", "k", calledElement="inner")
    lines = flows("begin -> k", "k -> b", "b -> end", "t -> end")
    compiled = compile(bundle(process(start(), call, user("b"), end(), timer("t", "k", "PT1H"), lines), inner))
    done = finish(compiled, begin(compiled, facts(), now=NOW), "k/i")
    assert (list(opened(compiled, done)), done.next_due) == (["b"], None)
