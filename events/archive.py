"""The record by year: how many events touch each year and each of its months."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.functions import ExtractMonth, ExtractYear

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


def years(rows: Any) -> list[Year]:
    """Years that events touch, the latest first. Two queries."""
    totals: Counter[int] = Counter()
    for first, last, number in _spans(rows, ExtractYear("first_day"), ExtractYear("last_day")):
        for year in range(first, last + 1):
            totals[year] += number
    months: dict[int, list[MonthCount]] = defaultdict(list)
    for number, count in sorted(_months(rows).items()):
        month = Month(number // 12, number % 12 + 1)
        months[month.year].append(MonthCount(month, count))
    return [Year(year, count, months[year]) for year, count in sorted(totals.items(), reverse=True)]


def _months(rows: Any) -> Counter[int]:
    """By months since the year 0."""
    first = ExtractYear("first_day") * 12 + ExtractMonth("first_day") - 1
    last = ExtractYear("last_day") * 12 + ExtractMonth("last_day") - 1
    months: Counter[int] = Counter()
    for begins, ends, number in _spans(rows.known_to_the_month(), first, last):
        for month in range(begins, ends + 1):
            months[month] += number
    return months


def _spans(rows: Any, first: Any, last: Any) -> list[tuple[int, int, int]]:
    spans = rows.order_by().filter(first_day__isnull=False).rewrite(False).annotate(begins=first, ends=last)
    grouped = spans.values("begins", "ends").annotate(number=Count("pk"))
    return [(row["begins"], row["ends"], row["number"]) for row in grouped]
