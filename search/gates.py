"""Whether the public may see what a document leads to, asked of the row itself; the words of the question are kept.

Each model's own gate decides (``KINDS``). Django takes some ten milliseconds to put the eight of them into words, and
always into the same words: only the instant changes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone

_AT = datetime(2999, 12, 31, 23, 59, 59, 654321, tzinfo=UTC)  # stands for the instant in the words kept


def is_public(at: datetime | None) -> Case:
    """1 where the public may see it at ``at``. A subquery for each row, so that only rows looked at are asked for."""
    from search.kinds import KINDS

    gates = []
    for kind in KINDS.values():
        seen = kind.public(at).order_by().filter(pk=OuterRef("object_id")).annotate(seen=Value(1))
        gates.append(When(kind=kind.name, then=Subquery(seen.values("seen")[:1])))
    return Case(*gates, output_field=IntegerField())


@dataclass(frozen=True)
class Gate:
    sql: str
    constants: tuple[Any, ...]
    instants: tuple[int, ...]

    def parameters(self, connection: Any) -> list[Any]:
        """For now."""
        parameters = list(self.constants)
        instant = connection.ops.adapt_datetimefield_value(timezone.now())
        for place in self.instants:
            parameters[place] = instant
        return parameters


def gate(connection: Any) -> Gate:
    """A condition on rows called ``search_index``."""
    return _gate(connection.alias, connection.vendor)


@cache
def _gate(alias: str, _vendor: str) -> Gate:
    from django.db import connections

    from search.models import SearchDocument

    connection = connections[alias]
    rows = QuerySet(SearchDocument, using=alias).annotate(seen=is_public(_AT)).filter(seen=1).values("pk")
    sql, parameters = rows.query.get_compiler(alias).as_sql()
    instant = connection.ops.adapt_datetimefield_value(_AT)
    places = tuple(place for place, value in enumerate(parameters) if value == instant)
    return Gate(sql.partition(" WHERE ")[2], tuple(parameters), places)
