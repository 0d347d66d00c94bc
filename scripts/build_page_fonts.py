"""Completes the typefaces of the pages, so that a page asks for fewer of them; run it after a new cut of a face.

Headings and bold text in Arabic carry the digits and marks of their Latin sisters: a page in Arabic without bold Latin
letters asks for neither sister. The Latin text face carries the letters of ⵜⴰⵎⴰⵣⵉⵖⵜ, which every switcher of languages
shows. Needs brotli (requirements/production.txt). A second run changes nothing; the result is committed.
"""

from io import BytesIO
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parents[1] / "static" / "fonts"
MARKS = {
    *range(0x20, 0x40),
    0x5B,
    0x5D,
    0xA0,
    0xAB,
    0xB0,
    0xB7,
    0xBB,
    0xD7,
    *range(0x2010, 0x2027),
    0x202F,
    0x2212,
}
SWITCHER = {ord(letter) for letter in "ⵜⴰⵎⵣⵉⵖ"}
LOANS = {  # who is completed: (by whom, with what)
    "el-messiri-arabic-600": ("el-messiri-latin-600", MARKS),
    "hakama-sans-arabic-600": ("hakama-sans-latin-600", MARKS),
    "hakama-sans-latin-400": ("noto-sans-tifinagh-400", SWITCHER),
}
KEPT = {  # lines keep their height, and the face its name
    "hhea": ("ascent", "descent", "lineGap"),
    "OS/2": ("sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent"),
    "name": ("names",),
}


def opened(name: str) -> TTFont:
    return TTFont(FOLDER / f"{name}.woff2", recalcTimestamp=False)


def cut(name: str, codes: set[int], features: list[str]) -> BytesIO:
    font = opened(name)
    subsetter = Subsetter(
        Options(layout_features=features, name_IDs=["*"], notdef_outline=True, hinting=False)
    )
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font.flavor = None
    plain = BytesIO()
    font.save(plain)
    plain.seek(0)
    return plain


def complete(name: str, lender: str, lent: set[int]) -> None:
    own, lent = set(opened(name).getBestCmap()), lent & set(opened(lender).getBestCmap())
    if lent <= own:
        return
    merged = Merger().merge([cut(name, own - lent, ["*"]), cut(lender, lent, ["kern", "tnum"])])
    before = opened(name)
    for table, fields in KEPT.items():
        for field in fields:
            setattr(merged[table], field, getattr(before[table], field))
    merged.flavor = "woff2"
    merged.save(FOLDER / f"{name}.woff2")


def main() -> None:
    for name, (lender, lent) in LOANS.items():
        complete(name, lender, lent)
        print(f"{name}: {(FOLDER / f'{name}.woff2').stat().st_size} bytes")


if __name__ == "__main__":
    main()
