"""The background tasks by name, and what is done when one has failed for good."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.jobs import lists, outputs, papers, prints
from webapp.jobs.makers import MAKERS
from webapp.jobs.running import Held
from webapp.services.outputs import TASK as OUTPUT
from webapp.services.papers import TASK as PAPER


@dataclass(frozen=True)
class Task:
    """`run` may be called more than once for one order: it must be safe to repeat. `failed` follows the last try."""

    run: Callable[[Mapping[str, Any], Held], None]
    failed: Callable[[Mapping[str, Any]], None] = lambda _args: None


TASKS: dict[str, Task] = {OUTPUT: Task(outputs.make, outputs.fail), PAPER: Task(papers.make)}
MAKERS["prints"] = prints.make
MAKERS["list"] = lists.make
