"""Makes the typefaces of cards and documents out of those of the pages: one file for all scripts of a face.

Browsers choose a subset by `unicode-range`; Pillow and the PDF take one font for a line of Arabic, digits and Latin.
Needs brotli (requirements/production.txt). Run it after a change in static/fonts; the result is committed.
"""

from io import BytesIO
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[1]
FROM, TO = ROOT / "static" / "fonts", ROOT / "portal" / "lib" / "fonts"
FACES = {
    "el-messiri-600": ("el-messiri-arabic-600", "el-messiri-latin-600"),
    "hakama-sans-400": ("hakama-sans-arabic-400", "hakama-sans-latin-400"),
    "hakama-sans-600": ("hakama-sans-arabic-600", "hakama-sans-latin-600"),
    "tifinagh-400": ("noto-sans-tifinagh-400", "hakama-sans-latin-400"),
}


def unpacked(name: str) -> BytesIO:
    font = TTFont(FROM / f"{name}.woff2", recalcTimestamp=False)
    font.flavor = None
    for table in ("fpgm", "prep", "cvt "):  # hints for screens of long ago; only one of the two fonts has any
        if table in font:
            del font[table]
    plain = BytesIO()
    font.save(plain)
    plain.seek(0)
    return plain


def main() -> None:
    TO.mkdir(exist_ok=True)
    for face, names in FACES.items():
        merged = Merger().merge([unpacked(name) for name in names])
        target = TO / f"{face}.ttf"
        merged.save(target)
        print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
