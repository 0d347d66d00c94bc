"""Django's own date words, in our catalogues, agree with portal.lib; the compiler compiles them."""

import os
import shutil
from pathlib import Path

import django
import polib
import pytest

from portal.lib.calendar_words import MONTH_NAMES, WEEKDAY_NAMES
from portal.management.commands.compile_catalogues import (
    ROOT,
    catalogues,
    compile_catalogue,
    is_out_of_date,
)

FULL_MONTHS = MONTH_NAMES["en"]
JS_MONTHS = [(f"abbrev. month {name}", name[:3]) for name in FULL_MONTHS]
AP_MONTHS = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]


def words_of(language: str, domain: str) -> dict[tuple[str | None, str], str]:
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / f"{domain}.po"))
    return {(entry.msgctxt, entry.msgid): entry.msgstr for entry in catalogue}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("language", ["ar", "zgh"])
def test_full_month_names_agree_with_the_library(language: str, domain: str) -> None:
    words = words_of(language, domain)
    assert tuple(words[None, name] for name in FULL_MONTHS) == MONTH_NAMES[language]


def test_arabic_months_are_moroccan_in_every_context_of_django() -> None:
    django, javascript = words_of("ar", "django"), words_of("ar", "djangojs")
    contexts = [
        [django[None, name[:3].lower()] for name in FULL_MONTHS],
        [django["abbrev. month", name] for name in AP_MONTHS],
        [django["alt. month", name] for name in FULL_MONTHS],
        [javascript[key] for key in JS_MONTHS],
    ]
    assert contexts == [list(MONTH_NAMES["ar"])] * 4


@pytest.mark.parametrize("language", ["ar", "zgh"])
def test_weekday_names_of_the_admin_calendar_agree_with_the_library(language: str) -> None:
    words = words_of(language, "djangojs")
    assert tuple(words[None, name] for name in WEEKDAY_NAMES["en"]) == WEEKDAY_NAMES[language]


def test_compiled_catalogue_is_current_until_its_source_changes(tmp_path: Path) -> None:
    source = tmp_path / "locale" / "zgh" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    shutil.copy(ROOT / "locale" / "zgh" / "LC_MESSAGES" / "django.po", source)
    assert list(catalogues(tmp_path)) == [source]
    assert is_out_of_date(source)

    compile_catalogue(source)

    assert not is_out_of_date(source)
    assert polib.mofile(str(source.with_suffix(".mo"))).find("May").msgstr == "ⵎⴰⵢⵢⵓ"
    assert [path.name for path in source.parent.iterdir() if path.suffix not in (".po", ".mo")] == []

    later = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (later, later))
    assert is_out_of_date(source)


def test_arabic_counts_of_days_follow_the_grammar() -> None:
    catalogue = polib.pofile(str(ROOT / "locale" / "ar" / "LC_MESSAGES" / "django.po"))
    forms = catalogue.find("%(num)d day").msgstr_plural
    expected = ["%(num)d يوم", "يوم واحد", "يومين", "%(num)d أيام", "%(num)d يوما", "%(num)d يوم"]
    assert [forms[index] for index in range(6)] == expected


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_plural_rule_is_the_one_of_django_so_that_the_catalogues_merge(language: str, domain: str) -> None:
    theirs = Path(django.__file__).parent / "conf" / "locale" / language / "LC_MESSAGES" / "django.po"
    ours = ROOT / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    rules = [polib.pofile(str(path)).metadata["Plural-Forms"] for path in (theirs, ours)]
    assert rules[0] == rules[1]
