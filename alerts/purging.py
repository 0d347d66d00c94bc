"""Nothing stays longer than it is needed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min
from django.utils import timezone

from alerts.models import News, Subscription


@dataclass(frozen=True)
class Purged:
    subscriptions: int
    news: int


def purge(at: datetime | None = None) -> Purged:
    """Remove requests that were not confirmed in time, dead mailboxes, and news that everybody has heard."""
    subscriptions, _rows = Subscription.objects.forgotten(at or timezone.now()).delete()
    heard = Subscription.objects.confirmed().aggregate(Min("heard_up_to"))["heard_up_to__min"]
    told = News.objects.all() if heard is None else News.objects.filter(pk__lte=heard)
    news, _rows = told.delete()
    return Purged(subscriptions, news)
