"""The catalogues: nothing missing, nothing unsure, the same parameters, as many plural forms as the language has."""

from __future__ import annotations

import re

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from tests.house.languages.simplified import TRANSLATIONS, strings

CHINESE = ("zh_Hant", "zh_Hans")
PARAMETER = re.compile(r"%\(\w+\)[a-z]|%%|%[a-z]")


def catalogue(language: str) -> Catalog:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def faults(message: Message, forms: int = 1) -> list[str]:
    """What is wrong with a translation."""
    found = ["unsure"] if message.fuzzy else []
    texts = strings(message)
    found += ["missing"] if not all(texts) else []
    found += [f"{len(texts)} forms"] if message.pluralizable and len(texts) != forms else []
    wanted = set(PARAMETER.findall(message.id[-1] if message.pluralizable else str(message.id)))
    given = [set(PARAMETER.findall(text)) for text in texts]
    free = {"%(num)d"} if message.pluralizable else set()
    found += [f"parameters {one ^ wanted}" for one in given if (one ^ wanted) - free]
    return found


@pytest.mark.parametrize("language", CHINESE)
def test_every_translation_is_whole(language: str) -> None:
    forms = get_plural(Locale.parse(language)).num_plurals
    wrong = {str(one.id): faults(one, forms) for one in catalogue(language) if one.id and faults(one, forms)}
    assert not wrong


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (Message("Sent", "", flags=()), ["missing"]),
        (Message("Sent", "已送出", flags=("fuzzy",)), ["unsure"]),
        (Message("%(name)s sent it", "%(nam)s 已送出"), ["parameters {'%(nam)s', '%(name)s'}"]),
        (Message(("%(num)d day", "%(num)d days"), ("%(num)d 天", "%(num)d 天")), ["2 forms"]),
    ],
)
def test_one_that_is_not_is_seen(message: Message, told: list[str]) -> None:
    found = faults(message)
    assert [one.partition("{")[0] for one in found] == [one.partition("{")[0] for one in told]


def test_both_catalogues_have_the_same_sentences() -> None:
    ids = [{one.id for one in catalogue(language)} for language in CHINESE]
    assert ids[0] == ids[1]
