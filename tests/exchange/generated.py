"""Synthetic events for the tests of the exchange, made from a seed: no fact in here is true of anybody.

``workbook`` writes them as staff would: Arabic headings, Moroccan months, digits of three kinds, and cells of Excel's.
``plant`` breaks fifty of their cells in fifteen ways and says which.
"""

import random
from collections.abc import Iterable
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from exchange.columns import BY_NAME
from exchange.problems import ErrorKind
from portal.lib.calendar_words import month_name, weekday_name

SEED = 20260920
FIELDS = (
    "name_ar",
    "name_fr",
    "kind",
    "scope",
    "status",
    "starts_on",
    "starts_at",
    "starts_half_day",
    "ends_on",
    "ends_at",
    "territory",
    "organizers",
    "partners",
    "topics",
    "audiences",
    "edition_number",
    "series",
    "access",
    "registration_url",
    "super_event",
    "slug",
    "abstract_ar",
    "requests",
)
CITIES = ("فاس", "الرباط", "مراكش", "أكادير", "وجدة", "طنجة")
KINDS = ("ندوة", "لقاء تواصلي", "أبواب مفتوحة", "دورة تكوينية", "حملة تحسيسية", "يوم دراسي")
THEMES = ("شرطة القرب", "سلامة المدرسة", "حقوق الإنسان", "السلامة الطرقية", "الجريمة الإلكترونية", "الوساطة")
BODIES = ("DGSN", "المجلس الوطني لحقوق الإنسان", "المديرية العامة للأمن الوطني", "CNDH", "وسيط المملكة")
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")

Row = dict[str, Any]
Planted = set[tuple[int, str, str]]


def events(count: int) -> list[Row]:
    chance = random.Random(SEED)  # noqa: S311  (synthetic rows, no secret)
    return [_event(chance, number) for number in range(1, count + 1)]


def _event(chance: random.Random, number: int) -> Row:
    day = date(2015, 1, 1) + timedelta(days=chance.randrange(4000))
    theme, city = chance.choice(THEMES), chance.choice(CITIES)
    row: Row = {
        "name_ar": f"موعد تجريبي رقم {number}: {theme} بمدينة {city}",
        "kind": chance.choice(KINDS),
        "scope": chance.choice(("محلي", "جهوي", "وطني")),
        "status": chance.choice(("مبرمج", "انعقد", "")),
        "starts_on": _day(chance, day),
        "territory": city,
        "organizers": chance.choice(BODIES),
        "topics": chance.choice(("شرطة القرب", "شرطة القرب؛ حقوق الإنسان", "")),
        "audiences": chance.choice(("الشباب", "")),
        "access": chance.choice(("مفتوح للعموم", "")),
        "abstract_ar": f"نبذة مولدة آليا للموعد التجريبي {number}، لا تصف أي حدث حقيقي." * 2,
        "requests": chance.choice(("", f"ملتمس تجريبي {number}\nملتمس تجريبي ثان {number}")),
    }
    if chance.random() < 0.4:
        row["name_fr"] = f"Rencontre synthétique n° {number}"
    if chance.random() < 0.5:
        row["starts_at"] = chance.choice(("9:30", "09h30", "10.15", "١٤:٠٠", time(15, 45)))
    elif chance.random() < 0.3:
        row["starts_half_day"] = chance.choice(("صباحا", "مساء", "بعد الزوال"))
    if chance.random() < 0.2:
        row["ends_on"] = (day + timedelta(days=chance.randrange(1, 5))).isoformat()
    if chance.random() < 0.3:
        row["partners"] = "; ".join(chance.sample(("DGSN", "CNDH", "وسيط المملكة"), 2))
    return row


def _day(chance: random.Random, day: date) -> Any:
    """One of the ways in which people write a day."""
    words = f"{day.day} {month_name(day.month, 'ar')} {day.year}"
    ways: list[Any] = [
        day,
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}-{day.month:02}-{day.year}".translate(ARABIC_DIGITS),
        f"{day.day}.{day.month}.{day.year}".translate(PERSIAN_DIGITS),
        words,
        words.translate(ARABIC_DIGITS),
        f"{weekday_name(day.isoweekday(), 'ar')} {words}",
    ]
    return chance.choice(ways)


# The errors -------------------------------------------------------------------------------------------

MISTAKES: dict[ErrorKind, tuple[str, Any]] = {
    ErrorKind.UNKNOWN_CHOICE: ("kind", "حفلة"),
    ErrorKind.NOT_A_DATE: ("starts_on", "قريبا إن شاء الله"),
    ErrorKind.NO_SUCH_DAY: ("starts_on", "31/2/2023"),
    ErrorKind.YEAR_IN_FULL: ("starts_on", "17/5/23"),
    ErrorKind.OTHER_ORDER: ("starts_on", "5/17/2023"),
    ErrorKind.WEEKDAY_DIFFERS: ("starts_on", "الاثنين 17 ماي 2023"),
    ErrorKind.HIJRI: ("starts_on", "12 رمضان 1444"),
    ErrorKind.NOT_A_TIME: ("starts_at", "25:70"),
    ErrorKind.ENDS_BEFORE_START: ("ends_on", "1999-01-01"),
    ErrorKind.UNKNOWN_TERRITORY: ("territory", "مدينة لا وجود لها"),
    ErrorKind.UNKNOWN_INSTITUTION: ("organizers", "DGSN; مؤسسة لا وجود لها"),
    ErrorKind.UNKNOWN_TERM: ("topics", "شرطة القرب؛ موضوع غير معروف"),
    ErrorKind.EDITION_WITHOUT_SERIES: ("edition_number", 3),
    ErrorKind.NOT_AN_ADDRESS: ("registration_url", "اتصل بنا"),
    ErrorKind.TOO_LONG: ("name_ar", "عنوان طويل " * 60),
}


def plant(rows: list[Row], count: int) -> Planted:
    """Break ``count`` rows, all mistakes in turn; the rows of the file, columns and kinds that a report must name."""
    chance = random.Random(SEED + 1)  # noqa: S311  (synthetic rows, no secret)
    places = sorted(chance.sample(range(len(rows)), count))
    planted: Planted = set()
    for turn, place in enumerate(places):
        kind, (column, typed) = list(MISTAKES.items())[turn % len(MISTAKES)]
        rows[place][column] = typed
        planted.add((place + 2, column, kind.value))  # the first row holds the headings
    return planted


def workbook(rows: Iterable[Row], fields: Iterable[str] = FIELDS, language: str = "ar") -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("مواعيد تجريبية")
    names = list(fields)
    sheet.append([BY_NAME[name].heading(language) for name in names])
    for row in rows:
        sheet.append([row.get(name) or None for name in names])
    content = BytesIO()
    book.save(content)
    return content.getvalue()
