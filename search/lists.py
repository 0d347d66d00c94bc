"""Lists of rows that take part in the search: of events and of requests, on their pages and in the API."""

from typing import Any

from django.db import connections
from django.db.models import Case, IntegerField, Value, When
from django.db.models.expressions import RawSQL

from events.models import Event, Recommendation
from portal.lib.paging import MOST_COUNTED, count
from portal.lib.search.queries import Query
from search.engine import understood
from search.expressions import FULL, HEAD, MARKS, TITLE, fts5
from search.models import Kind, SearchDocument
from search.positions import KEY_BITS, KIND_BITS
from search.querysets import IN_BODY, IN_HEAD, IN_TITLE

KINDS = {Event: Kind.EVENT, Recommendation: Kind.RECOMMENDATION}


def matching(rows: Any, text: str) -> Any:
    """Those of ``rows`` that a search for ``text`` finds; of a text without letters or digits, none."""
    query = understood(text)
    return rows.filter(pk__in=_numbers(rows, query)) if query else rows.none()


def by_relevance(events: Any, text: str) -> Any:
    """Best first, as on the page of results; latest first without a text, or where more are found than are counted."""
    query = understood(text)
    if not query or count(_documents(events, query)) > MOST_COUNTED:
        return events.newest_first()
    tier = Case(
        When(pk__in=_numbers(events, query, TITLE), then=Value(IN_TITLE)),
        When(pk__in=_numbers(events, query, HEAD), then=Value(IN_HEAD)),
        default=Value(IN_BODY),
        output_field=IntegerField(),
    )
    return events.annotate(tier=tier).order_by("-tier", *events.newest_first().query.order_by)


def _documents(rows: Any, query: Query, part: str = FULL) -> Any:
    return SearchDocument.objects.filter(kind=KINDS[rows.model]).meeting(query, part)


def _numbers(rows: Any, query: Query, part: str = FULL) -> Any:
    """The keys of the rows found. SQLite reads them off the positions, and no row of the index."""
    if connections[rows.db].vendor != "sqlite":
        return _documents(rows, query, part).values("object_id")
    order = list(Kind).index(KINDS[rows.model])
    return RawSQL(
        "SELECT rowid & %s FROM search_words WHERE search_words MATCH %s AND (rowid >> %s) & %s = %s",
        [(1 << KEY_BITS) - 1, fts5(query, MARKS[part]), KEY_BITS, (1 << KIND_BITS) - 1, order],
    )
