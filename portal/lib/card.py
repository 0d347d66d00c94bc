"""The picture that stands for a page where its address is shared: 1200 × 630, Open Graph's size.

Shaped and ordered by HarfBuzz and FriBidi (Pillow with Raqm): words in, PNG out. Pure, apart from the fonts' files.
"""

from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from itertools import product
from math import cos, radians, sin

from PIL import Image, ImageDraw, ImageFont

from portal.lib.translated import DIRECTION, Text
from portal.lib.typefaces import HEADLINE, PLAIN, STRONG, face_for, path_of
from portal.lib.zellige import CELL, tile_of

LOOK = 1  # part of the address of every card: raise it when the drawing changes
WIDTH, HEIGHT, JAMB, MARGIN = 1200, 630, 250, 64
GROUND, INK, QUIET, BLUE, HONEY = "#ffffff", "#121f38", "#48556c", "#1b4192", "#785005"
TILE, JOINT, UPRIGHT = ("#0f2a60", "#1b4192", "#2f5cb0", "#f3f6fc"), "#7e9fdd", "#f3f6fc"
ENLARGED, SMOOTH = 1.7, 3  # tile against that of a page; drawn so many times larger, then reduced
SIZES, MOST_LINES, LEADING = (70, 62, 55, 48, 42), 4, 1.32
TOP, BOTTOM = 132, 452  # of the room for the title
STAR = [(47.5, 24), (40.6, 30.9), (40.6, 40.6), (30.9, 40.6), (24, 47.5), (17.1, 40.6), (7.4, 40.6), (7.4, 30.9),
        (0.5, 24), (7.4, 17.1), (7.4, 7.4), (17.1, 7.4), (24, 0.5), (30.9, 7.4), (40.6, 7.4), (40.6, 17.1)]  # fmt: skip


@dataclass(frozen=True)
class Card:
    """What a card says, in the language and direction of a page; ``seed`` chooses the tile."""

    language: str
    seed: str
    kind: str
    title: Text
    when: str
    place: str
    site: str

    @property
    def digest(self) -> str:
        """Other words or another look, another address: what is sent under one never changes."""
        return sha256(repr((LOOK, astuple(self))).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Style:
    size: int
    colour: str
    faces: tuple[str, ...]


def draw(card: Card) -> bytes:
    picture = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = _Pen(picture, card.language)
    picture.paste(_jamb(card.seed), (0 if pen.is_rtl else WIDTH - JAMB, 0))
    pen.star(MARGIN, 62, 30, HONEY)
    pen.line(card.kind, 88, Style(30, HONEY, STRONG), indent=46)
    _title(pen, card.title)
    pen.line(card.when, 506, Style(34, BLUE, STRONG))
    pen.line(card.place, 548, Style(27, QUIET, PLAIN))
    pen.star(MARGIN, 578, 24, BLUE)
    pen.line(card.site, 598, Style(22, INK, STRONG), indent=36)
    file = BytesIO()
    picture.quantize(128, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


class _Pen:
    """Writes from the side on which the language begins."""

    def __init__(self, picture: Image.Image, language: str) -> None:
        self.draw = ImageDraw.Draw(picture)
        self.language, self.is_rtl = language, DIRECTION[language] == "rtl"
        self.room = WIDTH - JAMB - 2 * MARGIN

    def line(self, text: str, baseline: float, style: Style, *, direction: str = "", indent: int = 0) -> None:
        font = _font(face_for(text, style.faces), style.size)
        direction = direction or DIRECTION[self.language]
        text = _shortened(text, lambda part: font.getlength(part, direction=direction) <= self.room - indent)
        x = WIDTH - MARGIN - indent if self.is_rtl else MARGIN + indent
        anchor = "rs" if self.is_rtl else "ls"
        self.draw.text((x, baseline), text, style.colour, font, anchor, direction=direction)

    def star(self, indent: float, top: float, size: float, colour: str) -> None:
        x = WIDTH - indent - size if self.is_rtl else indent
        self.draw.polygon([(x + px * size / 48, top + py * size / 48) for px, py in STAR], fill=colour)


# The title ----------------------------------------------------------------------------------------------
def _title(pen: _Pen, title: Text) -> None:
    size, lines = fitted(title, pen.room)
    style = Style(size, INK, (face_for(title.value, HEADLINE),))  # one face for all lines
    height = len(lines) * size * LEADING
    baseline = TOP + (BOTTOM - TOP - height) / 2 + size * 0.98
    for number, line in enumerate(lines):
        at = baseline + number * size * LEADING
        pen.line(line, at, style, direction=title.direction)


def fitted(title: Text, room: float) -> tuple[int, list[str]]:
    """The largest size at which the title has at most four lines, and the lines, as even as they can be."""
    lines: list[str] = []
    for size in SIZES:
        font = _font(face_for(title.value, HEADLINE), size)

        def width(text: str, font: ImageFont.FreeTypeFont = font) -> float:
            return font.getlength(text, direction=title.direction)

        lines = broken(title.value.split(), room, width)
        fits = len(lines) * size * LEADING <= BOTTOM - TOP and len(lines) <= MOST_LINES
        if fits and all(width(line) <= room for line in lines):
            return size, balanced(title.value.split(), len(lines), room, width)
    kept = lines[:MOST_LINES]
    return SIZES[-1], [*kept[:-1], f"{kept[-1]}…"] if len(lines) > MOST_LINES else kept


def broken(words: list[str], room: float, width: Callable[[str], float]) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balanced(words: list[str], count: int, room: float, width: Callable[[str], float]) -> list[str]:
    """The words on ``count`` lines in the narrowest column that holds them (CSS ``text-wrap: balance``)."""
    low, high = 0.0, room
    while high - low > 4:
        middle = (low + high) / 2
        if len(broken(words, middle, width)) > count:
            low = middle
        else:
            high = middle
    return broken(words, high, width)


def _shortened(text: str, fits: Callable[[str], bool]) -> str:
    words = text.split(" ")
    while len(words) > 1 and not fits(text):
        words.pop()
        text = " ".join(words) + "…"
    return text


@cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path_of(face), size, layout_engine=ImageFont.Layout.RAQM)


# The tile -----------------------------------------------------------------------------------------------
def _jamb(seed: str) -> Image.Image:
    tile = tile_of(seed)
    size = (JAMB * SMOOTH, HEIGHT * SMOOTH)
    picture = Image.new("RGB", size, TILE[tile.background])
    pen = ImageDraw.Draw(picture)
    factor = tile.scale * ENLARGED * SMOOTH
    across, up = factor * cos(radians(tile.turn)), factor * sin(radians(tile.turn))
    reach = int(max(size) * 1.5 / (CELL * factor)) + 1
    for column, row in product(range(-reach, reach), repeat=2):
        for colour, corners in tile.shapes:
            cell = [(x + column * CELL, y + row * CELL) for x, y in corners]
            turned = [(x * across - y * up, x * up + y * across) for x, y in cell]
            if any(0 <= x <= size[0] and 0 <= y <= size[1] for x, y in turned):
                pen.polygon(turned, TILE[colour], JOINT, SMOOTH)
    for x in (14, JAMB - 14):  # the two uprights of a page's head
        pen.line([(x * SMOOTH, 0), (x * SMOOTH, size[1])], UPRIGHT, 2 * SMOOTH)
    return picture.resize((JAMB, HEIGHT), Image.Resampling.LANCZOS)
