"""Which days events take, asked of a stretch of the record without reading the events.

Of all events of a month only such columns are asked as an index has (``event_counted``): a month of a large record
has thousands, and a page names some dozens of them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

from events.month_grid import Stay
from portal.lib.moment import EXACT_DAY

IS_EXACT = Q(starts_precision__in=EXACT_DAY)


@dataclass(frozen=True)
class Unread:
    """An event of which the number is known."""

    pk: int


def touching(rows: Any, first: date, last: date) -> Any:
    """Events known to the month that may touch the days from ``first`` to ``last``. One query."""
    return rows.known_to_the_month().order_by().reaching(first, 0).filter(first_day__lte=last)


def of_several_days(rows: Any) -> list[Stay]:
    """Of those that may go on after their first day; a vague end counts for nothing. One query."""
    found = rows.model._base_manager.filter(
        pk__in=rows.filter(IS_EXACT, last_day__gt=F("first_day")).values("pk")
    )
    return [
        Stay(Unread(key), begins, ends if ends and precision in EXACT_DAY else begins)
        for key, begins, ends, precision in found.values_list("pk", "starts_on", "ends_on", "ends_precision")
    ]


def of_one_day(rows: Any, first: date) -> Any:
    """Those whose only day is known, ``first`` or later."""
    return rows.filter(IS_EXACT, first_day__gte=first, last_day=F("first_day"))


def on_day(number: int, day: date) -> Stay:
    return Stay(Unread(number), day, day)
