"""The filter form of the list of events, with what the page tells of its numbers: pages of one list share it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language

from events import listing
from events.facets import facets
from events.filters import ORDERINGS, EventFilter
from portal.lib.paging import MOST_COUNTED
from portal.lib.pieces import piece


@dataclass(frozen=True)
class FilterForm:
    """``total``: of the whole record, ``found``: under all filters; at most one more than is counted."""

    html: str
    total: int
    found: int
    going_on: int | None

    @property
    def size(self) -> int:
        return 2 * len(self.html)

    @property
    def total_is_endless(self) -> bool:
        return self.total > MOST_COUNTED


def filter_form(request: HttpRequest, found: EventFilter) -> FilterForm:
    """As the address asks: its links repeat all of it but the number of the page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    name = f"events/filters {get_language()} {asked.urlencode()}"
    return piece(request, name, lambda: _made(request, found))


def _made(request: HttpRequest, found: EventFilter) -> FilterForm:
    counted = facets(found, request.GET)
    more = [name for name in request.GET.getlist(listing.MORE) if name in EventFilter.base_filters]
    context: dict[str, Any] = {"request": request, "filter": found, "facets": counted, "asked_more": more}
    context["orders"] = ORDERINGS
    html = render_to_string("events/event_filters.html", context)
    return FilterForm(html, counted.total, counted.found, counted.going_on)
