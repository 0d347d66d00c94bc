"""What somebody typed, as a condition on the tokens of an index: every group must be met, by any of its ways.

``Way`` is a tuple of tokens that must all be there; ``Group`` the ways in which one word, or one name of several
words, may be met: its stems, and the names that mean the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from pathlib import Path

from portal.lib.month_words import MONTHS
from portal.lib.search import arabic
from portal.lib.search.analysis import is_particle, meaningful, stem, stems_asked
from portal.lib.text import words

ALIASES = Path(__file__).with_name("aliases.txt")
ONLY_TYPED = "?"
MAX_WORDS = 12
MAX_LENGTH = 200
MAX_WAYS = 24

Way = tuple[str, ...]
Group = tuple[Way, ...]
Words = tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """``words`` are those that count, ``groups`` what must be met, ``prefix`` the beginning of the last word."""

    words: Words
    groups: tuple[Group, ...]
    prefix: str = ""

    def __bool__(self) -> bool:
        return bool(self.groups or self.prefix)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Every token that meets some part of the query, for marking what was found."""
        return frozenset(token for group in self.groups for way in group for token in way)


def read(text: str) -> Query:
    """Any text is a query; one without letters or digits asks for nothing."""
    typed = tuple(meaningful(words(text[:MAX_LENGTH]))[:MAX_WORDS])
    return Query(typed, tuple(dict.fromkeys(_groups(typed))))


def read_beginning(text: str) -> Query:
    """What somebody is still typing: the last word counts as the beginning of one, unless a space follows it."""
    typed = tuple(words(text[:MAX_LENGTH])[:MAX_WORDS])
    if not typed or text[-1:].isspace():
        return read(text)
    whole = tuple(meaningful(typed[:-1])) if typed[:-1] else ()
    return Query(whole, tuple(dict.fromkeys(_groups(whole))), _prefix(typed[-1]))


def name_key(text: str) -> Words:
    """What a text and a name have in common if the one is exactly the other, article and spelling aside."""
    return _key(meaningful(words(text[:MAX_LENGTH]))[:MAX_WORDS])


def _prefix(word: str) -> str:
    """The beginning as the index would have it: of «الأم», which is to become «الأمن», the article goes already."""
    bare = arabic.base(word) if arabic.is_arabic(word) else word
    return bare.removeprefix("ال") if len(bare) > 3 else bare


def _groups(typed: Words) -> Iterator[Group]:
    place = 0
    while place < len(typed):
        length = next((n for n in range(_longest(), 0, -1) if _key(typed[place : place + n]) in names()), 1)
        yield _group(typed[place : place + length])
        place += length


def _group(said: Words) -> Group:
    ways = [*_ways(said)]
    for other in names().get(_key(said), ()):
        ways += _ways(other)
    return tuple(dict.fromkeys(ways))[:MAX_WAYS]


def _ways(said: Words) -> Iterable[Way]:
    """Every combination of the stems of the words; a name of several words is met by its certain stems."""
    if len(said) == 1:
        return [(token,) for token in stems_asked(said[0])]
    choices = [stems_asked(word) if not arabic.is_arabic(word) else (stem(word),) for word in said]
    return [tuple(dict.fromkeys(way)) for way in product(*choices)][:8]


def _key(said: Iterable[str]) -> Words:
    """Forms of a name agree: «الحكامة الأمنية» and «حكامة أمنية»."""
    return tuple(stem(word) for word in said)


@cache
def names() -> dict[Words, tuple[Words, ...]]:
    """Names that mean the same as a name, by the stems of its words."""
    found: dict[Words, tuple[Words, ...]] = {}
    for group in (*_alias_lines(), *_months()):
        told = {name: tuple(word for word in words(name) if not is_particle(word)) for name in group}
        for name in told.values():
            others = (
                said for other, said in told.items() if said != name and not other.startswith(ONLY_TYPED)
            )
            found[_key(name)] = found.get(_key(name), ()) + tuple(others)
    return found


@cache
def _longest() -> int:
    return max(len(key) for key in names())


def _alias_lines() -> Iterator[list[str]]:
    for line in ALIASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [name.strip() for name in line.split("=")]


def _months() -> Iterator[list[str]]:
    for number in range(1, 13):
        yield [name for name, month in MONTHS.items() if month == number]
