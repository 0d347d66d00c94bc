"""What style sheets and templates name is there: a missing file stops `collectstatic`, and so a deployment."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

STATIC = Path(__file__).parents[1] / "static"
TEMPLATES = Path(__file__).parents[1] / "templates"
STYLE_SHEETS = sorted((STATIC / "css").rglob("*.css"))


@pytest.mark.parametrize("sheet", STYLE_SHEETS, ids=lambda sheet: sheet.relative_to(STATIC).as_posix())
def test_every_address_in_a_style_sheet_leads_to_a_file(sheet: Path) -> None:
    addresses = re.findall(r"url\(\"?([^\")#]+)", sheet.read_text(encoding="utf-8"))

    assert [address for address in addresses if not (sheet.parent / address).is_file()] == []


def test_every_file_a_template_names_is_there() -> None:
    """A folder would do in development only: the names of files carry a hash in production."""
    texts = [template.read_text(encoding="utf-8") for template in TEMPLATES.rglob("*.html")]
    names = {name for text in texts for name in re.findall(r"\{% static ['\"]([^'\"]+)['\"] %\}", text)}

    assert {name for name in names if not finders.find(name)} == set()  # ours and the admin's own


def test_every_icon_a_template_asks_for_is_in_the_sprite() -> None:
    sprite = (STATIC / "img" / "icons.svg").read_text(encoding="utf-8")
    texts = [template.read_text(encoding="utf-8") for template in TEMPLATES.rglob("*.html")]
    icons = {name for text in texts for name in re.findall(r"\{% icon ['\"]([^'\"]+)['\"]", text)}

    assert {name for name in icons if f'id="i-{name}"' not in sprite} == set()


def test_every_font_comes_with_a_licence() -> None:
    families = {
        "el-messiri",
        "ibm-plex-sans-arabic",
        "noto-sans-tifinagh",
    }  # Hakama Sans is cut from IBM Plex

    assert {path.stem.removeprefix("OFL-") for path in (STATIC / "fonts").glob("OFL-*.txt")} == families
