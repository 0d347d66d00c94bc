"""`manage.py settle_changes`: what readers do by themselves; for a timer, after a bulk load and after a restore."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from changes.models import Record
from changes.settling import begin_anew, reconcile, settle


class Command(BaseCommand):
    help = "Tell the public of what was written: settle the marks of writes into the ledger of changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--compare", action="store_true", help="compare the whole ledger with what is public"
        )
        parser.add_argument(
            "--restored", action="store_true", help="the database was restored: former cursors are refused"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        settle()
        if options["restored"]:
            begin_anew()
        elif options["compare"]:
            reconcile()
        self.stdout.write(f"The record is at version {Record.objects.get(pk=1).version}.")
