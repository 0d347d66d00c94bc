"""Every name under which a month may be typed: Moroccan, Mashriqi and Maghrebi Arabic, French, English, Amazigh.

Keys are normal forms (`portal.lib.text.words` joined by a space): «غُشت», «Août» and «AOUT» are one word.
"""

from functools import lru_cache

from portal.lib.calendar_words import MONTH_NAMES, WEEKDAY_NAMES
from portal.lib.text import words

# January first; several spellings of a month are joined by «|».
_SPELLINGS = (
    "كانون الثاني|جانفي|جنفي|janv|jan",
    "شباط|فيفري|fevr|fev|feb",
    "آذار|mar",
    "نيسان|إبريل|افريل|ابريل|avr|apr",
    "أيار|مايو|مايي",
    "حزيران|يونيه|جوان|jun",
    "تموز|يوليو|يوليه|جويلية|juil|jul",
    "آب|أغسطس|أوت|غوشت|aug",
    "أيلول|سبتمبر|شتمبر|sept|sep",
    "تشرين الأول|اكتوبر|أوكتوبر|oct",
    "تشرين الثاني|نوفمبر|نونمبر|نوامبر|nov",
    "كانون الأول|ديسمبر|دجمبر|déc|dec",
)
_HIJRI = (
    "محرم|صفر|ربيع الأول|ربيع الآخر|ربيع الثاني|ربيع|جمادى الأولى|جمادى الآخرة|جمادى الثانية|جمادى|رجب|شعبان|رمضان|شوال"
    "|ذو القعدة|ذي القعدة|ذو الحجة|ذي الحجة|هجرية|هجري|هـ|ه|mouharram|muharram|safar|rabi|joumada|jumada|rajab|chaabane"
    "|shaaban|ramadan|chawwal|shawwal|hegire|hijri|ah"
)


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """The words of ``text`` in normal form, one space between them. Tables say the same few words again and again."""
    return " ".join(words(text))


MONTHS = {
    folded(name): number
    for number, spellings in enumerate(_SPELLINGS, start=1)
    for name in (*spellings.split("|"), *(names[number - 1] for names in MONTH_NAMES.values()))
}
WEEKDAYS = {
    folded(name): number
    for names in WEEKDAY_NAMES.values()
    for number, full in enumerate(names, start=1)
    for name in (full, full.removeprefix("ال"))
} | {folded("الإثنين"): 1, folded("إثنين"): 1}
HIJRI_WORDS = frozenset(word for name in _HIJRI.split("|") for word in words(name)) - {
    "الاول",
    "الاولي",
    "الثاني",
}
