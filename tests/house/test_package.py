"""A wheel holds every file that the program reads at run time: diagrams, forms, fonts, words, migrations."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("workflows", "forms", "models", "webapp")
UNREAD = {".po", ".cfg", ".md"}
"""What only who works on the program reads."""


def read_by_the_program() -> set[str]:
    """The kept files of the packages that a running program opens or imports."""
    kept = subprocess.run(["git", "ls-files", *PACKAGES], cwd=ROOT, check=True, capture_output=True, text=True)
    return {
        name
        for name in kept.stdout.splitlines()
        if Path(name).suffix not in UNREAD and not name.startswith("webapp/frontend/")
    }


@pytest.fixture
def wheel(tmp_path: Path) -> set[str]:
    """The names in a wheel built from a copy of the sources."""
    for name in (*read_by_the_program(), "pyproject.toml", "README.md", "LICENSE"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    build = "from setuptools import build_meta; build_meta.build_wheel('.')"
    subprocess.run([sys.executable, "-c", build], cwd=tmp_path, check=True, capture_output=True)
    (made,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(made) as archive:
        return set(archive.namelist())


def test_a_wheel_holds_all_that_the_program_reads(wheel: set[str]) -> None:
    assert read_by_the_program() - wheel == set()
    assert not [name for name in wheel if name.startswith(("tests/", "webapp/frontend/"))]
