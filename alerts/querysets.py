"""Which subscriptions are due, and which events may have become public or changed."""

from datetime import datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils import timezone

from alerts.enums import Frequency
from events.models import Event
from portal.lib.zone import MOROCCO

CONFIRM_WITHIN = timedelta(days=7)
GIVE_UP_AFTER = timedelta(days=30)
# A transaction that began before the last look and ended after it is still seen by the next one.
LONGEST_TRANSACTION = timedelta(days=1)
DIGEST_HOUR = time(7)


def digest_day(at: datetime) -> datetime:
    """The Monday morning, in Morocco, whose digest is due at the instant ``at``."""
    local = at.astimezone(ZoneInfo(MOROCCO))
    monday = (local - timedelta(days=local.weekday())).date()
    due = datetime.combine(monday, DIGEST_HOUR, tzinfo=ZoneInfo(MOROCCO))
    return due if due <= local else due - timedelta(days=7)


class SubscriptionQuerySet(models.QuerySet):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def due(self, latest: int, at: datetime) -> Self:
        """Those to write to at ``at`` when ``latest`` is the number of the last news, and nobody else is at it."""
        monday = digest_day(at)
        waits = Q(heard_up_to__lt=latest) | Q(telling_up_to__isnull=False)
        at_once = Q(frequency=Frequency.AT_ONCE) & waits
        weekly = Q(frequency=Frequency.WEEKLY, confirmed_at__lt=monday) & (
            Q(sent_at__isnull=True) | Q(sent_at__lt=monday)
        )
        free = Q(taken_until__isnull=True) | Q(taken_until__lte=at)
        return self.confirmed().filter(free).filter(at_once | weekly)

    def forgotten(self, at: datetime | None = None) -> Self:
        """Never confirmed in time, or refused by their mail server for a month."""
        at = at or timezone.now()
        return self.filter(
            Q(confirmed_at__isnull=True, created_at__lte=at - CONFIRM_WITHIN)
            | Q(failing_since__lte=at - GIVE_UP_AFTER)
        )

    def of_address(self, address: str) -> Self:
        """Every subscription of one address, in whatever case it was written."""
        return self.filter(address__iexact=address.strip())


def touched_since(since: datetime | None) -> Any:
    """Events of any state that may have become public, changed or been withdrawn since then; all without ``since``."""
    rows = Event.objects.order_by("pk")
    if since is None:
        return rows
    since -= LONGEST_TRANSACTION
    return rows.filter(Q(modified_at__gte=since) | Q(publish_from__gte=since))
