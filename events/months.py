"""Which month a calendar shows, what stands in it, and where its neighbours with events are."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from django.db.models import Count, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from events import stays
from events.at_once import answers, day_of
from events.month_grid import DAY, SHOWN_A_DAY, Cell, Entry, Stay, weeks

FIRST_YEAR, LAST_YEAR = 1900, 2200  # as the parameter ``year``
ROOM = 21  # events without a day: twenty are shown in words, one more tells that there are more


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
    """Whether events touch a month, and the nearest months that have any."""

    has_events: bool
    previous: Month | None
    following: Month | None


def neighbours(rows: Any, month: Month) -> Neighbours:
    """Of the events a calendar can show. Two queries that read what lies near the month."""
    first, last = month.first_day, month.last_day
    known, touching = rows.known_to_the_month().order_by(), stays.touching(rows, first, last)
    touched, ended, began_earlier, begins, goes_on = answers(
        touching.values("pk")[:1],
        known.filter(last_day__lt=first).order_by("-last_day").values("last_day")[:1],
        touching.filter(first_day__lt=first).values("pk")[:1],
        known.filter(first_day__gt=last).order_by("first_day").values("first_day")[:1],
        touching.filter(last_day__gt=last).values("pk")[:1],
    )
    before, after = Month.of(first - DAY), Month.of(last + DAY)
    return Neighbours(
        touched is not None,
        before if began_earlier else _month_of(ended),
        after if goes_on else _month_of(begins),
    )


def _month_of(answer: date | str | None) -> Month | None:
    day = day_of(answer)
    return Month.of(day) if day else None


def nearest(month: Month, around: Neighbours) -> Month | None:
    """The month itself when it has events, or else the nearest that has; what comes before what was."""
    if around.has_events:
        return month
    candidates = [near for near in (around.following, around.previous) if near]
    return min(candidates, key=lambda near: abs(near.number - month.number), default=None)


# What is shown ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Shown:
    """What the page of a month shows: the table, and in words the first events of the month whose day is not known."""

    weeks: list[list[Cell]]
    without_day: list[Any]  # one more than are shown, where there are more

    @property
    def is_empty(self) -> bool:
        return not self.without_day and not any(cell.is_busy for week in self.weeks for cell in week)


def shown(rows: Any, month: Month) -> Shown:
    """Five queries. Only the events that have their name on the page are read, however many the month has."""
    first, last = month.first_day, month.last_day
    touching = stays.touching(rows, first, last)
    longer = stays.of_several_days(touching)
    bars = [stay for stay in longer if stay.within(first, last)]
    singles, others = _of_one_day(stays.of_one_day(touching, first))
    table = weeks(first, last, [*bars, *singles], others)
    on_table = {entry.event.pk for entry in _entries(table)}
    vague = list(touching.exclude(stays.IS_EXACT).oldest_first().values_list("first_day", "pk")[:ROOM])
    vague += [(stay.first, stay.event.pk) for stay in longer if not stay.within(first, last)]
    without_day = [key for _day, key in sorted(vague)[:ROOM]]
    events = rows.model.objects.public().for_mention().in_bulk([*on_table, *without_day])
    return Shown(_with(events, table), [events[key] for key in without_day if key in events])


def _of_one_day(rows: Any) -> tuple[list[Stay], dict[date, int]]:
    """As many of each day as its cell has room for, and how many more there are."""
    ranked = rows.annotate(
        rank=Window(RowNumber(), partition_by="first_day", order_by="pk"),
        of_day=Window(Count("pk"), partition_by="first_day"),
    )
    shown, others = [], {}
    for key, day, of_day in ranked.filter(rank__lte=SHOWN_A_DAY).values_list("pk", "first_day", "of_day"):
        shown.append(stays.on_day(key, day))
        others[day] = max(of_day - SHOWN_A_DAY, 0)
    return shown, others


def _entries(table: list[list[Cell]]) -> Iterator[Entry]:
    return (entry for week in table for cell in week for entry in cell.entries if entry)


def _with(events: dict[int, Any], table: list[list[Cell]]) -> list[list[Cell]]:
    """The events themselves where their places are; one that went away meanwhile leaves a gap."""
    for week in table:
        for cell in week:
            cell.entries = [
                replace(entry, event=events[entry.event.pk]) if entry and entry.event.pk in events else None
                for entry in cell.entries
            ]
    return table
