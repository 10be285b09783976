"""What every file of the repository keeps to; each guard is seen to fail once."""

import re
import subprocess
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 1_500_000
#: Built or cut by machine from named sources, and committed so that nobody needs the tools.
MAY_BE_BIG = ("webapp/static/dist/", "webapp/static/fonts/")

REFERENCE = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*?\b(?:src|href|data|srcset)\s*=\s*["']?\s*(?:https?:)?//[^\s"'>]+
    |url\(\s*["']?\s*(?:https?:)?//[^\s"')]+
    |@import\s+["'](?:https?:)?//[^\s"']+
    |\b(?:import|from|importScripts)\s*\(?\s*["'](?:https?:)?//[^\s"']+""",
    re.VERBOSE | re.IGNORECASE,
)


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def too_big(root: Path, names: Iterable[str]) -> list[str]:
    return [n for n in names if not n.startswith(MAY_BE_BIG) and (root / n).stat().st_size > LIMIT]


def foreign_references(text: str) -> list[str]:
    """Everything that a browser would fetch from another host; a link that a person follows is none."""
    return [found.group() for found in REFERENCE.finditer(text)]


def folders_without_init(names: Iterable[str]) -> set[str]:
    folders = {name.rpartition("/")[0] for name in names if name.endswith(".py") and "/" in name}
    python = {folder for folder in folders if not folder.startswith("webapp/frontend")}  # scripts, no package
    return {folder for folder in python if f"{folder}/__init__.py" not in set(names)}


def unlocked(dependencies: Iterable[str], lock: str) -> set[str]:
    def plain(requirement: str) -> str:
        return re.split(r"[\[<>=!~;\s]", requirement, maxsplit=1)[0].lower().replace("_", "-")

    locked = set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", lock, re.MULTILINE))
    return {plain(each) for each in dependencies} - locked


def test_no_file_is_big_but_fonts_and_bundles() -> None:
    assert too_big(ROOT, tracked()) == []


def test_a_big_file_is_seen(tmp_path: Path) -> None:
    (tmp_path / "film.bin").write_bytes(b"\0" * (LIMIT + 1))
    assert too_big(tmp_path, ["film.bin"]) == ["film.bin"]


def test_pages_fetch_nothing_from_other_hosts() -> None:
    shown = [n for n in tracked() if n.endswith((".html", ".css", ".js", ".svg")) and not n.startswith(MAY_BE_BIG)]
    found = {n: foreign_references((ROOT / n).read_text(encoding="utf-8")) for n in shown}
    assert {n: hits for n, hits in found.items() if hits} == {}


@pytest.mark.parametrize(
    "line",
    [
        '<script defer src="https://cdn.example/htmx.js"></script>',
        '<link rel="stylesheet" href="//cdn.example/a.css">',
        "body { background: url(https://img.example/a.png) }",
        '@import "https://fonts.example/css";',
        'import x from "https://esm.example/x";',
    ],
)
def test_a_foreign_reference_is_seen(line: str) -> None:
    assert foreign_references(line)


def test_a_link_for_people_is_no_reference() -> None:
    assert foreign_references('<a href="https://bpmn.io">bpmn.io</a> <script src="/static/dist/app.js">') == []


def test_every_folder_with_python_is_a_package() -> None:
    assert folders_without_init(tracked()) == set()


def test_a_folder_without_init_is_seen() -> None:
    assert folders_without_init(["a/__init__.py", "a/x.py", "a/b/y.py"]) == {"a/b"}


def test_locks_hold_every_dependency_and_no_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    program = project["project"]["dependencies"] + groups["build"]
    runtime = (ROOT / "requirements.lock").read_text()
    development = (ROOT / "requirements-dev.lock").read_text()
    assert unlocked(program, runtime) == set()
    assert unlocked(program + groups["dev"], development) == set()
    assert "://" not in runtime + development


def test_a_forgotten_lock_is_seen() -> None:
    assert unlocked(["Flask>=3.1", "New_Thing[x]>=1"], "flask==3.1.3 \\\n") == {"new-thing"}
