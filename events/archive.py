"""The record by year: how many events touch each year and each of its months."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from events import figures
from events.counting import spans_of, touching
from events.models import Event
from events.months import Month


@dataclass(frozen=True)
class MonthCount:
    month: Month
    count: int


@dataclass(frozen=True)
class Year:
    """A year of the archive; ``months``: those with events known to the month."""

    number: int
    count: int
    months: list[MonthCount]


def years() -> list[Year]:
    """Years that public events touch, the latest first."""
    return figures.of_record("archive", lambda: _years(Event.objects.public()))


def _years(rows: Any) -> list[Year]:
    spans = spans_of(rows)
    months: dict[int, list[MonthCount]] = defaultdict(list)
    for number, count in sorted(touching(spans, lambda span: span.months).items()):
        month = Month(number // 12, number % 12 + 1)
        months[month.year].append(MonthCount(month, count))
    totals = touching(spans, lambda span: span.years)
    return [Year(year, count, months[year]) for year, count in sorted(totals.items(), reverse=True)]
