"""Arabic typed with Latin letters («7ay l7assani», «al abwab al maftouha»): the Arabic words it may stand for.

Each Latin sound is a choice of Arabic letters; vowels may be written or not, as Arabic does. The words come from a
vocabulary, so that nothing is found that nobody wrote.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

# Longest first: «ch» before «c».
SOUNDS = {
    "tch": "تش|ش", "kh": "خ", "gh": "غ", "ch": "ش", "sh": "ش", "th": "ت|ث", "dh": "د|ذ|ض", "ou": "و?", "oo": "و?",
    "aa": "ا|ع", "ee": "ي?", "7": "ح", "3": "ع", "2": "ا?", "9": "ق", "5": "خ", "8": "غ|ه", "6": "ط", "'": "ع?",
    "a": "[اهعي]?", "e": "[اهي]?", "i": "[يا]?", "o": "و?", "u": "و?", "w": "و", "y": "ي", "b": "ب", "c": "ك|س",
    "d": "د|ض|ذ", "f": "ف", "g": "ك|ج|غ", "h": "ه|ح", "j": "ج", "k": "ك|ق", "l": "ل", "m": "م", "n": "ن", "p": "ب",
    "q": "ق", "r": "ر", "s": "س|ص", "t": "ت|ط", "v": "ف", "x": "كس", "z": "ز|ظ",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(map(re.escape, SOUNDS), key=len, reverse=True)))
_TYPED = re.compile(r"[a-z0-9']*[a-z][a-z0-9']*")
_ARTICLE = re.compile(r"^(?:wal|bil|lil|al|el|l)(?=[^aeiou])[-']?")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z79])\1+")
MAX_FOUND = 8
ARTICLES = ("al", "el")  # written apart, they ask for nothing


def romanised(text: str) -> list[str]:
    """Pieces of a text that may be romanised Arabic, a digit being a letter: «7ay»."""
    return [piece for piece in _TYPED.findall(text.casefold()[:200].replace("-", " ")) if len(piece) > 1]


@lru_cache(2_000)
def pattern(typed: str) -> re.Pattern[str] | None:
    """What the Arabic word looks like; None for what has fewer than two consonants to go by."""
    bare = _DOUBLED.sub(r"\1", _ARTICLE.sub("", typed))
    sounds = _SOUND.findall(bare)
    if sum(not SOUNDS[sound].endswith("?") for sound in sounds) < 2:
        return None
    letters = "".join(f"(?:{SOUNDS[sound]})" if "|" in SOUNDS[sound] else SOUNDS[sound] for sound in sounds)
    return re.compile(f"^{letters}$", re.MULTILINE)


def arabic_words(typed: str, vocabulary: str, counts: Mapping[str, int]) -> list[str]:
    """Words of the vocabulary, which has one a line, that the piece may stand for; the most frequent first."""
    looks = pattern(typed)
    if looks is None:
        return []
    return sorted(looks.findall(vocabulary), key=lambda word: (-counts[word], word))[:MAX_FOUND]
