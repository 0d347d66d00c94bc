"""One stylesheet for one request, from the parts that people edit."""

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


class Command(BaseCommand):
    requires_system_checks = []
    help = "Join static/css/parts/*.css into static/css/site.css."

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(settings.BASE_DIR) / "static" / "css" / "site.css"
        target.write_text(stylesheet(), encoding="utf-8")
        self.stdout.write(f"{target.name}: {target.stat().st_size} bytes")
