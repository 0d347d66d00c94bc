"""What meets a query, best first, and no more of it than is wanted.

All words in the title come first, then all among title, people and places, then the rest; in each of the three the
order is that of the positions. Each is asked for only if those before it did not give enough.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from portal.lib.search.queries import Query
from search import finding_postgresql, finding_sqlite
from search.expressions import EVERYTHING, Narrowing
from search.models import Kind
from search.positions import number_of, on_of, order_of
from search.querysets import IN_BODY, IN_HEAD, IN_TITLE

TIERS = (IN_TITLE, IN_HEAD, IN_BODY)
_KINDS = tuple(Kind.values)
_IN = {"sqlite": finding_sqlite, "postgresql": finding_postgresql}


class Hit(NamedTuple):
    """A thing found, without its texts."""

    tier: int
    position: int
    place: str
    institutions: str

    @property
    def kind(self) -> str:
        return _KINDS[order_of(self.position)]

    @property
    def object_id(self) -> int:
        return number_of(self.position)

    @property
    def on(self) -> date | None:
        return on_of(self.position)

    @property
    def numbers(self) -> list[int]:
        return [int(number) for number in self.institutions.split()]


def found(
    query: Query,
    wanted: int,
    narrowing: Narrowing = EVERYTHING,
    *,
    beyond: Sequence[int] | None = None,
    backwards: bool = False,
) -> list[Hit]:
    """The first hits after ``beyond`` (a tier and a position); ``backwards``, those just before it, nearest first."""
    hits: list[Hit] = []
    if not query:
        return hits
    search = _IN[connection.vendor].Search(query, narrowing, backwards=backwards)
    for tier in reversed(TIERS) if backwards else TIERS:
        start = None
        if beyond is not None:
            if (tier > beyond[0]) != backwards and tier != beyond[0]:
                continue
            start = beyond[1] if tier == beyond[0] else None
        known = [hit.position for hit in hits] if beyond is None and not backwards else None
        hits += [Hit(tier, *row) for row in search.rows(tier, start, wanted - len(hits), known)]
        if len(hits) >= wanted:
            break
    return hits


def called(token: str, wanted: int) -> list[Hit]:
    """Those of exactly this name (``filter_tokens.of_name``)."""
    search = _IN[connection.vendor].Search(Query((), ()), Narrowing(groups=((token,),)))
    return [Hit(IN_TITLE, *row) for row in search.called(wanted)]


def named(query: Query, wanted: int) -> list[Hit]:
    """Things of the kinds that are suggested, by words of their titles."""
    if not query:
        return []
    search: Any = _IN[connection.vendor].Search(query)
    return [Hit(IN_TITLE, *row) for row in search.named(wanted)]
