"""Words of Arabic, French, English and Tifinagh texts as an index keeps them; the same for both databases."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import snowballstemmer

from portal.lib.search import arabic
from portal.lib.text import normalize, words

ANALYZER = 1  # raise it with every change that makes other tokens of a text; documents keep theirs

_FRENCH = snowballstemmer.stemmer("french")
_ENGLISH = snowballstemmer.stemmer("english")

_PARTICLES = {
    "ar": "ال في من إلى على عن مع هذا هذه ذلك تلك التي الذي الذين اللواتي اللائي هو هي هم أن إن كان كانت كما قد لقد ثم"
    " أو أم بل لا ما لم لن كل بعض غير بين عند لدى حول ضمن خلال منذ حتى إذا إذ حيث أي أيضا فقط و تم يتم عبر بعد قبل تحت"
    " فوق ذات ذوي به بها له لها فيه فيها منه منها عليه عليها",
    "fr": "le la les un une des du de d l au aux et ou en dans sur sous par pour avec sans ce cet cette ces son sa ses"
    " leur leurs qui que quoi dont est sont a ete etre il elle ils elles nous vous je tu on ne pas plus se s n qu c j",
    "en": "the a an of and or in on at to for with by from is are was were be been it its this that these those as not",
}
PARTICLES = frozenset(normalize(word) for said in _PARTICLES.values() for word in said.split())


@dataclass
class Tokens:
    """What an index keeps of texts: certain stems, further stems of lower weight, and the words themselves."""

    main: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    terms: set[str] = field(default_factory=set)

    def add(self, text: str, language: str) -> None:
        for word in words(text):
            self.main.append(stem(word, language))
            self.extra += further_stems(word)
            if is_term(word):
                self.terms.add(arabic.base(word) if arabic.is_arabic(word) else word)


def is_latin(word: str) -> bool:
    return "a" <= word[0] <= "z"


def is_particle(word: str) -> bool:
    return word in PARTICLES or (len(word) == 1 and not word.isdigit())


def is_term(word: str) -> bool:
    """Worth proposing to somebody who mistyped it."""
    return len(word) >= 3 and not word.isdigit() and not is_particle(word)


@lru_cache(200_000)
def stem(word: str, language: str = "fr") -> str:
    """The certain stem of a normalised word; Latin letters are read as French unless the text is English."""
    if arabic.is_arabic(word):
        return arabic.stem(word)
    if is_latin(word):
        return str(_ENGLISH.stemWord(word)) if language == "en" else _french_stem(word)
    return word


def _french_stem(word: str) -> str:
    """Snowball, helped where words come without accents: «policières» and «policier», «détenus» and «détenu» agree."""
    singular = word[:-1] if len(word) > 4 and word.endswith("s") else word
    return str(_FRENCH.stemWord(singular[:-1] if singular.endswith("iere") else singular))


def further_stems(word: str) -> tuple[str, ...]:
    return arabic.further_stems(word) if arabic.is_arabic(word) else ()


@lru_cache(50_000)
def stems_asked(word: str) -> tuple[str, ...]:
    """Every stem under which a typed word may stand in the index."""
    if is_latin(word):
        return tuple(dict.fromkeys((stem(word, "fr"), stem(word, "en"))))
    return (stem(word), *further_stems(word))


def meaningful(typed: Iterable[str]) -> list[str]:
    """Without particles, unless there is nothing else."""
    everything = list(typed)
    return [word for word in everything if not is_particle(word)] or everything
