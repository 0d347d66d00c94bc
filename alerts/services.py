"""What can be done with a subscription. None of it says whether an address was known before."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from alerts.models import Subscription
from alerts.tokens import digest
from alerts.watching import ensure_begun, latest_news
from staff.audit import Action, record


def request_alert(*, address: str, query: str, language: str, frequency: str) -> Subscription:
    """The subscription to write to: a new one waits for its confirmation; one that is confirmed is left as it is.

    Of a request that was never confirmed, the latest wish counts.
    """
    asked = {"language": language, "frequency": frequency}
    same = Subscription.objects.of_address(address).filter(query=query)
    if not same.exists():
        try:
            with transaction.atomic():
                return Subscription.objects.create(address=address, query=query, **asked)
        except IntegrityError:
            pass  # somebody sent the same form at the same moment
    same.filter(confirmed_at=None).update(**asked, created_at=timezone.now())
    return same.get()


def confirm_alert(*, key: str) -> Subscription | None:
    """From now on it is told what is new; a second time changes nothing. None when it was purged or erased."""
    ensure_begun()
    with transaction.atomic():
        Subscription.objects.filter(key=key, confirmed_at=None).update(
            confirmed_at=timezone.now(), heard_up_to=latest_news()
        )
    return Subscription.objects.filter(key=key).first()


def change_frequency(*, key: str, frequency: str) -> None:
    """A mail on its way is finished first: what it tells is not told again."""
    Subscription.objects.filter(key=key).update(frequency=frequency)


def unsubscribe(*, key: str, from_all: bool = False) -> None:
    """Erase the subscription, or all of its address. A second time changes nothing."""
    rows = Subscription.objects.filter(key=key)
    if from_all and (one := rows.first()):
        rows = Subscription.objects.of_address(one.address)
    rows.delete()


def held_about(*, address: str) -> list[dict[str, Any]]:
    """Everything that is held about an address, as it is given to the person (law 09-08, article 7)."""
    columns = ("address", "query", "language", "frequency", "created_at", "confirmed_at", "sent_at")
    return list(Subscription.objects.of_address(address).values(*columns))


def give_copy(*, address: str, by: Any, request: Any = None) -> list[dict[str, Any]]:
    """What is held about an address, for a request by its owner; on record without the address."""
    copy = held_about(address=address)
    record(Action.EXPORTED, by=by, request=request, **_trace(address, len(copy)))
    return copy


@transaction.atomic
def erase_address(*, address: str, by: Any, request: Any = None) -> int:
    """Erase everything that is held about an address; on record without the address."""
    rows = Subscription.objects.of_address(address)
    count = rows.count()
    rows.delete()
    record(Action.PURGED, by=by, request=request, **_trace(address, count))
    return count


def _trace(address: str, count: int) -> dict[str, Any]:
    """What the log keeps: a keyed digest proves to who asks again, with the address, that it was done."""
    return {"of": "alerts.subscription", "count": count, "digest": digest("trace", address.strip().lower())}
