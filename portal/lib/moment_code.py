"""A moment in one short text for machines, and back: ISO 8601 where it can say it, with a word where it cannot.

«2023-05-17T09:30», «2023-05-17», «2023-05», «2023», «2023-05-17 evening», «2019-12 thursday», «2013 school-year».
"""

import re
from datetime import date, time

from portal.lib.moment import HalfDay, Moment, Precision

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SCHOOL_YEAR = "school-year"
CODE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):(\d\d))?(?: ([a-z-]+))?")


def encode(moment: Moment) -> str:
    """Empty for a moment without a date."""
    if moment.on is None:
        return ""
    day = moment.on.isoformat()
    codes = {
        Precision.MINUTE: f"{day}T{moment.at:%H:%M}" if moment.at else day,
        Precision.HALF_DAY: f"{day} {moment.half_day.value}" if moment.half_day else day,
        Precision.WEEKDAY_OF_MONTH: f"{day[:7]} {WEEKDAYS[(moment.weekday or 1) - 1]}",
        Precision.MONTH: day[:7],
        Precision.SCHOOL_YEAR: f"{day[:4]} {SCHOOL_YEAR}",
        Precision.YEAR: day[:4],
    }
    return codes.get(moment.precision, day)


def decode(code: str) -> Moment | None:
    """None for a text that is no such code."""
    found = CODE.fullmatch(code)
    if found is None:
        return None
    year, month, day, hour, minute, word = found.groups()
    try:
        on = date(int(year), int(month or (9 if word == SCHOOL_YEAR else 1)), int(day or 1))
        at = time(int(hour), int(minute)) if hour else None
    except ValueError:
        return None
    if word:
        return _worded(on, word)
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    return Moment(on=on, at=at, precision=Precision.MINUTE if at else precision)


def _worded(on: date, word: str) -> Moment | None:
    if word == SCHOOL_YEAR:
        return Moment(on=on, precision=Precision.SCHOOL_YEAR)
    if word in WEEKDAYS:
        return Moment(on=on, precision=Precision.WEEKDAY_OF_MONTH, weekday=WEEKDAYS.index(word) + 1)
    if word in {half.value for half in HalfDay}:
        return Moment(on=on, precision=Precision.HALF_DAY, half_day=HalfDay(word))
    return None
