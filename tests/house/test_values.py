"""Moments, days, numbers and sizes are written by `webapp/i18n.py` alone, as the reader writes them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BY_HAND = re.compile(
    r"strftime|:%[YymdHMBb]|\.isoformat\(|\.ctime\(|filesizeformat|\|\s*round\b|\|\s*format\b|:,[.}\dfn]|:[.\d]*\d[f%]\}"
)
PROGRAMS = "for programs: RFC 3339"
STORED = "stored, not shown"
PAPER = "paper has one notation (GB/T 7408), for readers of both its languages"
EXCEPT = {
    "webapp/i18n.py": "the one place",
    "webapp/api/": PROGRAMS,
    "webapp/errors.py": PROGRAMS,
    "webapp/services/": STORED,
    "webapp/printing/answers.py": PAPER,
    "webapp/printing/paper.py": PAPER,
    "webapp/jobs/lists.py": "the name of a file, and cells that spreadsheets read and sort",
    "webapp/jobs/prints.py": "the name of a file, which sorts by it",
    "webapp/demo/": "what the demo's people type",
    "webapp/commands/founding.py": "seconds on the command line",
}


def by_hand(path: str, text: str) -> list[str]:
    """Lines that write a value by hand, unless the file has a reason to."""
    if any(path.startswith(known) for known in EXCEPT):
        return []
    return [
        f"{path}:{number}: {line.strip()}" for number, line in enumerate(text.splitlines(), 1) if BY_HAND.search(line)
    ]


def test_values_are_written_in_one_place() -> None:
    folder = ROOT / "webapp"
    paths = [*folder.rglob("*.py"), *(folder / "templates").rglob("*.html"), *(folder / "printing").rglob("*.html")]
    found = [
        one
        for path in paths
        if "frontend" not in path.parts
        for one in by_hand(str(path.relative_to(ROOT)), path.read_text("utf-8"))
    ]
    assert not found, "\n".join(found)


def test_values_written_by_hand_are_seen() -> None:
    lines = [
        "f'{at:%Y-%m-%d}'",
        "day.isoformat()",
        "{{ size|filesizeformat }}",
        "f'{amount:,}'",
        "at.strftime('%d')",
        "f'{x:.1f}'",
    ]
    assert len(by_hand("webapp/views/x.py", "\n".join(lines))) == len(lines)
    assert by_hand("webapp/i18n.py", lines[0]) == []
    assert by_hand("webapp/views/x.py", "title: %(name)s; {number:06}") == []
