"""Prints read back by programs that are not ours: poppler's and qpdf."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path


def run(content: bytes, *command: str) -> str:
    """Return what a command says of a PDF (its name stands for `{}`); it must succeed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "print.pdf"
        path.write_bytes(content)
        words = [word.format(path) for word in command]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def text(content: bytes) -> str:
    """Return the text of a PDF, as somebody who copies it out gets it."""
    return run(content, "pdftotext", "-raw", "{}", "-")
