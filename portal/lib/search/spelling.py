"""«Did you mean»: the word of the record that a word nobody wrote comes closest to."""

from collections.abc import Mapping, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

SHORT = 5  # letters; a word below may differ by one, others by two


def nearest(word: str, counts: Mapping[str, int], by_length: Mapping[int, Sequence[str]]) -> str:
    """The nearest word by optimal string alignment, the most frequent of equals; empty when none is near.

    Only words whose length is near are looked at: a distance is never smaller than the difference of lengths.
    """
    allowed = 1 if len(word) < SHORT else 2
    near = [
        found
        for length in range(len(word) - allowed, len(word) + allowed + 1)
        for found in extract(
            word, by_length.get(length, ()), scorer=OSA.distance, score_cutoff=allowed, limit=50
        )
    ]
    if not near:
        return ""
    return min(near, key=lambda found: (found[1], -counts[found[0]], found[0]))[0]
