"""What a column of a public table is, and the columns that several tables share."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import models
from django.utils.text import capfirst

from exchange.column import LANGUAGE_WORDS
from portal.lib.moment import Moment, Precision
from portal.lib.translated import Text

JOINT = "; "
Value = str | int | float | date | time | None


@dataclass(frozen=True)
class Reader:
    """For whom a table is written. ``site`` is the portal's address without a final slash."""

    language: str
    site: str
    licence: str

    def address(self, path: str) -> str:
        return f"{self.site}{path}"


@dataclass(frozen=True)
class Column:
    """``headings`` in Arabic, French and English; ``value`` reads a loaded row and makes no query."""

    headings: tuple[str, str, str]
    value: Callable[[Any, Reader], Value]
    width: int = 18

    def heading(self, language: str) -> str:
        """In Arabic also for readers of Amazigh, which has no words for these yet."""
        return self.headings[{"fr": 1, "en": 2}.get(language, 0)]


@dataclass(frozen=True)
class Table:
    """``load``: the rows with these keys as the public sees them now, with all that the columns read."""

    name: str
    columns: tuple[Column, ...]
    load: Callable[[list[int]], models.QuerySet]

    def titles(self, language: str) -> list[str]:
        return [column.heading(language) for column in self.columns]

    @property
    def widths(self) -> list[int]:
        return [column.width for column in self.columns]


# Columns ------------------------------------------------------------------------------------------------
def texts(field: str, headings: tuple[str, str, str], width: int = 40) -> Iterator[Column]:
    """One column a language, each headed with the language it is in."""
    for language, words in LANGUAGE_WORDS.items():
        first, second, third = (f"{heading} {word}" for heading, word in zip(headings, words, strict=True))
        yield Column((first, second, third), own_text(f"{field}_{language}"), width)


def own_text(attribute: str) -> Callable[[Any, Reader], Value]:
    return lambda row, reader: getattr(row, attribute) or ""


def choice(attribute: str) -> Callable[[Any, Reader], Value]:
    """The word for a value of a closed list, in the language that is active."""
    return lambda row, reader: capfirst(str(getattr(row, f"get_{attribute}_display")() or ""))


def names(rows: Iterable[Any], reader: Reader) -> str:
    return joined(row.name_in(reader.language) for row in rows)


def joined(texts: Iterable[str | Text | None]) -> str:
    return JOINT.join(str(text) for text in texts if text)


def known_day(moment: Moment | None) -> date | None:
    """A date only where the day itself is known; what is known less well stands in words."""
    return moment.on if moment and moment.is_exact_day else None


def known_time(moment: Moment | None) -> time | None:
    return moment.at if moment and moment.precision is Precision.MINUTE else None


def licence(row: Any, reader: Reader) -> Value:
    return reader.licence
