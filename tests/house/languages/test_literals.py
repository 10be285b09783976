"""No sentence for people stands in code untranslated; tests/webapp/test_templates.py holds it of templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("views", "jobs", "printing")
"""Services have codes only; the API's own description is in English, for programmers."""
SENTENCE = re.compile(r"^[“A-Z][a-z]+ [a-z]{2,}|^[a-z]+ [a-z]+ [a-z]+\b")
MARKS = {"N_", "NN_", "_", "gettext", "ngettext"}
QUIET = {"error", "warning", "info", "exception", "debug"}
"""Methods of the log, which administrators read."""


def untranslated(text: str) -> list[str]:
    """Sentences in a module that are neither marked for translation, nor logged, nor the text of an exception."""
    tree = ast.parse(text)
    quiet = {id(node) for call in _quiet(tree) for node in ast.walk(call)}
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SENTENCE.match(node.value)
        if id(node) not in quiet | documentation
    ]


def _quiet(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in MARKS | QUIET:
                yield node
        elif isinstance(node, ast.Raise | ast.Assert):
            yield node


def test_every_sentence_is_marked_for_translation() -> None:
    paths = [path for room in ROOMS for path in (ROOT / "webapp" / room).rglob("*.py")]
    paths += [path for path in (ROOT / "webapp").glob("*.py") if path.name != "config.py"]
    found = [f"{path.relative_to(ROOT)}: {one}" for path in paths for one in untranslated(path.read_text("utf-8"))]
    assert not found, "\n".join(found)


def test_a_sentence_that_is_not_is_seen() -> None:
    lines = [
        '"""Said of it."""',
        'flash("The draft is saved.")',
        'flash(gettext("It is saved."))',
        'log.error("It is so")',
    ]
    text = "\n".join(lines)
    assert untranslated(text) == ["The draft is saved."]
