"""`?lang=`: strings instead of objects, and which language answered."""

import pytest
from django.utils.translation import get_language

from tests import factories as make

pytestmark = pytest.mark.django_db
LANGUAGES = {"ar", "fr", "en", "zgh"}


def test_texts_become_strings_in_the_language_asked(api):
    event = make.event(name_ar="ندوة وطنية", name_fr="Séminaire", abstract_ar="", abstract_fr="")

    found = api(f"events/{event.pk}/", lang="fr").json()
    assert found["name"] == "Séminaire"
    assert found["abstract"] is None
    assert found["page_url"] == f"https://portal.example.ma/fr/events/{event.slug}/"
    assert found["start"]["text"] == "17 mai 2023"
    assert found["when_text"] == "17 mai 2023"
    assert found["kind_label"] == "séminaire"
    assert [key for key in found if key.endswith("_language")] == []


def test_a_text_that_answers_in_another_language_says_which(api):
    event = make.event(name_ar="ندوة وطنية", name_fr="", name_en="", slogan_ar="شعار")
    make.session(event=event, name_ar="جلسة", name_fr="")

    found = api(f"events/{event.pk}/", lang="fr").json()
    assert (found["name"], found["name_language"]) == ("ندوة وطنية", "ar")
    assert (found["slogan"], found["slogan_language"]) == ("شعار", "ar")
    session = found["sessions"][0]
    assert (session["name"], session["name_language"]) == ("جلسة", "ar")


def test_a_language_whose_catalogue_is_incomplete_gets_labels_in_another(api):
    event = make.event()

    found = api(f"events/{event.pk}/", lang="zgh").json()
    assert (found["kind_label"], found["kind_label_language"]) == ("ندوة", "ar")
    assert found["start"]["text"] == "17 ⵎⴰⵢⵢⵓ 2023"


def test_every_text_is_flattened_everywhere(api):
    event = make.full_event()

    assert list(language_objects(api(f"events/{event.pk}/", lang="en").json())) == []
    for resource in ("institutions", "speakers", "agreements", "recommendations", "territories", "series"):
        assert list(language_objects(api(f"{resource}/", lang="en").json())) == []


def language_objects(value):
    if isinstance(value, dict):
        if value and set(value) <= LANGUAGES:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for below in value:
            yield from language_objects(below)


def test_header_says_the_languages_of_the_answer(api):
    make.event()

    assert api("events/", lang="fr").headers["Content-Language"] == "fr"
    assert api("events/").headers["Content-Language"] == "ar, fr, en"


def test_errors_are_in_the_language_asked(api):
    assert api("events/999/", lang="fr").headers["Content-Language"] == "fr"
    assert api("events/999/", lang="en").json()["detail"] == "Not found."


def test_language_of_one_request_does_not_stay_for_the_next(api):
    before = get_language()
    api("events/", lang="en")

    assert get_language() == before
