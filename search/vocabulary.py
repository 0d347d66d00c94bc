"""The words of the index in memory, read anew when the index has changed."""

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Sum

from portal.lib.search.arabic import is_arabic
from search.models import SearchTerm

LARGE = 10_000  # words; so many are looked at again once a minute only, however often the record changes
MINUTE = 60


@dataclass(frozen=True)
class Vocabulary:
    counts: dict[str, int]

    @cached_property
    def arabic(self) -> str:
        """Arabic words, one a line."""
        return "\n".join(word for word in self.counts if is_arabic(word))

    @cached_property
    def by_length(self) -> dict[int, list[str]]:
        words = defaultdict(list)
        for word in self.counts:
            words[len(word)].append(word)
        return dict(words)


@dataclass
class _Kept:
    words: Vocabulary
    state: tuple[int, int] = (0, 0)
    at: float = 0

    @property
    def is_recent(self) -> bool:
        return len(self.words.counts) > LARGE and time.monotonic() < self.at + MINUTE


_kept = _Kept(Vocabulary({}))


def vocabulary() -> Vocabulary:
    """One query; a second one, which reads all words, after a change only."""
    if _kept.is_recent:
        return _kept.words
    told = SearchTerm.objects.aggregate(words=Count("pk"), uses=Sum("document_count"))
    state = (told["words"], told["uses"] or 0)
    if state != _kept.state:
        _kept.words, _kept.state = Vocabulary(_read()), state
    _kept.at = time.monotonic()
    return _kept.words


def _read() -> dict[str, int]:
    return dict(SearchTerm.objects.values_list("word", "document_count"))


def written(words: Iterable[str]) -> set[str]:
    """Those of the words that the record has."""
    return set(SearchTerm.objects.filter(word__in=list(words)).values_list("word", flat=True))
