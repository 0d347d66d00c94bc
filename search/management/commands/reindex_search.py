"""`manage.py reindex_search`: writes the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.index import rebuild


class Command(BaseCommand):
    help = (
        "Writes the search index anew. With --stale: only what is missing, gone or made by an older analyser."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stale", action="store_true", help="only what is missing or out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        written = rebuild(only_stale=options["stale"])
        self.stdout.write(f"{written} entries of the search index written.")
