"""Point 29 of the requirements: languages, directions, and what is typed."""

import pytest
from django.contrib import admin
from django.forms import modelform_factory
from django.utils.translation import override

from events.models import Event
from institutions.admin.forms import CleanForm
from institutions.models import Institution, Person
from portal.lib.translated import LANGUAGES
from tests import factories as make
from tests.factories import as_public

pytestmark = pytest.mark.django_db
NAMES = {"ar": "ندوة", "fr": "Séminaire", "en": "Seminar", "zgh": "ⴰⵙⵉⵏⴰⵔ"}


def named_in(*languages):
    """An event with a title in these languages only."""
    return make.event(**{f"name_{code}": NAMES[code] if code in languages else "" for code in LANGUAGES})


# Any language may be missing -----------------------------------------------------------------------------------
@pytest.mark.parametrize("given", [("ar",), ("fr",), ("ar", "fr"), ("fr", "zgh"), ("ar", "fr", "en", "zgh")])
def test_requirement_29_any_language_may_be_missing(given):
    shown = as_public(named_in(*given))

    assert {code: getattr(shown, f"name_{code}") or "" for code in LANGUAGES} == {
        code: NAMES[code] if code in given else "" for code in LANGUAGES
    }


@pytest.mark.parametrize(
    ("given", "asked", "answers", "direction"),
    [
        (("ar", "fr"), "ar", "ar", "rtl"),
        (("ar", "fr"), "fr", "fr", "ltr"),
        (("ar",), "fr", "ar", "rtl"),
        (("fr",), "ar", "fr", "ltr"),
        (("ar",), "en", "ar", "rtl"),
        (("ar", "fr"), "en", "fr", "ltr"),
        (("ar", "fr"), "zgh", "ar", "rtl"),
        (("fr", "zgh"), "zgh", "zgh", "ltr"),
    ],
)
def test_requirement_29_language_that_answers_is_known_with_its_direction(given, asked, answers, direction):
    name = as_public(named_in(*given)).name_in(asked)

    assert (name.value, name.language, name.direction) == (NAMES[answers], answers, direction)


@pytest.mark.parametrize("active", ["ar", "fr", "en"])
def test_requirement_29_language_of_the_page_does_not_change_what_a_language_answers(active):
    event = named_in("ar", "fr")

    with override(active):
        shown = as_public(event)
        names = [(shown.name_in(code).value, shown.name_in(code).language) for code in ("ar", "fr")]

    assert names == [("ندوة", "ar"), ("Séminaire", "fr")]


@pytest.mark.parametrize("active", ["ar", "fr", "en"])
def test_requirement_29_saving_in_one_language_keeps_the_others(active):
    event = make.event(**{f"name_{code}": text for code, text in NAMES.items()})

    with override(active):
        Event.objects.get(pk=event.pk).save()

    event.refresh_from_db()
    assert {code: getattr(event, f"name_{code}") for code in LANGUAGES} == NAMES


# Mixed text -----------------------------------------------------------------------------------------------------
def test_requirement_29_arabic_and_latin_stand_in_one_line():
    mixed = "اتفاقية DCAF–CEDHD (2019) حول «police de proximité»"

    shown = as_public(make.event(name_ar=mixed))

    assert shown.name_ar == mixed
    assert list(Event.objects.public().matching("dcaf اتفاقيه")) == [shown]


# What is typed --------------------------------------------------------------------------------------------------
TYPED = {
    "presentation forms": ("ﺍﻷﻣﻦ ﺍﻟﻮﻃﻨﻲ", "الأمن الوطني"),
    "tatweel": ("الحكـــامة", "الحكامة"),
    "vowel marks stay": ("الحَكامة الأمنيّة", "الحَكامة الأمنيّة"),
    "arabic-indic digits": ("الذكرى ٦٧", "الذكرى 67"),
    "extended digits": ("الذكرى ۶۷", "الذكرى 67"),
    "bidi controls": ("\u202bالأمن\u202c \u200fDGSN\u200e", "الأمن DGSN"),
    "spaces": ("  الأمن \u00a0 الوطني ", "الأمن الوطني"),
    "zero width": ("الأمن\u200b الوطني\ufeff", "الأمن الوطني"),
}


@pytest.mark.parametrize("kind", TYPED)
def test_requirement_29_text_is_cleaned_when_it_is_entered(kind):
    typed, clean = TYPED[kind]
    form = modelform_factory(Person, form=CleanForm, fields=["name_ar", "name_fr"])({"name_ar": typed})

    form.save()

    assert Person.objects.get().name_ar == clean


def test_requirement_29_every_form_of_the_staff_cleans_what_is_entered():
    ours = {
        model: desk
        for model, desk in admin.site._registry.items()
        if model._meta.app_label in ("events", "institutions")
    }
    forms = {desk.form for desk in ours.values()} | {
        inline.form for desk in ours.values() for inline in desk.inlines
    }

    assert ours
    assert {form for form in forms if not issubclass(form, CleanForm)} == set()


@pytest.mark.parametrize("kind", TYPED)
def test_requirement_29_what_is_stored_is_found_however_it_was_typed(kind):
    typed, clean = TYPED[kind]
    stored = make.institution(name_ar=clean, name_fr="")

    assert list(Institution.objects.public().matching(typed.strip())) == [stored]


def test_requirement_29_name_of_blanks_is_no_name():
    form = modelform_factory(Person, form=CleanForm, fields=["name_ar", "name_fr"])({"name_ar": " \u200f ـ "})

    assert not form.is_valid()
