"""Starting, completing, deciding, effects, notes and limits."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from SpiffWorkflow.bpmn.script_engine.python_environment import TaskDataEnvironment

from tests.workflows.engine.drawing import bundle, chain, element, end, extended, facts, flows, process, start, user
from workflows.engine import (
    Bundle,
    Compiled,
    EffectCall,
    EngineFault,
    Moved,
    Note,
    Passed,
    cancel,
    compile,
    compile_cached,
    complete,
    open_tasks,
)
from workflows.engine import start as begin

VOCABULARY = Path(__file__).parent / "bundles" / "vocabulary"


@pytest.fixture(scope="module")
def vocabulary() -> Compiled:
    """A bundle that uses every element."""
    return compile_cached(Bundle.read(VOCABULARY))


def steps(done: Moved) -> list[str]:
    """Return the steps that opened."""
    return [opened.step for opened in done.opened]


def elements(done: Moved) -> list[str]:
    """Return what was passed, with its scope."""
    return [f"{passed.scope}/{passed.element}" if passed.scope else passed.element for passed in done.passed]


def first(compiled: Compiled, done: Moved, given: dict[str, Any]) -> Moved:
    """Complete the first open step."""
    assert done.state is not None
    return complete(compiled, done.state, open_tasks(compiled, done.state)[0].task_id, given)


def test_starting_passes_the_start_event_and_opens_the_first_step() -> None:
    done = begin(compile(chain(2)), facts())
    assert (elements(done), steps(done), done.finished) == (["begin", "begin__s1"], ["s1"], False)


def test_the_last_step_finishes_the_request_and_leaves_no_state() -> None:
    compiled = compile(chain(1))
    done = first(compiled, begin(compiled, facts()), facts())
    assert (done.state, done.finished, elements(done)) == (None, True, ["s1", "s1__end", "end"])


def test_a_step_can_be_completed_once() -> None:
    compiled = compile(chain(2))
    done = begin(compiled, facts())
    after = first(compiled, done, facts())
    with pytest.raises(EngineFault, match="not open"):
        complete(compiled, after.state or b"", done.opened[0].task_id, facts())


@pytest.mark.parametrize("task", ["", "x", "0" * 32])
def test_an_unknown_task_is_refused(task: str) -> None:
    compiled = compile(chain(2))
    with pytest.raises(EngineFault) as fault:
        complete(compiled, begin(compiled, facts()).state or b"", task, facts())
    assert fault.value.code == "task_not_open"


def test_cancelling_closes_every_open_step(vocabulary: Compiled) -> None:
    done = begin(vocabulary, facts(price=Decimal(300), reference=Decimal(300), site="S1"))
    assert {opened.step for opened in cancel(vocabulary, done.state or b"").closed} == {"finance"}
    assert cancel(vocabulary, done.state or b"").state is None


def test_a_decision_is_made_in_passing_and_read_by_the_next_gateway(vocabulary: Compiled) -> None:
    dear = begin(vocabulary, facts(price=Decimal("110.01"), reference=Decimal(100), site="S1"))
    fair = begin(vocabulary, facts(price=Decimal("110.00"), reference=Decimal(100), site="S1"))
    assert (steps(dear), dear.decisions[0].outputs, dear.decisions[0].rows) == (["manager_sign"], "application", (1,))
    assert (steps(fair), fair.decisions[0].outputs, fair.decisions[0].rows) == (["note_one/read_note"], "record", (2,))
    assert (dear.decisions[0].element, dear.decisions[0].table) == ("policy", "freight_policy")


def test_an_effect_is_asked_for_with_its_value(vocabulary: Compiled) -> None:
    done = begin(vocabulary, facts(price=Decimal(1), reference=Decimal(1), site="S1"))
    assert done.effects == (EffectCall("file_copy", "file_copy", "S1"),)


def test_steps_in_a_called_process_carry_their_scope(vocabulary: Compiled) -> None:
    done = begin(vocabulary, facts(price=Decimal(1), reference=Decimal(1)))
    assert (done.opened[0].step, done.opened[0].scope) == ("note_one/read_note", "note_one")
    assert Passed("note_begin", "note_one") in done.passed
    after = first(vocabulary, done, facts())
    assert elements(after)[:4] == ["note_one/read_note", "note_one/n2", "note_one/note_end", "note_one"]
    assert steps(after) == ["archive"]
    assert first(vocabulary, after, facts()).finished


def test_what_a_bundle_reads_is_told_for_each_element(vocabulary: Compiled) -> None:
    assert vocabulary.reads["is_needed"] == {"decisions.policy"}
    assert vocabulary.reads["manager_sign"] == {"site", "keeper", "settings.manager_time", "needed_by"}
    assert {"price", "reference"} <= vocabulary.reads["policy"]
    assert {"price", "reference", "settings"} <= vocabulary.names


def test_one_bundle_is_compiled_once() -> None:
    assert compile_cached(chain(3)) is compile_cached(chain(3))


def choice(condition: str, *before: str) -> Compiled:
    """Return a gateway that leads to `yes` on a condition, to `no` by default."""
    gate = element("exclusiveGateway", "gate", default="otherwise")
    lines = ["begin -> gate", *before, f"way: gate -> yes if {condition}", "otherwise: gate -> no"]
    return compile(
        bundle(process(start(), gate, user("yes"), user("no"), end(), flows(*lines, "yes -> end", "no -> end")))
    )


@pytest.mark.parametrize(
    ("amount", "opened", "notes"),
    [
        (Decimal(4), ["yes"], ()),
        (Decimal(3), ["no"], ()),
        (None, ["no"], (Note("null_condition", "gate", {"flow": "way"}),)),
        ("many", ["no"], (Note("null_condition", "gate", {"flow": "way"}),)),
    ],
)
def test_a_null_condition_takes_the_default_flow_and_leaves_a_note(
    amount: Any, opened: list[str], notes: tuple[Note, ...]
) -> None:
    done = begin(choice("amount > settings.limit"), facts(amount=amount))
    assert (steps(done), done.notes) == (opened, notes)


def test_a_condition_that_is_not_true_or_false_takes_the_default_flow() -> None:
    done = begin(choice("amount + 1"), facts(amount=Decimal(1)))
    assert (steps(done), done.notes[0].code) == (["no"], "condition_not_boolean")


def test_an_inclusive_gateway_takes_the_default_only_where_nothing_else_is_true() -> None:
    gates = element("inclusiveGateway", "fork", default="d") + element("inclusiveGateway", "join")
    lines = ["begin -> fork", "fork -> a if x", "fork -> b if y", "d: fork -> c", "a -> join", "b -> join", "c -> join"]
    body = start() + gates + "".join(map(user, "abc")) + end() + flows(*lines, "join -> end")
    compiled = compile(bundle(process(body)))
    opened = {(x, y): steps(begin(compiled, facts(x=x, y=y))) for x in (True, False, None) for y in (True, False)}
    assert opened[True, True] == ["a", "b"]
    assert opened[True, False] == ["a"]
    assert opened[None, True] == ["b"]
    assert opened[False, False] == opened[None, False] == ["c"]


def test_inside_a_call_the_own_scope_hides_the_outer_one() -> None:
    gate = element("exclusiveGateway", "gate", default="otherwise")
    inner = process(
        start("b2"), user("ask"), gate, user("more"), end("e2"),
        flows("b2 -> ask", "ask -> gate", 'gate -> more if steps.ask.data.go and steps.a.data.go and scope = "one"',
              "otherwise: gate -> e2", "more -> e2"),
        name="inner",
    )  # fmt: skip
    calls = [element("callActivity", name, calledElement="inner") for name in ("one", "two")]
    main = process(start(), user("a"), *calls, end(), flows("begin -> a", "a -> one", "one -> two", "two -> end"))
    compiled = compile(bundle(main, inner))
    done = first(compiled, begin(compiled, facts()), facts())
    assert steps(done) == ["one/ask"]
    answered = {"a": {"data": {"go": True}}, "one/ask": {"data": {"go": True}}, "two/ask": {"data": {"go": False}}}
    assert steps(first(compiled, done, facts(steps=answered))) == ["one/more"]
    assert steps(first(compiled, done, facts(steps={**answered, "one/ask": {"data": {"go": False}}}))) == ["two/ask"]


def test_a_terminating_end_closes_everything_at_its_level() -> None:
    gates = element("parallelGateway", "fork") + element("parallelGateway", "join")
    gates += element("exclusiveGateway", "gate", default="fine")
    lines = ["begin -> fork", "fork -> a", "fork -> b", "a -> gate", "gate -> stop if bad", "fine: gate -> join"]
    body = start() + gates + user("a") + user("b") + end("stop", terminate=True) + end()
    compiled = compile(bundle(process(body, flows(*lines, "b -> join", "join -> end"))))
    done = first(compiled, begin(compiled, facts()), facts(bad=True))
    assert (done.finished, done.state, [closed.step for closed in done.closed]) == (True, None, ["b"])


def test_more_than_200_steps_in_one_call_are_stopped() -> None:
    effects = [element("serviceTask", f"e{n}", extended('<ap:effect name="x"/>')) for n in range(201)]
    names = ["begin", *(f"e{n}" for n in range(201)), "end"]
    lines = [f"{a} -> {b}" for a, b in pairwise(names)]
    compiled = compile(bundle(process(start(), *effects, end(), flows(*lines))))
    with pytest.raises(EngineFault) as fault:
        begin(compiled, facts())
    assert fault.value.code == "too_many_steps"


def test_more_than_half_a_second_in_one_call_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(100))
    monkeypatch.setattr("workflows.engine.live.time.thread_time", lambda: next(clock))
    with pytest.raises(EngineFault) as fault:
        begin(compile(chain(2)), facts())
    assert fault.value.code == "too_much_time"


def test_an_expression_beyond_its_limits_is_an_engine_fault() -> None:
    with pytest.raises(EngineFault) as fault:
        begin(choice("count(for i in 1..100000, j in 1..100000 return i + j + n) > 0"), facts(n=1))
    assert fault.value.code == "expression_failed"


def test_python_is_never_evaluated(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("Python was evaluated")

    monkeypatch.setattr(TaskDataEnvironment, "evaluate", never)
    monkeypatch.setattr(TaskDataEnvironment, "execute", never)
    done = begin(choice('__import__("os").system("true") = 0 or amount > 1'), facts(amount=Decimal(2)))
    assert steps(done) == ["yes"]
