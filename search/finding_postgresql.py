"""PostgreSQL either follows the words to all that has them, and sorts it, or walks the documents in their order.

A rare word is met soonest by its index (GIN), which knows no order; a word that many documents have by looking at
one document after the other, along the primary key, until enough are met. The planner knows how many documents have
a word, but not that it may be wrong: so its number is asked for, and the walk is given an end, after which the
index answers for the rest.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db import connection

from search.asking import PARTS, Asking
from search.expressions import FULL, HEAD, TITLE, VECTORS, Narrowing, tsquery
from search.filter_tokens import of_kind
from search.models import NAMED
from search.querysets import IN_TITLE

# What looking at one document costs on the way, beside what fetching one costs that the index has named.
_STEP = {TITLE: 1, HEAD: 2, FULL: 6}
PATIENCE = 3  # a walk ends after so many times the steps that it was expected to need


class Search(Asking):
    def rows(
        self, tier: int, start: int | None, wanted: int, known: Sequence[int] | None = None
    ) -> Sequence[Any]:
        """``known`` are the positions of all that the tiers before have, where they were asked to their end."""
        part, before = PARTS[tier]
        condition, values = f"{VECTORS[part]} @@ %s::tsquery", [tsquery(self.query, self.narrowing)]
        steps = self._steps(part, condition, values, wanted)
        if before and known is None:
            condition += f" AND NOT {VECTORS[before]} @@ %s::tsquery"
            values.append(tsquery(self.query))
        elif before and known:
            wanted += len(known)
            passed = frozenset(known)
            found = self._found(condition, values, start, wanted, steps)
            return [row for row in found if row[0] not in passed][: wanted - len(known)]
        return self._found(condition, values, start, wanted, steps)

    def _found(
        self, condition: str, values: list[Any], start: int | None, wanted: int, steps: int
    ) -> Sequence[Any]:
        found: list[Any] = []
        if steps:
            found = self._walked(condition, values, start, wanted, steps)
            if len(found) == wanted:
                return found
            start = self._end_of_walk(start, steps)
            if start is None:
                return found
        return found + self._followed(condition, values, start, wanted - len(found))

    def called(self, wanted: int) -> Sequence[Any]:
        """What is narrowed to a name: rare, whatever the planner thinks."""
        name = tsquery(self.query, self.narrowing)
        return self._followed(f"{VECTORS[TITLE]} @@ %s::tsquery", [name], None, wanted)

    def named(self, wanted: int) -> Sequence[Any]:
        kinds = Narrowing(groups=(tuple(map(of_kind, NAMED)),))
        return Search(self.query, kinds).rows(IN_TITLE, None, wanted)

    def _steps(self, part: str, condition: str, values: list[Any], wanted: int) -> int:
        """How many documents to look at on the way; 0 where the index is to be followed."""
        if self._every <= wanted:
            return 0
        sql = f"EXPLAIN (FORMAT JSON) SELECT 1 FROM search_index WHERE {condition}"  # noqa: S608
        having = max(1, _one(sql, values)[0]["Plan"]["Plan Rows"])
        steps = int(wanted * self._every / having)
        return min(PATIENCE * steps, self._every) if steps * _STEP[part] < having else 0

    @cached_property
    def _every(self) -> int:
        """Documents, as the planner counts them."""
        return int(_one("SELECT reltuples FROM pg_class WHERE oid = 'search_index'::regclass", []))

    def _walked(
        self, condition: str, asked: list[Any], start: int | None, wanted: int, steps: int
    ) -> list[Any]:
        (public, now), (beyond, bounds) = self.gate(), self.beyond("position", start)
        order = self.order("position")
        sql = (
            "SELECT position, place, institutions FROM"  # noqa: S608  (names of columns; every value is a parameter)
            f" (SELECT * FROM search_index WHERE TRUE{beyond} {order} LIMIT %s) search_index"
            f" WHERE {condition} AND {public} {order} LIMIT %s"
        )
        return _all(sql, [*bounds, steps, *asked, *now, wanted])

    def _end_of_walk(self, start: int | None, steps: int) -> int | None:
        beyond, bounds = self.beyond("position", start)
        sql = (
            f"SELECT position FROM search_index WHERE TRUE{beyond} {self.order('position')} OFFSET %s LIMIT 1"  # noqa: S608
        )
        end: int | None = _one(sql, [*bounds, steps - 1])
        return end

    def _followed(self, condition: str, asked: list[Any], start: int | None, wanted: int) -> list[Any]:
        """Sorted before the gate is asked, which stops when enough is seen."""
        (public, now), (beyond, bounds) = self.gate(), self.beyond("position", start)
        order = self.order("position")
        sql = (
            "WITH met AS MATERIALIZED (SELECT position, kind, object_id, place, institutions FROM search_index"  # noqa: S608
            f" WHERE {condition}{beyond})"
            f" SELECT position, place, institutions FROM (SELECT * FROM met {order} OFFSET 0) search_index"
            f" WHERE {public} {order} LIMIT %s"
        )
        return _all(sql, [*asked, *bounds, *now, wanted])


def _all(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _one(sql: str, values: list[Any]) -> Any:
    rows = _all(sql, values)
    return rows[0][0] if rows else None
