"""A month as a table of weeks. Pure: events in, cells out; nothing is placed on a day that is not known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

SHOWN_A_DAY = 3  # the rest of a day is a link to the list of that day
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stay:
    """An event and the days it is known to take."""

    event: Any
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def within(self, first: date, last: date) -> bool:
        return self.first <= last and self.last >= first


@dataclass(frozen=True)
class Entry:
    """An event in the cell of one day: «day ``number`` of ``days``»; the cell before or after may go on with it."""

    event: Any
    number: int
    days: int
    continued: bool = False
    goes_on: bool = False
    reach: int = 1  # cells of this week from here on: how far its name may run


@dataclass
class Cell:
    """A day of the table. ``entries``: bars on their lanes (None: a lane left free), then events of one day."""

    day: date
    inside: bool
    entries: list[Entry | None] = field(default_factory=list)
    more: int = 0

    @property
    def is_busy(self) -> bool:
        return bool(self.entries or self.more)


def stay_of(event: Any) -> Stay | None:
    """The days an event surely takes; None where its day is not known. A vague end is not drawn."""
    start, end = event.start, event.end
    if not start.is_exact_day:
        return None
    return Stay(event, start.on, end.on if end and end.is_exact_day else start.on)


def weeks(
    first: date, last: date, stays: Iterable[Stay], others: Mapping[date, int] | None = None
) -> list[list[Cell]]:
    """The weeks, Monday first, that hold the days from ``first`` to ``last``; the days around them stay empty.

    ``others``: how many more events a day has than are among the ``stays``; these fill its cell.
    """
    ordered = sorted(stays, key=lambda stay: (stay.first, -stay.days, stay.event.pk))
    monday = first - DAY * first.weekday()
    table = []
    while monday <= last:
        table.append(_week(monday, max(first, monday), min(last, monday + 6 * DAY), ordered, others or {}))
        monday += 7 * DAY
    return table


def _week(monday: date, first: date, last: date, stays: list[Stay], others: Mapping[date, int]) -> list[Cell]:
    present = [stay for stay in stays if stay.within(first, last)]
    lanes = _lanes([stay for stay in present if stay.days > 1], first, last)
    singles = [stay for stay in present if stay.days == 1]
    cells = []
    for number in range(7):
        day = monday + DAY * number
        cell = Cell(day, first <= day <= last)
        if cell.inside:
            _fill(cell, lanes, [stay for stay in singles if stay.first == day], (first, last))
            cell.more += others.get(day, 0)
        cells.append(cell)
    return cells


def _lanes(bars: list[Stay], first: date, last: date) -> list[list[Stay]]:
    """Each bar keeps one height through the week; the first free one is taken."""
    lanes: list[list[Stay]] = []
    for bar in bars:
        begins = max(bar.first, first)
        free = next((lane for lane in lanes if lane[-1].last < begins), None)
        if free is None:
            lanes.append([bar])
        else:
            free.append(bar)
    return lanes


def _fill(cell: Cell, lanes: list[list[Stay]], singles: list[Stay], week: tuple[date, date]) -> None:
    on_lanes = [next((bar for bar in lane if bar.first <= cell.day <= bar.last), None) for lane in lanes]
    while on_lanes and on_lanes[-1] is None:
        on_lanes.pop()
    shown = [_entry(bar, cell.day, week) if bar else None for bar in on_lanes[:SHOWN_A_DAY]]
    room = max(SHOWN_A_DAY - len(shown), 0)
    cell.entries = [*shown, *(Entry(stay.event, 1, 1) for stay in singles[:room])]
    cell.more = sum(bar is not None for bar in on_lanes[SHOWN_A_DAY:]) + len(singles[room:])


def _entry(bar: Stay, day: date, week: tuple[date, date]) -> Entry:
    first, last = week
    return Entry(
        event=bar.event,
        number=(day - bar.first).days + 1,
        days=bar.days,
        continued=day > max(bar.first, first),
        goes_on=day < min(bar.last, last),
        reach=(min(bar.last, last) - day).days + 1,
    )
