"""Bilingual labels: what a form says in the reader's language, with the other one small beside it."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

TAGS = {"en": "en", "zh_Hant": "zh-Hant", "zh_Hans": "zh-Hans"}
WORDS = Path(__file__).parent / "words.toml"


class Label(NamedTuple):
    """A label: the main text, the small one (empty where there is none) and their language tags."""

    main: str
    small: str
    main_tag: str
    small_tag: str


def label(titles: Mapping[str, str], lang: str) -> Label:
    """Return the label of `titles` for a form in `lang`: Chinese with English under it, English with Chinese."""
    other = "zh_Hant" if lang == "en" else "en"
    main = titles.get(lang) or titles.get("zh_Hant") or titles.get("en") or ""
    small = titles.get(other, "")
    return Label(main, small if small != main else "", TAGS[lang], TAGS[other])


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Return the fixed words of every form by key (`words.toml`), in the three languages."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def word(key: str, lang: str) -> Label:
    """Return the label of a fixed word. Raises KeyError for an unknown one."""
    return label(words()[key], lang)
