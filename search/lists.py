"""Lists of rows that take part in the search: the list of events, on its page and in the API."""

from typing import Any

from django.db.models import OuterRef, Subquery

from portal.lib.search.queries import Query
from search.engine import understood
from search.models import Kind, SearchDocument


def _documents(query: Query) -> Any:
    return SearchDocument.objects.filter(kind=Kind.EVENT).meeting(query)


def matching(events: Any, text: str) -> Any:
    """Events that a search for ``text`` finds; of a text without letters or digits, none."""
    query = understood(text)
    return events.filter(pk__in=_documents(query).values("object_id")) if query else events.none()


def by_relevance(events: Any, text: str) -> Any:
    """Best first, as on the page of results; without a text, latest first."""
    query = understood(text)
    if not query:
        return events.newest_first()
    tier = _documents(query).filter(object_id=OuterRef("pk")).with_tier(query).values("tier")[:1]
    return events.annotate(tier=Subquery(tier)).order_by("-tier", *events.newest_first().query.order_by)
