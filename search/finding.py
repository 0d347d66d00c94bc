"""What meets a query, best first, and no more of it than is wanted.

All words in the title come first, then all among title, people and places, then the rest; in each of the three the
order is that of the positions. Each is asked for only if those before it did not give enough. Whether the public may
see what was met is asked for all of it at once.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection

from portal.lib.search.queries import Query
from search import finding_postgresql, finding_sqlite
from search.expressions import EVERYTHING, Narrowing
from search.gates import let_through
from search.models import Kind
from search.positions import number_of, on_of, order_of
from search.querysets import IN_BODY, IN_HEAD, IN_TITLE

TIERS = (IN_TITLE, IN_HEAD, IN_BODY)
# What ``let_through`` says of a position; None of a secret one.
Known = dict[int, tuple[int, str, str] | None]
FEWEST = 50  # positions are asked for at a time; so many are asked about, once the first were secret
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
    known: Known | None = None,
) -> list[Hit]:
    """The first hits after ``beyond`` (a tier and a position); ``backwards``, those just before it, nearest first.

    ``known``: what the gate said already in the same answer; it is added to.
    """
    if not query:
        return []
    search = _IN[connection.vendor].Search(query, narrowing, backwards)
    return _public(_met(search, _batch(wanted), beyond), wanted, {} if known is None else known)


def called(token: str, wanted: int) -> list[Hit]:
    """Those of exactly this name (``filter_tokens.of_name``)."""
    search = _IN[connection.vendor].Search(Query((), ()), Narrowing(groups=((token,),)))
    return _public(((IN_TITLE, position) for position in search.called(_batch(wanted))), wanted, {})


def named(query: Query, wanted: int) -> list[Hit]:
    """Things of the kinds that are suggested, by words of their titles."""
    if not query:
        return []
    search: Any = _IN[connection.vendor].Search(query)
    return _public(((IN_TITLE, position) for position in search.named(_batch(wanted))), wanted, {})


def _with_some_secret(wanted: int) -> int:
    """How many to ask about, so that asking once is mostly enough: few are secret."""
    return wanted + wanted // 8 + 1


def _batch(wanted: int) -> int:
    return max(_with_some_secret(wanted), FEWEST)


def _met(search: Any, batch: int, beyond: Sequence[int] | None) -> Iterator[tuple[int, int]]:
    """Tiers and positions of all that meets the words, secret or not, in the order of showing."""
    met: set[int] = set()
    from_the_top = beyond is None and not search.backwards  # so that the tiers before are known to their end
    for tier in reversed(TIERS) if search.backwards else TIERS:
        start = None
        if beyond is not None:
            if (tier > beyond[0]) != search.backwards and tier != beyond[0]:
                continue
            start = beyond[1] if tier == beyond[0] else None
        passed = frozenset(met)
        positions = search.positions(tier, start, batch + len(passed), alone=not from_the_top)
        for position in positions:
            if position not in passed:
                met.add(position)
                yield tier, position


def _public(met: Iterator[tuple[int, int]], wanted: int, known: Known) -> list[Hit]:
    """The first of what is met that the public may see. Where secret ones stand together, more is asked each time."""
    hits: list[Hit] = []
    least = 0
    while len(hits) < wanted:
        asked = list(islice(met, max(_with_some_secret(wanted - len(hits)), least)))
        if not asked:
            break
        hits += _seen(asked, known)
        least = max(2 * least, FEWEST)
    return hits[:wanted]


def _seen(met: list[tuple[int, int]], known: Known) -> Iterator[Hit]:
    if asked := [position for _tier, position in met if position not in known]:
        known.update(dict.fromkeys(asked))
        known.update((row[0], row) for row in let_through(asked))
    return (Hit(tier, *row) for tier, position in met if (row := known[position]))
