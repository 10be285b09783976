"""Joins inside return loops: ours never fire early; SpiffWorkflow's own do, which is why ours count."""

from __future__ import annotations

from itertools import permutations, product
from typing import Any

import pytest
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from tests.workflows.engine.drawing import bundle, element, end, facts, flows, process, start, user
from workflows.engine import Bundle, compile, complete, open_tasks
from workflows.engine import start as begin

BRANCHES = ("a", "b", "c")
ORDERS = list(product(permutations(BRANCHES), permutations(BRANCHES)))


def looped(kind: str, condition: str) -> Bundle:
    """Return a block of three branches with a check behind it that may send back before the block.

    An inclusive one has a fourth branch, its default, that is never taken.
    """
    inclusive = kind == "inclusiveGateway"
    ways = [f"fork -> {name}{' if all' if inclusive else ''}" for name in BRANCHES]
    ways += ["none: fork -> other", "other -> join"] if inclusive else []
    ways += [f"{name} -> join" for name in BRANCHES]
    ways += ["begin -> merge", "merge -> fork", "join -> check", "check -> sent", f"sent -> merge if {condition}"]
    gates = element(kind, "fork", **({"default": "none"} if inclusive else {})) + element(kind, "join")
    gates += element("exclusiveGateway", "merge") + element("exclusiveGateway", "sent", default="ok")
    steps = "".join(user(name) for name in (*BRANCHES, "check", *(["other"] if inclusive else [])))
    return bundle(process(start(), gates, steps, end(), flows(*ways, "ok: sent -> end")))


def early_in_stock(order: tuple[tuple[str, ...], ...]) -> bool:
    """Return whether SpiffWorkflow alone opens the check of round 2 before all three signed."""
    parser = BpmnParser()
    parser.add_bpmn_str(looped("parallelGateway", "again").files["process.bpmn"])
    workflow = BpmnWorkflow(parser.get_spec("main"), parser.get_subprocess_specs("main"))
    workflow.do_engine_steps()
    for signed in order:
        for number, name in enumerate(signed):
            if stock_open(workflow, "check") is not None:
                return number < len(signed)
            run_stock(workflow, name)
        run_stock(workflow, "check", again=True)
    return False


def stock_open(workflow: Any, name: str) -> Any:
    """Return the ready task of a step, None where it is not open."""
    return workflow.get_next_task(state=TaskState.READY, spec_name=name)


def run_stock(workflow: Any, name: str, **data: Any) -> None:
    """Complete a step in SpiffWorkflow."""
    task = stock_open(workflow, name)
    task.data.update(data)
    task.run()
    workflow.do_engine_steps()


def early_in_ours(source: Bundle, rounds: tuple[tuple[str, ...], ...]) -> bool:
    """Return whether our check opens before all three signed, in any round."""
    compiled, given = compile(source), facts(again=True, all=True)
    done = begin(compiled, given)
    for signed in rounds:
        for name in signed:
            if "check" in names(compiled, done.state):
                return True
            done = complete(compiled, done.state or b"", names(compiled, done.state)[name], given)
        assert list(names(compiled, done.state)) == ["check"]
        done = complete(compiled, done.state or b"", done.opened[0].task_id, given)
    return False


def names(compiled: Any, state: bytes | None) -> dict[str, str]:
    """Return the open steps and their tasks."""
    return {opened.step: opened.task_id for opened in open_tasks(compiled, state or b"")}


def test_the_stock_parallel_join_fires_early_in_round_two() -> None:
    early = [order for order in ORDERS if early_in_stock(order)]
    assert len(early) >= len(ORDERS) // 2


@pytest.mark.parametrize("kind", ["parallelGateway", "inclusiveGateway"])
def test_our_joins_never_fire_early_in_any_order_of_four_rounds(kind: str) -> None:
    source = looped(kind, "again")
    assert not [order for order in ORDERS if early_in_ours(source, order * 2)]
