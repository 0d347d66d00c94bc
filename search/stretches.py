"""Stretches of the order in which documents are shown, and how many documents about stand in one.

The index of PostgreSQL keeps no order, but among the words of each document it has the stretches of days in which that
stands (``blocks_of``: of four days, and eight times as long, five times over), as more words to be met. Asked for words
within some stretches, it begins with what is rarest and looks at hardly a document outside of them. SQLite needs none
of this.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.filter_tokens import of_block
from search.positions import KEY_BITS, KIND_BITS

Stretch = tuple[int, int]  # the first and the last position

BLOCK = KEY_BITS + KIND_BITS + 2  # bits of a position within four days
_STEP, _LEVELS = 3, 5  # each level is eight times as long as the one below


def blocks_of(position: str) -> str:
    """The tokens of the blocks in which a document stands, in the words of PostgreSQL."""
    sign = of_block("")
    tokens = [
        f"'{sign}' || (({position} >> {BLOCK + _STEP * level}) * {2**_STEP} + {level})::text"
        for level in range(_LEVELS)
    ]
    return f"array_to_tsvector(ARRAY[{', '.join(tokens)}])"


def blocks(stretches: Sequence[Stretch], few: int) -> list[str]:
    """The blocks in which all positions of the stretches stand, as tokens of ``blocks_of``.

    Each is one more word to look up for every document that is met: where they would be more than a ``few``, the
    shortest are left out and the others reach somewhat further.
    """
    tokens: list[str] = []
    for finest in range(_LEVELS):
        tokens = [
            token for first, last in stretches for token in _cover(first >> BLOCK, last >> BLOCK, finest)
        ]
        if len(tokens) <= few:
            break
    return tokens


def _cover(first: int, last: int, finest: int) -> Iterator[str]:
    """The fewest blocks between two of the shortest, none of a level below ``finest``."""
    here, end = (number >> _STEP * finest << _STEP * finest for number in (first, last))
    while here <= end:
        level = finest
        while (
            level + 1 < _LEVELS
            and here % (length := 1 << _STEP * (level + 1)) == 0
            and here + length - 1 <= last
        ):
            level += 1
        yield of_block((here >> _STEP * level) * 2**_STEP + level)
        here += 1 << _STEP * level


def is_one_block(stretches: Sequence[Stretch]) -> bool:
    """Whether nothing shorter can be asked for."""
    return sum((last >> BLOCK) - (first >> BLOCK) + 1 for first, last in stretches) == 1


@dataclass(frozen=True)
class Spread:
    """Between two neighbours of ``bounds`` stand equally many of the documents, as the database last counted them."""

    bounds: tuple[int, ...]
    documents: int

    def cut(
        self, stretches: Sequence[Stretch], documents: float, *, backwards: bool
    ) -> tuple[list[Stretch], list[Stretch]]:
        """The stretches, in their order, up to about so many documents; and what is left of them."""
        taken: list[Stretch] = []
        for place, (first, last) in enumerate(stretches):
            ranks = self._rank(first), self._rank(last)
            if documents < ranks[1] - ranks[0]:
                if backwards:
                    edge = self._at(ranks[1] - documents) >> BLOCK << BLOCK
                    front, back = (max(first, edge), last), (first, edge - 1)
                else:
                    edge = ((self._at(ranks[0] + documents) >> BLOCK) + 1) << BLOCK
                    front, back = (first, min(last, edge - 1)), (edge, last)
                left = [back] if back[0] <= back[1] else []
                return [*taken, front], [*left, *stretches[place + 1 :]]
            taken.append((first, last))
            documents -= ranks[1] - ranks[0]
        return taken, []

    def between(self, stretches: Sequence[Stretch]) -> float:
        """About how many documents stand in the stretches."""
        return sum(self._rank(last) - self._rank(first) for first, last in stretches)

    @property
    def _each(self) -> float:
        return self.documents / (len(self.bounds) - 1)

    def _rank(self, position: int) -> float:
        """About how many documents stand before the position."""
        after = bisect_right(self.bounds, position)
        if after in (0, len(self.bounds)):
            return float(self.documents) if after else 0.0
        begin, end = self.bounds[after - 1 : after + 1]
        return (after - 1 + (position - begin) / (end - begin)) * self._each

    def _at(self, rank: float) -> int:
        """About the position before which so many stand."""
        part = min(max(int(rank / self._each), 0), len(self.bounds) - 2)
        begin, end = self.bounds[part : part + 2]
        return begin + int((rank / self._each - part) * (end - begin))
