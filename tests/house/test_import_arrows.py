"""The import contracts of pyproject.toml: kept by the code, and seen to fail when broken."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("workflows", "forms", "models", "webapp")

#: A file, a line that may not stand in it, and the contract that must say so.
BREACHES = [
    ("workflows/feel/breach.py", "import workflows.engine", "The engine stands on decision tables, these on FEEL"),
    ("workflows/breach.py", "import models", "Workflows know neither forms, rows nor the web"),
    ("forms/breach.py", "import workflows.dmn", "Forms may use FEEL and nothing else of ours"),
    ("models/breach.py", "import forms", "Models import nothing of ours"),
    ("webapp/breach.py", "import SpiffWorkflow", "Only the engine imports SpiffWorkflow"),
    ("webapp/services/breach.py", "import flask", "No Flask below the web"),
    ("webapp/services/breach_upward.py", "import webapp.views", "Services do not know who calls them"),
    ("webapp/views/breach.py", "import sqlalchemy", "Screens and API use services, not the engine or SQL"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program that a test may spoil."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=lambda _, names: [n for n in names if not _wanted(n)])
    return copy


def _wanted(name: str) -> bool:
    return name.endswith(".py") or ("." not in name and name not in {"__pycache__", "node_modules", "dist", "fonts"})


def _lint(house: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([linter, "--no-cache"], cwd=house, capture_output=True, text=True, timeout=120, check=False)


def test_arrows_are_kept_and_a_breach_of_any_is_seen(house: Path) -> None:
    sound = _lint(house)
    assert sound.returncode == 0, sound.stdout + sound.stderr

    for file, line, _ in BREACHES:
        (house / file).write_text(line + "\n")
    spoiled = _lint(house)

    assert spoiled.returncode == 1
    verdicts = {name for _, _, name in BREACHES if f"{name} BROKEN" in spoiled.stdout}
    assert verdicts == {name for _, _, name in BREACHES}
