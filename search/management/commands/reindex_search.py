"""`manage.py reindex_search`: writes the search index anew."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from search.index import rebuild
from search.keeping import look_again

LOOKED_AT = timedelta(days=2)  # a night may be missed


class Command(BaseCommand):
    help = (
        "Writes the search index anew. With --stale: only what is missing, gone, made by an older analyser, "
        "or written in the last two days."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stale", action="store_true", help="only what is missing or out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        written = rebuild(only_stale=options["stale"])
        if options["stale"]:
            written += look_again(timezone.now() - LOOKED_AT)
        self.stdout.write(f"{written} entries of the search index written.")
