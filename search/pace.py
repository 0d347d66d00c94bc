"""How long the next stretch is that PostgreSQL is asked about, by what those before it gave."""

from dataclasses import dataclass, field

from search.asking import Asking
from search.stretches import BLOCK, Spread, Stretch

SHORTEST = 1_000  # documents of the first stretch
GROWTH = 8  # the second one is so many times as long, if nothing says yet how frequent the words are
TOLD = 16  # so many that are met say it
MOST_CROWDS = 4  # in a row: what was met did not say enough, so the stretch is halved
EDGES = 4  # what is known to be there is asked for in so many steps
FEW_BLOCKS = 4  # are asked for …
FEW_AT_EDGE = 16  # … but more where those that crowd begin behind the stretch: to reach among them is dear


@dataclass
class Pace:
    asking: Asking
    spread: Spread
    missing: int
    size: float = 0
    edges: list[int] = field(default_factory=list)  # of the next stretches, the nearest last
    crowds: int = 0  # stretches in a row that gave too many
    is_first: bool = True
    few_blocks: int = FEW_BLOCKS

    def next(self, rest: list[Stretch]) -> tuple[list[Stretch], list[Stretch]]:
        """The next stretches, and what is left of them all."""
        self.few_blocks = FEW_AT_EDGE if self.edges else FEW_BLOCKS
        if self.edges:
            taken, left = self.asking.cut(rest, self.edges.pop())
            if taken:
                self.size = self.spread.between(taken)
                return taken, left
        self.size = self.size or float(max(self.missing, SHORTEST))
        return self.spread.cut(rest, self.size, backwards=self.asking.backwards)

    def too_many(self, taken: list[Stretch], some: list[int]) -> None:
        """The stretches gave too many to be looked at. ``some`` of them say how near the first of all must be."""
        self.crowds += 1
        if self.crowds >= MOST_CROWDS:
            self.edges = [last_of_block((taken[0][0] + taken[-1][1]) // 2, self.asking)]
            return
        self.edges = [
            last_of_block(position, self.asking) for position in some[:: -max(1, len(some) // EDGES)]
        ]
        if self.edges[-1] == last_of_block(taken[-1][0 if self.asking.backwards else 1], self.asking):
            self.edges.append(before_block(self.edges[-1], self.asking))  # they crowd in the last block

    def gave(self, count: int) -> None:
        """What the stretch gave says how long the next one has to be for what is missing."""
        self.missing, self.crowds = max(self.missing - count, 1), 0
        if count >= TOLD:
            self.size *= 1.2 * self.missing / count
        else:
            self.size = self.size * GROWTH if self.is_first else self.spread.documents + 1
        self.is_first = False


def last_of_block(position: int, asking: Asking) -> int:
    """The last position, in the order of looking, of the block in which a position stands."""
    block = position >> BLOCK
    return block << BLOCK if asking.backwards else ((block + 1) << BLOCK) - 1


def before_block(last: int, asking: Asking) -> int:
    """The last position of the block before the one that ends so."""
    return last + (1 << BLOCK) if asking.backwards else last - (1 << BLOCK)
