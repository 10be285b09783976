"""The number a request gets when it is submitted: gapless per process and year of Asia/Shanghai."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import Serial
from webapp.services.people import SHANGHAI


def next_number(session: Session, process: str, pattern: str, now: datetime) -> str:
    """Take the next number of the year, under its row's lock, and return it in `pattern` (`ICF-{year}-{seq:06}`)."""
    year = now.astimezone(SHANGHAI).year
    seq = _take(session, process, year)
    if seq is None:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        session.execute(insert(Serial).values(process=process, year=year, last=0).on_conflict_do_nothing())
        seq = _take(session, process, year)
    return pattern.format(year=year, seq=seq)


def _take(session: Session, process: str, year: int) -> int | None:
    mine = (Serial.process == process) & (Serial.year == year)
    taken = update(Serial).where(mine).values(last=Serial.last + 1).returning(Serial.last)
    return session.scalar(taken, execution_options={"synchronize_session": False})
