"""From the ledger of changes to messages: each subscriber reads on from where they are, in one transaction.

A worker that is killed loses nothing: where it stopped, the position stands, and what it wrote with it.
"""

import json
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from changes.models import Entry, Record
from webhooks.models import Delivery, Subscription, Told

AT_ONCE = 200
RESOURCE = "events"


def feed_all() -> int:
    """Write down what every subscriber is to be told; the number of new messages."""
    record = Record.objects.filter(pk=1).first()
    if record is None:
        return 0
    active = Subscription.objects.filter(is_active=True).values_list("pk", flat=True)
    return sum(_feed(number, record) for number in list(active))


def _feed(number: int, record: Record) -> int:
    made = 0
    while True:
        with transaction.atomic():
            subscription = Subscription.objects.select_for_update().get(pk=number)
            if subscription.position is None or subscription.era != record.era:
                return _begin(subscription, record)
            told, is_behind = _feed_some(subscription)
        made += told
        if not is_behind:
            return made


def _begin(subscription: Subscription, record: Record) -> int:
    """Of what is there already nobody is told, but that it goes or changes; after a restore all is known anew."""
    matching = set(subscription.filter().qs.order_by().values_list("pk", flat=True))
    subscription.told.all().delete()
    Told.objects.bulk_create([Told(subscription=subscription, event_id=number) for number in matching])
    subscription.era, subscription.position = record.era, record.version
    subscription.save(update_fields=["era", "position"])
    return 0


def _feed_some(subscription: Subscription) -> tuple[int, bool]:
    """(messages written, whether there is more)"""
    rows = Entry.objects.filter(resource=RESOURCE, position__gt=subscription.position).order_by("position")
    entries = list(rows[:AT_ONCE])
    if not entries:
        return 0, False
    numbers = [entry.object_id for entry in entries]
    matching = set(subscription.filter().qs.filter(pk__in=numbers).order_by().values_list("pk", flat=True))
    known = set(subscription.told.filter(event_id__in=numbers).values_list("event_id", flat=True))
    messages = [
        _message(subscription, kind, entry.object_id, entry.at)
        for entry in entries
        if (kind := _kind(entry.object_id in matching, entry.object_id in known))
    ]
    Delivery.objects.bulk_create(messages)
    subscription.told.filter(event_id__in=known - matching).delete()
    Told.objects.bulk_create([Told(subscription=subscription, event_id=n) for n in sorted(matching - known)])
    subscription.position = entries[-1].position
    subscription.save(update_fields=["position"])
    return len(messages), len(entries) == AT_ONCE


def _kind(is_matching: bool, is_known: bool) -> str:
    """An event that no longer passes the filter is gone for this subscriber."""
    if is_matching:
        return "event.updated" if is_known else "event.created"
    return "event.deleted" if is_known else ""


def _message(subscription: Subscription, kind: str, number: int, at: datetime) -> Delivery:
    url = f"{settings.SITE_URL}/api/v1/events/{number}/"
    return new_message(subscription, kind, {"id": number, "url": url}, at)


def new_message(subscription: Subscription, kind: str, data: Any, at: datetime | None = None) -> Delivery:
    """Not saved. The data lead to the event and do not repeat it: what is fetched is never older than the message."""
    stamp = (at or timezone.now()).isoformat().replace("+00:00", "Z")
    body = json.dumps({"type": kind, "timestamp": stamp, "data": data}, separators=(",", ":"))
    return Delivery(
        subscription=subscription, message_id=f"msg_{secrets.token_hex(12)}", kind=kind, body=body
    )
