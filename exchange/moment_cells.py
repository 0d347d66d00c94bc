"""Columns of when: dates at the precision that is known, times."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from events.enums import Precision
from events.models import Event
from exchange.cells import Cell, Reading, Showing, plain
from exchange.problems import CellError, ErrorKind
from portal.lib.calendar_words import weekday_name
from portal.lib.date_reading import (
    DateError,
    ReadDate,
    date_code,
    read_date,
    read_day_fraction,
    read_serial,
    read_time,
)
from portal.lib.date_text import moment_text
from portal.lib.moment import EXACT_DAY, Moment
from portal.lib.moment import Precision as PrecisionWord


class DayCell(Cell):
    """``prefix`` is «starts» or «ends»: the day, or the month, school year or year where less is known."""

    def __init__(self, prefix: str) -> None:
        super().__init__(f"{prefix}_on")
        self.prefix = prefix

    def read(self, raw: Any, reading: Reading) -> str:
        try:
            read = self._read(raw, reading)
        except DateError as error:
            raise CellError(ErrorKind(error.problem.value)) from error
        if read.weekday and self.prefix == "ends":  # no column keeps it
            raise CellError(ErrorKind.NOT_A_DATE)
        return date_code(read)

    def _read(self, raw: Any, reading: Reading) -> ReadDate:
        if isinstance(raw, float | int) and not isinstance(raw, bool) and raw >= 10_000:
            return ReadDate(read_serial(raw))
        text = plain(raw)
        if _is_instant(text):
            raise CellError(ErrorKind.TIME_IN_DATE)
        return read_date(text, reading.order)

    def current(self, event: Event) -> str:
        on = getattr(event, self.name)
        precision = PrecisionWord(getattr(event, f"{self.prefix}_precision"))
        if on is None or precision is PrecisionWord.UNKNOWN:
            return ""
        precision = PrecisionWord.DAY if precision in EXACT_DAY else precision
        return date_code(ReadDate(on, precision, getattr(event, f"{self.prefix}_weekday", None)))

    def apply(self, event: Event, value: str) -> None:
        """What ``settle`` does, which sees the time of day as well."""

    def write(self, value: str, showing: Showing) -> Any:
        if not value:
            return ""
        read = read_date(value)
        if read.precision is PrecisionWord.DAY:
            return read.on
        if read.precision is PrecisionWord.WEEKDAY_OF_MONTH and read.weekday:
            return f"{weekday_name(read.weekday, showing.language)} {read.on:%Y-%m}"
        return value

    def show(self, value: str, showing: Showing) -> str:
        if not value:
            return ""
        read = read_date(value)
        return moment_text(Moment(read.on, None, read.precision, None, read.weekday), showing.language)


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).time() != time(0)
    except ValueError:
        return False


class TimeCell(Cell):
    is_ltr = True

    def read(self, raw: Any, reading: Reading) -> str:
        try:
            return f"{self._read(raw):%H:%M}"
        except DateError as error:
            raise CellError(ErrorKind.NOT_A_TIME) from error

    def _read(self, raw: Any) -> time:
        if isinstance(raw, float) and 0 <= raw < 1:
            return read_day_fraction(raw)
        return read_time(f"{raw:.2f}" if isinstance(raw, float) and not raw.is_integer() else plain(raw))

    def current(self, event: Event) -> str:
        at = getattr(event, self.name)
        return f"{at:%H:%M}" if at else ""

    def apply(self, event: Event, value: str) -> None:
        setattr(event, self.name, time.fromisoformat(value) if value else None)

    def write(self, value: str, showing: Showing) -> Any:
        return time.fromisoformat(value) if value else ""

    def show(self, value: str, showing: Showing) -> str:
        return value


# What the columns of one moment say together ---------------------------------------------------------


@dataclass(frozen=True)
class Wish:
    """What the file says of one end of the event; None where the file says nothing."""

    day: str | None
    at: str | None
    half_day: str | None


def settle(event: Event, prefix: str, wish: Wish) -> None:
    """Set date, time, part of the day and precision of ``event``. Raises ``CellError`` where they contradict."""
    read = _day_of(event, prefix, wish)
    at, half_day = _hour_of(event, prefix, wish)
    exact = read is not None and read.precision is PrecisionWord.DAY
    if (at or half_day) and not exact:
        raise CellError(ErrorKind.TIME_WITHOUT_DAY)
    precision = Precision.MINUTE if at else Precision.HALF_DAY if half_day else None
    setattr(event, f"{prefix}_on", read.on if read else None)
    setattr(event, f"{prefix}_at", at)
    setattr(event, f"{prefix}_half_day", half_day)
    setattr(event, f"{prefix}_precision", str(precision or (read.precision if read else Precision.UNKNOWN)))
    if prefix == "starts":
        event.starts_weekday = read.weekday if read else None


def _day_of(event: Event, prefix: str, wish: Wish) -> ReadDate | None:
    code = DayCell(prefix).current(event) if wish.day is None else wish.day
    return read_date(code) if code else None


def _hour_of(event: Event, prefix: str, wish: Wish) -> tuple[time | None, str]:
    """A time in the file replaces a part of the day that was known before, and the other way round."""
    if wish.at and wish.half_day:
        raise CellError(ErrorKind.TIME_AND_HALF_DAY)
    at: time | None = getattr(event, f"{prefix}_at")
    half_day: str = getattr(event, f"{prefix}_half_day")
    if wish.at is not None:
        at, half_day = (time.fromisoformat(wish.at), "") if wish.at else (None, half_day)
    if wish.half_day is not None:
        at, half_day = (None, wish.half_day) if wish.half_day else (at, "")
    return at, half_day


def day_of(code: str) -> date | None:
    return read_date(code).on if code else None
