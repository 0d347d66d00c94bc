"""Names of months and weekdays in the portal's four languages.

Arabic months are the Moroccan ones (CLDR ar_MA: ماي، يوليوز، غشت، شتنبر، نونبر، دجنبر); Tifinagh names
are CLDR's zgh. `locale/` holds the same names for Django's own date filters; a test keeps them equal.
"""

# January first.
_MONTHS = {
    "ar": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
    "zgh": "ⵉⵏⵏⴰⵢⵔ ⴱⵕⴰⵢⵕ ⵎⴰⵕⵚ ⵉⴱⵔⵉⵔ ⵎⴰⵢⵢⵓ ⵢⵓⵏⵢⵓ ⵢⵓⵍⵢⵓⵣ ⵖⵓⵛⵜ ⵛⵓⵜⴰⵏⴱⵉⵔ ⴽⵜⵓⴱⵔ ⵏⵓⵡⴰⵏⴱⵉⵔ ⴷⵓⵊⴰⵏⴱⵉⵔ",
}

# Monday first (ISO 8601).
_WEEKDAYS = {
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "zgh": "ⴰⵢⵏⴰⵙ ⴰⵙⵉⵏⴰⵙ ⴰⴽⵕⴰⵙ ⴰⴽⵡⴰⵙ ⴰⵙⵉⵎⵡⴰⵙ ⴰⵙⵉⴹⵢⴰⵙ ⴰⵙⴰⵎⴰⵙ",
}

MONTH_NAMES = {language: tuple(names.split()) for language, names in _MONTHS.items()}
WEEKDAY_NAMES = {language: tuple(names.split()) for language, names in _WEEKDAYS.items()}


def month_name(month: int, language: str) -> str:
    """Name of month 1..12."""
    if not 1 <= month <= 12:
        raise ValueError(f"no month {month}")
    return MONTH_NAMES[language][month - 1]


def weekday_name(iso_weekday: int, language: str) -> str:
    """Name of weekday 1 (Monday) .. 7 (Sunday)."""
    if not 1 <= iso_weekday <= 7:
        raise ValueError(f"no weekday {iso_weekday}")
    return WEEKDAY_NAMES[language][iso_weekday - 1]
