"""What somebody typed becomes a query: as it is, as romanised Arabic, or as what they probably meant."""

from dataclasses import replace

from portal.lib.search import arabizi, queries, spelling
from portal.lib.search.analysis import is_latin, is_term, stem, stems_asked
from portal.lib.search.arabic import base, is_arabic
from portal.lib.search.queries import Group, Query
from portal.lib.text import words
from search.finding import found
from search.keeping import catch_up
from search.vocabulary import Vocabulary, vocabulary, written

MOST_STRANGE = 4  # words for which the whole vocabulary is looked through


def understood(text: str) -> Query:
    """The query of a text; words in Latin letters that no text has are read as romanised Arabic."""
    catch_up()
    text = text.replace("\x00", " ")
    query = queries.read(text)
    strange = [piece for piece in arabizi.romanised(text) if not _is_name(piece, query)]
    if not strange:
        return query
    strange = [piece for piece in strange if not piece.isdigit()]
    strange = sorted({*strange} - written(strange), key=strange.index)[:MOST_STRANGE]
    if not strange:
        return query
    known = vocabulary()
    readings = {piece: arabizi.arabic_words(piece, known.arabic, known.counts) for piece in strange}
    return _with_arabic(query, {piece: told for piece, told in readings.items() if told})


def beginning(text: str) -> Query:
    """The query of what somebody is still typing."""
    catch_up()
    return queries.read_beginning(text.replace("\x00", " "))


def _is_name(piece: str, query: Query) -> bool:
    """Whether the piece is one of several words of a name that is known, as «el jadida»."""
    return piece.isalpha() and not any(((stem(piece),) in group) for group in query.groups)


def _with_arabic(query: Query, readings: dict[str, list[str]]) -> Query:
    """Each piece that stands for Arabic words is met by any of them, instead of by its Latin pieces."""
    if not readings:
        return query
    replaced = {(part,) for piece in (*readings, *arabizi.ARTICLES) for part in words(piece)}
    kept = [
        group
        for group in query.groups
        if not any((way[0],) in _stems(replaced) for way in group if len(way) == 1)
    ]
    read: list[Group] = [tuple((stem(word),) for word in told) for told in readings.values()]
    return replace(
        query, groups=tuple(dict.fromkeys([*kept, *(tuple(dict.fromkeys(group)) for group in read)]))
    )


def _stems(replaced: set[tuple[str]]) -> set[tuple[str]]:
    return {(token,) for (part,) in replaced for token in stems_asked(part)}


def did_you_mean(text: str) -> str:
    """The text with the words that nobody wrote replaced by the nearest that somebody did, if that finds anything."""
    known = vocabulary()
    typed = words(text[: queries.MAX_LENGTH])[: queries.MAX_WORDS]
    strange = [word for word in typed if _may_be_wrong(word, known)]
    if not strange:
        return ""
    near = {
        word: spelling.nearest(_bare(word), known.counts, known.by_length) for word in strange[:MOST_STRANGE]
    }
    better = " ".join(near.get(word) or word for word in typed)
    return better if any(near.values()) and found(queries.read(better), 1) else ""


def _bare(word: str) -> str:
    return base(word) if is_arabic(word) else word


def _may_be_wrong(word: str, known: Vocabulary) -> bool:
    return is_term(word) and (is_arabic(word) or is_latin(word)) and _bare(word) not in known.counts
