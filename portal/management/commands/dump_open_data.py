"""`manage.py dump_open_data`: the whole public record as files for `/dumps/`, every night."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.api.dumps.making import dump


class Command(BaseCommand):
    help = "Writes the public record as JSON Lines, CSV and iCalendar with checksums, and puts it in force at once."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = dump()
        self.stdout.write(f"{folder.name}: {len(list(folder.iterdir()))} files.")
