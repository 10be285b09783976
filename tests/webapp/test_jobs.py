"""The thread beside the server: it goes on whatever happens, and clears away once a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.cast import NOW, Cast
from webapp.config import Settings
from webapp.jobs.housekeeping import Housekeeping
from webapp.jobs.scanner import Scanner
from webapp.services import timers


def test_no_fault_ends_the_scan(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    scanner = Scanner(cast.database, lambda: NOW, every=0.001)
    looked: list[datetime] = []

    def broken(_session: object, now: datetime) -> int:
        looked.append(now)
        if len(looked) > 2:
            scanner.stop()
        raise LookupError("request 1 has no run of engine task x")

    monkeypatch.setattr(timers, "scan", broken)
    scanner.run()
    assert len(looked) == 3


def test_it_is_tidied_once_a_day(cast: Cast, tmp_path: Path) -> None:
    keeping = Housekeeping(cast.database, Settings(data_dir=tmp_path))
    assert [keeping.tidy(NOW + timedelta(hours=hours)) for hours in (0, 1, 23, 24, 25)] == [
        True,
        False,
        False,
        True,
        False,
    ]
