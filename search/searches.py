"""One search: everything it finds up to a limit, what of it is chosen, and pages of that."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from portal.lib.search.queries import Query
from search.facets import Chosen
from search.finding import Hit, Known, found

LIMIT = 1_000  # results that are counted and by which results are narrowed


@dataclass
class Search:
    query: Query
    chosen: Chosen = field(default_factory=Chosen)
    known: Known = field(default_factory=dict)

    @cached_property
    def everything(self) -> list[Hit]:
        """What meets the words, whatever is chosen; one more than the limit tells that there is more."""
        return found(self.query, LIMIT + 1, known=self.known)

    @cached_property
    def shown(self) -> list[Hit]:
        """What is chosen of it; beyond the limit, the index is asked for that alone."""
        if self.chosen and len(self.everything) > LIMIT:
            return found(self.query, LIMIT + 1, self.chosen.narrowing, known=self.known)
        return self.chosen.left_of(self.everything)

    @property
    def has_more(self) -> bool:
        return len(self.shown) > LIMIT

    def beyond(self, place: Sequence[int], wanted: int, *, backwards: bool) -> list[Hit]:
        """The hits after a tier and a position, however far; ``backwards``, those before it, nearest first."""
        narrowing = self.chosen.narrowing
        return found(self.query, wanted, narrowing, beyond=place, backwards=backwards)
