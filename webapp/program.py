"""What the running program consists of: one object, handed to whoever needs a part of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app

from models import Database
from webapp.config import Settings

EXTENSION = "approvals"


def utc_now() -> datetime:
    """Return the present moment; the one clock of the program."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Program:
    """Database, settings and clock of one running program."""

    database: Database
    settings: Settings
    clock: Callable[[], datetime] = utc_now


def program() -> Program:
    """Return the program that serves the current request."""
    found: Program = current_app.extensions[EXTENSION]
    return found


def now() -> datetime:
    """Return the moment at which the current request acts."""
    return program().clock()
