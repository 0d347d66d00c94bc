"""The words of the index in memory, read anew when the index has changed."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Sum

from portal.lib.search.arabic import is_arabic
from search.models import SearchTerm


@dataclass(frozen=True)
class Vocabulary:
    counts: dict[str, int]
    arabic: tuple[tuple[str, int], ...]


def vocabulary() -> Vocabulary:
    """One small query; a second one, which reads all words, after a change only."""
    state = SearchTerm.objects.aggregate(words=Count("pk"), uses=Sum("document_count"), last=Count("word"))
    return _read(state["words"], state["uses"] or 0)


@lru_cache(maxsize=1)
def _read(words: int, uses: int) -> Vocabulary:
    counts = dict(SearchTerm.objects.values_list("word", "document_count"))
    return Vocabulary(counts, tuple((word, count) for word, count in counts.items() if is_arabic(word)))
