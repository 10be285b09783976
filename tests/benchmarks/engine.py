"""What a step costs and how large a state is; `make bench` calls `measure`."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from tests.workflows.engine.drawing import chain, facts
from workflows.engine import Bundle, Compiled, Moved, compile, complete, go_back, start
from workflows.engine.live import Top
from workflows.engine.moving import begin, completing, moved

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
    """Return load, step and save by the stock serializer over SpiffWorkflow's own step in memory, and the former in µs."""
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
    """Return the sizes of the main process's states."""
    return {}


def until(compiled: Compiled, done: Moved, given: dict[str, Any], stop: Callable[[Moved], bool]) -> Moved:
    """Complete the first open step again and again until `stop`."""
    while not stop(done):
        done = complete(compiled, done.state or b"", done.opened[0].task_id, given)
    return done


def returned(compiled: Compiled, done: Moved, given: dict[str, Any], to: str) -> Moved:
    """Return the first open step to `to`."""
    return go_back(compiled, done.state or b"", done.opened[0].task_id, to, given)


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:40} {value:10.2f}")
