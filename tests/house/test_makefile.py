"""The commands that people and CI rely on."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMED_BY_INTERFACE = {"demo", "test", "lint", "bundles", "bench", "screens", "help"}


def test_ci_runs_lint_bundles_and_tests_with_the_tests_last() -> None:
    calls = re.findall(r"^make (\S+)", (ROOT / ".ci/run").read_text(), re.MULTILINE)
    assert calls == ["lint", "bundles-check", "test"]


def test_help_lists_every_target() -> None:
    shown = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    listed = set(re.findall(r"^\s+make (\S+)", shown, re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony
    assert listed == set(phony.group(1).split())
    assert listed >= NAMED_BY_INTERFACE


def test_needs_refuses_a_purpose_it_does_not_know() -> None:
    asked = subprocess.run([ROOT / ".ci/needs", "moon"], capture_output=True, text=True, check=False)
    assert asked.returncode == 2
    assert "usage:" in asked.stderr
