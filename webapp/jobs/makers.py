"""Who makes which kind of ordered file: one maker a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from webapp.services.actor import Actor


@dataclass(frozen=True)
class Made:
    """A file that is made: its name for the reader, its media type, and what the reader should know of it."""

    name: str
    type: str
    note: Mapping[str, Any] = field(default_factory=dict)


Progress = Callable[[int, int | None], None]
"""How far it is: so many done, of so many (None: nobody knows). Called as often as one likes."""

Maker = Callable[[Actor, Mapping[str, Any], Path, Progress], Made]
"""Writes the file that was ordered with these parameters for an actor to the path; in the actor's language, in an
application context. A `Problem` that it raises is told to the reader as the reason why there is no file."""

MAKERS: dict[str, Maker] = {}
