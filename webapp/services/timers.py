"""Deadlines and the engine's timers as they fall due: one scan fires both (features D)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session


def scan(session: Session, now: datetime, limit: int = 100) -> int:
    """Fire what is due until `now`, request by request under its lock, and return how many timers fired.

    Requests that someone is acting on are left for the next scan. One statement when nothing is due.
    """
    raise NotImplementedError
