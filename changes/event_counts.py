"""How many public events an institution or a person has: counted when the ledger tells of them, not when they are read.

An entry moves whenever the answer about its thing may have become another (decision 0008), and the number of its
events is part of that answer. To count on reading takes as long as the thing has events; home and the list of
institutions would count the whole record.
"""

from collections.abc import Collection
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


def counts(resource: str, numbers: Collection[int], at: datetime) -> dict[int, int]:
    """How many events of each the public may read at ``at``; nothing where the ledger keeps no number."""
    if resource not in COUNTED:
        return {}
    _model, link = COUNTED[resource]
    return dict.fromkeys(numbers, 0) | dict(_counted(resource, at, **{f"{link}__in": numbers}))


def event_count(resource: str) -> Coalesce:
    """For each row of that resource: what the ledger says or, where it does not yet know of a write, counted."""
    told = Entry.objects.filter(Exists(_up_to_date()), resource=resource, object_id=OuterRef("pk"))
    return Coalesce(Subquery(told.values("event_count")), _number(resource, None, "pk"), Value(0))


def miscounted(resource: str, entries: QuerySet[Entry], at: datetime) -> QuerySet[Entry]:
    """Those of ``entries`` that say another number, or none, though the ledger keeps one."""
    if resource not in COUNTED:
        return entries.none()
    return entries.exclude(event_count=Coalesce(_number(resource, at, "object_id"), Value(0)))


def _number(resource: str, at: datetime | None, column: str) -> Subquery:
    """Of the row that a query calls by ``column``; NULL for none."""
    _model, link = COUNTED[resource]
    return Subquery(_counted(resource, at, **{link: OuterRef(column)}).values("number"))


def _counted(resource: str, at: datetime | None, **who: Any) -> QuerySet[Any]:
    """Each of ``who`` with the number of public events: by a condition, as SQLite began a join with all events."""
    model, link = COUNTED[resource]
    public = Event.objects.public(at).filter(pk=OuterRef("event_id"))
    rows = model.objects.filter(Exists(public), **who).order_by()
    return rows.values_list(link).annotate(number=Count("event", distinct=True))


def _up_to_date() -> QuerySet[Record]:
    """The record, if no write is unsettled and no boundary has passed: what ``changes.version`` asks too."""
    now = timezone.now()
    return Record.objects.filter(~Exists(Mark.objects.all()), settled_at__lte=now, next_boundary__gt=now)
