"""The generated tile: every event, body and person has its own, derived from its identity.

Hankin's polygons-in-contact on the 4.8.8 tiling: from the middle of each side of the octagons and squares two
lines leave at the contact angle; where they meet they draw an eight-pointed and a four-pointed star. One angle,
one inner figure and one order of colours give each seed its own tile. Lengths are in units of a 100 × 100 cell;
colours are CSS classes (z0…z3), so light and dark follow the stylesheet. Pure geometry, about 1 kB of SVG.
"""

import hashlib
import re
from functools import lru_cache
from math import cos, pi, radians, sin, tan

Point = tuple[float, float]

CONTACT_ANGLES = (46, 52, 58, 64, 70)
COLOUR_ORDERS = ("0123", "1023", "0213", "1203")
SCALES = (0.62, 0.74, 0.9)
HALF = 50.0
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


def tile_definition(seed: str, pattern_id: str) -> str:
    """The <defs> with the pattern of ``seed``, to be used as a fill."""
    transform, cell = _pattern(seed)
    return (
        f'<defs><pattern id="{pattern_id}" width="100" height="100" patternUnits="userSpaceOnUse" '
        f'patternTransform="{transform}">{cell}</pattern></defs>'
    )


@lru_cache(maxsize=2048)
def _pattern(seed: str) -> tuple[str, str]:
    digest = hashlib.sha256(seed.encode()).digest()
    scale, turn = SCALES[digest[2] % 3], (0, 45)[digest[3] % 2]
    transform = f"translate({digest[4] % 40} {digest[5] % 40}) rotate({turn}) scale({scale})"
    cell = _cell(CONTACT_ANGLES[digest[0] % 5], digest[1] % 4)
    order = COLOUR_ORDERS[digest[6] % 4]
    return transform, re.sub(r'class="z(\d)"', lambda match: f'class="z{order[int(match[1])]}"', cell)


def _cell(contact_angle: int, figure: int) -> str:
    eight, inner = _contact_star(8, HALF, contact_angle)
    four, _ = _contact_star(4, HALF * tan(pi / 8), contact_angle, pi / 4)
    corners = "".join(_polygon(four, 2, x, y) for x in (0, 100) for y in (0, 100))
    background = '<rect class="z0" width="100" height="100"/>'
    return background + _polygon(eight, 1) + corners + FIGURES[figure](inner)


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


def _khatam(radius: float, colour: int, turn: float = 0.0) -> str:
    return _polygon(_ring(8, radius, radius * STAR_WAIST, turn), colour)


def _star_in_star(inner: float) -> str:
    return _khatam(inner * 0.92, 0, pi / 8) + _khatam(inner * 0.46, 3)


def _rosette(inner: float) -> str:
    petals = ""
    for step in range(8):
        angle = pi / 8 + step * pi / 4
        corners = [(0.30, angle), (0.66, angle - 0.27), (0.98, angle), (0.66, angle + 0.27)]
        petals += _polygon([(inner * r * cos(a), inner * r * sin(a)) for r, a in corners], 0)
    return petals + _khatam(inner * 0.26, 3)


def _octagon_ring(inner: float) -> str:
    radius = inner * 0.9
    octagon = [(radius * cos(pi / 8 + k * pi / 4), radius * sin(pi / 8 + k * pi / 4)) for k in range(8)]
    star = _ring(8, radius * 0.86, radius * 0.86 * 0.5412, pi / 8)
    return _polygon(octagon, 2) + _polygon(star, 1) + _khatam(radius * 0.34, 3)


def _plain_khatam(inner: float) -> str:
    return _khatam(inner * 0.6, 3)


FIGURES = (_star_in_star, _rosette, _octagon_ring, _plain_khatam)


def _polygon(points: list[Point], colour: int, x: float = HALF, y: float = HALF) -> str:
    corners = " ".join(f"{_number(x + dx)},{_number(y + dy)}" for dx, dy in points)
    return f'<polygon class="z{colour}" points="{corners}"/>'


def _number(value: float) -> str:
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
