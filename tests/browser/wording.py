"""Which words of a page are in another language than its reader's: left untranslated, or shown as codes.

What people typed stays in the language in which they typed it; so do codes, numbers and names of products.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Attachment, Material, Person, Request, RequestData, TrailDetail, Unit

CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
LATIN = re.compile(r"[A-Za-z]{2,}")
CHARACTERS = {"zh_Hant": "big5", "zh_Hans": "gb2312"}
"""A character set that has the characters of one kind of Chinese and not those of the other alone."""

SAME = {
    "PDF": "a kind of file",
    "Excel": "a product",
    "CSV": "a kind of file",
    "xlsx": "a kind of file",
    "JPEG": "a kind of file",
    "HEIC": "a kind of file",
    "Office": "a product",
    "iPhone": "a product",
    "zip": "a kind of file",
    "QR": "a kind of code",
    "MB": "a unit",
    "kB": "a unit",
    "Enter": "a key",
    "Esc": "a key",
}
"""Latin words that stand in Chinese texts too, each with what it is."""
CODES = re.compile(
    r"\b[A-Z]{2,}-\d{4}-\d+(?:-P)?\b|U\+[0-9A-F]{4,}|\b[0-9A-Z]{4}(?:-[0-9A-Z]{4})+\b|Powered by bpmn\.io"
)
"""Numbers of requests, code points, check codes, and the mark that bpmn-js's licence wants unchanged."""

TEXTS = """() => {
    const found = [document.title];
    const others = 'script, style, noscript, template, kbd, code, [lang]';
    const ours = (element) => element.closest(others) === document.documentElement;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const {parentElement: parent, data} = walker.currentNode;
        if (data.trim() && parent.tagName !== 'TEXTAREA' && ours(parent)) found.push(data);
    }
    for (const element of document.querySelectorAll('[title], [placeholder], [aria-label], [alt], [data-label]'))
        for (const name of ['title', 'placeholder', 'aria-label', 'alt', 'data-label'])
            if (element.getAttribute(name) && ours(element)) found.push(element.getAttribute(name));
    return found;
}"""


def texts(page: Page) -> list[str]:
    """Everything that the page says, seen or heard, but not what is in its fields nor what is marked as foreign."""
    return [" ".join(str(one).split()) for one in page.evaluate(TEXTS)]


def typed(session: Session) -> set[str]:
    """What people have typed or are called, and the catalogue, which is in one language."""
    found: set[str] = set()
    for column in (Person.name, Person.login, Unit.code, Attachment.name, Request.number):
        found |= {one for one in session.scalars(select(column)) if one}
    for one in session.scalars(select(Material)):
        found |= {one.code, one.name, one.specification, one.model, one.unit}
    for text in session.scalars(select(RequestData.json)):
        found |= {leaf for leaf in _leaves(json.loads(text)) if not re.fullmatch(r"[a-z_]*", leaf)}
    for text in session.scalars(select(TrailDetail.text)):
        found |= set(_leaves(json.loads(text).get("comment") or ""))
    return {" ".join(one.split()) for one in found}


def unit_names(session: Session, language: str) -> set[str]:
    """What units are called in a language; the two kinds of Chinese share one name."""
    column = Unit.name_en if language == "en" else Unit.name
    return {one for one in session.scalars(select(column)) if one}


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _leaves(one)


def foreign(said: Iterable[str], language: str, known: Iterable[str]) -> list[str]:
    """Return what is not in `language`, as `words: the text that it stands in`."""
    ours = _pattern(frozenset(known))
    found = {text: _foreign_words(CODES.sub(" ", ours.sub(" ", text)), language) for text in said}
    return [f"{' '.join(words)}: {text}" for text, words in found.items() if words]


def _foreign_words(text: str, language: str) -> list[str]:
    if language == "en":
        return CJK.findall(text)
    latin = [word for word in LATIN.findall(text) if word not in SAME]
    return latin + [sign for sign in CJK.findall(text) if not _has(CHARACTERS[language], sign)]


def _has(characters: str, sign: str) -> bool:
    try:
        return bool(sign.encode(characters))
    except UnicodeEncodeError:
        return False


@cache
def _pattern(known: frozenset[str]) -> re.Pattern[str]:
    """Match what is known, the longest first, and never as a piece of a word."""
    longest_first = sorted((one for one in known if one), key=len, reverse=True)
    return re.compile("|".join(map(_whole, longest_first)) or r"(?!)")


def _whole(one: str) -> str:
    if len(one) == 1 and CJK.match(one):
        return rf"(?<![\u4e00-\u9fff]){re.escape(one)}(?![\u4e00-\u9fff])"
    start = r"(?<![A-Za-z0-9])" if one[0].isascii() and one[0].isalnum() else ""
    end = r"(?![A-Za-z0-9])" if one[-1].isascii() and one[-1].isalnum() else ""
    return start + re.escape(one) + end
