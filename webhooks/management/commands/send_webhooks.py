"""`manage.py send_webhooks`: what the worker does, once; for a timer, so that no lost task delays a message."""

from typing import Any

from django.core.management.base import BaseCommand

from changes.settling import settle
from webhooks.tasks import work


class Command(BaseCommand):
    help = "Write and send the messages of webhooks that are due."

    def handle(self, *args: Any, **options: Any) -> None:
        settle()
        work()
