"""The question that a subscription repeats: one of the list of events, in a form of its own."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from events import listing
from events.filters import EventFilter
from events.models import Event

NOT_FILTERS = ("ordering", "page")


def normalised(parameters: QueryDict) -> str:
    """The filters asked for, sorted and each once; what is no filter of events is left out."""
    asked = {
        (name, value.strip())
        for name, values in parameters.lists()
        for value in values
        if value.strip() and name in EventFilter.base_filters and name not in NOT_FILTERS
    }
    return urlencode(sorted(asked))


def asked(query: str, rows: Any = None, request: HttpRequest | None = None) -> EventFilter:
    """The filter of events that ``query`` stands for, on ``rows`` or on everything public."""
    rows = Event.objects.public() if rows is None else rows
    return EventFilter(QueryDict(query), queryset=rows, request=request)


def in_words(query: str) -> list[listing.Applied]:
    """The filters one by one, each with its label; empty for all events."""
    found = asked(query)
    return listing.applied(found, QueryDict(query)) if query else []


def found_among(query: str, rows: Any) -> Any:
    """Those of ``rows`` that ``query`` finds; none when it names what the public no longer knows."""
    found = asked(query, rows)
    return found.qs if found.is_valid() else rows.none()
