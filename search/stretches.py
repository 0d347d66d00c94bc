"""Stretches of the order in which documents are shown, and how many documents about stand in one.

The index of PostgreSQL keeps no order, but it knows of each document the stretches of days in which it stands
(``BLOCKS``: of four days, and eight times as long, five times over). Asked for words within some stretches, it looks
at no document outside of them. SQLite needs none of this.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from search.positions import KEY_BITS, KIND_BITS

Stretch = tuple[int, int]  # the first and the last position

BLOCK = KEY_BITS + KIND_BITS + 2  # bits of a position within four days
_STEP, _LEVELS = 3, 5  # each level is eight times as long as the one below
BLOCKS = (
    f"ARRAY[{', '.join(f'(position >> {BLOCK + _STEP * n}) * {2**_STEP} + {n}' for n in range(_LEVELS))}]"
)


def blocks(stretches: Sequence[Stretch]) -> list[int]:
    """The fewest blocks in which all positions of the stretches stand, numbered as by ``BLOCKS``."""
    numbers = []
    for first, last in stretches:
        here, end = first >> BLOCK, last >> BLOCK
        while here <= end:
            level = _longest(here, end)
            numbers.append((here >> _STEP * level) * 2**_STEP + level)
            here += 1 << _STEP * level
    return numbers


def _longest(here: int, end: int) -> int:
    """The level of the longest block that begins ``here`` and does not pass the end."""
    level = 0
    while (
        level + 1 < _LEVELS and here % (length := 1 << _STEP * (level + 1)) == 0 and here + length - 1 <= end
    ):
        level += 1
    return level


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
