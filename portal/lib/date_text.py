"""Dates, times and intervals in words, in Moroccan usage: ar, fr, en, zgh.

Intervals are written in words («من 17 إلى 21 ماي 2023»), never with a bare dash, which changes places
with its numbers in right-to-left text. Nothing here depends on the active language, on the host's
locale or on Babel (its ar_MA leaks ar: python-babel#1234).
"""

from dataclasses import dataclass, replace
from datetime import date, time

from portal.lib.calendar_words import month_name, weekday_name
from portal.lib.date_wording import WORDINGS, Wording
from portal.lib.moment import Moment, Precision, school_year_of

__all__ = [
    "DayParts",
    "date_text",
    "date_with_weekday_text",
    "day_parts",
    "hours_text",
    "moment_text",
    "month_name",
    "range_text",
    "time_of_day_text",
    "weekday_name",
]

_PERIODS = frozenset({Precision.MONTH, Precision.SCHOOL_YEAR, Precision.YEAR})


@dataclass(frozen=True)
class DayParts:
    """The four words of a date block. Day and year are text, so that no template groups their digits."""

    weekday: str
    day: str
    month: str
    year: str


def day_parts(day: date, language: str) -> DayParts:
    """الأربعاء / 17 / ماي / 2023"""
    return DayParts(
        weekday=weekday_name(day.isoweekday(), language),
        day=str(day.day),
        month=month_name(day.month, language),
        year=str(day.year),
    )


def date_text(day: date, language: str) -> str:
    """«17 ماي 2023», «1er mai 2023»"""
    return f"{_day_and_month(day, language)} {day.year}"


def date_with_weekday_text(day: date, language: str) -> str:
    """«الأربعاء 17 ماي 2023»"""
    return f"{weekday_name(day.isoweekday(), language)} {date_text(day, language)}"


def time_of_day_text(moment: Moment, language: str) -> str:
    """«09:30», «مساء», or '' when only the day or less is known."""
    wording = WORDINGS[language]
    if moment.precision is Precision.MINUTE and moment.at is not None:
        return wording.clock(moment.at)
    if moment.precision is Precision.HALF_DAY and moment.half_day is not None:
        return wording.parts_alone[moment.half_day]
    return ""


def hours_text(begins: time, ends: time | None, language: str) -> str:
    """«من 09:30 إلى 18:00», «9 h 30» without an end"""
    wording = WORDINGS[language]
    if ends is None:
        return wording.clock(begins)
    return f"{wording.start(wording.clock(begins))} {wording.end(wording.clock(ends))}"


def moment_text(moment: Moment, language: str) -> str:
    """A moment with exactly the precision it has: «7 غشت 2014، 09:30», «دجنبر 2019، يوم خميس», «2019»."""
    wording = WORDINGS[language]
    if moment.on is None or moment.precision is Precision.UNKNOWN:
        return wording.unknown
    if moment.is_exact_day:
        return _exact_day_text(moment, moment.on, wording)
    return _period_text(moment, moment.on, wording)


def range_text(start: Moment, end: Moment | None, language: str) -> str:
    """An interval in words; a single moment when the end adds nothing. The end may be less precise."""
    wording = WORDINGS[language]
    if end is None or end == start or (start.first_day is None and end.first_day is None):
        return moment_text(start, language)
    if start.first_day is None:
        return wording.until_end(_definite(end, wording))
    if end.first_day is None:
        return wording.from_start_on(_definite(start, wording))
    if start.is_exact_day and end.is_exact_day and start.on == end.on:
        return _same_day_text(start, end, wording)
    return f"{_start_text(start, end, wording)} {_end_text(start, end, wording)}"


# ---- one moment ----------------------------------------------------------------------------------


def _day_and_month(day: date, language: str) -> str:
    return f"{WORDINGS[language].day_number(day.day)} {month_name(day.month, language)}"


def _exact_day_text(moment: Moment, day: date, wording: Wording) -> str:
    if moment.precision is Precision.MINUTE and moment.at is not None:
        return wording.at_time.format(day=date_text(day, wording.language), time=wording.clock(moment.at))
    if moment.precision is Precision.HALF_DAY and moment.half_day is not None:
        named_day = date_with_weekday_text(day, wording.language)
        return wording.in_part.format(day=named_day, part=wording.parts_with_day[moment.half_day])
    return date_text(day, wording.language)


def _period_text(moment: Moment, first: date, wording: Wording) -> str:
    month = wording.month_and_year(first.month, first.year)
    if moment.precision is Precision.WEEKDAY_OF_MONTH and moment.weekday is not None:
        return wording.in_month(moment.weekday, month)
    if moment.precision is Precision.SCHOOL_YEAR:
        year = school_year_of(first)
        return wording.school_year.format(years=f"{year}-{year + 1}")
    return str(first.year) if moment.precision is Precision.YEAR else month


def _definite(moment: Moment, wording: Wording) -> str:
    return wording.definite(moment_text(moment, wording.language), moment)


# ---- two moments on one day ----------------------------------------------------------------------


def _same_day_text(start: Moment, end: Moment, wording: Wording) -> str:
    first, last = _bound_text(start, wording), _bound_text(end, wording)
    if not last:
        return moment_text(start, wording.language)
    hours = f"{wording.start(first)} {wording.end(last)}" if first else wording.until_end(last)
    day = moment_text(replace(start, precision=Precision.DAY), wording.language)
    return wording.hours.format(day=day, hours=hours)


def _bound_text(moment: Moment, wording: Wording) -> str:
    """The time of day as it stands after «from» or «to»."""
    if moment.precision is Precision.HALF_DAY and moment.half_day is not None:
        return wording.parts_as_bounds[moment.half_day]
    return time_of_day_text(moment, wording.language)


# ---- two moments on different days ---------------------------------------------------------------


def _start_text(start: Moment, end: Moment, wording: Wording) -> str:
    short = _shared_with_end(start, end, wording) if wording.shortens_ranges else None
    text = short or moment_text(start, wording.language)
    closing = wording.comma if wording.comma in text else ""
    return wording.start(wording.definite(text, start)) + closing


def _shared_with_end(start: Moment, end: Moment, wording: Wording) -> str | None:
    """The start without what the end repeats: «17» of 17 to 21 May 2023; None when nothing is shared."""
    if start.on is None or end.on is None or start.on.year != end.on.year or start.precision != end.precision:
        return None
    if start.precision is Precision.MONTH:
        return month_name(start.on.month, wording.language)
    if start.precision is not Precision.DAY:
        return None
    if start.on.month == end.on.month:
        return wording.day_number(start.on.day)
    return _day_and_month(start.on, wording.language)


def _end_text(start: Moment, end: Moment, wording: Wording) -> str:
    text = _definite(end, wording)
    return wording.to_later_day(text) if _may_hold(end, start) else wording.end(text)


def _may_hold(period: Moment, moment: Moment) -> bool:
    """True when `period` is a month or longer that has already begun at `moment`."""
    begins, first = period.first_day, moment.first_day
    return period.precision in _PERIODS and begins is not None and first is not None and begins <= first
