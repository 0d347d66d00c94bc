"""`manage.py compile_catalogues`: translations from .po to .mo, without the gettext programs."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.core.management.base import BaseCommand

ROOT = Path(__file__).resolve().parents[3]
LOCALE_DIRECTORIES = (
    "locale",
    "portal/locale",
    "exchange/locale",
    "partners/locale",
    "webhooks/locale",
    "alerts/locale",
    "search/locale",
    "changes/locale",
    "events/locale",
    "institutions/locale",
    "staff/locale",
    "history/locale",
)


def catalogues(root: Path = ROOT) -> Iterator[Path]:
    """Every .po file of the project; libraries' own catalogues are left alone."""
    for directory in LOCALE_DIRECTORIES:
        yield from sorted((root / directory).glob("*/LC_MESSAGES/*.po"))


def is_out_of_date(source: Path) -> bool:
    """True when the .mo is missing or older than its .po."""
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def compile_catalogue(source: Path) -> None:
    """Write the .mo beside its .po in one step, so that a running server never reads half a file."""
    compiled = source.with_suffix(".mo")
    unfinished = compiled.with_suffix(f".mo.{os.getpid()}")
    polib.pofile(str(source), encoding="utf-8", check_for_duplicates=True).save_as_mofile(str(unfinished))
    unfinished.replace(compiled)


class Command(BaseCommand):
    help = "Compile every .po of the project whose .mo is missing or older."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        sources = list(catalogues())
        stale = [source for source in sources if is_out_of_date(source)]
        for source in stale:
            compile_catalogue(source)
        self.stdout.write(f"{len(stale)} of {len(sources)} catalogues compiled.")
