"""`manage.py load_territories`: the administrative map of Morocco, with its other spellings."""

from typing import Any

from django.core.management.base import BaseCommand

from institutions.territory_data import load_territories


class Command(BaseCommand):
    help = "Adds the places of Morocco's administrative map that are missing. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_territories()} territories added.")
