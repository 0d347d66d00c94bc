"""A moment as the sources give it: from «09:30» to «the school year 2014-2015» to «unknown».

Dates are Gregorian local days, times are local wall-clock times, instants are aware UTC datetimes.
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from portal.lib.zone import MOROCCO, wall_clock_to_utc


class Precision(StrEnum):
    """How much of a moment is known, from the most to the least."""

    MINUTE = "minute"
    HALF_DAY = "half_day"
    DAY = "day"
    WEEKDAY_OF_MONTH = "weekday_of_month"
    MONTH = "month"
    SCHOOL_YEAR = "school_year"
    YEAR = "year"
    UNKNOWN = "unknown"


class HalfDay(StrEnum):
    """A part of the day; its bounds are in HALF_DAY_HOURS."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


# Local hours: first included, last excluded (24 is the midnight that ends the day).
HALF_DAY_HOURS = {HalfDay.MORNING: (0, 12), HalfDay.AFTERNOON: (12, 18), HalfDay.EVENING: (18, 24)}

EXACT_DAY = frozenset({Precision.MINUTE, Precision.HALF_DAY, Precision.DAY})
FIRST_YEAR, LAST_YEAR = 1800, 2200  # outside is a typing error

_SEPTEMBER, _JULY = 9, 7


@dataclass(frozen=True)
class Moment:
    """A point in time with its precision.

    `on` is the day; the first of the month for a month or a weekday of a month; 1 January for a year;
    1 September of its first year for a school year. `weekday` is ISO: Monday is 1, Sunday is 7.
    """

    on: date | None
    at: time | None = None
    precision: Precision = Precision.DAY
    half_day: HalfDay | None = None
    weekday: int | None = None

    @property
    def is_exact_day(self) -> bool:
        """True when the day itself is known."""
        return self.on is not None and self.precision in EXACT_DAY

    @property
    def candidates(self) -> tuple[date, ...]:
        """The possible days when they can be named: the day itself, or each such weekday of the month."""
        if self.on is None:
            return ()
        if self.precision is Precision.WEEKDAY_OF_MONTH:
            days = (self.on.replace(day=n) for n in range(1, _days_in_month(self.on) + 1))
            return tuple(day for day in days if self.weekday in (None, day.isoweekday()))
        return (self.on,) if self.is_exact_day else ()

    @property
    def first_day(self) -> date | None:
        """The earliest possible local day; None when unknown."""
        bounds = self._bounds()
        return bounds[0] if bounds else None

    @property
    def last_day(self) -> date | None:
        """The latest possible local day, included; None when unknown. A school year ends on 31 July."""
        bounds = self._bounds()
        return bounds[1] if bounds else None

    def earliest(self, zone: str = MOROCCO) -> datetime | None:
        """The first possible instant, in UTC."""
        day = self.first_day
        if day is None:
            return None
        clock = self._minute or time(self._hours[0])
        return wall_clock_to_utc(day, clock, zone)

    def latest(self, zone: str = MOROCCO) -> datetime | None:
        """The instant, in UTC, by which it has surely come: the minute itself, or the end of the period.

        The end of a day is the midnight that follows it.
        """
        day = self.last_day
        if day is None:
            return None
        if self._minute is not None:
            return wall_clock_to_utc(day, self._minute, zone)
        days, hour = divmod(self._hours[1], 24)
        return wall_clock_to_utc(day + timedelta(days=days), time(hour), zone)

    @property
    def _minute(self) -> time | None:
        return self.at if self.precision is Precision.MINUTE else None

    @property
    def _hours(self) -> tuple[int, int]:
        if self.precision is Precision.HALF_DAY and self.half_day is not None:
            return HALF_DAY_HOURS[self.half_day]
        return 0, 24

    def _bounds(self) -> tuple[date, date] | None:
        day = self.on
        if day is None or self.precision is Precision.UNKNOWN:
            return None
        if candidates := self.candidates:
            return candidates[0], candidates[-1]
        if self.precision is Precision.MONTH:
            return day.replace(day=1), day.replace(day=_days_in_month(day))
        if self.precision is Precision.SCHOOL_YEAR:
            year = school_year_of(day)
            return date(year, _SEPTEMBER, 1), date(year + 1, _JULY, 31)
        return date(day.year, 1, 1), date(day.year, 12, 31)


class MomentProblem(StrEnum):
    """Why a moment cannot be accepted; stable codes, worded by the forms."""

    UNKNOWN_HAS_DATE = "unknown_has_date"
    DAY_NEEDS_DATE = "day_needs_date"
    WEEKDAY_NEEDS_MONTH = "weekday_needs_month"
    MONTH_NEEDS_DATE = "month_needs_date"
    SCHOOL_YEAR_NEEDS_DATE = "school_year_needs_date"
    YEAR_NEEDS_DATE = "year_needs_date"
    YEAR_OUT_OF_RANGE = "year_out_of_range"
    MONTH_STARTS_ON_FIRST = "month_starts_on_first"
    SCHOOL_YEAR_STARTS_IN_SEPTEMBER = "school_year_starts_in_september"
    YEAR_STARTS_IN_JANUARY = "year_starts_in_january"
    MINUTE_NEEDS_TIME = "minute_needs_time"
    TIME_NEEDS_MINUTE = "time_needs_minute"
    TIME_IS_LOCAL_MINUTES = "time_is_local_minutes"
    HALF_DAY_NEEDS_PART = "half_day_needs_part"
    PART_NEEDS_HALF_DAY = "part_needs_half_day"
    WEEKDAY_NEEDS_NAME = "weekday_needs_name"
    NAME_NEEDS_WEEKDAY = "name_needs_weekday"
    WEEKDAY_OUT_OF_RANGE = "weekday_out_of_range"


def moment_problem(moment: Moment) -> MomentProblem | None:
    """The first thing wrong with `moment`, as a stable code; None when it is sound."""
    return (
        _date_problem(moment)
        or _time_problem(moment)
        or _half_day_problem(moment)
        or _weekday_problem(moment)
    )


def school_year_of(day: date) -> int:
    """The first year of the school year that `day` belongs to; it changes on 1 September."""
    return day.year if day.month >= _SEPTEMBER else day.year - 1


_NEEDS_DATE = {
    Precision.WEEKDAY_OF_MONTH: MomentProblem.WEEKDAY_NEEDS_MONTH,
    Precision.MONTH: MomentProblem.MONTH_NEEDS_DATE,
    Precision.SCHOOL_YEAR: MomentProblem.SCHOOL_YEAR_NEEDS_DATE,
    Precision.YEAR: MomentProblem.YEAR_NEEDS_DATE,
}


def _date_problem(moment: Moment) -> MomentProblem | None:
    if moment.precision is Precision.UNKNOWN:
        return None if moment.on is None else MomentProblem.UNKNOWN_HAS_DATE
    if moment.on is None:
        return _NEEDS_DATE.get(moment.precision, MomentProblem.DAY_NEEDS_DATE)
    if not FIRST_YEAR <= moment.on.year <= LAST_YEAR:
        return MomentProblem.YEAR_OUT_OF_RANGE
    return _start_problem(moment.on, moment.precision)


def _start_problem(day: date, precision: Precision) -> MomentProblem | None:
    monthly = precision in (Precision.MONTH, Precision.WEEKDAY_OF_MONTH)
    if monthly and day.day != 1:
        return MomentProblem.MONTH_STARTS_ON_FIRST
    if precision is Precision.SCHOOL_YEAR and (day.month, day.day) != (_SEPTEMBER, 1):
        return MomentProblem.SCHOOL_YEAR_STARTS_IN_SEPTEMBER
    if precision is Precision.YEAR and (day.month, day.day) != (1, 1):
        return MomentProblem.YEAR_STARTS_IN_JANUARY
    return None


def _time_problem(moment: Moment) -> MomentProblem | None:
    if moment.precision is not Precision.MINUTE:
        return None if moment.at is None else MomentProblem.TIME_NEEDS_MINUTE
    if moment.at is None:
        return MomentProblem.MINUTE_NEEDS_TIME
    plain = time(moment.at.hour, moment.at.minute)
    return None if moment.at == plain and moment.at.tzinfo is None else MomentProblem.TIME_IS_LOCAL_MINUTES


def _half_day_problem(moment: Moment) -> MomentProblem | None:
    if moment.precision is not Precision.HALF_DAY:
        return None if moment.half_day is None else MomentProblem.PART_NEEDS_HALF_DAY
    return None if moment.half_day is not None else MomentProblem.HALF_DAY_NEEDS_PART


def _weekday_problem(moment: Moment) -> MomentProblem | None:
    if moment.precision is not Precision.WEEKDAY_OF_MONTH:
        return None if moment.weekday is None else MomentProblem.NAME_NEEDS_WEEKDAY
    if moment.weekday is None:
        return MomentProblem.WEEKDAY_NEEDS_NAME
    return None if 1 <= moment.weekday <= 7 else MomentProblem.WEEKDAY_OUT_OF_RANGE


def _days_in_month(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]
