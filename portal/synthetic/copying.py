"""Rows written again under other keys, by the database itself.

A copy differs from its row in its own key, the keys of what was copied along, and what must be unique: an address.
Nothing that a derived column, a document of the search index or an entry of the ledger is made from is changed, so
they are right as they are copied. ``tests/test_generate_events.py`` asks the rules about every row.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

from changes.models import Entry, Record
from changes.resources import RESOURCES
from events.models import (
    Citation,
    Count,
    Event,
    FollowUp,
    Involvement,
    PressItem,
    PressItemEvent,
    Recommendation,
    Session,
    Speaker,
)
from institutions.models import Person
from search.kinds import KINDS
from search.models import SearchDocument

Model = type[models.Model]
Change = dict[str, int | str]
# What others lead to first. Institutions, places and topics are shared by all copies.
COPIED: tuple[Model, ...] = (
    *(Person, Event, PressItem, Session, Speaker, Involvement, Recommendation, FollowUp, Count),
    *(Event.topics.through, Recommendation.addressees.through, PressItemEvent, Citation),
)
UNIQUE_WORDS = {Person: "slug", Event: "slug", PressItem: "url"}


@dataclass(frozen=True)
class Span:
    """The keys after ``first``, up to ``last``."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first


@dataclass(frozen=True)
class Rows:
    """All rows that are written after ``from_here``, by nobody else: triggers are put away, so tables are locked."""

    before: dict[Model, int]

    @classmethod
    def from_here(cls) -> Self:
        before = {model: _last(model) for model in COPIED}
        return cls(before | {Entry: _last_position()})

    def multiply(self, times: int) -> None:
        """Have ``times`` as many of them."""
        spans = {
            model: Span(first, _last(model)) for model, first in self.before.items() if model is not Entry
        }
        spans[Entry] = Span(self.before[Entry], _last_position())
        with connection.cursor() as cursor:
            for number in range(1, times):
                if number.bit_count() == 1:  # as many again as there were
                    _tell_the_planner(cursor, spans)
                for statement, values in _statements(spans, number):
                    cursor.execute(statement, values)
            for statement in connection.ops.sequence_reset_sql(no_style(), [*spans]):
                cursor.execute(statement)
        Record.objects.update(version=_last_position())


def _tell_the_planner(cursor: Any, models: Iterable[Model]) -> None:
    """PostgreSQL took the tables for empty, and would read all of one to check each key that leads to it."""
    if connection.vendor == "postgresql":
        cursor.execute(f"ANALYZE {', '.join(connection.ops.quote_name(m._meta.db_table) for m in models)}")


def _last(model: Model) -> int:
    return model._base_manager.aggregate(last=Max("pk"))["last"] or 0


def _last_position() -> int:
    """The ledger goes by positions; the version of the record is the last one given."""
    return max(Entry.objects.aggregate(last=Max("position"))["last"] or 0, Record.objects.get(pk=1).version)


def _statements(spans: dict[Model, Span], number: int) -> Iterator[tuple[str, list[Any]]]:
    """One copy of everything: the same texts, dates and places under other keys."""
    step = {model: number * span.length for model, span in spans.items()}
    for model in COPIED:
        yield _copy(model, spans[model], "id", _change(model, step, number))
    for kind in KINDS.values():
        if kind.model in COPIED:
            found: Change = dict.fromkeys(
                ("position", "object_id"), step[kind.model]
            )  # the one ends in the other
            yield _copy(SearchDocument, spans[kind.model], "object_id", found, kind=kind.name)
    for name, resource in RESOURCES.items():
        if resource.model in COPIED:
            told: Change = dict.fromkeys(("position", "public_since"), step[Entry])
            told["object_id"] = step[resource.model]
            yield _copy(Entry, spans[Entry], "position", told, resource=name)


def _change(model: Model, step: dict[Model, int], number: int) -> Change:
    change: Change = {"id": step[model]}
    for field in model._meta.local_concrete_fields:
        if field.related_model in COPIED:
            change[str(field.column)] = step[field.related_model]
    if model in UNIQUE_WORDS:
        change[UNIQUE_WORDS[model]] = f"-{number}"
    if model is Citation:
        change["object_id"] = step[Event]
    return change


def _copy(model: Model, span: Span, by: str, change: Change, **only: str) -> tuple[str, list[Any]]:
    """The rows within ``span`` again, with a number added or words appended to the columns of ``change``."""
    quote = connection.ops.quote_name
    columns = [str(f.column) for f in model._meta.local_concrete_fields if f.column != "id" or "id" in change]
    said = {column: quote(column) for column in columns}
    for column, more in change.items():
        said[column] += " || %s" if isinstance(more, str) else " + %s"
    values = [change[column] for column in columns if column in change]
    among = "".join(f" AND {quote(column)} = %s" for column in only)
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, columns))}) "  # noqa: S608  (names of our own tables)
        f"SELECT {', '.join(said.values())} FROM {quote(model._meta.db_table)} "
        f"WHERE {quote(by)} > %s AND {quote(by)} <= %s{among} ORDER BY {quote(by)}"
    )
    return statement, [*values, span.first, span.last, *only.values()]
