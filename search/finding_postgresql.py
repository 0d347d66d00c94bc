"""PostgreSQL's index (GIN) hands out what has the words in no order: so it is asked for one stretch after another.

What is rare is asked for everywhere at once. The planner tells how many documents have a word, but takes words for
independent of each other and of the time: where it expects many, a first, short stretch says how frequent they really
are, and so how long the next one has to be (``search.pace``). A question that turns out to have far too many answers,
whatever was expected, is left after some of them, and a shorter stretch is asked about.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from portal.lib.search.queries import Query
from search.asking import EVERYWHERE, PARTS, Asking
from search.expressions import TITLE, VECTORS, Narrowing, indexed, tsquery
from search.filter_tokens import of_kind
from search.models import NAMED
from search.pace import Pace
from search.positions import FIRST_UNDATED
from search.stretches import Spread, Stretch, blocks, is_one_block

RARE = 2  # what the planner expects at most so many times as often as it is wanted is asked for at once
TOO_MANY = 5  # a question is left after so many times as much as is wanted …
FEW = 1_000  # … but not before so many
WALK = 500  # documents that are looked at one by one, where that is better than asking the index
MINUTE = 60
# People and institutions stand in one block at the end, millennia after the rest.
DATED, UNDATED = (0, FIRST_UNDATED - 1), (FIRST_UNDATED, EVERYWHERE[1])


class Condition(NamedTuple):
    sql: str
    values: list[Any]


@dataclass(frozen=True)
class Words:
    """What is to be met in one part of a document, and not in the part ``but``."""

    query: Query
    narrowing: Narrowing
    part: str
    but: str | None = None

    def in_index(self, tokens: Sequence[str] = ()) -> Condition:
        """With one of the tokens, if there are any: the index begins with what is rarest."""
        return self._condition(indexed(self.part), self.narrowing.and_one_of(tokens))

    def in_row(self) -> Condition:
        return self._condition(VECTORS[self.part], self.narrowing)

    def _condition(self, words: str, narrowing: Narrowing) -> Condition:
        met = Condition(f"{words} @@ %s::tsquery", [tsquery(self.query, narrowing)])
        if self.but is None:
            return met
        but = f"{met.sql} AND NOT {VECTORS[self.but]} @@ %s::tsquery"
        return Condition(but, [*met.values, tsquery(self.query)])

    def expected(self) -> int:
        """In how many documents they are, whatever is met in the part before, as the planner thinks."""
        condition = replace(self, but=None).in_index()
        sql = f"EXPLAIN (FORMAT JSON) SELECT 1 FROM search_index WHERE {condition.sql}"  # noqa: S608  (names)
        ((plans,),) = _all(sql, condition.values)
        return int(plans[0]["Plan"]["Plan Rows"])

    def within(
        self, taken: list[Stretch], tokens: Sequence[str], asking: Asking, batch: int, at_most: int
    ) -> tuple[list[int], int]:
        """The first so many positions in the stretches, and how many there are, counted up to a limit."""
        condition = self.in_index(tokens)
        bounds = " OR ".join(["position BETWEEN %s AND %s"] * len(taken))
        sql = (
            "WITH met AS MATERIALIZED (SELECT position FROM search_index"  # noqa: S608  (names; every value is a parameter)
            f" WHERE {condition.sql})"
            " SELECT position, COUNT(*) OVER () FROM"
            f" (SELECT position FROM met WHERE {bounds} LIMIT %s) few"
            f" ORDER BY position{' DESC' if asking.backwards else ''} LIMIT %s"
        )
        edges = [bound for stretch in taken for bound in stretch]
        rows = _all(sql, [*condition.values, *edges, at_most, batch])
        return [position for position, _count in rows], rows[0][1] if rows else 0


class Search(Asking):
    def positions(self, tier: int, start: int | None, batch: int, *, alone: bool) -> Iterator[int]:
        """In the order of showing, about so many at a time; ``alone`` without those of the tier before."""
        part, before = PARTS[tier]
        words = Words(self.query, self.narrowing, part, before if alone else None)
        return self._met(words, self.stretches(start), batch, at_once=words.expected() <= RARE * batch)

    def called(self, batch: int) -> Iterator[int]:
        """What is narrowed to a name is rare, whatever the planner thinks."""
        name = Words(self.query, self.narrowing, TITLE)
        return self._met(name, self.stretches(None), batch, at_once=True)

    def named(self, batch: int) -> Iterator[int]:
        """The index would collect all that has any word with the beginning: mostly, the next documents do."""
        words = Words(self.query, Narrowing(groups=(tuple(map(of_kind, NAMED)),)), TITLE)
        walked, end = _walked(words, self, EVERYWHERE, WALK)
        yield from walked
        if end is not None:
            yield from self._met(words, self.stretches(end), batch, at_once=True)

    def _met(self, words: Words, rest: list[Stretch], batch: int, *, at_once: bool) -> Iterator[int]:
        if at_once:
            most = _too_many(batch)
            found, count = words.within(rest, (), self, batch, most)
            if count < most:
                yield from found
                rest = self.after(found[-1], rest) if len(found) < count else []
        for part in (UNDATED, DATED) if self.backwards else (DATED, UNDATED):
            if within := self.within(part, rest):
                yield from self._paced(words, self.within(_ends(part), within), batch)

    def _paced(self, words: Words, rest: list[Stretch], batch: int) -> Iterator[int]:
        """What is met in one stretch after the other, each as long as those before say."""
        most, pace = _too_many(batch), Pace(self, spread(), batch)
        while rest:
            taken, left = pace.next(rest)
            found, count = words.within(taken, blocks(taken, pace.few_blocks), self, batch, most)
            if count < most:
                yield from found
                pace.gave(count)
                rest = left if len(found) == count else self.after(found[-1], rest)
            elif is_one_block(taken):
                yield from _walk(words, self, taken[0])
                pace.gave(count)
                rest = left
            else:
                pace.too_many(taken, found)


def _too_many(batch: int) -> int:
    return max(TOO_MANY * batch, FEW) + 1


def _walk(words: Words, asking: Asking, stretch: Stretch) -> Iterator[int]:
    """What a stretch has of words that are frequent in it."""
    steps, rest = WALK, [stretch]
    while rest:
        found, end = _walked(words, asking, rest[0], steps)
        yield from found
        steps, rest = 2 * steps, asking.after(end, rest) if end is not None else []


def _walked(words: Words, asking: Asking, stretch: Stretch, steps: int) -> tuple[list[int], int | None]:
    """What has the words of the first so many documents of a stretch; the last of these if there may be more."""
    order, end = ("DESC", "MIN") if asking.backwards else ("ASC", "MAX")
    condition = words.in_row()
    sql = (
        f"WITH walked AS MATERIALIZED (SELECT position, {condition.sql} AS meets FROM search_index"  # noqa: S608  (names)
        f" WHERE position BETWEEN %s AND %s ORDER BY position {order} LIMIT %s)"
        " SELECT position, meets, (SELECT COUNT(*) FROM walked) FROM walked"
        f" WHERE meets OR position = (SELECT {end}(position) FROM walked) ORDER BY position {order}"
    )
    rows = _all(sql, [*condition.values, *stretch, steps])
    last = rows[-1][0] if rows and rows[-1][2] == steps else None
    return [position for position, meets, _count in rows if meets], last


def _ends(part: Stretch = EVERYWHERE) -> Stretch:
    """The first and the last position there is in a part."""
    ((first, last),) = _all(
        "SELECT MIN(position), MAX(position) FROM search_index WHERE position BETWEEN %s AND %s", [*part]
    )
    return (first, last) if first is not None else (1, 0)


@dataclass
class _Kept:
    spread: Spread
    until: float = 0


@cache
def _kept(_using: str) -> _Kept:
    return _Kept(Spread((0, 1), 1))


def spread() -> Spread:
    """As the database last counted; read once a minute, for it only decides how much is asked for at a time."""
    kept = _kept(connection.alias)
    if time.monotonic() >= kept.until:
        kept.spread, kept.until = _read(), time.monotonic() + MINUTE
    return kept.spread


def _read() -> Spread:
    sql = (
        "SELECT reltuples, (SELECT histogram_bounds::text::bigint[] FROM pg_stats WHERE schemaname = current_schema()"
        " AND tablename = relname AND attname = 'position') FROM pg_class WHERE oid = 'search_index'::regclass"
    )
    ((documents, bounds),) = _all(sql, [])
    first, last = _ends()
    ends = first, max(last, first + 1)
    return Spread(tuple(sorted({*ends, *(bounds or ())})), max(int(documents), FEW))


def _all(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
