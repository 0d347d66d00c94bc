"""The typefaces of what is drawn here rather than by a browser: cards for sharing, documents.

Each file holds all scripts of a face (scripts/build_print_fonts.py). The headline face lacks a few Moroccan letters
(ڭ ݣ ڨ); a text with one of them, or in Tifinagh, is set in the first face that has all of its letters.
"""

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent / "fonts"
HEADLINE = ("el-messiri-600", "hakama-sans-600", "tifinagh-400")
STRONG = ("hakama-sans-600", "tifinagh-400")
PLAIN = ("hakama-sans-400", "tifinagh-400")
INVISIBLE = frozenset(range(0x200B, 0x2070)) | {0xFEFF, 0xAD, 0x0A}  # directions and joins: no glyph is drawn


def face_for(text: str, faces: tuple[str, ...]) -> str:
    """The name of the first of ``faces`` that has every letter of ``text``; the first one where none has."""
    letters = {ord(letter) for letter in text} - INVISIBLE
    return next((face for face in faces if letters <= letters_of(face)), faces[0])


def path_of(face: str) -> Path:
    return FOLDER / f"{face}.ttf"


@cache
def letters_of(face: str) -> frozenset[int]:
    with TTFont(path_of(face), lazy=True) as font:
        return frozenset(font.getBestCmap())
