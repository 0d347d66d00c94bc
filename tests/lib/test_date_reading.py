"""Dates and times as people type them."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.calendar_words import month_name, weekday_name
from portal.lib.date_reading import (
    DateError,
    DateOrder,
    DateProblem,
    date_code,
    order_shown_by,
    read_date,
    read_day_fraction,
    read_serial,
    read_time,
)

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@pytest.mark.parametrize(
    "typed",
    [
        "2023-05-17",
        "2023/5/17",
        "2023-05-17 00:00:00",
        "17/5/2023",
        "17-05-2023",
        "17.5.2023",
        "١٧/٥/٢٠٢٣",
        "۱۷ ماي ۲۰۲۳",
        "17 ماي 2023",
        "17 أيار 2023",
        "17 مايو 2023م",
        "الأربعاء 17 ماي 2023",
        "يوم الأربعاء، 17 ماي 2023",
        "mercredi 17 mai 2023",
        "le 17 MAI 2023",
        "17 May 2023",
        "May 17th, 2023",
        "\u200f17/5/2023\u200f",
    ],
)
def test_day_is_read_however_it_is_written(typed: str) -> None:
    assert date_code(read_date(typed)) == "2023-05-17"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1er août 2014", "2014-08-01"),
        ("7 غُشت 2014", "2014-08-07"),
        ("2 تشرين الأول 2020", "2020-10-02"),
        ("3 كانون الثاني 2020", "2020-01-03"),
        ("غشت 2014", "2014-08"),
        ("août 2014", "2014-08"),
        ("2014-08", "2014-08"),
        ("8/2014", "2014-08"),
        ("2014", "2014"),
        ("سنة 2014", "2014"),
        ("2014-2015", "2014-2015"),
        ("الموسم الدراسي 2014-2015", "2014-2015"),
        ("année scolaire 2014/2015", "2014-2015"),
        ("دجنبر 2019، يوم خميس", "Thursday 2019-12"),
        ("un jeudi de décembre 2019", "Thursday 2019-12"),
    ],
)
def test_date_is_read_as_precisely_as_it_is_known(typed: str, code: str) -> None:
    read = read_date(typed)

    assert date_code(read) == code
    assert read_date(code) == read


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("قريبا", DateProblem.NOT_A_DATE),
        ("", DateProblem.NOT_A_DATE),
        ("30 غشت", DateProblem.NOT_A_DATE),
        ("من 17 إلى 21 ماي 2023", DateProblem.NOT_A_DATE),
        ("2014-2016", DateProblem.NOT_A_DATE),
        ("31/2/2023", DateProblem.NO_SUCH_DAY),
        ("29 فبراير 2023", DateProblem.NO_SUCH_DAY),
        ("17/5/23", DateProblem.YEAR_IN_FULL),
        ("17 mai 23", DateProblem.YEAR_IN_FULL),
        ("1/1/1234", DateProblem.YEAR_OUT_OF_RANGE),
        ("5/17/2023", DateProblem.OTHER_ORDER),
        ("الاثنين 17 ماي 2023", DateProblem.WEEKDAY_DIFFERS),
        ("12 رمضان 1444", DateProblem.HIJRI),
        ("1444 هـ", DateProblem.HIJRI),
    ],
)
def test_date_that_cannot_be_is_refused_with_its_reason(typed: str, problem: DateProblem) -> None:
    with pytest.raises(DateError) as refused:
        read_date(typed)

    assert refused.value.problem is problem


@given(DAYS)
def test_every_day_is_read_back_from_each_way_of_writing_it(day: date) -> None:
    words = f"{day.day} {month_name(day.month, 'ar')} {day.year}"
    written = [
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}-{day.month:02}-{day.year}".translate(ARABIC_DIGITS),
        words.translate(PERSIAN_DIGITS),
        f"{weekday_name(day.isoweekday(), 'ar')} {words}",
        f"{day.day} {month_name(day.month, 'fr')} {day.year}",
        f"{month_name(day.month, 'en')} {day.day}, {day.year}",
    ]

    assert {read_date(text).on for text in written} == {day}
    assert read_date(f"{day.month}/{day.day}/{day.year}", DateOrder.MONTH_FIRST).on == day


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        read = read_date(text)
    except DateError:
        return
    assert read_date(date_code(read)) == read


def test_file_shows_its_order_by_numbers_above_twelve() -> None:
    assert order_shown_by(["5/6/2023", "17/6/2023"]) == {DateOrder.DAY_FIRST}
    assert order_shown_by(["5/6/2023", "6/17/2023"]) == {DateOrder.MONTH_FIRST}
    assert order_shown_by(["17/6/2023", "6/17/2023"]) == set(DateOrder)
    assert order_shown_by(["5/6/2023", "غشت 2014"]) == set()


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("9:30", time(9, 30)),
        ("09h30", time(9, 30)),
        ("9 h 30", time(9, 30)),
        ("9.30", time(9, 30)),
        ("٩:٣٠", time(9, 30)),
        ("09:30:00", time(9, 30)),
        ("14h", time(14)),
        ("9:30 م", time(21, 30)),
        ("12:15 am", time(0, 15)),
    ],
)
def test_time_is_read_however_it_is_written(typed: str, at: time) -> None:
    assert read_time(typed) == at


@pytest.mark.parametrize("typed", ["", "9", "25:00", "9:75", "13:00 pm", "صباحا", "9:3"])
def test_time_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(DateError):
        read_time(typed)


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_fraction_of_a_day_is_read_to_the_minute(at: time) -> None:
    assert read_day_fraction((at.hour * 60 + at.minute) / 1440) == at


@given(st.dates(min_value=date(1955, 1, 1), max_value=date(2199, 12, 31)))
def test_serial_number_of_a_spreadsheet_is_its_day(day: date) -> None:
    assert read_serial((day - date(1899, 12, 30)) / timedelta(days=1)) == day
