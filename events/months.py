"""Which month a calendar shows, what stands in it, and where its neighbours with events are."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from django.db.models import Max, Min
from django.urls import reverse

from events.month_grid import Cell, stay_of, weeks

FIRST_YEAR, LAST_YEAR = 1900, 2200  # as the parameter ``year``
SHOWN_BELOW = 20  # events without a day, in words under the table


@dataclass(frozen=True, order=True)
class Month:
    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def number(self) -> int:
        """Months since the year 0, to tell how far two are apart."""
        return self.year * 12 + self.month - 1

    def get_absolute_url(self) -> str:
        return reverse("events:calendar_month", args=[self.year, self.month])


@dataclass(frozen=True)
class Neighbours:
    """How many events touch a month, and the nearest months that have any."""

    count: int
    previous: Month | None
    following: Month | None


def neighbours(rows: Any, month: Month) -> Neighbours:
    """Of the events a calendar can show. Three queries that read what lies near the month."""
    known = rows.known_to_the_month().order_by()
    return Neighbours(
        known.between(month.first_day, month.last_day).count(), _before(known, month), _after(known, month)
    )


def _before(known: Any, month: Month) -> Month | None:
    """The last month in which something ended; or the one before, if what goes on in this month began earlier."""
    first, day = month.first_day, timedelta(days=1)
    ended = known.filter(last_day__lt=first).aggregate(last=Max("last_day"))["last"]
    previous = Month.of(first - day)
    if ended and Month.of(ended) == previous:
        return previous
    began_earlier = known.filter(first_day__lt=first, last_day__gte=first).exists()
    return previous if began_earlier else Month.of(ended) if ended else None


def _after(known: Any, month: Month) -> Month | None:
    last, day = month.last_day, timedelta(days=1)
    begins = known.filter(first_day__gt=last).aggregate(first=Min("first_day"))["first"]
    following = Month.of(last + day)
    if begins and Month.of(begins) == following:
        return following
    goes_on = known.filter(first_day__lte=last, last_day__gt=last).exists()
    return following if goes_on else Month.of(begins) if begins else None


def nearest(month: Month, around: Neighbours) -> Month | None:
    """The month itself when it has events, or else the nearest that has; what comes before what was."""
    if around.count:
        return month
    candidates = [near for near in (around.following, around.previous) if near]
    return min(candidates, key=lambda near: abs(near.number - month.number), default=None)


@dataclass(frozen=True)
class Shown:
    """What the page of a month shows: the table, and in words the events of the month whose day is not known."""

    weeks: list[list[Cell]]
    without_day: list[Any]

    @property
    def is_empty(self) -> bool:
        return not self.without_day and not any(cell.is_busy for week in self.weeks for cell in week)


def shown(rows: Any, month: Month) -> Shown:
    """Two queries, however many events."""
    first, last = month.first_day, month.last_day
    events = list(
        rows.known_to_the_month().between(first, last).with_parts("place_and_series").oldest_first()
    )
    stays = [stay_of(event) for event in events]
    drawn = [stay for stay in stays if stay and stay.within(first, last)]
    on_table = {stay.event.pk for stay in drawn}
    return Shown(weeks(first, last, drawn), [event for event in events if event.pk not in on_table])
