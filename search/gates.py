"""Whether the public may see what a document leads to, asked of the row itself; the words of the question are kept.

Each model's own gate decides (``KINDS``). Django takes some ten milliseconds to put the eight of them into words, and
always into the same words: only the instant changes.
"""

from dataclasses import replace
from datetime import datetime
from functools import cache

from django.db import connection
from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone

from events.kept_queries import AMONG, AT, KeptQuery, among, answered


def is_public(at: datetime | None) -> Case:
    """1 where the public may see it at ``at``. A subquery for each row, so that only rows looked at are asked for."""
    from search.kinds import KINDS

    gates = []
    for kind in KINDS.values():
        seen = kind.public(at).order_by().filter(pk=OuterRef("object_id")).annotate(seen=Value(1))
        gates.append(When(kind=kind.name, then=Subquery(seen.values("seen")[:1])))
    return Case(*gates, output_field=IntegerField())


@cache
def gate(using: str) -> KeptQuery:
    """A condition on rows called ``search_index``."""
    from search.models import SearchDocument

    rows = QuerySet(SearchDocument, using=using).annotate(seen=is_public(AT)).filter(seen=1).values("pk")
    query = KeptQuery.of(rows, using)
    return replace(query, sql=query.sql.partition(" WHERE ")[2])


def let_through(positions: list[int]) -> list[tuple[int, str, str]]:
    """Position, place and institutions of those of the documents that the public may see now, in any order."""
    public = gate(connection.alias)
    sql = (
        "SELECT position, place, institutions FROM search_index"  # noqa: S608  (kept words; every value is a parameter)
        f" WHERE position {AMONG[connection.vendor]} AND {public.sql}"
    )
    asked = among(connection.alias, positions), *public.parameters(connection, timezone.now())
    return answered(connection, sql, asked)
