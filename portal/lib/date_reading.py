"""Dates and times as people type them into tables, in Arabic, French or English. Pure: text in, facts out.

Read are ISO 8601, «17/5/2023» with either order, days, months, years and school years in figures or in words, with
Western, Arabic-Indic or Persian digits. What is not understood is refused with a stable code, never guessed at.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from portal.lib.calendar_words import weekday_name
from portal.lib.moment import FIRST_YEAR, LAST_YEAR, Precision, school_year_of
from portal.lib.month_words import HIJRI_WORDS, MONTHS, WEEKDAYS
from portal.lib.text import clean_input, words


class DateOrder(StrEnum):
    """Which of the first two numbers of «5/6/2023» is the day."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class DateProblem(StrEnum):
    """Why a text is no date or no time; stable codes, worded by who asks."""

    NOT_A_DATE = "not_a_date"
    NO_SUCH_DAY = "no_such_day"
    YEAR_IN_FULL = "year_in_full"
    YEAR_OUT_OF_RANGE = "year_out_of_range"
    OTHER_ORDER = "other_order"
    WEEKDAY_DIFFERS = "weekday_differs"
    HIJRI = "hijri"
    NOT_A_TIME = "not_a_time"


class DateError(ValueError):
    def __init__(self, problem: DateProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class ReadDate:
    """A day, or the first day of the longer time that is known; ``weekday`` (ISO) of a weekday of a month."""

    on: date
    precision: Precision = Precision.DAY
    weekday: int | None = None


_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_FIGURES = re.compile(r"(\d{1,2})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{4}|\d{2})")
_YEAR_AND_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_WEEKDAY_OF_MONTH = re.compile(r"(\D+?)[\s,،]+(\d{4}-\d{1,2})")
_TWO_YEARS = re.compile(r"(\d{4})\s*[-/–]\s*(\d{4})")
_YEAR = re.compile(r"\d{4}")
# Words that say nothing about which day is meant, in normal form.
_NOISE = frozenset(
    word
    for line in (
        "يوم شهر سنه عام في من م",
        "le la l un une de d du en er jour mois annee",
        "the of in on a st nd rd th day month year",
    )
    for word in line.split()
)
_SCHOOL_YEAR = frozenset(
    word
    for line in ("الموسم السنه الدراسي الدراسيه الجامعيه", "scolaire universitaire school academic")
    for word in line.split()
)


def read_date(text: str, order: DateOrder = DateOrder.DAY_FIRST) -> ReadDate:
    """The date that ``text`` says. Raises ``DateError``."""
    text = clean_input(text).strip(" .،,")
    found = _in_figures(text, order) or _in_words(text)
    if not FIRST_YEAR <= found.on.year <= LAST_YEAR:
        raise DateError(DateProblem.YEAR_OUT_OF_RANGE)
    return found


def order_shown_by(texts: Iterable[str]) -> set[DateOrder]:
    """The orders that dates in figures prove by a number above 12; none when all could be read either way."""
    shown = set()
    for text in texts:
        match = _FIGURES.fullmatch(clean_input(text))
        if match and int(match[1]) > 12 >= int(match[2]):
            shown.add(DateOrder.DAY_FIRST)
        elif match and int(match[2]) > 12 >= int(match[1]):
            shown.add(DateOrder.MONTH_FIRST)
    return shown


def date_code(read: ReadDate) -> str:
    """The shortest text that ``read_date`` reads back as the same, for files: «2023-05-17», «2023-05», «2014-2015»."""
    if read.precision is Precision.YEAR:
        return str(read.on.year)
    if read.precision is Precision.SCHOOL_YEAR:
        year = school_year_of(read.on)
        return f"{year}-{year + 1}"
    month = f"{read.on:%Y-%m}"
    if read.precision is Precision.WEEKDAY_OF_MONTH and read.weekday:
        return f"{weekday_name(read.weekday, 'en')} {month}"
    return month if read.precision is Precision.MONTH else read.on.isoformat()


# Figures --------------------------------------------------------------------------------------------


def _in_figures(text: str, order: DateOrder) -> ReadDate | None:
    if match := _ISO.fullmatch(text):
        return ReadDate(_day(int(match[1]), int(match[2]), int(match[3])))
    if match := _FIGURES.fullmatch(text):
        return ReadDate(_ordered_day(match, order))
    if match := _WEEKDAY_OF_MONTH.fullmatch(text):
        return _weekday_of_month(match)
    return _longer(text)


def _longer(text: str) -> ReadDate | None:
    if match := _YEAR_AND_MONTH.fullmatch(text):
        return ReadDate(_day(int(match[1]), int(match[2]), 1), Precision.MONTH)
    if match := _MONTH_AND_YEAR.fullmatch(text):
        return ReadDate(_day(int(match[2]), int(match[1]), 1), Precision.MONTH)
    if match := _TWO_YEARS.fullmatch(text):
        return _school_year(int(match[1]), int(match[2]))
    return ReadDate(_day(int(text), 1, 1), Precision.YEAR) if _YEAR.fullmatch(text) else None


def _ordered_day(match: re.Match[str], order: DateOrder) -> date:
    first, second = int(match[1]), int(match[2])
    if len(match[3]) == 2:
        raise DateError(DateProblem.YEAR_IN_FULL)
    day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
    if month > 12 >= day:
        raise DateError(DateProblem.OTHER_ORDER)
    return _day(int(match[3]), month, day)


def _weekday_of_month(match: re.Match[str]) -> ReadDate | None:
    weekday = WEEKDAYS.get(" ".join(words(match[1])))
    if weekday is None:
        return None
    month = _longer(match[2])
    return ReadDate(month.on, Precision.WEEKDAY_OF_MONTH, weekday) if month else None


def _school_year(first: int, second: int) -> ReadDate:
    if second != first + 1:
        raise DateError(DateProblem.NOT_A_DATE)
    return ReadDate(_day(first, 9, 1), Precision.SCHOOL_YEAR)


def _day(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(DateProblem.YEAR_OUT_OF_RANGE)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DateError(DateProblem.NO_SUCH_DAY) from error


# Words ----------------------------------------------------------------------------------------------


def _in_words(text: str) -> ReadDate:
    said = words(text)
    if HIJRI_WORDS & set(said):
        raise DateError(DateProblem.HIJRI)
    if _SCHOOL_YEAR & set(said):
        return _school_year_in_words(said)
    numbers, weekday, month = _sorted_words(said)
    return _composed(numbers, weekday, month)


def _school_year_in_words(said: list[str]) -> ReadDate:
    years = [int(word) for word in said if word.isdecimal()]
    if len(years) != 2:
        raise DateError(DateProblem.NOT_A_DATE)
    return _school_year(*years)


def _sorted_words(said: list[str]) -> tuple[list[str], int | None, int | None]:
    """Numbers, weekday and month of the words; every other word but noise is refused."""
    numbers: list[str] = []
    weekday = month = None
    while said:
        pair, word = " ".join(said[:2]), said[0]
        taken = 2 if pair in MONTHS else 1
        if word.isdecimal():
            numbers.append(word)
        elif found := MONTHS.get(pair) or MONTHS.get(word):
            if month:
                raise DateError(DateProblem.NOT_A_DATE)
            month = found
        elif word in WEEKDAYS and weekday is None:
            weekday = WEEKDAYS[word]
        elif word not in _NOISE:
            raise DateError(DateProblem.NOT_A_DATE)
        said = said[taken:]
    return numbers, weekday, month


def _composed(numbers: list[str], weekday: int | None, month: int | None) -> ReadDate:
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) < 3]
    if len(years) != 1 or len(numbers) != len(years) + len(days) or len(days) > 1:
        short = month is not None and len(days) == 2 and not years
        raise DateError(DateProblem.YEAR_IN_FULL if short else DateProblem.NOT_A_DATE)
    if month is None:
        if days or weekday:
            raise DateError(DateProblem.NOT_A_DATE)
        return ReadDate(_day(int(years[0]), 1, 1), Precision.YEAR)
    if not days:
        precision = Precision.WEEKDAY_OF_MONTH if weekday else Precision.MONTH
        return ReadDate(_day(int(years[0]), month, 1), precision, weekday)
    on = _day(int(years[0]), month, int(days[0]))
    if weekday not in (None, on.isoweekday()):
        raise DateError(DateProblem.WEEKDAY_DIFFERS)
    return ReadDate(on)


# Times ----------------------------------------------------------------------------------------------

_TIME = re.compile(
    r"(\d{1,2})\s*(?:(?:[:.hHس]|heures?|و)\s*(\d{2})?)?(?:\s*(?:min|mn|د))?(?::00(?:\.0+)?)?\s*([a-zص-م. ]*)"
)
_AFTERNOON = frozenset({"pm", "م", "مساء", "مسا"})
_MORNING = frozenset({"am", "ص", "صباحا"})


def read_time(text: str) -> time:
    """«9:30», «09h30», «9.30», «14h», «9:30 م», «٩:٣٠». Raises ``DateError``."""
    match = _TIME.fullmatch(clean_input(text).casefold())
    if match is None or (match[2] is None and match[0].isdecimal()):
        raise DateError(DateProblem.NOT_A_TIME)
    half = "".join(words(match[3]))
    hour, minute = int(match[1]), int(match[2] or 0)
    if half and half not in _AFTERNOON | _MORNING:
        raise DateError(DateProblem.NOT_A_TIME)
    if half and hour > 12:
        raise DateError(DateProblem.NOT_A_TIME)
    if half:
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    if hour > 23 or minute > 59:
        raise DateError(DateProblem.NOT_A_TIME)
    return time(hour, minute)


# Spreadsheets ---------------------------------------------------------------------------------------

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  (serial numbers of Excel are wall-clock days; 1900 is taken for a leap year)
FIRST_SERIAL, LAST_SERIAL = 20_000, 110_000  # 1954 to 2201: smaller numbers are years or mistakes


def read_serial(number: float) -> date:
    """The day of a serial number of Excel's (1900 system). Raises ``DateError``."""
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        raise DateError(DateProblem.NOT_A_DATE)
    return (_EPOCH + timedelta(days=int(number))).date()


def read_day_fraction(number: float) -> time:
    """The time that Excel keeps as a fraction of the day, to the nearest minute. Raises ``DateError``."""
    if not 0 <= number < 1:
        raise DateError(DateProblem.NOT_A_TIME)
    minutes = round(number * 24 * 60) % (24 * 60)
    return time(minutes // 60, minutes % 60)
