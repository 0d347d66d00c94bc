"""Lists of rows that take part in the search: of events and of requests, on their pages and in the API."""

from typing import Any

from django.db.models import OuterRef, Subquery

from events.models import Event, Recommendation
from portal.lib.search.queries import Query
from search.engine import understood
from search.models import Kind, SearchDocument

KINDS = {Event: Kind.EVENT, Recommendation: Kind.RECOMMENDATION}


def _documents(model: Any, query: Query) -> Any:
    return SearchDocument.objects.filter(kind=KINDS[model]).meeting(query)


def matching(rows: Any, text: str) -> Any:
    """Those of ``rows`` that a search for ``text`` finds; of a text without letters or digits, none."""
    query = understood(text)
    return rows.filter(pk__in=_documents(rows.model, query).values("object_id")) if query else rows.none()


def by_relevance(events: Any, text: str) -> Any:
    """Best first, as on the page of results; without a text, latest first."""
    query = understood(text)
    if not query:
        return events.newest_first()
    tier = (
        _documents(events.model, query).filter(object_id=OuterRef("pk")).with_tier(query).values("tier")[:1]
    )
    return events.annotate(tier=Subquery(tier)).order_by("-tier", *events.newest_first().query.order_by)
