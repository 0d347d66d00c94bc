"""`manage.py purge_alerts`: once a day. What nobody confirmed within 7 days is erased (docs/personal-data.md)."""

from typing import Any

from django.core.management.base import BaseCommand

from alerts.purging import purge


class Command(BaseCommand):
    help = "Erases alerts that were not confirmed within 7 days or failed for 30, and news that everybody has heard."

    def handle(self, *args: Any, **options: Any) -> None:
        purged = purge()
        self.stdout.write(f"{purged.subscriptions} alerts and {purged.news} news erased.")
