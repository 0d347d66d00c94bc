"""Remove files that nothing names: left by an upload nobody saved, a proposal nobody made, a machine that stopped."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.files.storage import Storage, default_storage
from django.core.management.base import BaseCommand
from django.utils import timezone

from events.keeping import is_remembered
from events.models import Document, Photo, Publication
from events.uploads import names_in_use

MODELS = (Document, Photo, Publication)
YOUNG = timedelta(days=7)  # somebody may still be choosing on the page of a conflict


class Command(BaseCommand):
    help = "Remove stored files older than a week that no row, no version and no proposed change names."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--dry-run", action="store_true", help="List them, remove nothing.")

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        count = 0
        for name in orphans(default_storage):
            count += 1
            self.stdout.write(name)
            if not dry_run:
                default_storage.delete(name)
        self.stdout.write(f"{count} files {'would be ' if dry_run else ''}removed.")


def orphans(storage: Storage) -> Iterator[str]:
    limit = timezone.now() - YOUNG
    for model in MODELS:
        used = names_in_use(model._base_manager.iterator())
        for name in _stored(storage, str(model._meta.model_name)):
            old = name not in used and storage.get_modified_time(name) < limit
            if old and not is_remembered(_stem(name)):
                yield name


def _stored(storage: Storage, folder: str) -> list[str]:
    try:
        return [f"{folder}/{name}" for name in sorted(storage.listdir(folder)[1])]
    except FileNotFoundError:
        return []


def _stem(name: str) -> str:
    """What a photo and its renditions have in common: «photo/<hex>»."""
    return name.partition(".")[0].partition("-")[0]
