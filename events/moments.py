"""Between the columns of a row («starts_on», «starts_precision»…) and the pure ``Moment`` of the library."""

from datetime import date, time
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.lib.moment import HalfDay, Moment, MomentProblem, Precision, moment_problem

PROBLEMS = {
    MomentProblem.UNKNOWN_HAS_DATE: ("precision", _("A date is given: say how precisely it is known.")),
    MomentProblem.DAY_NEEDS_DATE: ("on", _("Give the date.")),
    MomentProblem.WEEKDAY_NEEDS_MONTH: ("on", _("Give the first day of the month.")),
    MomentProblem.MONTH_NEEDS_DATE: ("on", _("Give the first day of the month.")),
    MomentProblem.SCHOOL_YEAR_NEEDS_DATE: ("on", _("For a school year, give 1 September of its first year.")),
    MomentProblem.YEAR_NEEDS_DATE: ("on", _("For a year, give its 1 January.")),
    MomentProblem.YEAR_OUT_OF_RANGE: ("on", _("Check the year.")),
    MomentProblem.MONTH_STARTS_ON_FIRST: ("on", _("For a month, give its first day.")),
    MomentProblem.SCHOOL_YEAR_STARTS_IN_SEPTEMBER: (
        "on",
        _("For a school year, give 1 September of its first year."),
    ),
    MomentProblem.YEAR_STARTS_IN_JANUARY: ("on", _("For a year, give its 1 January.")),
    MomentProblem.MINUTE_NEEDS_TIME: ("at", _("Give the time, or say that only the day is known.")),
    MomentProblem.TIME_NEEDS_MINUTE: (
        "at",
        _("A time is given: say that the moment is known to the minute, or remove the time."),
    ),
    MomentProblem.TIME_IS_LOCAL_MINUTES: ("at", _("Give hours and minutes, without seconds.")),
    MomentProblem.HALF_DAY_NEEDS_PART: ("half_day", _("Choose the part of the day.")),
    MomentProblem.PART_NEEDS_HALF_DAY: (
        "half_day",
        _("A part of the day is chosen: say that only this part is known, or remove it."),
    ),
    MomentProblem.WEEKDAY_NEEDS_NAME: ("weekday", _("Choose the weekday.")),
    MomentProblem.NAME_NEEDS_WEEKDAY: (
        "weekday",
        _("A weekday is chosen: say that only the weekday of a month is known, or remove it."),
    ),
    MomentProblem.WEEKDAY_OUT_OF_RANGE: ("weekday", _("Choose the weekday.")),
}


def moment_of(row: Any, prefix: str) -> Moment:
    """The moment kept in the columns of ``row`` that begin with ``prefix`` («starts», «ends»)."""
    return _moment(
        getattr(row, f"{prefix}_on"),
        getattr(row, f"{prefix}_at", None),
        getattr(row, f"{prefix}_precision"),
        getattr(row, f"{prefix}_half_day", ""),
        getattr(row, f"{prefix}_weekday", None),
    )


@lru_cache(4096)
def _moment(on: date | None, at: time | None, precision: str, half_day: str, weekday: int | None) -> Moment:
    """Nothing changes a moment: the rows of a page share theirs."""
    return Moment(
        on=on,
        at=at,
        precision=Precision(precision or Precision.UNKNOWN),
        half_day=HalfDay(half_day) if half_day else None,
        weekday=weekday,
    )


def moment_errors(row: Any, prefix: str) -> dict[str, Any]:
    """Messages by field name for a moment that says too little or contradicts itself."""
    problem = moment_problem(moment_of(row, prefix))
    if problem is None:
        return {}
    column, message = PROBLEMS[problem]
    name = f"{prefix}_{column}"
    return {name if hasattr(row, name) else f"{prefix}_on": message}


def infer_precision(row: Any, prefix: str) -> None:
    """Set the precision left at «unknown» from what was typed, so that nobody has to say it twice."""
    name = f"{prefix}_precision"
    if getattr(row, name) != Precision.UNKNOWN or getattr(row, f"{prefix}_on") is None:
        return
    if getattr(row, f"{prefix}_at", None):
        precision = Precision.MINUTE
    elif getattr(row, f"{prefix}_half_day", ""):
        precision = Precision.HALF_DAY
    elif getattr(row, f"{prefix}_weekday", None):
        precision = Precision.WEEKDAY_OF_MONTH
    else:
        precision = Precision.DAY
    setattr(row, name, precision.value)
