"""Cuts the fonts that forms are printed with out of their sources, into webapp/static/fonts (target `make fonts`).

Sources: static TrueType Noto Sans TC and SC from npm (`package.json` beside this file) and LXGW WenKai from Debian's
package fonts-lxgw-wenkai; all under the SIL Open Font License, whose texts are copied along.

- Noto Sans TC has Big5 and HKSCS, Noto Sans SC has GB 2312, both the signs of forms; Regular and Bold have the same
  characters (else a PDF shows wrong ones: docs/decisions/fonts.md).
- Noto Sans Rare, Regular: every other ideograph of Noto Sans SC: the rest of GBK, names of people and places.
- Rare Kai, Regular: the ideographs that Noto lacks altogether (e.g. U+20BB7 in names), out of LXGW WenKai, whose own
  name is reserved for the unchanged font.

The same sources give the same bytes. Usage: python subset.py [WENKAI.ttf]
"""

import os
import shutil
import sys
from collections.abc import Iterable
from itertools import product
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "static" / "fonts"
NPM = HERE / "node_modules" / "@expo-google-fonts"
WENKAI = Path("/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf")
WENKAI_LICENCE = Path("/usr/share/doc/fonts-lxgw-wenkai/copyright")
FACES = {"Regular": "400Regular", "Bold": "700Bold"}

#: What a form may show beside ideographs: Latin, Greek, Cyrillic, punctuation, units, arrows, mathematics, shapes.
SIGNS = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x2B0, 0x2FF), (0x391, 0x3C9), (0x401, 0x451), (0x1E00, 0x1EFF),
    (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218F), (0x2190, 0x21FF),
    (0x2200, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x24FF), (0x2500, 0x257F), (0x2580, 0x25FF), (0x2600, 0x27BF),
    (0x3000, 0x303F), (0x3040, 0x30FF), (0x3100, 0x312F), (0x3200, 0x33FF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
]  # fmt: skip
IDEOGRAPHS = [(0x2E80, 0x2FDF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)]


def within(ranges: Iterable[tuple[int, int]]) -> set[int]:
    """Every code point of the ranges, ends included."""
    return {code for first, last in ranges for code in range(first, last + 1)}


def encodable(*codecs: str) -> set[int]:
    """Every ideograph and sign that one of the codecs knows."""
    found = set()
    for code in within(IDEOGRAPHS) | within(SIGNS):
        for codec in codecs:
            try:
                chr(code).encode(codec)
            except UnicodeEncodeError:
                continue
            found.add(code)
            break
    return found


def noto(script: str, face: str) -> Path:
    """Where npm put one face of Noto Sans."""
    return NPM / f"noto-sans-{script.lower()}" / FACES[face] / f"NotoSans{script}_{FACES[face]}.ttf"


def has(source: Path) -> set[int]:
    """The code points that a font can draw."""
    with TTFont(source, lazy=True) as font:
        return set(font.getBestCmap())


def cut(source: Path, wanted: set[int]) -> TTFont:
    """What of `wanted` the source has, without hinting and vertical forms."""
    options = subset.Options(
        hinting=False, layout_features=["kern", "mark", "mkmk", "ccmp", "locl"], notdef_outline=True
    )
    options.drop_tables += ["vhea", "vmtx", "VORG", "DSIG"]
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    return font


def save(font: TTFont, name: str, family: str | None = None) -> None:
    """Write a face, under a family name of its own where it is not to be taken for the whole font."""
    for record in font["name"].names if family else ():
        if record.nameID in (1, 3, 4, 16):
            record.string = family
        elif record.nameID == 6 and family:
            record.string = family.replace(" ", "")
    font.save(OUT / name)
    print(f"{name}: {(OUT / name).stat().st_size / 1e6:.1f} MB, {len(has(OUT / name))} characters")


def main(wenkai: Path) -> None:
    """Cut all faces and copy the licences."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    signs = within(SIGNS)
    wanted = {"TC": encodable("big5", "big5hkscs") | signs, "SC": encodable("gb2312") | signs}
    for script, face in product(wanted, FACES):
        save(cut(noto(script, face), wanted[script]), f"NotoSans{script}-{face}.ttf")
    drawn = has(OUT / "NotoSansTC-Regular.ttf") | has(OUT / "NotoSansSC-Regular.ttf")
    rare = (has(noto("SC", "Regular")) & within(IDEOGRAPHS)) - drawn
    save(cut(noto("SC", "Regular"), rare), "NotoSansRare-Regular.ttf", "Noto Sans Rare")
    rarer = (has(wenkai) & (within(IDEOGRAPHS) | signs)) - drawn - rare
    save(cut(wenkai, rarer), "RareKai-Regular.ttf", "Rare Kai")
    shutil.copy(NPM / "noto-sans-tc" / "LICENSE_FONT", OUT / "OFL-NotoSans.txt")
    shutil.copy(WENKAI_LICENCE, OUT / "OFL-RareKai.txt")


if __name__ == "__main__":
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else WENKAI)
