"""One way to search: what was typed becomes a query, and the query the keys of what is found, best first."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.lib.search import arabizi, queries, spelling
from portal.lib.search.analysis import is_latin, is_term, stem, stems_asked
from portal.lib.search.arabic import base, is_arabic
from portal.lib.search.queries import Group, Query
from portal.lib.text import words
from search.keeping import catch_up
from search.models import SearchDocument
from search.vocabulary import Vocabulary, vocabulary

LIMIT = 1_000  # results that are counted and paged through


@dataclass(frozen=True)
class Hit:
    """A thing found, without its texts."""

    kind: str
    object_id: int
    on: date | None
    place: str
    institutions: frozenset[int]


def understood(text: str) -> Query:
    """The query of a text; words in Latin letters that no text has are read as romanised Arabic."""
    catch_up()
    text = text.replace("\x00", " ")
    query = queries.read(text)
    strange = [piece for piece in arabizi.romanised(text) if not _is_name(piece, query)]
    if not strange:
        return query
    known = vocabulary()
    strange = [piece for piece in strange if not _is_written(piece, known)]
    found = {piece: arabizi.arabic_words(piece, known.arabic) for piece in strange}
    return _with_arabic(query, {piece: told for piece, told in found.items() if told})


def beginning(text: str) -> Query:
    """The query of what somebody is still typing."""
    catch_up()
    return queries.read_beginning(text.replace("\x00", " "))


def _is_name(piece: str, query: Query) -> bool:
    """Whether the piece is one of several words of a name that is known, as «el jadida»."""
    return piece.isalpha() and not any(((stem(piece),) in group) for group in query.groups)


def _is_written(piece: str, known: Vocabulary) -> bool:
    return piece.isdigit() or (piece.isalpha() and piece in known.counts)


def _with_arabic(query: Query, found: dict[str, list[str]]) -> Query:
    """Each piece that stands for Arabic words is met by any of them, instead of by its Latin pieces."""
    if not found:
        return query
    replaced = {(part,) for piece in (*found, *arabizi.ARTICLES) for part in words(piece)}
    kept = [
        group
        for group in query.groups
        if not any((way[0],) in _stems(replaced) for way in group if len(way) == 1)
    ]
    read: list[Group] = [tuple((stem(word),) for word in told) for told in found.values()]
    return replace(
        query, groups=tuple(dict.fromkeys([*kept, *(tuple(dict.fromkeys(group)) for group in read)]))
    )


def _stems(replaced: set[tuple[str]]) -> set[tuple[str]]:
    return {(token,) for (part,) in replaced for token in stems_asked(part)}


def documents(query: Query) -> Any:
    """What the public may see of what meets the query, best first."""
    return SearchDocument.objects.meeting(query).public().best_first(query)


def hits(rows: Any) -> list[Hit]:
    """The first results, with what they are counted by. One query."""
    found = rows.values_list("kind", "object_id", "on", "place", "institutions")[: LIMIT + 1]
    return [
        Hit(kind, number, on, place, frozenset(map(int, institutions.split())))
        for kind, number, on, place, institutions in found
    ]


def did_you_mean(text: str) -> str:
    """The text with the words that nobody wrote replaced by the nearest that somebody did, if that finds anything."""
    known = vocabulary()
    typed = words(text[: queries.MAX_LENGTH])[: queries.MAX_WORDS]
    mended = [_mended(word, known) for word in typed]
    if mended == typed:
        return ""
    better = " ".join(mended)
    return better if documents(queries.read(better)).exists() else ""


def _mended(word: str, known: Vocabulary) -> str:
    bare = base(word) if is_arabic(word) else word
    if not is_term(word) or bare in known.counts or not (is_arabic(word) or is_latin(word)):
        return word
    return spelling.nearest(bare, known.counts) or word
