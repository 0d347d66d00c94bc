"""Marks what was found in the original text, and cuts the passage that says most."""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from portal.lib.search import arabic
from portal.lib.search.analysis import further_stems, is_latin, stem
from portal.lib.search.queries import Query
from portal.lib.text import words

# Letters, with the marks and joiners that stand inside an Arabic word.
_RUN = re.compile("[\\w\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u2066-\u2069]+")
MAX_TEXT = 3_000  # characters that are looked through
WIDTH = 220
Span = tuple[int, int]


@dataclass(frozen=True)
class Passage:
    """Escaped HTML with <mark>, and how many words of the whole text were found."""

    html: str
    count: int


def whole(text: str, query: Query) -> Passage:
    """The text uncut: for titles."""
    hits = _hits(text, query)
    return Passage(_marked(text, hits, 0, len(text)), len(hits))


def count(text: str, query: Query) -> int:
    """How many words of the text are found."""
    return len(_hits(text[:MAX_TEXT], query))


def passage(text: str, query: Query, width: int = WIDTH) -> Passage:
    """The part of the text where most words stand close together; its beginning when none is found."""
    text = text[:MAX_TEXT]
    hits = _hits(text, query)
    start, end = _window(text, hits, width)
    html = _marked(text, hits, start, end)
    return Passage(f"{'… ' if start else ''}{html}{' …' if end < len(text) else ''}", len(hits))


def _hits(text: str, query: Query) -> list[Span]:
    stems, prefix = query.stems, query.prefix
    return [
        run.span()
        for run in _RUN.finditer(text)
        if not stems.isdisjoint((forms := _forms(run.group()))[0])
        or (prefix and any(bare.startswith(prefix) for bare in forms[1]))
    ]


@lru_cache(20_000)
def _forms(run: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Every stem of the words of a run, and the words without article: what a query may meet it by."""
    stems: set[str] = set()
    said = words(run)
    for word in said:
        stems |= {stem(word), *further_stems(word)}
        if is_latin(word):
            stems.add(stem(word, "en"))
    return frozenset(stems), tuple(arabic.base(word) if arabic.is_arabic(word) else word for word in said)


def _window(text: str, hits: list[Span], width: int) -> Span:
    if not hits:
        start = 0
    else:
        best = max(range(len(hits)), key=lambda n: (_within(hits[n:], hits[n][0] + width), -n))
        start = max(0, hits[best][0] - width // 5)
    while start and not text[start - 1].isspace():
        start -= 1
    end = min(len(text), start + width)
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _within(hits: list[Span], limit: int) -> int:
    return sum(1 for _start, end in hits if end <= limit)


def _marked(text: str, hits: list[Span], start: int, end: int) -> str:
    pieces, place = [], start
    for first, last in hits:
        if first >= start and last <= end:
            pieces += [escape(text[place:first]), f"<mark>{escape(text[first:last])}</mark>"]
            place = last
    return "".join([*pieces, escape(text[place:end])])
