"""When the signatures of a step are enough: all, or a share of the votes, in exact fractions (A1)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from models import ItemKind, ItemState, StepRun, WorkItem
from workflows.engine import Compiled, Facts, Sign, Step

ANY, ALL, RATIO = "any", "all", "ratio"
APPROVE, REJECT, SKIPPED = "approve", "reject", "skipped"
ZERO = Fraction(0)
EXACT = 10**6
"""A number with more decimal places than this has is taken as the fraction it rounds: 0.6666… is 2/3."""


def rule(step: Step) -> str:
    """The rule of a step: `any` where it asks for one signature."""
    return ANY if step.sign is None else step.sign.rule


def share(sign: Sign, seen: Facts) -> Fraction | None:
    """The share of the votes that a vote needs, above 0 and at most 1; None where it is not a vote, or not known."""
    said = fraction(sign.share.value(seen)) if sign.rule == RATIO and sign.share is not None else None
    return said if said is not None and 0 < said <= 1 else None


def weight(sign: Sign | None, seen: Facts) -> Fraction | None:
    """The weight of an item's vote; None where no weight is asked for, or it is none: then it counts one."""
    said = None if sign is None or sign.weight is None else fraction(sign.weight.value(seen))
    return said if said is not None and said >= 0 else None


def fraction(value: Any) -> Fraction | None:
    """A share or weight from FEEL or text such as 2/3, 0.5 or 60 %; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        return None
    text = str(value).replace(" ", "")
    try:
        found = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        return None
    return found if isinstance(value, str) else found.limit_denominator(EXACT)


def counted(run: StepRun) -> list[WorkItem]:
    """The items whose signature counts: those that were taken out, or skipped, do not."""
    signs = (item for item in run.items if item.kind is ItemKind.SIGN and item.state is not ItemState.CANCELLED)
    return [item for item in signs if item.outcome != SKIPPED]


def verdict(run: StepRun, step: Step) -> str | None:
    """What the run's signatures come to: approve, reject or skipped; None while it is undecided."""
    items = counted(run)
    refused = any(item.outcome == REJECT for item in items)
    if refused and (step.sign is None or step.sign.refusal == "ends"):
        return REJECT
    if not items:
        return SKIPPED
    if run.rule == RATIO and run.share is not None:
        return _vote(items, Fraction(run.share))
    if any(item.state is not ItemState.DONE for item in items):
        return None
    return REJECT if refused else APPROVE


def _vote(items: Sequence[WorkItem], needed: Fraction) -> str | None:
    """Decided as soon as the share is reached, or cannot be reached any more."""
    whole, yes, no = (_sum(items, *outcomes) for outcomes in ((), (APPROVE,), (REJECT,)))
    if yes >= needed * whole:
        return APPROVE
    still = any(item.state is not ItemState.DONE for item in items)
    return None if still and whole - no >= needed * whole else REJECT


def _sum(items: Sequence[WorkItem], *outcomes: str) -> Fraction:
    """The votes of all items, or of those with one of `outcomes`; each counts one where all weigh nothing."""
    weights = [Fraction(1) if item.weight is None else Fraction(item.weight) for item in items]
    if not any(weights):
        weights = [Fraction(1)] * len(items)
    return sum((w for w, item in zip(weights, items, strict=True) if not outcomes or item.outcome in outcomes), ZERO)


def goes_on(compiled: Compiled, step: Step) -> bool:
    """Whether a request goes on after a refused step: refusals count there, and the diagram reads what it came to.

    Else a refusal ends the request: a lost vote that no gateway looks at never passes.
    """
    asked = {tuple(path.split(".")[1:3]) for path in compiled.paths if path.startswith("steps.")}
    read = {(step.id,), (step.id, "outcome"), (step.id, "items")} & asked
    return step.sign is not None and step.sign.refusal == "counts" and bool(read)
