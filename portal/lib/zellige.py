"""The generated tile: every event, body and person has its own, derived from its identity.

Hankin's polygons-in-contact on the 4.8.8 tiling: from the middle of each side of the octagons and squares two
lines leave at the contact angle; where they meet they draw an eight-pointed and a four-pointed star. One angle,
one inner figure and one order of colours give each seed its own tile. Lengths are in units of a 100 × 100 cell;
colours are CSS classes (z0…z3), so light and dark follow the stylesheet. Pure geometry, about 1 kB of SVG.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, radians, sin, tan

Point = tuple[float, float]
Shape = tuple[int, list[Point]]  # the number of its colour, its corners in the cell

CONTACT_ANGLES = (46, 52, 58, 64, 70)
COLOUR_ORDERS = ("0123", "1023", "0213", "1203")
SCALES = (0.62, 0.74, 0.9)
CELL, HALF = 100, 50.0
STAR_WAIST = 0.7654  # inner to outer radius of a khatam: two squares turned by 45°


def tile_svg(
    seed: str,
    *,
    width: int = 320,
    height: int = 200,
    tone: str = "deep",
    pattern_id: str,
    fluid: bool = False,
) -> str:
    """An SVG element filled with the tile of ``seed``; ``pattern_id`` must be unique in its page.

    ``tone`` is «deep» or «pale»; a ``fluid`` tile takes the size of its box. Decorative: hidden from readers.
    """
    hidden = 'aria-hidden="true" focusable="false"'
    box = "" if fluid else f' viewBox="0 0 {width} {height}" preserveAspectRatio="xMidYMid slice"'
    across, down = ("100%", "100%") if fluid else (str(width), str(height))
    return (
        f'<svg class="zellige zellige--{tone}"{box} {hidden}>{tile_definition(seed, pattern_id)}'
        f'<rect width="{across}" height="{down}" fill="url(#{pattern_id})"/></svg>'
    )


def tile_definition(seed: str, pattern_id: str, axis: float | None = None) -> str:
    """The <defs> with the pattern of ``seed``, to be used as a fill; both sides of ``axis`` mirror one another."""
    transform, cell = _pattern(seed, axis)
    return (
        f'<defs><pattern id="{pattern_id}" width="100" height="100" patternUnits="userSpaceOnUse" '
        f'patternTransform="{transform}">{cell}</pattern></defs>'
    )


@dataclass(frozen=True)
class Tile:
    """A cell of ``CELL`` × ``CELL`` that repeats, scaled, then turned by degrees, then shifted."""

    shift: tuple[int, int]
    turn: int
    scale: float
    background: int
    shapes: list[Shape]


@lru_cache(maxsize=2048)
def tile_of(seed: str) -> Tile:
    """The geometry of the tile of ``seed``, for whoever draws it."""
    digest = hashlib.sha256(seed.encode()).digest()
    order = [int(colour) for colour in COLOUR_ORDERS[digest[6] % 4]]
    shapes = _cell(CONTACT_ANGLES[digest[0] % 5], digest[1] % 4)
    return Tile(
        shift=(digest[4] % 40, digest[5] % 40),
        turn=(0, 45)[digest[3] % 2],
        scale=SCALES[digest[2] % 3],
        background=order[0],
        shapes=[(order[colour], corners) for colour, corners in shapes],
    )


@lru_cache(maxsize=2048)
def _pattern(seed: str, axis: float | None = None) -> tuple[str, str]:
    tile = tile_of(seed)
    middle = 0 if tile.turn else HALF * tile.scale  # of a cell, where the shift is nought
    across = tile.shift[0] if axis is None else axis - middle
    transform = f"translate({across:g} {tile.shift[1]}) rotate({tile.turn}) scale({tile.scale})"
    background = f'<rect class="z{tile.background}" width="100" height="100"/>'
    return transform, background + "".join(_svg(*shape) for shape in tile.shapes)


def _cell(contact_angle: int, figure: int) -> list[Shape]:
    eight, inner = _contact_star(8, HALF, contact_angle)
    four, _ = _contact_star(4, HALF * tan(pi / 8), contact_angle, pi / 4)
    corners = [shape for x in (0, CELL) for y in (0, CELL) for shape in _polygon(four, 2, x, y)]
    return _polygon(eight, 1) + corners + FIGURES[figure](inner)


def _contact_star(sides: int, apothem: float, angle: int, turn: float = 0.0) -> tuple[list[Point], float]:
    """The star inscribed in a regular polygon, and the radius of its inner corners."""
    contact, half_side = radians(angle), tan(pi / sides)
    reach = apothem * half_side / (cos(contact) + half_side * sin(contact))
    inner = reach * cos(contact) / sin(pi / sides)
    return _ring(sides, apothem, inner, turn), inner


def _ring(points: int, outer: float, inner: float, turn: float = 0.0) -> list[Point]:
    corners = []
    for step in range(points):
        angle = turn + 2 * pi * step / points
        corners.append((outer * cos(angle), outer * sin(angle)))
        corners.append((inner * cos(angle + pi / points), inner * sin(angle + pi / points)))
    return corners


def _khatam(radius: float, colour: int, turn: float = 0.0) -> list[Shape]:
    return _polygon(_ring(8, radius, radius * STAR_WAIST, turn), colour)


def _star_in_star(inner: float) -> list[Shape]:
    return _khatam(inner * 0.92, 0, pi / 8) + _khatam(inner * 0.46, 3)


def _rosette(inner: float) -> list[Shape]:
    petals: list[Shape] = []
    for step in range(8):
        angle = pi / 8 + step * pi / 4
        corners = [(0.30, angle), (0.66, angle - 0.27), (0.98, angle), (0.66, angle + 0.27)]
        petals += _polygon([(inner * r * cos(a), inner * r * sin(a)) for r, a in corners], 0)
    return petals + _khatam(inner * 0.26, 3)


def _octagon_ring(inner: float) -> list[Shape]:
    radius = inner * 0.9
    octagon = [(radius * cos(pi / 8 + k * pi / 4), radius * sin(pi / 8 + k * pi / 4)) for k in range(8)]
    star = _ring(8, radius * 0.86, radius * 0.86 * 0.5412, pi / 8)
    return _polygon(octagon, 2) + _polygon(star, 1) + _khatam(radius * 0.34, 3)


def _plain_khatam(inner: float) -> list[Shape]:
    return _khatam(inner * 0.6, 3)


FIGURES = (_star_in_star, _rosette, _octagon_ring, _plain_khatam)


def _polygon(points: list[Point], colour: int, x: float = HALF, y: float = HALF) -> list[Shape]:
    return [(colour, [(x + dx, y + dy) for dx, dy in points])]


def _svg(colour: int, corners: list[Point]) -> str:
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in corners)
    return f'<polygon class="z{colour}" points="{points}"/>'


def _number(value: float) -> str:
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
