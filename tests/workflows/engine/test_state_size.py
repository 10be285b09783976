"""The state's size depends on the open work alone, however long the request's life was."""

from __future__ import annotations

from tests.benchmarks.engine import PROCESS, state_figures
from workflows.engine import Bundle


def test_the_contact_forms_states_are_small_and_stay_so_after_50_returns_and_50_loops() -> None:
    found = state_figures(Bundle.read(PROCESS))
    assert found["engine.state_bytes"] <= 900
    assert found["engine.state_bytes_both_arrivals"] <= 1700
    assert found["engine.state_bytes_after_50_returns"] == found["engine.state_bytes"]
    assert found["engine.state_bytes_after_50_loops"] == found["engine.state_bytes"]
    assert found["engine.state_bytes_after_50_counts"] == found["engine.state_bytes_both_arrivals"]
