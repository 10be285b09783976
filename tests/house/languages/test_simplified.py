"""Simplified texts are what OpenCC makes of the Traditional ones, but for the corrections in words.toml."""

from __future__ import annotations

import pytest

from tests.house.languages import simplified, sources
from tests.house.languages.sources import Pair

ALL = list(sources.pairs())


def differing(found: list[Pair]) -> list[str]:
    """Texts whose Simplified form is not the derived one, with the line that mends them."""
    return [
        f"{one.where}: {one.simplified or 'nothing'} — derived is: {derived} (or correct it in words.toml: "
        f'"{one.traditional}" = "{one.simplified}")'
        for one in dict.fromkeys(found)
        if one.traditional and one.simplified != (derived := simplified.derive(one.traditional))
    ]


def test_every_simplified_text_is_derived_or_corrected() -> None:
    wrong = differing(ALL)
    assert not wrong, "\n".join(wrong)


def test_every_place_where_texts_stand_is_read() -> None:
    read = {one.where for one in ALL}
    assert {
        "messages.po",
        "forms/processes/internal_contact/form.json",
        "forms/processes/internal_contact/sentences.py",
        "workflows/processes/internal_contact/process.bpmn",
        "workflows/processes/internal_contact/process.toml",
        "webapp/printing/words.toml",
        "webapp/printing/answers.py",
        "webapp/frontend/src/viewer/words.js",
    } <= read


def test_a_text_that_is_neither_is_seen() -> None:
    assert differing([Pair("here", "檔案已儲存", "档案已储存"), Pair("here", "備件", "备件")]) == [
        'here: 档案已储存 — derived is: 文件已保存 (or correct it in words.toml: "檔案已儲存" = "档案已储存")'
    ]


def test_no_correction_is_left_over() -> None:
    texts = {one.traditional for one in ALL}
    assert [one for one in simplified.words("sentences") if one not in texts] == []
    assert [one for one in simplified.words("simplified") if not any(one in text for text in texts)] == []


@pytest.mark.parametrize(
    ("traditional", "expected"),
    [
        ("備件", "备件"),
        ("軟體", "软件"),
        ("品管部", "品管部"),
        ("內部聯絡單", "内部联络单"),
        ("客服中心", "客服中心"),
        ("「列印」", "“打印”"),
    ],
)
def test_the_company_s_words(traditional: str, expected: str) -> None:
    assert simplified.derive(traditional) == expected


def mainland(found: list[Pair]) -> list[str]:
    """Traditional texts with words that people do not use there."""
    avoided = simplified.words("taiwan")
    return [
        f"{one.where}: {one.traditional} — say {better}, not {word}"
        for one in dict.fromkeys(found)
        for word, better in avoided.items()
        if word in one.traditional
    ]


def test_traditional_texts_use_taiwan_s_words() -> None:
    wrong = mainland(ALL)
    assert not wrong, "\n".join(wrong)


def test_a_mainland_word_is_seen() -> None:
    assert mainland([Pair("here", "打印表單", "打印表单")]) == ["here: 打印表單 — say 列印, not 打印"]
