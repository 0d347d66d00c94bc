"""Moments in JSON. Each is written once: the events of a page share their days, the parts of an event always."""

from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from portal.lib.date_text import moment_text, range_text
from portal.lib.moment import Moment, Precision
from portal.lib.zone import wall_clock_to_utc


@lru_cache(4096)
def range_texts(start: Moment, end: Moment | None) -> dict[str, str]:
    return {code: range_text(start, end, code) for code in settings.COMPLETE_LANGUAGES}


@lru_cache(4096)
def moment_record(moment: Moment, zone: str, asked: str | None) -> dict[str, Any]:
    return {
        "date": _iso(moment.on if moment.is_exact_day else None),
        "time": moment.at.strftime("%H:%M") if moment.at else None,
        "precision": moment.precision.value,
        "half_day": moment.half_day.value if moment.half_day else None,
        "weekday": moment.weekday,
        "time_zone": zone,
        "instant": instant(moment, zone),
        "earliest": _iso(moment.first_day),
        "latest": _iso(moment.last_day),
        "text": _moment_words(moment, asked),
    }


def _moment_words(moment: Moment, asked: str | None) -> dict[str, str] | str:
    if asked:
        return moment_text(moment, asked)
    return {code: moment_text(moment, code) for code in settings.COMPLETE_LANGUAGES}


def instant(moment: Moment, zone: str) -> str | None:
    """ISO 8601 with the offset in force in ``zone`` on that day; None unless known to the minute."""
    if moment.precision is not Precision.MINUTE or moment.on is None or moment.at is None:
        return None
    return wall_clock_to_utc(moment.on, moment.at, zone).astimezone(ZoneInfo(zone)).isoformat()


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None
