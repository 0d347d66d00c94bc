from datetime import date, time

import pytest

from portal.lib.moment import HalfDay, Moment, Precision
from portal.lib.moment_code import decode, encode

CODES = [
    ("2023-05-17T09:30", Moment(on=date(2023, 5, 17), at=time(9, 30), precision=Precision.MINUTE)),
    ("2023-05-17", Moment(on=date(2023, 5, 17), precision=Precision.DAY)),
    ("2023-05", Moment(on=date(2023, 5, 1), precision=Precision.MONTH)),
    ("2023", Moment(on=date(2023, 1, 1), precision=Precision.YEAR)),
    (
        "2023-05-17 evening",
        Moment(on=date(2023, 5, 17), precision=Precision.HALF_DAY, half_day=HalfDay.EVENING),
    ),
    ("2019-12 thursday", Moment(on=date(2019, 12, 1), precision=Precision.WEEKDAY_OF_MONTH, weekday=4)),
    ("2013 school-year", Moment(on=date(2013, 9, 1), precision=Precision.SCHOOL_YEAR)),
]


@pytest.mark.parametrize(("code", "moment"), CODES)
def test_moment_becomes_its_code_and_comes_back(code: str, moment: Moment) -> None:
    assert encode(moment) == code
    assert decode(code) == moment


@pytest.mark.parametrize(
    "text",
    ["", "مساء الأربعاء", "2023-13", "2023-02-30", "2023-05-17 brunch", "17/5/2023", "2023-05-17T25:00"],
)
def test_other_text_is_no_code(text: str) -> None:
    assert decode(text) is None


def test_moment_without_a_date_has_no_code() -> None:
    assert encode(Moment(on=None, precision=Precision.UNKNOWN)) == ""
