"""Every text of the program that stands in both kinds of Chinese side by side, outside of the catalogues."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.pofile import read_po
from lxml import etree

from tests.house.languages.simplified import TRANSLATIONS, strings

ROOT = TRANSLATIONS.parents[1]
AP = "{urn:approvals:bpmn:1}"
PACKAGES = ("webapp", "forms", "workflows", "models")
SKIPPED = {"node_modules", "__pycache__", "static", "translations"}
CJK = re.compile(r"[\u4e00-\u9fff]")
SCRIPT_WORDS = re.compile(r'"(zh-Han[ts])": (\{.*?\}),?$', re.M)


class Pair(NamedTuple):
    """A text in both kinds, and where it stands."""

    where: str
    traditional: str
    simplified: str


def pairs() -> Iterator[Pair]:
    """All of them: catalogues, processes, print words, Python, the viewer's words."""
    yield from catalogue()
    for path in files("*.toml"):
        yield from _nested(path, tomllib.loads(path.read_text("utf-8")))
    for path in files("*.json"):
        yield from _nested(path, json.loads(path.read_text("utf-8")))
    for path in files("*.bpmn"):
        yield from diagram(path)
    for path in files("*.py"):
        yield from python(path)
    yield from script(ROOT / "webapp/frontend/src/viewer/words.js")


def files(pattern: str) -> Iterator[Path]:
    """Files of what is shipped."""
    for package in PACKAGES:
        yield from (path for path in sorted((ROOT / package).rglob(pattern)) if not SKIPPED & set(path.parts))


def catalogue() -> Iterator[Pair]:
    """The sentences of pages and messages."""
    both = []
    for language in ("zh_Hant", "zh_Hans"):
        with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
            both.append(read_po(file, locale=language))
    for message in both[0]:
        other = both[1].get(message.id, message.context)
        if message.id and other is not None:
            yield from (Pair("messages.po", *two) for two in zip(strings(message), strings(other), strict=True))


def _nested(path: Path, value: Any) -> Iterator[Pair]:
    if isinstance(value, dict):
        if isinstance(value.get("zh_Hant"), str):
            yield Pair(_name(path), value["zh_Hant"], value.get("zh_Hans") or "")
        for one in value.values():
            yield from _nested(path, one)
    elif isinstance(value, list):
        for one in value:
            yield from _nested(path, one)


def diagram(path: Path) -> Iterator[Pair]:
    """`ap:` texts of a diagram, by their element and what else they say of themselves."""
    texts: dict[tuple[Any, ...], dict[str, str]] = {}
    for one in etree.parse(path).iter(f"{AP}*"):
        language = one.get("lang")
        if language:
            same = tuple(sorted((name, value) for name, value in one.attrib.items() if name != "lang"))
            texts.setdefault((one.getparent(), one.tag, same), {})[language] = (one.text or "").strip()
    for both in texts.values():
        yield Pair(_name(path), both.get("zh_Hant", ""), both.get("zh_Hans", ""))


def python(path: Path) -> Iterator[Pair]:
    """Mappings by language, and rows of three texts (en, zh_Hant, zh_Hans)."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Dict):
            texts = {_constant(key): _constant(value) for key, value in zip(node.keys, node.values, strict=True)}
            if CJK.search(texts.get("zh_Hant", "")) and "繁" not in texts["zh_Hant"]:  # not the languages' own names
                yield Pair(_name(path), texts["zh_Hant"], texts.get("zh_Hans", ""))
        elif isinstance(node, ast.Tuple) and len(node.elts) == 3:
            english, traditional, simplified = map(_constant, node.elts)
            if english and not CJK.search(english) and CJK.search(traditional) and CJK.search(simplified):
                yield Pair(_name(path), traditional, simplified)


def _constant(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def script(path: Path) -> Iterator[Pair]:
    """The words of a script that brings its own."""
    found = dict(SCRIPT_WORDS.findall(path.read_text("utf-8")))
    texts = [re.findall(r': "([^"]*)"', found[tag]) for tag in ("zh-Hant", "zh-Hans")]
    yield from (Pair(_name(path), *both) for both in zip(*texts, strict=True))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))
