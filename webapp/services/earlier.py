"""What earlier signatures of the round mean for a step: who may not sign it (A6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from workflows.engine import INITIATOR, Facts, Step


def barred(step: Step, facts: Facts, initiator_id: int) -> frozenset[int]:
    """Return the people who may not act on `step`: who finished a step of `not-same-as` in this round."""
    finished = facts.get("steps", {})
    people = {one for other in step.not_same_as for one in _who(_visit(finished, step, other))}
    return frozenset(people | ({initiator_id} if INITIATOR in step.not_same_as else set()))


def _visit(finished: Mapping[str, Any], step: Step, other: str) -> Mapping[str, Any]:
    """Return the visit of step `other`, named from the step's scope outward."""
    scope = step.scope.split("/") if step.scope else []
    paths = ["/".join([*scope[:depth], other]) for depth in range(len(scope), -1, -1)]
    return next((finished[path] for path in paths if path in finished), {})


def _who(visit: Mapping[str, Any]) -> Iterator[int]:
    """Yield everybody who signed, added signers too (B4), and for whom: none of them may sign again (B7)."""
    for one in (visit, *visit.get("items", ()), *visit.get("also", ())):
        yield from (int(one[name]) for name in ("by", "stood_for") if isinstance(one.get(name), Decimal | int))
