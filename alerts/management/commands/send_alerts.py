"""`manage.py send_alerts`: for a timer, every five minutes or so. Safe when run twice or killed (alerts/sending.py)."""

from typing import Any

from django.core.management.base import BaseCommand

from alerts.sending import send_due


class Command(BaseCommand):
    help = "Sends the e-mail alerts that are due. Run it every few minutes; twice at once does no harm."

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = send_due()
        self.stdout.write(
            f"{outcome.sent} sent, {outcome.silent} with nothing to tell, {outcome.failed} failed."
        )
