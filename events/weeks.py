"""The seven days around one, as the home page draws them: bars over the days an event is known to take."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from events import stays
from events.enums import EventStatus
from events.month_grid import DAY, Stay

MOST = 8
NOT_ON = (EventStatus.CANCELLED, EventStatus.POSTPONED)


@dataclass(frozen=True)
class Bar:
    """An event over the columns of the week: from the ``column`` (1 is Monday) on, ``width`` of them."""

    stay: Stay
    column: int
    width: int

    @property
    def event(self) -> Any:
        return self.stay.event

    def is_on(self, day: date) -> bool:
        """Whether the day is one of an event of its own, not of a part of one, that takes place."""
        own = self.event.super_event_id is None and self.event.status not in NOT_ON
        return own and self.stay.within(day, day)

    def day_number(self, day: date) -> int:
        return (day - self.stay.first).days + 1


@dataclass(frozen=True)
class Week:
    days: list[date]
    bars: list[Bar]
    more: int


def this_week(rows: Any, on: date) -> Week:
    """Events with known days in the week of ``on``, the longest first. Five queries, however many there are."""
    days = [on - DAY * on.weekday() + DAY * number for number in range(7)]
    first, last = days[0], days[-1]
    touching = stays.touching(rows, first, last)
    bars = [stay for stay in stays.of_several_days(touching) if stay.within(first, last)]
    singles = stays.of_one_day(touching, first)
    count = len(bars) + singles.count()
    bars += [stays.on_day(*found) for found in singles.oldest_first().values_list("pk", "first_day")[:MOST]]
    bars.sort(key=lambda stay: (-stay.days, stay.first, stay.event.pk))
    del bars[MOST:]
    events = rows.model.objects.public().for_list().in_bulk([stay.event.pk for stay in bars])
    shown = [replace(stay, event=events[stay.event.pk]) for stay in bars if stay.event.pk in events]
    return Week(days, [_bar(stay, first, last) for stay in shown], max(count - MOST, 0))


def _bar(stay: Stay, first: date, last: date) -> Bar:
    begins, ends = max(stay.first, first), min(stay.last, last)
    return Bar(stay, begins.weekday() + 1, (ends - begins).days + 1)
