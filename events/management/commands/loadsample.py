"""`manage.py loadsample`: the record of the five source articles."""

from typing import Any

from django.core.management.base import BaseCommand

from events.sample_data import load_sample

SHOWN = {
    "event": "events",
    "institution": "institutions",
    "person": "people",
    "agreement": "agreements",
    "pressitem": "press items",
    "citation": "citations",
}


class Command(BaseCommand):
    help = "Adds the record of the five source articles where it is missing. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_sample()
        counts = ", ".join(f"{added[name]} {words}" for name, words in SHOWN.items())
        self.stdout.write(f"{added.total()} sample rows added: {counts}.")
