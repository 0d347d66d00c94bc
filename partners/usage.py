"""Usage by day: a number in the cache for each request, a row in the database once a minute.

A request costs the same however busy its key is. What the cache loses is the usage of a minute at most.
"""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from partners.models import ApiKey, KeyUsage

EVERY = 60  # seconds between two writes of one key
KEPT = 60 * 60 * 48


def count(key: ApiKey, at: datetime) -> None:
    """One more request; whoever comes first in a minute writes down what was counted."""
    name = _name(key.pk, at.astimezone(UTC).date())
    cache.add(name, 0, KEPT)
    try:
        cache.incr(name)
    except ValueError:  # put out of the cache since the line above
        cache.set(name, 1, KEPT)
    if cache.add(f"partners:written:{key.pk}", 1, EVERY):
        write_down(key, at)


def write_down(key: ApiKey, at: datetime) -> None:
    """What was counted and not yet written, of today and of yesterday."""
    today = at.astimezone(UTC).date()
    for day in (today - timedelta(days=1), today):
        counted = cache.get(_name(key.pk, day), 0)
        if counted:
            with suppress(ValueError):  # put out of the cache since the line above
                cache.decr(_name(key.pk, day), counted)
            _add(key, day, counted)


@transaction.atomic
def _add(key: ApiKey, day: date, counted: int) -> None:
    KeyUsage.objects.get_or_create(key=key, day=day)
    KeyUsage.objects.filter(key=key, day=day).update(requests=F("requests") + counted)


def _name(key: int, day: date) -> str:
    return f"partners:usage:{key}:{day.isoformat()}"
