"""`manage.py purge_imports`: files of imports and their reports are private and do not stay for ever."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from exchange.enums import AT_WORK
from exchange.models import ImportBatch
from exchange.services.orders import forget

DAYS = 90


class Command(BaseCommand):
    help = "Removes imports that are older than some days, with their files. Events stay; they can no longer be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=DAYS, help=f"age in days, {DAYS} when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        before = timezone.now() - timedelta(days=options["days"])
        old = ImportBatch.objects.filter(created_at__lt=before).exclude(state__in=AT_WORK - {"checking"})
        for batch in old:
            forget(batch)
        self.stdout.write(f"{len(old)} imports removed.")
