"""A portal whose first look is behind it, one subscriber, and a mailbox to read."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from alerts.models import Subscription
from alerts.watching import ensure_begun, latest_news


@pytest.fixture(autouse=True)
def nothing_is_counted_yet() -> None:
    cache.clear()


@pytest.fixture
def watched(db: Any) -> None:
    ensure_begun()


def subscriber(address: str = "reader@example.ma", **columns: Any) -> Subscription:
    """Confirmed a fortnight ago, has heard all news so far."""
    given = {"language": "fr", "frequency": "at_once", "heard_up_to": latest_news(), **columns}
    given.setdefault("confirmed_at", timezone.now() - timedelta(days=14))
    return Subscription.objects.create(address=address, **given)
