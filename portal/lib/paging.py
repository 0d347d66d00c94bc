"""Pages of a list that cost the same however long it is."""

from typing import Any

from django.core.paginator import Paginator

MOST_COUNTED = 10_000


class BoundedPaginator(Paginator):
    """Counts no further than ``MOST_COUNTED`` rows, and shows as many; ``counted``: at most one more, where known."""

    def __init__(self, rows: Any, per_page: int, counted: int | None = None) -> None:
        super().__init__(rows, per_page)
        found = _counted(rows) if counted is None else counted
        self.is_endless = found > MOST_COUNTED
        self.count = min(found, MOST_COUNTED)


def _counted(rows: Any) -> int:
    """Of the keys alone: Django would write every column of a list that is cut."""
    found: int = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
    return found
