"""FTS5 hands out what it finds in the order of positions: a search reads as many rows as it gives.

The list of words says of each whether it stands in the title or in the head, so that no part is looked through for
another's sake.
"""

from collections.abc import Iterator

from django.db import connection

from search.asking import PARTS, Asking
from search.expressions import MARKS, fts5


class Search(Asking):
    def positions(self, tier: int, start: int | None, batch: int, *, alone: bool) -> Iterator[int]:
        """In the order of showing, so many at a time; ``alone`` without those of the tier before."""
        part, before = PARTS[tier]
        words = fts5(self.query, MARKS[part], self.narrowing)
        if before and alone:
            words = f"({words}) NOT ({fts5(self.query, MARKS[before])})"
        return self._asked("search_words", words, start, batch)

    def called(self, batch: int) -> Iterator[int]:
        return self._asked("search_words", fts5(self.query, narrowing=self.narrowing), None, batch)

    def named(self, batch: int) -> Iterator[int]:
        return self._asked("search_names", fts5(self.query), None, batch)

    def _asked(self, table: str, words: str, start: int | None, batch: int) -> Iterator[int]:
        sql = (
            f"SELECT rowid FROM {table} WHERE {table} MATCH %s AND rowid BETWEEN %s AND %s"  # noqa: S608  (a name)
            f" ORDER BY rowid{' DESC' if self.backwards else ''} LIMIT %s"
        )
        rest = self.stretches(start)
        with connection.cursor() as cursor:
            while rest:
                cursor.execute(sql, [words, *rest[0], batch])
                found = [position for (position,) in cursor.fetchall()]
                yield from found
                rest = self.after(found[-1], rest) if len(found) == batch else rest[1:]
