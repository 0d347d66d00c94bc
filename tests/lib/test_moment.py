from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.moment import HalfDay, Moment, MomentProblem, Precision, moment_problem

DAY = Moment(date(2023, 5, 17))
MINUTE = Moment(date(2014, 8, 7), time(9, 30), Precision.MINUTE)
EVENING = Moment(date(2023, 5, 17), precision=Precision.HALF_DAY, half_day=HalfDay.EVENING)
THURSDAY = Moment(date(2019, 12, 1), precision=Precision.WEEKDAY_OF_MONTH, weekday=4)
MONTH = Moment(date(2024, 2, 1), precision=Precision.MONTH)
SCHOOL_YEAR = Moment(date(2014, 9, 1), precision=Precision.SCHOOL_YEAR)
YEAR = Moment(date(2019, 1, 1), precision=Precision.YEAR)
UNKNOWN = Moment(None, precision=Precision.UNKNOWN)
SOUND = [DAY, MINUTE, EVENING, THURSDAY, MONTH, SCHOOL_YEAR, YEAR, UNKNOWN]


@pytest.mark.parametrize(
    ("moment", "first", "last"),
    [
        (DAY, date(2023, 5, 17), date(2023, 5, 17)),
        (MINUTE, date(2014, 8, 7), date(2014, 8, 7)),
        (EVENING, date(2023, 5, 17), date(2023, 5, 17)),
        (THURSDAY, date(2019, 12, 5), date(2019, 12, 26)),
        (MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        (SCHOOL_YEAR, date(2014, 9, 1), date(2015, 7, 31)),
        (YEAR, date(2019, 1, 1), date(2019, 12, 31)),
        (UNKNOWN, None, None),
    ],
)
def test_bounds_are_the_first_and_last_possible_days(
    moment: Moment, first: date | None, last: date | None
) -> None:
    assert (moment.first_day, moment.last_day) == (first, last)


def test_candidates_of_a_weekday_of_a_month_are_every_such_day() -> None:
    assert THURSDAY.candidates == tuple(date(2019, 12, day) for day in (5, 12, 19, 26))


def test_candidates_are_the_day_itself_or_none() -> None:
    assert (DAY.candidates, MONTH.candidates, UNKNOWN.candidates) == ((date(2023, 5, 17),), (), ())


def test_exact_day_is_known_for_minute_half_day_and_day_only() -> None:
    assert [moment for moment in SOUND if moment.is_exact_day] == [DAY, MINUTE, EVENING]


@pytest.mark.parametrize(
    ("moment", "earliest", "latest"),
    [
        # Morocco is on GMT in August 2014 (Ramadan had just ended: GMT+1 from 2 August).
        (MINUTE, datetime(2014, 8, 7, 8, 30, tzinfo=UTC), datetime(2014, 8, 7, 8, 30, tzinfo=UTC)),
        (EVENING, datetime(2023, 5, 17, 17, tzinfo=UTC), datetime(2023, 5, 17, 23, tzinfo=UTC)),
        (DAY, datetime(2023, 5, 16, 23, tzinfo=UTC), datetime(2023, 5, 17, 23, tzinfo=UTC)),
        (Moment(date(2026, 11, 30)), datetime(2026, 11, 30, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)),
        (UNKNOWN, None, None),
    ],
)
def test_instants_bound_the_moment_in_utc(
    moment: Moment, earliest: datetime | None, latest: datetime | None
) -> None:
    assert (moment.earliest(), moment.latest()) == (earliest, latest)


def test_instants_follow_the_zone_asked_for() -> None:
    assert MINUTE.earliest("Europe/Paris") == datetime(2014, 8, 7, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("half_day", "hours"),
    [(HalfDay.MORNING, (0, 12)), (HalfDay.AFTERNOON, (12, 18)), (HalfDay.EVENING, (18, 24))],
)
def test_half_days_share_the_day_without_gap(half_day: HalfDay, hours: tuple[int, int]) -> None:
    moment = Moment(date(2026, 11, 30), precision=Precision.HALF_DAY, half_day=half_day)
    midnight = datetime(2026, 11, 30, tzinfo=UTC)
    bounds = (moment.earliest(), moment.latest())

    assert all(bounds)
    assert tuple((bound - midnight).total_seconds() / 3600 for bound in bounds if bound) == hours


def test_sound_moments_have_no_problem() -> None:
    assert [moment_problem(moment) for moment in SOUND] == [None] * len(SOUND)


SOME_DAY, FIRST = date(2023, 5, 17), date(2023, 5, 1)


@pytest.mark.parametrize(
    ("moment", "problem"),
    [
        (Moment(SOME_DAY, precision=Precision.UNKNOWN), "unknown_has_date"),
        (Moment(None), "day_needs_date"),
        (Moment(None, time(9), Precision.MINUTE), "day_needs_date"),
        (Moment(None, precision=Precision.WEEKDAY_OF_MONTH, weekday=4), "weekday_needs_month"),
        (Moment(None, precision=Precision.MONTH), "month_needs_date"),
        (Moment(None, precision=Precision.SCHOOL_YEAR), "school_year_needs_date"),
        (Moment(None, precision=Precision.YEAR), "year_needs_date"),
        (Moment(date(202, 5, 17)), "year_out_of_range"),
        (Moment(date.max), "year_out_of_range"),
        (Moment(SOME_DAY, precision=Precision.MONTH), "month_starts_on_first"),
        (Moment(SOME_DAY, precision=Precision.WEEKDAY_OF_MONTH, weekday=4), "month_starts_on_first"),
        (Moment(FIRST, precision=Precision.SCHOOL_YEAR), "school_year_starts_in_september"),
        (Moment(FIRST, precision=Precision.YEAR), "year_starts_in_january"),
        (Moment(SOME_DAY, precision=Precision.MINUTE), "minute_needs_time"),
        (Moment(SOME_DAY, time(9)), "time_needs_minute"),
        (Moment(SOME_DAY, time(9, 30, 15), Precision.MINUTE), "time_is_local_minutes"),
        (Moment(SOME_DAY, time(9, 30, tzinfo=UTC), Precision.MINUTE), "time_is_local_minutes"),
        (Moment(SOME_DAY, precision=Precision.HALF_DAY), "half_day_needs_part"),
        (Moment(SOME_DAY, half_day=HalfDay.EVENING), "part_needs_half_day"),
        (Moment(FIRST, precision=Precision.WEEKDAY_OF_MONTH), "weekday_needs_name"),
        (Moment(SOME_DAY, weekday=4), "name_needs_weekday"),
        (Moment(FIRST, precision=Precision.WEEKDAY_OF_MONTH, weekday=0), "weekday_out_of_range"),
        (Moment(FIRST, precision=Precision.WEEKDAY_OF_MONTH, weekday=8), "weekday_out_of_range"),
    ],
)
def test_problem_is_named_by_a_stable_code(moment: Moment, problem: str) -> None:
    assert moment_problem(moment) == MomentProblem(problem)


@given(
    st.dates(date(1800, 1, 1), date(2200, 12, 31)),
    st.none() | st.times(),
    st.sampled_from(Precision),
    st.none() | st.sampled_from(HalfDay),
    st.none() | st.integers(1, 7),
)
def test_bounds_are_ordered_and_hold_every_candidate(
    on: date, at: time | None, precision: Precision, half_day: HalfDay | None, weekday: int | None
) -> None:
    moment = Moment(on, at, precision, half_day, weekday)
    first, last, earliest, latest = moment.first_day, moment.last_day, moment.earliest(), moment.latest()

    if first is None or last is None or earliest is None or latest is None:
        assert (precision, first, last, earliest, latest) == (Precision.UNKNOWN, None, None, None, None)
    else:
        assert first <= last
        assert earliest <= latest
        assert all(first <= day <= last for day in moment.candidates)
