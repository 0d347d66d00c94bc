"""`manage.py recompute_instants`: what events derive from their wall-clock times, again, after new zone data."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from events.models import Event

BATCH = 500
DERIVED = ("first_day", "last_day", "starts_utc", "ends_utc")
TRUTH = (
    *("starts_precision", "starts_on", "starts_at", "starts_half_day", "starts_weekday"),
    *("ends_precision", "ends_on", "ends_at", "ends_half_day", "time_zone"),
)


class Command(BaseCommand):
    help = "Computes the days and instants of all events again. Run it after each update of the zone data."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = sum(recompute(batch) for batch in batches())
        self.stdout.write(f"{changed} events changed.")


def batches() -> Iterator[list[Event]]:
    """All events, published or not, a few at a time."""
    rows, last = Event.objects.only(*TRUTH, *DERIVED).order_by("pk"), 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


@transaction.atomic
def recompute(events: list[Event]) -> int:
    """Write what differs; the number of events that did. ``modified_at`` stays: nobody edited them."""
    stale = [event for event in events if differs(event)]
    Event.objects.bulk_update(stale, DERIVED)
    return len(stale)


def differs(event: Event) -> bool:
    """Whether the stored columns were out of date; they are right afterwards, in memory."""
    before = [getattr(event, column) for column in DERIVED]
    event.derive()
    return before != [getattr(event, column) for column in DERIVED]
