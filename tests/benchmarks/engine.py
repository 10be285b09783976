"""What a step costs and how large a state is; `make bench` calls `measure`."""

from __future__ import annotations

import gc
import time
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from tests.workflows.engine.drawing import chain, facts
from workflows.engine import Bundle, Compiled, compile, complete, go_back, open_tasks, start
from workflows.engine.moving import begin, completing, moved
from workflows.engine.tree import Top

ROUNDS, REPEATS, STEPS = 9, 60, 12
PROCESS = Path(__file__).parents[2] / "workflows" / "processes" / "internal_contact"


def measure() -> dict[str, float]:
    """Return the engine's figures by name."""
    ours, step = step_ratio()
    stock, _ = stock_ratio()
    figures = {"engine.step_ratio": ours, "engine.step_ratio_stock": stock, "engine.step_us": step}
    return {**figures, **state_figures(Bundle.read(PROCESS))}


def step_ratio() -> tuple[float, float]:
    """Return `complete` on bytes over `complete` on the live uncut object, and the former in µs."""
    compiled, given = compile(chain(STEPS)), typical_facts()
    pairs = [_round(compiled, given) for _ in range(ROUNDS)]
    return median(a / b for a, b in pairs), median(a for a, _ in pairs) / (REPEATS * STEPS) * 1e6


def typical_facts() -> dict[str, Any]:
    """Return facts like those that a service hands in."""
    done = {f"s{i}": {"outcome": "approve", "by": i, "at": None, "data": {}, "items": []} for i in range(1, STEPS)}
    return facts(reason="worn out", quantity=3) | {"steps": done}


def _round(compiled: Compiled, given: dict[str, Any]) -> tuple[float, float]:
    """Walk whole chains both ways, interleaved step by step; return the CPU time of each."""
    bytes_time = live_time = 0.0
    gc.collect()
    gc.disable()
    for _ in range(REPEATS):
        done, top = start(compiled, given), Top(compiled)
        moved(compiled, top, given, None, begin)
        for _ in range(STEPS):
            task = next(iter(top.steps)).hex
            began = time.thread_time()
            done = complete(compiled, done.state or b"", done.opened[0].task_id, given)
            between = time.thread_time()
            moved(compiled, top, given, None, completing(task)).moved(None)
            bytes_time, live_time = bytes_time + between - began, live_time + time.thread_time() - between
    gc.enable()
    return bytes_time, live_time


def stock_ratio() -> tuple[float, float]:
    """Return load, step and save by the stock serializer over its own step in memory, and the former in µs."""
    pairs = [_stock_round() for _ in range(3)]
    return median(a / b for a, b in pairs), median(a for a, _ in pairs) / STEPS * 1e6


def stock_workflow() -> BpmnWorkflow:
    """Return the chain as a workflow of SpiffWorkflow alone."""
    parser = BpmnParser()
    parser.add_bpmn_str(chain(STEPS).files["process.bpmn"])
    workflow = BpmnWorkflow(parser.get_spec("main"), parser.get_subprocess_specs("main"))
    workflow.do_engine_steps()
    return workflow


def _stock_round() -> tuple[float, float]:
    serializer = BpmnWorkflowSerializer()
    live = stock_workflow()
    state = serializer.serialize_json(live)
    stored_time = live_time = 0.0
    for _ in range(STEPS):
        began = time.thread_time()
        loaded = serializer.deserialize_json(state)
        _stock_step(loaded)
        state = serializer.serialize_json(loaded)
        between = time.thread_time()
        _stock_step(live)
        stored_time, live_time = stored_time + between - began, live_time + time.thread_time() - between
    return stored_time, live_time


def _stock_step(workflow: BpmnWorkflow) -> None:
    workflow.get_next_task(state=TaskState.READY, manual=True).run()
    workflow.do_engine_steps()


def state_figures(bundle: Bundle) -> dict[str, float]:
    """Return the sizes of the main process's states: shipments open side by side, then after returns and loops."""
    compiled = compile(bundle)
    shipping = shipments(compiled)
    arriving = through(compiled, shipping, "dispatch", "purchase")
    return {
        "engine.state_bytes": size(shipping),
        "engine.state_bytes_both_arrivals": size(arriving),
        "engine.state_bytes_after_50_returns": size(shipments(compiled, returns=50)),
        "engine.state_bytes_after_50_loops": size(through(compiled, shipping, *["purchase", "coordinate"] * 50)),
        "engine.state_bytes_after_50_counts": size(counted_again(compiled, arriving, 50)),
    }


def size(state: bytes) -> float:
    """Return the bytes of a state."""
    return float(len(state))


def contact(compiled: Compiled, *, cannot_buy: bool = False) -> dict[str, Any]:
    """Return facts of a contact form of which a part is in the warehouse."""
    line = {"id": "1", "code": "T-1", "quantity": Decimal(4)}
    supply = [{"line": "1", "available": Decimal(1)}]
    done = {
        "production_check": {"outcome": "approve", "data": {"supply": supply}},
        "purchase": {"outcome": "approve", "data": {"cannot_buy": cannot_buy}},
        "coordinate": {"outcome": "approve", "data": {"go_on": "buy"}},
    }
    settings = {name: setting["value"] for name, setting in compiled.toml["settings"].items()}
    lists = {"tools": [line], "consumables": [], "spare_parts": []}
    return {**facts(site="S-1", **lists), "steps": done, "settings": settings}


def shipments(compiled: Compiled, returns: int = 0) -> bytes:
    """Return the state with `dispatch` and `purchase` open, the form sent back from the manager before."""
    given = contact(compiled)
    state = start(compiled, given).state or b""
    for _ in range(returns):
        state = through(compiled, state, "site_review", "planner_review", "supervisor_sign")
        state = go_back(compiled, state, task_of(compiled, state, "manager_sign"), "site_review", given).state or b""
    steps = ("site_review", "planner_review", "supervisor_sign", "manager_sign", "production_check")
    state = through(compiled, state, *steps)
    assert {opened.step for opened in open_tasks(compiled, state)} == {"dispatch", "purchase"}
    return state


def counted_again(compiled: Compiled, state: bytes, returns: int) -> bytes:
    """Return the state after a called process was sent back to its first step again and again."""
    for _ in range(returns):
        state = through(compiled, state, "receive_dispatch/register_arrival")
        task = task_of(compiled, state, "receive_dispatch/confirm_arrival")
        to = "receive_dispatch/register_arrival"
        state = go_back(compiled, state, task, to, contact(compiled)).state or b""
    return state


def through(compiled: Compiled, state: bytes, *steps: str) -> bytes:
    """Return the state behind the completion of these steps; `purchase` before `coordinate` cannot buy."""
    for number, step in enumerate(steps):
        given = contact(compiled, cannot_buy=steps[number + 1 : number + 2] == ("coordinate",))
        state = complete(compiled, state, task_of(compiled, state, step), given).state or b""
    return state


def task_of(compiled: Compiled, state: bytes, step: str) -> str:
    """Return the task of an open step."""
    return next(opened.task_id for opened in open_tasks(compiled, state) if opened.step == step)


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:40} {value:10.2f}")
