"""The seven days around one, as the home page draws them: bars over the days an event is known to take."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from events.enums import EventStatus
from events.month_grid import DAY, Stay, stay_of

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
    """Events with known days in the week of ``on``, the longest first; loaded as ``rows`` are."""
    days = [on - DAY * on.weekday() + DAY * number for number in range(7)]
    first, last = days[0], days[-1]
    events = rows.known_to_the_month().between(first, last).oldest_first()
    stays = [stay for event in events if (stay := stay_of(event)) and stay.within(first, last)]
    stays.sort(key=lambda stay: (-stay.days, stay.first, stay.event.pk))
    bars = [_bar(stay, first, last) for stay in stays]
    return Week(days, bars[:MOST], max(len(bars) - MOST, 0))


def _bar(stay: Stay, first: date, last: date) -> Bar:
    begins, ends = max(stay.first, first), min(stay.last, last)
    return Bar(stay, begins.weekday() + 1, (ends - begins).days + 1)
