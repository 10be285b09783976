"""What a task gets to know of its own run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Held:
    """The job as its task sees it: which try this is, and `on()` to say that it is still at work."""

    tries: int
    on: Callable[[], None]
