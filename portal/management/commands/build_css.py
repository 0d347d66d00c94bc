"""One stylesheet for one request, from the parts that people edit."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

HEAD = (
    "/* Built by manage.py build_css from css/parts: edit those. Logical properties only. */\n"
    "@layer reset, tokens, base, layout, components, pages, utilities, print;\n"
)


def stylesheet() -> str:
    """The fonts lie beside the result, not among the parts: their addresses are relative, and the admin uses them."""
    folder = Path(settings.BASE_DIR) / "static" / "css"
    sheets = [folder / "fonts.css", *sorted((folder / "parts").glob("*.css"))]
    return HEAD + "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def scheme(name: str) -> str:
    """The colours of the light or the dark scheme alone, for a frame whose host has chosen one of them."""
    parts = Path(settings.BASE_DIR) / "static" / "css" / "parts"
    light, dark = (
        dict(re.findall(r"--([\w-]+):([^;]+);", block))
        for block in (parts / "02-tokens.css")
        .read_text(encoding="utf-8")
        .split("(prefers-color-scheme:dark)")
    )
    chosen = dark if name == "dark" else {token: light[token] for token in dark}
    colours = "".join(f"--{token}:{value};" for token, value in chosen.items())
    return f"/* Built by manage.py build_css. */\n:root{{color-scheme:{name};{colours}}}\n"


def built() -> dict[str, str]:
    """What each built file holds."""
    return {
        "site.css": stylesheet(),
        "scheme-light.css": scheme("light"),
        "scheme-dark.css": scheme("dark"),
    }


class Command(BaseCommand):
    requires_system_checks = []
    help = "Join static/css/parts/*.css into static/css/site.css; write the two colour schemes apart."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, content in built().items():
            target = Path(settings.BASE_DIR) / "static" / "css" / name
            target.write_text(content, encoding="utf-8")
            self.stdout.write(f"{target.name}: {target.stat().st_size} bytes")
