import re
from math import cos, radians, sin
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.zellige import CELL, tile_definition, tile_of, tile_svg

SVG = "http://www.w3.org/2000/svg"
LARGEST_TILE = 3_500  # characters: a list of 20 tiles stays lighter than one photo


def standalone(svg: str) -> ET.Element:
    """The element as an XML document; inside HTML the namespace goes without saying."""
    return ET.fromstring(svg.replace("<svg ", f'<svg xmlns="{SVG}" ', 1))  # noqa: S314  (our own text)


def geometry(svg: str) -> list[str]:
    return re.findall(r'(?:points|patternTransform)="([^"]+)"', svg)


def test_tile_of_a_seed_is_always_the_same() -> None:
    assert tile_svg("event:1", pattern_id="z1") == tile_svg("event:1", pattern_id="z1")


def test_tile_differs_between_seeds() -> None:
    tiles = {tuple(geometry(tile_svg(f"event:{number}", pattern_id="z1"))) for number in range(50)}

    assert len(tiles) == 50


def test_tile_keeps_its_geometry_whatever_its_tone_size_and_pattern() -> None:
    deep = tile_svg("event:1", tone="deep", width=64, height=64, pattern_id="z1")
    pale = tile_svg("event:1", tone="pale", fluid=True, pattern_id="z9")

    assert geometry(deep) == geometry(pale)


def test_tile_fills_itself_with_the_pattern_it_was_given() -> None:
    root = standalone(tile_svg("event:1", pattern_id="z7"))

    assert [pattern.get("id") for pattern in root.iter(f"{{{SVG}}}pattern")] == ["z7"]
    assert root.find(f"{{{SVG}}}rect").get("fill") == "url(#z7)"


@pytest.mark.parametrize(
    ("fluid", "view_box", "across"), [(False, "0 0 120 80", "120"), (True, None, "100%")]
)
def test_tile_has_its_own_size_or_that_of_its_box(fluid: bool, view_box: str | None, across: str) -> None:
    root = standalone(tile_svg("event:1", width=120, height=80, fluid=fluid, pattern_id="z1"))

    assert root.get("viewBox") == view_box
    assert root.find(f"{{{SVG}}}rect").get("width") == across


@pytest.mark.parametrize("tone", ["deep", "pale"])
def test_tile_is_hidden_from_screen_readers_and_takes_its_colours_from_the_style_sheet(tone: str) -> None:
    svg = tile_svg("event:1", tone=tone, pattern_id="z1")

    assert standalone(svg).get("aria-hidden") == "true"
    assert standalone(svg).get("class") == f"zellige zellige--{tone}"
    assert "style=" not in svg
    assert "#" not in svg.replace("url(#z1)", "")  # no colour of its own


@given(st.text(max_size=60))
def test_any_seed_makes_a_small_closed_tile_with_all_stars_inside_reach(seed: str) -> None:
    svg = tile_svg(seed, pattern_id="z1")
    numbers = [
        float(number)
        for points in re.findall(r'points="([^"]+)"', svg)
        for number in re.split("[ ,]", points)
    ]

    standalone(svg)
    assert len(svg) <= LARGEST_TILE
    assert min(numbers) >= -50
    assert max(numbers) <= 150


def test_eight_pointed_star_touches_the_middle_of_each_side_of_its_cell() -> None:
    """What makes the lines run on from one cell to the next (Hankin)."""
    star = re.search(r'points="([^"]+)"', tile_definition("event:1", "z1"))

    assert star
    assert {"100,50", "50,100", "0,50", "50,0"} <= set(star[1].split())


@pytest.mark.parametrize("seed", ["home", "lost"])
def test_a_wall_with_an_axis_has_the_middle_of_a_cell_on_it(seed: str) -> None:
    """A cell mirrors itself, so both sides of the door do."""
    tile = tile_of(seed)
    written = tile_definition(seed, "p", axis=200)
    (shift,) = re.findall(r"translate\((\S+) ", written)
    half, turn = CELL / 2 * tile.scale, radians(tile.turn)

    assert float(shift) + half * cos(turn) - half * sin(turn) == pytest.approx(200)
