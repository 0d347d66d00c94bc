"""FTS5 hands out what it finds in the order of positions: a search reads as many rows as it gives.

The list of words says of each whether it stands in the title or in the head, so that no part is looked through for
another's sake.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from portal.lib.search.queries import Query
from search.expressions import EVERYTHING, FULL, HEAD, MARKS, TITLE, Narrowing, fts5
from search.gates import gate
from search.querysets import IN_BODY, IN_HEAD, IN_TITLE

_PARTS = {
    IN_TITLE: (TITLE, None),
    IN_HEAD: (HEAD, TITLE),
    IN_BODY: (FULL, HEAD),
}  # and the part that had its turn


class Search:
    def __init__(self, query: Query, narrowing: Narrowing = EVERYTHING, *, backwards: bool = False) -> None:
        self.query, self.narrowing, self.backwards = query, narrowing, backwards

    def rows(
        self, tier: int, start: int | None, wanted: int, known: Sequence[int] | None = None
    ) -> Sequence[Any]:
        """FTS5 leaves out what the part before has; that it is ``known`` saves nothing."""
        part, before = _PARTS[tier]
        words = fts5(self.query, MARKS[part], self.narrowing)
        if before:
            words = f"({words}) NOT ({fts5(self.query, MARKS[before])})"
        return self._asked("search_words", words, start, wanted)

    def called(self, wanted: int) -> Sequence[Any]:
        return self._asked("search_words", fts5(self.query, narrowing=self.narrowing), None, wanted)

    def named(self, wanted: int) -> Sequence[Any]:
        return self._asked("search_names", fts5(self.query), None, wanted)

    def _asked(self, table: str, words: str, start: int | None, wanted: int) -> Sequence[Any]:
        conditions: list[str] = [f"{table} MATCH %s"]
        values: list[Any] = [words]
        if start is not None:
            conditions.append(f"{table}.rowid {'<' if self.backwards else '>'} %s")
            values.append(start)
        if self.narrowing.stretches:
            either = " OR ".join([f"{table}.rowid BETWEEN %s AND %s"] * len(self.narrowing.stretches))
            conditions.append(f"({either})")
            values += [bound for stretch in self.narrowing.stretches for bound in stretch]
        public = gate(connection)
        sql = (
            "SELECT search_index.position, search_index.place, search_index.institutions"  # noqa: S608  (names of tables)
            f" FROM {table} CROSS JOIN search_index ON search_index.position = {table}.rowid"
            f" WHERE {' AND '.join(conditions)} AND {public.sql}"
            f" ORDER BY {table}.rowid{' DESC' if self.backwards else ''} LIMIT %s"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*values, *public.parameters(connection), wanted])
            return list(cursor.fetchall())
