"""The cells of each event, in chunks: the same number of queries for each."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from events.models import Event
from exchange.cells import Showing
from exchange.column import Column
from exchange.columns import COLUMNS
from exchange.loading import with_parts

CHUNK = 500
MOST_EXPORTED = 20_000
NAMES_ONLY = "identifiers"  # headings for machines instead of a language


def exported_rows(events: models.QuerySet[Event], showing: Showing) -> Iterator[list[Any]]:
    """A row for each of ``events``, in the order of the columns. Seven queries a chunk of 500."""
    numbers = list(events.values_list("pk", flat=True)[:MOST_EXPORTED])
    for start in range(0, len(numbers), CHUNK):
        chunk = numbers[start : start + CHUNK]
        found = {event.pk: event for event in with_parts(Event._base_manager.filter(pk__in=chunk))}
        for number in chunk:
            if number in found:
                yield [_cell(column, found[number], showing) for column in COLUMNS]


def _cell(column: Column, event: Event, showing: Showing) -> Any:
    value = column.cell.current(event)
    return "" if value in (None, "", []) else column.cell.write(value, showing)


def titles(language: str) -> list[str]:
    """The headings in ``language``, or the identifiers."""
    return [column.name if language == NAMES_ONLY else column.heading(language) for column in COLUMNS]
