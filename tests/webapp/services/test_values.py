"""What a table decided keeps its kinds between two actions: 12 is a number tomorrow too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from webapp.services import values

KEPT: list[Any] = [
    None, True, "12", Decimal("12.40"), date(2026, 11, 23), datetime(2026, 11, 23, 2, tzinfo=UTC), time(8, 30),
    timedelta(days=-1, seconds=1.5), [Decimal(1), {"a": Decimal(2)}], {"number": "x"},
]  # fmt: skip


@pytest.mark.parametrize("value", KEPT, ids=repr)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    assert values.read(values.written(value)) == value


def test_what_has_no_kind_is_kept_as_text() -> None:
    assert values.read(values.written({1})) == "{1}"
