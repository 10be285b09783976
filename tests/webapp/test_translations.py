"""Every sentence of pages and messages is there in both kinds of Chinese."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from webapp import messages

WEBAPP = Path(__file__).resolve().parents[2] / "webapp"
CHINESE = ("zh_Hant", "zh_Hans")
KEYWORDS = {"N_": None, "_": None, "gettext": None, "ngettext": (1, 2), "NN_": (1, 2)}
SIGNS = {", ", ": ", "%(number)s: %(done)s", "chose “%(label)s”"}
"""Msgids whose translations are signs and parameters alone."""
ONLY_TRADITIONAL = "這裡個們為來過還沒說請問"


@cache
def used() -> frozenset[str]:
    """The msgids in code and templates."""
    quiet = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    skipped = {"frontend", "static", "demo", "__pycache__", "translations"}
    found = extract_from_dir(
        WEBAPP, methods, quiet, KEYWORDS, directory_filter=lambda path: Path(path).name not in skipped
    )
    return frozenset(text[0] if isinstance(text, tuple) else text for _, _, text, _, _ in found)


@cache
def catalogue(language: str) -> Catalog:
    with (WEBAPP / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def _translation(language: str, msgid: str) -> str:
    entry = catalogue(language).get(msgid)
    text = entry.string if entry else ""
    return text[0] if isinstance(text, tuple | list) else str(text or "")


@pytest.mark.parametrize("language", CHINESE)
def test_every_sentence_is_translated(language: str) -> None:
    missing = [one for one in used() - SIGNS if not re.search(r"[\u4e00-\u9fff]", _translation(language, one))]
    assert not missing


@pytest.mark.parametrize("language", CHINESE)
def test_parameters_are_the_same(language: str) -> None:
    for msgid in used():
        assert set(re.findall(r"%\(\w+\)[sd]", msgid)) <= set(
            re.findall(r"%\(\w+\)[sd]", _translation(language, msgid))
        ) | {"%(num)d"}, msgid


def test_no_translation_is_left_over() -> None:
    for language in CHINESE:
        known = {one.id[0] if isinstance(one.id, tuple) else one.id for one in catalogue(language) if one.id}
        assert known <= used()


def test_simplified_has_no_traditional_characters() -> None:
    wrong = [one for one in used() if set(_translation("zh_Hans", one)) & set(ONLY_TRADITIONAL)]
    assert not wrong


@pytest.mark.parametrize("language", CHINESE)
def test_the_compiled_files_are_what_the_sources_give(language: str) -> None:
    made = BytesIO()
    write_mo(made, catalogue(language))
    path = WEBAPP / "translations" / language / "LC_MESSAGES" / "messages.mo"
    assert path.read_bytes() == made.getvalue()


def test_a_code_without_a_sentence_is_still_readable() -> None:
    assert messages.sentence({}, "never-heard_of") == "never heard of"
