"""FTS5 hands out what it finds in the order of positions: a search reads as many rows as it gives.

The list of words says of each whether it stands in the title or in the head, so that no part is looked through for
another's sake.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from search.asking import PARTS, Asking
from search.expressions import MARKS, fts5


class Search(Asking):
    def rows(
        self, tier: int, start: int | None, wanted: int, known: Sequence[int] | None = None
    ) -> Sequence[Any]:
        """FTS5 leaves out what the part before has; that it is ``known`` saves nothing."""
        part, before = PARTS[tier]
        words = fts5(self.query, MARKS[part], self.narrowing)
        if before:
            words = f"({words}) NOT ({fts5(self.query, MARKS[before])})"
        return self._asked("search_words", words, start, wanted)

    def called(self, wanted: int) -> Sequence[Any]:
        return self._asked("search_words", fts5(self.query, narrowing=self.narrowing), None, wanted)

    def named(self, wanted: int) -> Sequence[Any]:
        return self._asked("search_names", fts5(self.query), None, wanted)

    def _asked(self, table: str, words: str, start: int | None, wanted: int) -> Sequence[Any]:
        (public, now), (beyond, bounds) = self.gate(), self.beyond(f"{table}.rowid", start)
        sql = (
            "SELECT search_index.position, search_index.place, search_index.institutions"  # noqa: S608  (names of tables)
            f" FROM {table} CROSS JOIN search_index ON search_index.position = {table}.rowid"
            f" WHERE {table} MATCH %s{beyond} AND {public} {self.order(f'{table}.rowid')} LIMIT %s"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [words, *bounds, *now, wanted])
            return list(cursor.fetchall())
