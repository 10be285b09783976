"""The main process as the engine sees it: whatever is answered, it ends, and its returns stay in bounds."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.benchmarks.engine import PROCESS, contact
from tests.workflows.engine.blocks import Drawing
from tests.workflows.engine.walking import Walk
from workflows.engine import Bundle, compile_cached, open_tasks, place, targets

COMPILED = compile_cached(Bundle.read(PROCESS))


class ContactWalk(Walk):
    """A walk through the contact form with answers of its own."""

    def facts(self) -> dict[str, Any]:
        """Return facts with random supply and answers of Purchasing."""
        given = contact(COMPILED, cannot_buy=self.random.random() < 0.5)
        available = Decimal(self.random.randint(0, 4))
        given["steps"]["production_check"]["data"]["supply"] = [{"line": "1", "available": available}]
        given["steps"]["coordinate"]["data"]["go_on"] = self.random.choice(["buy", "give_up"])
        return given


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_a_contact_form_always_ends_and_returns_leave_it_sound(seed: int) -> None:
    walk = ContactWalk(COMPILED, Drawing(), None, Random(seed))
    walk.begin()
    for _ in range(60):
        if not walk.open():
            break
        path = walk.random.choice(walk.open())
        legal = [target for target in returns(walk, path) if target != "initiator"]
        if legal and walk.random.random() < 0.1:
            walk.go_back(path, walk.random.choice(legal))
        else:
            walk.complete(path)
    finish(walk)


def finish(walk: Walk) -> None:
    """Complete whatever is open until the request ends."""
    for _ in range(300):
        if not walk.open():
            assert walk.done.finished
            return
        walk.complete(walk.random.choice(walk.open()))
    raise AssertionError("the request did not end")


def returns(walk: Walk, path: str) -> tuple[str, ...]:
    """Return where an open step may be returned to, had everything been finished."""
    if "return" not in COMPILED.steps[path].actions:
        return ()
    task, _ = walk.tasks(path)
    return targets(COMPILED, walk.done.state or b"", task, list(COMPILED.steps))


def test_icf9_counting_returns_to_the_registration_of_its_own_shipment_only() -> None:
    both = place(COMPILED, ["receive_dispatch/confirm_arrival", "receive_purchase/register_arrival"], contact(COMPILED))
    task = next(o.task_id for o in open_tasks(COMPILED, both.state or b"") if o.step.endswith("confirm_arrival"))
    assert targets(COMPILED, both.state or b"", task, list(COMPILED.steps)) == ("receive_dispatch/register_arrival",)
