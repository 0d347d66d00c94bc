"""A colour that somebody else chose, made readable: text keeps 4.5:1 on every ground it stands on (WCAG 2.2, 1.4.3)."""

import re

HEX = re.compile(r"^[0-9a-f]{6}\Z")
BLACK, WHITE = (0.0, 0.0, 0.0), (255.0, 255.0, 255.0)
ENOUGH = 4.5
STEPS = 50
# The grounds that leave text the least contrast: --tint of each scheme in static/css/parts/02-tokens.css.
LIGHT_GROUND, DARK_GROUND = (229.0, 236.0, 248.0), (27.0, 43.0, 75.0)

Colour = tuple[float, float, float]


def style_sheet(accent: str, theme: str) -> str:
    """Variables that replace the blue of the portal: in the scheme of ``theme``, or in both where it is «auto»."""
    light = _variables(accent, LIGHT_GROUND, BLACK)
    dark = _variables(accent, DARK_GROUND, WHITE)
    if theme == "auto":
        return f":root{{{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    return f":root{{{dark if theme == 'dark' else light}}}\n"


def _variables(accent: str, ground: Colour, towards: Colour) -> str:
    colour = _parsed(accent)
    text = _moved(colour, ground, towards)
    fill = _moved(colour, WHITE, BLACK)  # what is written on it is white
    given = {
        "blue": text,
        "blue-2": _mixed(text, towards, 0.25),
        "fill": fill,
        "fill-2": _mixed(fill, BLACK, 0.2),
        "on-fill": WHITE,
    }
    return ";".join(f"--{name}:{_written(colour)}" for name, colour in given.items())


def contrast(first: Colour, second: Colour) -> float:
    """WCAG 2.2: from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _moved(colour: Colour, ground: Colour, towards: Colour) -> Colour:
    """The colour itself where it can be read on ``ground``, or the nearest on the way to black or white that can."""
    shades = (_rounded(_mixed(colour, towards, step / STEPS)) for step in range(STEPS + 1))
    return next((shade for shade in shades if contrast(shade, ground) >= ENOUGH), towards)


def _mixed(colour: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (one + (two - one) * part for one, two in zip(colour, other, strict=True))
    return red, green, blue


def _rounded(colour: Colour) -> Colour:
    red, green, blue = (float(round(part)) for part in colour)
    return red, green, blue


def _luminance(colour: Colour) -> float:
    shares = (part / 255 for part in colour)
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parsed(accent: str) -> Colour:
    red, green, blue = (float(int(accent[place : place + 2], 16)) for place in (0, 2, 4))
    return red, green, blue


def _written(colour: Colour) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in colour)
