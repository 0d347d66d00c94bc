"""Pages of a list that cost the same however long it is."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

MOST_COUNTED = 10_000


class BoundedPaginator(Paginator):
    """Counts no further than ``MOST_COUNTED`` rows, and shows as many; ``counted``: at most one more, where known."""

    def __init__(self, rows: Any, per_page: int, counted: int | None = None) -> None:
        super().__init__(rows, per_page)
        found = count(rows) if counted is None else counted
        self.is_endless = found > MOST_COUNTED
        self.count = min(found, MOST_COUNTED)


def count(rows: QuerySet) -> int:
    """How many rows there are, or MOST_COUNTED + 1: a list of a million costs no more than one of ten thousand.

    Of the keys alone: Django would write every column of a list that is cut. By its own ``values``:
    modeltranslation's reads rows one by one.
    """
    return int(QuerySet.values(rows.order_by(), "pk")[: MOST_COUNTED + 1].count())
