"""How alike two titles are, whatever their hamzas, articles, spelling, order of words and ornaments."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from portal.lib.text import normalize, words

# Glued to the word that follows: «والأمن», «للأمن», «الأمن» are one word to a reader.
_GLUED = ("وال", "بال", "فال", "كال", "لل", "ال")
# Words that any title may have, and those that only say what kind of event it is.
_EMPTY = frozenset(
    normalize(
        "في من على عن إلى الى بين مع حول أو أي ما التي الذي هذا هذه خلال تحت شعار تنظيم ينظم تنظم دورة ندوة لقاء"
        " تواصلي يوم أيام دراسي دراسية ملتقى مناظرة مؤتمر حملة تحسيسية تكوينية وطنية وطني دولية جهوية"
        " de du des la le les un une l d et ou a au aux en sur par pour dans avec entre sous theme edition"
        " seminaire journee journees etude rencontre conference colloque campagne national nationale"
        " the of a an and or in on at for with to seminar study day days meeting conference campaign edition"
    ).split()
)
SAME_WORD = 82  # rapidfuzz's ratio: «الحكامة» and «الحكامه», «gouvernance» and «gouvernence»
# Share of common words. Unrelated titles of this domain («الأمن», «حقوق») share a quarter; a title and the headline
# that reports it share half; three quarters are a variant.
UNRELATED, SAME = 0.25, 0.75


def likeness(some: Iterable[tuple[str, str]], others: Iterable[tuple[str, str]]) -> float | None:
    """From 0 to 1, the likest pair of titles in one language; None where no language is common.

    Titles come with their language: («ar», «…»).
    """
    others = list(others)
    shares = [common(one, other) for spoken, one in some for language, other in others if spoken == language]
    if not shares:
        return None
    return min(1.0, max(0.0, (max(shares) - UNRELATED) / (SAME - UNRELATED)))


def common(one: str, other: str) -> float:
    """The share of words that two titles have in common (Dice's coefficient), letters let slip forgiven."""
    first, second = telling_words(one), telling_words(other)
    if not first or not second:
        return float(normalize(one) == normalize(other))
    if len(first) > len(second):
        first, second = second, first
    left = list(second)
    for word in first:
        found = process.extractOne(word, left, scorer=fuzz.ratio, score_cutoff=SAME_WORD)
        if found:
            left.pop(found[2])
    return 2 * (len(second) - len(left)) / (len(first) + len(second))


def telling_words(title: str) -> list[str]:
    """The different words of a title without articles, prepositions and names of kinds, in order."""
    bare = (_without_article(word) for word in words(title) if word not in _EMPTY)
    return list(dict.fromkeys(word for word in bare if word not in _EMPTY and len(word) > 1))


def _without_article(word: str) -> str:
    for glued in _GLUED:
        if word.startswith(glued) and len(word) - len(glued) >= 3:
            return word.removeprefix(glued)
    return word
