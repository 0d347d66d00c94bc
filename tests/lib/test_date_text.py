from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.calendar_words import MONTH_NAMES, WEEKDAY_NAMES
from portal.lib.date_text import (
    DayParts,
    date_text,
    date_with_weekday_text,
    day_parts,
    moment_text,
    month_name,
    range_text,
    time_of_day_text,
    weekday_name,
)
from portal.lib.moment import HalfDay, Moment, Precision
from portal.lib.translated import LANGUAGES


def day(year: int, month: int, number: int) -> Moment:
    return Moment(date(year, month, number))


def minute(year: int, month: int, number: int, hour: int, minutes: int = 0) -> Moment:
    return Moment(date(year, month, number), time(hour, minutes), Precision.MINUTE)


def half_day(year: int, month: int, number: int, part: HalfDay) -> Moment:
    return Moment(date(year, month, number), precision=Precision.HALF_DAY, half_day=part)


def month(year: int, number: int) -> Moment:
    return Moment(date(year, number, 1), precision=Precision.MONTH)


def year(number: int) -> Moment:
    return Moment(date(number, 1, 1), precision=Precision.YEAR)


EVENING = half_day(2023, 5, 17, HalfDay.EVENING)
THURSDAY = Moment(date(2019, 12, 1), precision=Precision.WEEKDAY_OF_MONTH, weekday=4)
APRIL_THURSDAY = Moment(date(2019, 4, 1), precision=Precision.WEEKDAY_OF_MONTH, weekday=4)
SCHOOL_YEAR = Moment(date(2014, 9, 1), precision=Precision.SCHOOL_YEAR)
UNKNOWN = Moment(None, precision=Precision.UNKNOWN)


@pytest.mark.parametrize(
    ("moment", "arabic", "french", "english", "amazigh"),
    [
        (day(2023, 5, 17), "17 ماي 2023", "17 mai 2023", "17 May 2023", "17 ⵎⴰⵢⵢⵓ 2023"),
        (day(2023, 5, 1), "1 ماي 2023", "1er mai 2023", "1 May 2023", "1 ⵎⴰⵢⵢⵓ 2023"),
        (
            minute(2014, 8, 7, 9, 30),
            "7 غشت 2014، 09:30",
            "7 août 2014 à 9 h 30",
            "7 August 2014, 09:30",
            "7 ⵖⵓⵛⵜ 2014 09:30",
        ),
        (
            THURSDAY,
            "دجنبر 2019، يوم خميس",
            "un jeudi de décembre 2019",
            "a Thursday in December 2019",
            "ⴰⴽⵡⴰⵙ, ⴷⵓⵊⴰⵏⴱⵉⵔ 2019",
        ),
        (
            APRIL_THURSDAY,
            "أبريل 2019، يوم خميس",
            "un jeudi d’avril 2019",
            "a Thursday in April 2019",
            "ⴰⴽⵡⴰⵙ, ⵉⴱⵔⵉⵔ 2019",
        ),
        (
            EVENING,
            "مساء الأربعاء 17 ماي 2023",
            "mercredi 17 mai 2023, en soirée",
            "Wednesday 17 May 2023, evening",
            "ⴰⴽⵕⴰⵙ 17 ⵎⴰⵢⵢⵓ 2023 ⵜⴰⴷⴳⴳⵯⴰⵜ",
        ),
        (month(2023, 2), "فبراير 2023", "février 2023", "February 2023", "ⴱⵕⴰⵢⵕ 2023"),
        (
            SCHOOL_YEAR,
            "الموسم الدراسي 2014-2015",
            "année scolaire 2014-2015",
            "school year 2014-2015",
            "2014-2015",
        ),
        (year(2019), "2019", "2019", "2019", "2019"),
        (UNKNOWN, "التاريخ غير معروف", "date inconnue", "date unknown", "—"),
    ],
)
def test_moment_is_worded_with_the_precision_it_has(
    moment: Moment, arabic: str, french: str, english: str, amazigh: str
) -> None:
    texts = [moment_text(moment, language) for language in ("ar", "fr", "en", "zgh")]
    assert texts == [arabic, french, english, amazigh]


@pytest.mark.parametrize(
    ("start", "end", "arabic", "french", "english"),
    [
        (
            day(2023, 5, 17),
            day(2023, 5, 21),
            "من 17 إلى 21 ماي 2023",
            "du 17 au 21 mai 2023",
            "from 17 to 21 May 2023",
        ),
        (
            day(2023, 5, 1),
            day(2023, 5, 3),
            "من 1 إلى 3 ماي 2023",
            "du 1er au 3 mai 2023",
            "from 1 to 3 May 2023",
        ),
        (
            day(2026, 7, 30),
            day(2026, 8, 2),
            "من 30 يوليوز إلى 2 غشت 2026",
            "du 30 juillet au 2 août 2026",
            "from 30 July to 2 August 2026",
        ),
        (
            day(2026, 12, 30),
            day(2027, 1, 2),
            "من 30 دجنبر 2026 إلى 2 يناير 2027",
            "du 30 décembre 2026 au 2 janvier 2027",
            "from 30 December 2026 to 2 January 2027",
        ),
        (
            day(2022, 5, 17),
            day(2023, 5, 17),
            "من 17 ماي 2022 إلى 17 ماي 2023",
            "du 17 mai 2022 au 17 mai 2023",
            "from 17 May 2022 to 17 May 2023",
        ),
        (
            minute(2014, 8, 7, 9, 30),
            minute(2014, 8, 7, 12),
            "7 غشت 2014، من 09:30 إلى 12:00",
            "7 août 2014, de 9 h 30 à 12 h",
            "7 August 2014, from 09:30 to 12:00",
        ),
        (
            minute(2014, 8, 7, 9, 30),
            day(2014, 8, 7),
            "7 غشت 2014، 09:30",
            "7 août 2014 à 9 h 30",
            "7 August 2014, 09:30",
        ),
        (
            day(2014, 8, 7),
            minute(2014, 8, 7, 12),
            "7 غشت 2014، إلى غاية 12:00",
            "7 août 2014, jusqu’à 12 h",
            "7 August 2014, until 12:00",
        ),
        (
            half_day(2023, 5, 17, HalfDay.MORNING),
            EVENING,
            "17 ماي 2023، من الصباح إلى المساء",
            "17 mai 2023, du matin au soir",
            "17 May 2023, from morning to evening",
        ),
        (
            EVENING,
            day(2023, 5, 21),
            "من مساء الأربعاء 17 ماي 2023 إلى 21 ماي 2023",
            "du mercredi 17 mai 2023, en soirée, au 21 mai 2023",
            "from Wednesday 17 May 2023, evening, to 21 May 2023",
        ),
        (
            minute(2014, 8, 7, 9, 30),
            minute(2014, 8, 9, 12),
            "من 7 غشت 2014، 09:30، إلى 9 غشت 2014، 12:00",
            "du 7 août 2014 à 9 h 30 au 9 août 2014 à 12 h",
            "from 7 August 2014, 09:30, to 9 August 2014, 12:00",
        ),
        (
            day(2023, 5, 17),
            month(2023, 5),
            "من 17 ماي 2023 إلى يوم لاحق من ماي 2023",
            "du 17 mai 2023 à un jour ultérieur de mai 2023",
            "from 17 May 2023 to a later day in May 2023",
        ),
        (
            day(2023, 5, 1),
            month(2023, 5),
            "من 1 ماي 2023 إلى يوم لاحق من ماي 2023",
            "du 1er mai 2023 à un jour ultérieur de mai 2023",
            "from 1 May 2023 to a later day in May 2023",
        ),
        (
            day(2023, 5, 17),
            month(2023, 6),
            "من 17 ماي 2023 إلى يونيو 2023",
            "du 17 mai 2023 à juin 2023",
            "from 17 May 2023 to June 2023",
        ),
        (
            day(2014, 10, 2),
            SCHOOL_YEAR,
            "من 2 أكتوبر 2014 إلى يوم لاحق من الموسم الدراسي 2014-2015",
            "du 2 octobre 2014 à un jour ultérieur de l’année scolaire 2014-2015",
            "from 2 October 2014 to a later day in school year 2014-2015",
        ),
        (
            day(2019, 11, 2),
            THURSDAY,
            "من 2 نونبر 2019 إلى دجنبر 2019، يوم خميس",
            "du 2 novembre 2019 à un jeudi de décembre 2019",
            "from 2 November 2019 to a Thursday in December 2019",
        ),
        (
            month(2023, 4),
            month(2023, 8),
            "من أبريل إلى غشت 2023",
            "d’avril à août 2023",
            "from April to August 2023",
        ),
        (year(2019), year(2021), "من 2019 إلى 2021", "de 2019 à 2021", "from 2019 to 2021"),
        (
            day(2023, 5, 17),
            UNKNOWN,
            "ابتداء من 17 ماي 2023",
            "à partir du 17 mai 2023",
            "from 17 May 2023 on",
        ),
        (UNKNOWN, day(2023, 5, 17), "إلى غاية 17 ماي 2023", "jusqu’au 17 mai 2023", "until 17 May 2023"),
        (
            Moment(None),
            UNKNOWN,
            "التاريخ غير معروف",
            "date inconnue",
            "date unknown",
        ),
    ],
)
def test_range_is_worded_with_what_is_known(
    start: Moment, end: Moment, arabic: str, french: str, english: str
) -> None:
    assert [range_text(start, end, language) for language in ("ar", "fr", "en")] == [arabic, french, english]


def test_amazigh_range_uses_the_interval_pattern_of_cldr() -> None:
    expected = "17 ⵎⴰⵢⵢⵓ 2023 – 21 ⵎⴰⵢⵢⵓ 2023"
    assert range_text(day(2023, 5, 17), day(2023, 5, 21), "zgh") == expected


@pytest.mark.parametrize("end", [None, EVENING])
@pytest.mark.parametrize("language", LANGUAGES)
def test_range_without_a_different_end_is_its_moment(end: Moment | None, language: str) -> None:
    assert range_text(EVENING, end, language) == moment_text(EVENING, language)


@pytest.mark.parametrize(
    ("moment", "texts"),
    [
        (minute(2014, 8, 7, 9, 5), ["09:05", "9 h 05", "09:05", "09:05"]),
        (EVENING, ["مساء", "en soirée", "evening", "ⵜⴰⴷⴳⴳⵯⴰⵜ"]),
        (day(2014, 8, 7), ["", "", "", ""]),
        (month(2014, 8), ["", "", "", ""]),
    ],
)
def test_time_of_day_is_empty_when_only_the_day_is_known(moment: Moment, texts: list[str]) -> None:
    assert [time_of_day_text(moment, language) for language in LANGUAGES] == texts


def test_day_parts_are_the_words_of_the_date_block() -> None:
    assert day_parts(date(2023, 5, 17), "ar") == DayParts("الأربعاء", "17", "ماي", "2023")


def test_date_is_worded_alone_or_with_its_weekday() -> None:
    assert date_text(date(2023, 5, 1), "fr") == "1er mai 2023"
    assert date_with_weekday_text(date(2023, 5, 17), "ar") == "الأربعاء 17 ماي 2023"


def test_months_are_the_moroccan_ones() -> None:
    names = "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر"
    assert [month_name(number, "ar") for number in range(1, 13)] == names.split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_twelve_months_and_seven_weekdays(language: str) -> None:
    assert (len(set(MONTH_NAMES[language])), len(set(WEEKDAY_NAMES[language]))) == (12, 7)


@pytest.mark.parametrize("name", [month_name, weekday_name])
def test_number_zero_names_nothing(name: object) -> None:
    assert callable(name)
    with pytest.raises(ValueError, match="no "):
        name(0, "ar")


MOMENTS = st.builds(
    Moment,
    st.none() | st.dates(date(1800, 1, 1), date(2200, 12, 31)),
    st.none() | st.times(),
    st.sampled_from(Precision),
    st.none() | st.sampled_from(HalfDay),
    st.none() | st.integers(1, 7),
)


@given(MOMENTS, st.none() | MOMENTS, st.sampled_from(LANGUAGES))
def test_any_two_moments_are_worded_without_a_dash_between_digits(
    start: Moment, end: Moment | None, language: str
) -> None:
    text = range_text(start, end, language)

    assert text == text.strip() != ""
    assert "{" not in text
    assert language == "zgh" or "–" not in text
