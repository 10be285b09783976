"""What the fonts cannot draw is said, not left as a box; emoji and invisible characters go."""

import pytest

from webapp.printing.glyphs import FONTS, covered, printable, printable_all, script

KNOWN = frozenset(map(ord, "風機abc， "))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("風機 abc", "風機 abc"),
        ("風\U00020bb7", "風[U+20BB7]"),
        ("風\u7fff", "風[U+7FFF]"),
        ("風😀機", "風機"),
        ("a\u200db\ufe0f", "ab"),
        ("a\u202eb", "ab"),
        ("a\nb\tc", "a\nb\tc"),
        ("a\ue000", "a[U+E000]"),
    ],
)
def test_missing_characters_are_named(typed: str, printed: str) -> None:
    assert printable(typed, KNOWN) == printed


def test_all_texts_of_a_paper_are_made_printable() -> None:
    assert printable_all({"a": ["😀風", 1, None, True]}, KNOWN) == {"a": ["風", 1, None, True]}


@pytest.mark.parametrize(
    ("text", "default", "tag"),
    [
        ("張偉", "zh-Hans", "zh-Hant"),
        ("张伟", "zh-Hant", "zh-Hans"),
        ("王", "zh-Hant", "zh-Hant"),
        ("王", "zh-Hans", "zh-Hans"),
        ("Ricky", "zh-Hant", "zh-Hant"),
    ],
)
def test_a_text_has_the_glyph_forms_of_its_script(text: str, default: str, tag: str) -> None:
    assert script(text, default) == tag


def test_our_fonts_have_both_scripts() -> None:
    assert {ord(sign) for sign in "風電場內部聯絡單内部联络单电场龍龙Aa1，。"} <= covered(FONTS)
