"""What a search asks of either database: which words, narrowed to what, from where on and in which direction."""

from dataclasses import dataclass

from portal.lib.search.queries import Query
from search.expressions import EVERYTHING, FULL, HEAD, TITLE, Narrowing
from search.querysets import IN_BODY, IN_HEAD, IN_TITLE
from search.stretches import Stretch

PARTS = {
    IN_TITLE: (TITLE, None),
    IN_HEAD: (HEAD, TITLE),
    IN_BODY: (FULL, HEAD),
}  # and the part that had its turn
EVERYWHERE = (0, 2**63 - 1)


@dataclass
class Asking:
    query: Query
    narrowing: Narrowing = EVERYTHING
    backwards: bool = False

    def stretches(self, start: int | None) -> list[Stretch]:
        """Where to look, in the order of looking: what lies after ``start`` within the stretches of the narrowing."""
        whole = sorted(self.narrowing.stretches or (EVERYWHERE,), reverse=self.backwards)
        return whole if start is None else self.after(start, whole)

    def after(self, start: int, stretches: list[Stretch]) -> list[Stretch]:
        return self.within((0, start - 1) if self.backwards else (start + 1, EVERYWHERE[1]), stretches)

    def cut(self, stretches: list[Stretch], last: int) -> tuple[list[Stretch], list[Stretch]]:
        """What comes up to a position, in the order of looking, and what comes after it."""
        up_to = (last, EVERYWHERE[1]) if self.backwards else (0, last)
        return self.within(up_to, stretches), self.after(last, stretches)

    @staticmethod
    def within(bounds: Stretch, stretches: list[Stretch]) -> list[Stretch]:
        parts = ((max(first, bounds[0]), min(last, bounds[1])) for first, last in stretches)
        return [(first, last) for first, last in parts if first <= last]
