"""The shipped fonts draw what a form may hold (docs/decisions/fonts.md)."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[2] / "webapp/static/fonts"
EVERYDAY = "ABCxyz 0123456789 àéüß ，。、；：？！「」『』（）《》—…·￥€℃㎡µΩ±×÷≤≥→←①Ⅷ■□●○※✓"


def _drawn(*names: str) -> set[int]:
    found: set[int] = set()
    for name in names:
        with TTFont(FONTS / f"{name}.ttf", lazy=True) as font:
            found |= set(font.getBestCmap())
    return found


def _missing(text: str, drawn: set[int]) -> str:
    return "".join(sign for sign in text if ord(sign) not in drawn)


def _ideographs(codec: str) -> str:
    every = (chr(code) for code in [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0x20000, 0x2A6E0)])
    return "".join(sign for sign in every if sign.encode(codec, "ignore"))


@pytest.mark.parametrize("name", ["NotoSansTC-Regular", "NotoSansTC-Bold", "NotoSansSC-Regular", "NotoSansSC-Bold"])
def test_every_face_has_the_signs_of_forms(name: str) -> None:
    assert _missing(EVERYDAY, _drawn(name)) == ""


@pytest.mark.parametrize(("family", "codec"), [("NotoSansTC", "big5"), ("NotoSansSC", "gb2312")])
def test_each_family_has_the_characters_of_its_script(family: str, codec: str) -> None:
    assert _missing(_ideographs(codec), _drawn(f"{family}-Regular")) == ""


@pytest.mark.parametrize("family", ["NotoSansTC", "NotoSansSC"])
def test_bold_has_what_regular_has(family: str) -> None:
    """Else WeasyPrint takes the glyph from Regular and its number into Bold: another character is printed."""
    assert _drawn(f"{family}-Bold") == _drawn(f"{family}-Regular")


def test_hkscs_and_rare_names_are_drawn_by_one_of_the_faces() -> None:
    drawn = _drawn(*(path.stem for path in FONTS.glob("*-Regular.ttf")))
    assert _missing("𠮷㗎啲嚟冇㛃䶮堃喆嫑㸆镕", drawn) == ""
    assert _missing(_ideographs("gbk"), drawn) == ""
    assert len(_missing(_ideographs("big5hkscs"), drawn)) <= 14


def test_an_undrawn_character_is_seen() -> None:
    assert _missing("𪚥", _drawn("NotoSansTC-Regular")) == "𪚥"


def test_licences_lie_beside_the_fonts_which_take_25_megabytes() -> None:
    assert {path.name for path in FONTS.glob("OFL-*.txt")} == {"OFL-NotoSans.txt", "OFL-RareKai.txt"}
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 26_000_000


def test_no_cut_bears_a_reserved_name() -> None:
    with TTFont(FONTS / "RareKai-Regular.ttf", lazy=True) as font:
        names = [record.toUnicode() for record in font["name"].names if record.nameID in {1, 3, 4, 6, 16}]
    assert names
    assert all("LXGW" not in name and "霞" not in name for name in names)
