"""What is news: decided by comparing what is public now with what was public at the last look.

No signal and no column says «published»: a publication that was scheduled simply becomes visible, an import writes
many rows at once. Comparing finds all of it, and after a crash the next look finds what this one did not keep.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.utils import timezone

from alerts.models import Known, News, Watch
from alerts.querysets import touched_since
from events.enums import EventStatus
from events.models import Event, EventVenue
from portal.lib.zone import today

CHUNK = 1000
DATE = (
    "starts_precision", "starts_on", "starts_at", "starts_half_day", "starts_weekday",
    "ends_precision", "ends_on", "ends_at", "ends_half_day", "time_zone",
)  # fmt: skip
# The words of a place count in the language they were first given in: a translation moves nothing.
PLACE = ("place_kind", "territory_id", "online_url", "place_words_ar", "place_words_fr")


@dataclass(frozen=True)
class Seen:
    """What of a public event is compared."""

    event_id: int
    date: str
    place: str
    status: str
    last_day: dt.date | None

    def as_known(self) -> Known:
        return Known(event_id=self.event_id, date=self.date, place=self.place, status=self.status)


def latest_news() -> int:
    return News.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def look(at: datetime | None = None) -> int:
    """Write down what became news since the last look, and say the number of the latest.

    The first look writes down what is known already and makes no news of it. Whoever looks at the same time waits:
    numbers are given and become visible in one order, so that «up to number n» never skips one.
    """
    at = at or timezone.now()
    with transaction.atomic():
        Watch.objects.get_or_create(pk=1)
        watch = Watch.objects.select_for_update().get(pk=1)
        is_first = watch.looked_at is None
        touched = touched_since(watch.looked_at).values_list("pk", flat=True)
        numbers: list[int] = []
        for number in touched.iterator(CHUNK):
            numbers.append(number)
            if len(numbers) == CHUNK:
                _compare(numbers, at, is_first)
                numbers = []
        _compare(numbers, at, is_first)
        watch.looked_at = at
        watch.save(update_fields=["looked_at"])
    return latest_news()


def ensure_begun() -> None:
    """Make sure that a first look was taken, before somebody waits for news."""
    if not Watch.objects.filter(looked_at__isnull=False).exists():
        look()


def _compare(numbers: list[int], at: datetime, is_first: bool) -> None:
    """Three queries, and as many writes as there are kinds of change."""
    if not numbers:
        return
    known = Known.objects.in_bulk(numbers)
    seen = _seen(numbers, at)
    # What is no longer public is news again when it comes back.
    gone = [number for number in known if number not in seen]
    Known.objects.filter(pk__in=gone).delete()
    fresh = [one for number, one in seen.items() if number not in known]
    Known.objects.bulk_create([one.as_known() for one in fresh])
    moved = [(known[number], one) for number, one in seen.items() if number in known]
    differing = [(before, one) for before, one in moved if _differs(before, one)]
    Known.objects.bulk_update([one.as_known() for _, one in differing], ["date", "place", "status"])
    if not is_first:
        news = [News(event_id=one.event_id, is_new=True) for one in fresh]
        news += [_change(before, one) for before, one in differing if _is_worth_telling(before, one, at)]
        News.objects.bulk_create(sorted(news, key=lambda row: row.event_id))


def _differs(before: Known, now: Seen) -> bool:
    return (before.date, before.place, before.status) != (now.date, now.place, now.status)


def _is_worth_telling(before: Known, now: Seen, at: datetime) -> bool:
    """A past event that is put right is a correction, not an alert; nor is it one that an event was held."""
    is_over = now.last_day is not None and now.last_day < today(at)
    merely_held = now.status == EventStatus.HELD and (before.date, before.place) == (now.date, now.place)
    return not (is_over or merely_held)


def _change(before: Known, now: Seen) -> News:
    return News(
        event_id=now.event_id,
        date_changed=before.date != now.date,
        place_changed=before.place != now.place,
        status_changed=now.status not in (before.status, EventStatus.HELD),
    )


def _seen(numbers: list[int], at: datetime) -> dict[int, Seen]:
    """The public ones among these events, as they are now. Two queries."""
    venues = defaultdict(list)
    rooms = EventVenue.objects.filter(event_id__in=numbers).order_by("venue_id", "room_id")
    for event_id, venue_id, room_id in rooms.values_list("event_id", "venue_id", "room_id"):
        venues[event_id].append((venue_id, room_id))
    rows = Event.objects.public(at).filter(pk__in=numbers).values("pk", "status", "last_day", *DATE, *PLACE)
    return {
        row["pk"]: Seen(
            event_id=row["pk"],
            date=_digest([row[name] for name in DATE]),
            place=_digest([*_place(row), *venues[row["pk"]]]),
            status=row["status"],
            last_day=row["last_day"],
        )
        for row in rows
    }


def _place(row: dict[str, Any]) -> list[Any]:
    words = row["place_words_ar"] or row["place_words_fr"] or ""
    return [row["place_kind"], row["territory_id"], row["online_url"], words]


def _digest(values: list[Any]) -> str:
    return blake2b(repr([str(value or "") for value in values]).encode(), digest_size=16).hexdigest()
