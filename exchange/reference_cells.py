"""Columns that lead to other records: one, or several in one cell, separated by ; | or a new line."""

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from events.models import Event
from exchange.cells import LISTED, Cell, Reading, Showing, plain
from exchange.lookups import Index, Lookups
from exchange.problems import CellError, ErrorKind
from portal.lib.month_words import folded
from portal.lib.rich_text import clean as clean_html
from portal.lib.rich_text import plain as plain_text
from portal.lib.text import clean_input

SEPARATOR = re.compile(r"[;؛|\n]")
JOINT = "; "

# Which index a column asks, what it says where nothing or too much is found.
NOT_FOUND = {
    "territories": (ErrorKind.UNKNOWN_TERRITORY, ErrorKind.AMBIGUOUS_TERRITORY),
    "institutions": (ErrorKind.UNKNOWN_INSTITUTION, ErrorKind.AMBIGUOUS_INSTITUTION),
    "series": (ErrorKind.UNKNOWN_SERIES, ErrorKind.AMBIGUOUS_SERIES),
    "topics": (ErrorKind.UNKNOWN_TERM, ErrorKind.UNKNOWN_TERM),
    "audiences": (ErrorKind.UNKNOWN_TERM, ErrorKind.UNKNOWN_TERM),
    "venues": (ErrorKind.UNKNOWN_VENUE, ErrorKind.AMBIGUOUS_VENUE),
}


class Found:
    """Mixin: looks a name up in the index called ``index``."""

    index: str

    def entries(self, lookups: Lookups) -> Index:
        found: Index = getattr(lookups, self.index)
        return found

    def find(self, name: str, reading: Reading) -> int:
        index = self.entries(reading.lookups)
        found = index.find(name)
        if len(found) == 1:
            return found[0].pk
        unknown, ambiguous = NOT_FOUND[self.index]
        named = [entry.key for entry in found[:LISTED]]
        raise CellError(ambiguous if found else unknown, name=name, choices=named)


class ReferenceCell(Found, Cell):
    """A foreign key."""

    empty = None

    def __init__(self, name: str, index: str) -> None:
        super().__init__(name)
        self.index = index

    def read(self, raw: Any, reading: Reading) -> int:
        return self.find(plain(raw), reading)

    def current(self, event: Event) -> int | None:
        pk: int | None = getattr(event, f"{self.name}_id")
        return pk

    def apply(self, event: Event, value: int | None) -> None:
        setattr(event, f"{self.name}_id", value)

    def write(self, value: int | None, showing: Showing) -> str:
        return self.entries(showing.lookups).label(value, showing.language) if value else ""

    def show(self, value: int | None, showing: Showing) -> str:
        return self.entries(showing.lookups).name(value, showing.language) if value else ""


class EventCell(Cell):
    """The event that this one is a part of: by identifier or number."""

    empty = None

    def read(self, raw: Any, reading: Reading) -> int:
        found = reading.events.get(plain(raw).casefold())
        if found is None:
            raise CellError(ErrorKind.UNKNOWN_SUPER_EVENT)
        return found

    def current(self, event: Event) -> int | None:
        return event.super_event_id

    def apply(self, event: Event, value: int | None) -> None:
        event.super_event_id = value

    def write(self, value: int | None, showing: Showing) -> str:
        return str(value) if value else ""


class ManyCell(Found, Cell):
    """Several records in one cell. The cell holds them all: what it leaves out is taken away."""

    empty: ClassVar[list[int]] = []

    def __init__(self, name: str, index: str) -> None:
        super().__init__(name)
        self.index = index

    def read(self, raw: Any, reading: Reading) -> list[int]:
        names = (name.strip() for name in SEPARATOR.split(plain(raw)))
        return list(dict.fromkeys(self.find(name, reading) for name in names if name))

    def same(self, old: list[int], new: list[int]) -> bool:
        return set(old) == set(new)

    def apply(self, event: Event, value: list[int]) -> None:
        """Rows of their own: ``exchange.parts`` writes them."""

    def write(self, value: list[int], showing: Showing) -> str:
        index = self.entries(showing.lookups)
        return JOINT.join(index.label(pk, showing.language) for pk in value)

    def show(self, value: list[int], showing: Showing) -> str:
        index = self.entries(showing.lookups)
        return JOINT.join(index.name(pk, showing.language) for pk in value)


class RoleCell(ManyCell):
    """Institutions in one role."""

    def __init__(self, role: str) -> None:
        super().__init__("involvements", "institutions")
        self.role = role

    def current(self, event: Event) -> list[int]:
        rows = sorted(event.involvements.all(), key=lambda row: (row.position, row.pk))
        return [row.institution_id for row in rows if row.role == self.role]


class TermsCell(ManyCell):
    """Words of a vocabulary."""

    def current(self, event: Event) -> list[int]:
        return sorted(row.pk for row in getattr(event, self.name).all())

    def allowed(self, showing: Showing) -> list[str]:
        index = self.entries(showing.lookups)
        return [index.label(pk, showing.language) for pk in index.entries]


class VenuesCell(ManyCell):
    """Venues as wholes; rooms are entered on the page of the event and stay."""

    def current(self, event: Event) -> list[int]:
        rows = sorted(event.venues.all(), key=lambda row: (row.position, row.pk))
        return list(dict.fromkeys(row.venue_id for row in rows if row.venue_id))


class RequestsCell(Cell):
    """What was asked, one a line. A file adds requests and never takes one away: they may have been followed up."""

    empty: ClassVar[list[str]] = []
    is_long = True

    def read(self, raw: Any, reading: Reading) -> list[str]:
        lines = (line.lstrip("-•– ").strip() for line in plain(raw).split("\n"))
        return list(dict.fromkeys(line for line in lines if line))

    def current(self, event: Event) -> list[str]:
        rows: list[Any] = sorted(event.recommendations.all(), key=lambda row: (row.position, row.pk))
        return [one_line(row.text_ar or row.text_fr) for row in rows]

    def same(self, old: list[str], new: list[str]) -> bool:
        return not added(old, new)

    def apply(self, event: Event, value: list[str]) -> None:
        """Rows of their own: ``exchange.parts`` writes them."""

    def write(self, value: list[str], showing: Showing) -> str:
        return "\n".join(value)


def added(old: Iterable[str], new: Iterable[str]) -> list[str]:
    """The lines of ``new`` that ``old`` does not say yet, whatever their spelling."""
    known = {folded(line) for line in old}
    return [line for line in new if folded(line) not in known]


def one_line(text: str | None) -> str:
    return " ".join(clean_input(text or "").split())


class RichCell(Cell):
    """A formatted text, as plain words: a cell that says the same words keeps the formatting."""

    is_long = True

    def read(self, raw: Any, reading: Reading) -> str:
        return plain_text(clean_html(plain(raw)))

    def current(self, event: Event) -> str:
        return plain_text(getattr(event, self.name) or "")
