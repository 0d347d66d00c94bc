"""How each language words a date: one class per language, the grammar of `portal.lib.date_text`.

Methods take ready pieces of text and join them.
Digits are 0-9 and the clock has 24 hours in all four languages.
"""

from datetime import time

from portal.lib.calendar_words import month_name, weekday_name
from portal.lib.moment import HalfDay, Moment, Precision


class Wording:
    """The templates every language fills in; a language overrides a method where a template is not enough."""

    language: str
    comma: str
    unknown: str
    school_year: str  # {years}
    weekday_of_month: str  # {weekday} {month}
    at_time: str  # {day} {time}
    in_part: str  # {day} {part}
    parts_with_day: dict[HalfDay, str]  # beside a named weekday
    parts_alone: dict[HalfDay, str]  # alone, in a date block
    parts_as_bounds: dict[HalfDay, str]  # after from / to
    hours: str  # {day} {hours}
    from_: str  # {start}
    to: str  # {end}
    until: str  # {end}, of an interval without a known start
    onwards: str  # {start}, of an interval without a known end
    later_day: str  # {period}: the end is only known to be in the period of the start
    shortens_ranges = True  # the start leaves out what the end repeats

    def day_number(self, day: int) -> str:
        """1 to 31, as written before the month."""
        return str(day)

    def clock(self, at: time) -> str:
        """09:30"""
        return at.strftime("%H:%M")

    def indefinite_weekday(self, iso_weekday: int) -> str:
        """The weekday as in «a Thursday»."""
        return weekday_name(iso_weekday, self.language)

    def month_and_year(self, month: int, year: int) -> str:
        """May 2023"""
        return f"{month_name(month, self.language)} {year}"

    def in_month(self, iso_weekday: int, month: str) -> str:
        """«a Thursday in December 2019», from 4 and «December 2019»"""
        return self.weekday_of_month.format(weekday=self.indefinite_weekday(iso_weekday), month=month)

    def definite(self, text: str, moment: Moment) -> str:
        """The wording of `moment` with the article it takes after a preposition."""
        return text

    def start(self, text: str) -> str:
        """«from …»"""
        return self.from_.format(start=text)

    def end(self, text: str) -> str:
        """«to …»"""
        return self.to.format(end=text)

    def until_end(self, text: str) -> str:
        """«until …»"""
        return self.until.format(end=text)

    def from_start_on(self, text: str) -> str:
        """«from … on»"""
        return self.onwards.format(start=text)

    def to_later_day(self, period: str) -> str:
        """«to a later day in …»"""
        return self.later_day.format(period=period)


class Arabic(Wording):
    """Moroccan administrative Arabic."""

    language = "ar"
    comma = "،"
    unknown = "التاريخ غير معروف"
    school_year = "الموسم الدراسي {years}"
    weekday_of_month = "{month}، يوم {weekday}"
    at_time = "{day}، {time}"
    in_part = "{part} {day}"
    parts_with_day = {
        HalfDay.MORNING: "صباح",
        HalfDay.AFTERNOON: "بعد زوال",
        HalfDay.EVENING: "مساء",
    }
    parts_alone = {
        HalfDay.MORNING: "صباحا",
        HalfDay.AFTERNOON: "بعد الزوال",
        HalfDay.EVENING: "مساء",
    }
    parts_as_bounds = {
        HalfDay.MORNING: "الصباح",
        HalfDay.AFTERNOON: "ما بعد الزوال",
        HalfDay.EVENING: "المساء",
    }
    hours = "{day}، {hours}"
    from_ = "من {start}"
    to = "إلى {end}"
    until = "إلى غاية {end}"
    onwards = "ابتداء من {start}"
    later_day = "إلى يوم لاحق من {period}"

    def indefinite_weekday(self, iso_weekday: int) -> str:
        return super().indefinite_weekday(iso_weekday).removeprefix("ال")


class English(Wording):
    """British English, day first."""

    language = "en"
    comma = ","
    unknown = "date unknown"
    school_year = "school year {years}"
    weekday_of_month = "a {weekday} in {month}"
    at_time = "{day}, {time}"
    in_part = "{day}, {part}"
    parts_with_day = {half_day: half_day.value for half_day in HalfDay}
    parts_alone = parts_with_day
    parts_as_bounds = parts_with_day
    hours = "{day}, {hours}"
    from_ = "from {start}"
    to = "to {end}"
    until = "until {end}"
    onwards = "from {start} on"
    later_day = "to a later day in {period}"


class French(Wording):
    """French, with its contracted articles: «du 17», «de mai», «d'avril», «à l'année scolaire»."""

    language = "fr"
    comma = ","
    unknown = "date inconnue"
    school_year = "année scolaire {years}"
    at_time = "{day} à {time}"
    in_part = "{day}, {part}"
    parts_with_day = {
        HalfDay.MORNING: "en matinée",
        HalfDay.AFTERNOON: "dans l’après-midi",
        HalfDay.EVENING: "en soirée",
    }
    parts_alone = parts_with_day
    parts_as_bounds = {
        HalfDay.MORNING: "le matin",
        HalfDay.AFTERNOON: "l’après-midi",
        HalfDay.EVENING: "le soir",
    }
    hours = "{day}, {hours}"
    until = "jusqu’{end}"
    onwards = "à partir {start}"
    later_day = "à un jour ultérieur {period}"

    def day_number(self, day: int) -> str:
        return "1er" if day == 1 else str(day)

    def clock(self, at: time) -> str:
        """9 h 30, 12 h"""
        return f"{at.hour} h {at.minute:02}" if at.minute else f"{at.hour} h"

    def in_month(self, iso_weekday: int, month: str) -> str:
        return f"un {self.indefinite_weekday(iso_weekday)} {_contracted('de', month)}"

    def definite(self, text: str, moment: Moment) -> str:
        if moment.precision is Precision.SCHOOL_YEAR:
            return f"l’{text}"
        return f"le {text}" if moment.is_exact_day else text

    def start(self, text: str) -> str:
        return _contracted("de", text)

    def end(self, text: str) -> str:
        return _contracted("à", text)

    def until_end(self, text: str) -> str:
        return self.until.format(end=self.end(text))

    def from_start_on(self, text: str) -> str:
        return self.onwards.format(start=self.start(text))

    def to_later_day(self, period: str) -> str:
        return self.later_day.format(period=self.start(period))


class Amazigh(Wording):
    """Standard Moroccan Amazigh with CLDR's words only; where CLDR has none, numerals and punctuation."""

    language = "zgh"
    comma = ","
    unknown = "—"
    school_year = "{years}"
    weekday_of_month = "{weekday}, {month}"
    at_time = "{day} {time}"
    in_part = "{day} {part}"
    # CLDR names only two halves of the day (am, pm).
    parts_with_day = {
        HalfDay.MORNING: "ⵜⵉⴼⴰⵡⵜ",
        HalfDay.AFTERNOON: "ⵜⴰⴷⴳⴳⵯⴰⵜ",
        HalfDay.EVENING: "ⵜⴰⴷⴳⴳⵯⴰⵜ",
    }
    parts_alone = parts_with_day
    parts_as_bounds = parts_with_day
    hours = "{day} {hours}"
    # CLDR's interval pattern is «{0} – {1}»; Tifinagh runs left to right, so the dash is safe here.
    from_ = "{start}"
    to = "– {end}"
    until = "– {end}"
    onwards = "{start} –"
    later_day = "– {period}"
    shortens_ranges = False


WORDINGS: dict[str, Wording] = {
    wording.language: wording for wording in (Arabic(), French(), English(), Amazigh())
}


def _contracted(preposition: str, text: str) -> str:
    """«de le 17» is «du 17», «à le 17» is «au 17», «de avril» is «d'avril»."""
    if text.startswith("le "):
        return {"de": "du", "à": "au"}[preposition] + text.removeprefix("le")
    if preposition == "de" and text[:1] in "aeiouéè":
        return f"d’{text}"
    return f"{preposition} {text}"
