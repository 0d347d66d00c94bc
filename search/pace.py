"""How long the next stretch is that PostgreSQL is asked about, by what those before it gave."""

from dataclasses import dataclass, field

from search.asking import EVERYWHERE, Asking
from search.stretches import Spread, Stretch

SHORTEST = 1_000  # documents of the first stretch
GROWTH = 8  # the second one is so many times as long, if nothing says yet how frequent the words are
TOLD = 16  # so many that are met say it
EDGES = 4  # what is known to be there is asked for in so many steps


@dataclass
class Pace:
    asking: Asking
    spread: Spread
    missing: int
    size: float = 0
    longest: float = float("inf")
    edges: list[int] = field(default_factory=list)  # of the next stretches, the nearest last
    is_first: bool = True

    def next(self, rest: list[Stretch]) -> tuple[list[Stretch], list[Stretch]]:
        """The next stretches, and what is left of them all."""
        if self.edges:
            edge = self.edges.pop()
            within = (edge, EVERYWHERE[1]) if self.asking.backwards else (0, edge)
            self.size = min(self.spread.between(self.asking.within(within, rest)), self.longest)
        elif not self.size:
            self.size = float(max(self.missing, SHORTEST))
        return self.spread.cut(rest, self.size, backwards=self.asking.backwards)

    def too_many(self, some: list[int]) -> None:
        """The stretch gave too many to be looked at. ``some`` of them say how near the first of all must be."""
        self.edges = some[:: -max(1, len(some) // EDGES)]
        self.longest = min(self.size or self.longest, self.spread.documents) / 2

    def gave(self, count: int) -> None:
        """What the stretch gave says how long the next one has to be for what is missing."""
        self.missing = max(self.missing - count, 1)
        self.longest = float("inf")
        if count >= TOLD:
            self.size *= 1.2 * self.missing / count
        else:
            self.size = self.size * GROWTH if self.is_first else self.spread.documents + 1
        self.is_first = False
