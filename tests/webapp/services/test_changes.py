"""What an action changed in the answers, as the trail tells it."""

from __future__ import annotations

from typing import Any

import pytest

from webapp.services.changes import changes


@pytest.mark.parametrize(("before", "after"), [(None, ""), ("", None), ([], None), ("a", "a")])
def test_what_reads_the_same_is_no_change(before: Any, after: Any) -> None:
    assert changes({"reason": before}, {"reason": after}) == []
    line = {"id": "l1", "model": before}
    assert changes({"tools": [line]}, {"tools": [line | {"model": after}]}) == []
    assert changes({"check": {"note": before}}, {"check": {"note": after}}) == []


@pytest.mark.parametrize(("before", "after"), [("", "a"), (None, 0), (None, False), ("1", "1.0")])
def test_what_reads_otherwise_is_told(before: Any, after: Any) -> None:
    assert changes({"reason": before}, {"reason": after}) == [{"field": "reason", "before": before, "after": after}]
