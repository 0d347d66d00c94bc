"""«Did you mean»: the word of the record that a word nobody wrote comes closest to."""

from collections.abc import Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

SHORT = 5  # letters; a word below may differ by one, others by two


def nearest(word: str, vocabulary: Mapping[str, int]) -> str:
    """The nearest word by optimal string alignment, the most frequent of equals; empty when none is near."""
    allowed = 1 if len(word) < SHORT else 2
    near = extract(word, vocabulary.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=50)
    if not near:
        return ""
    return min(near, key=lambda found: (found[1], -vocabulary[found[0]], found[0]))[0]
