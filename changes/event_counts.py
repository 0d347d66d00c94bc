"""How many public events an institution or a person has: counted when the ledger tells of them, not when they are read.

An entry moves whenever the answer about its thing may have become another (decision 0008), and the number of its
events is part of that answer. To count on reading takes as long as the thing has events; home and the list of
institutions would count the whole record.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from changes.models import Entry, Mark, Record
from events.models import Event, Involvement, Speaker

COUNTED: dict[str, tuple[Any, str]] = {
    "institutions": (Involvement, "institution"),
    "speakers": (Speaker, "person"),
}


def counts(resource: str, numbers: Iterable[int], at: datetime) -> dict[int, int]:
    """Of those that have any, how many events the public may read at ``at``; nothing of resources without events."""
    if resource not in COUNTED:
        return {}
    _model, link = COUNTED[resource]
    rows = _rows(resource, at, **{f"{link}__in": numbers})
    return dict(rows.values_list(link).annotate(Count("event", distinct=True)))


def event_count(resource: str) -> Coalesce:
    """For each row of that resource: what the ledger says or, where it does not yet know of a write, counted."""
    _model, link = COUNTED[resource]
    rows = _rows(resource, None, **{link: OuterRef("pk")})
    counted = rows.values(link).annotate(number=Count("event", distinct=True)).values("number")
    told = Entry.objects.filter(Exists(_up_to_date()), resource=resource, object_id=OuterRef("pk"))
    return Coalesce(Subquery(told.values("event_count")), Subquery(counted), Value(0))


def _rows(resource: str, at: datetime | None, **who: Any) -> QuerySet[Any]:
    """Those of ``who`` in public events: by a condition, as SQLite began a join with all events of the record."""
    model, _link = COUNTED[resource]
    public = Event.objects.public(at).filter(pk=OuterRef("event_id"))
    return model.objects.filter(Exists(public), **who).order_by()


def _up_to_date() -> QuerySet[Record]:
    """The record, if no write is unsettled and no boundary has passed: what ``changes.version`` asks too."""
    now = timezone.now()
    return Record.objects.filter(~Exists(Mark.objects.all()), settled_at__lte=now, next_boundary__gt=now)
