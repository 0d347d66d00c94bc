"""Which translations are complete, missing or stale, whoever writes the row and however."""

import pytest
from modeltranslation.translator import translator

from events.models import Event, Session
from institutions.models import Institution, Translated
from institutions.translated_records import places_of, progress_of, record_has_gap
from institutions.translations import TranslationState, confirm, flatten, gaps_of, renew, translations_of
from tests import factories as make

pytestmark = pytest.mark.django_db
IN_THREE = {"name_ar": "ندوة", "name_fr": "Séminaire", "name_en": "Seminar"}


def states(row: object, field: str) -> dict[str, str]:
    return {text.language: text.state.value for text in translations_of(row) if text.field == field}


def test_every_model_with_translations_remembers_what_they_were_made_from():
    forgetful = [
        model.__name__ for model in translator.get_registered_models(abstract=False)
        if not issubclass(model, Translated) and not model._meta.proxy
    ]  # fmt: skip

    assert forgetful == []


def test_a_text_is_missing_in_each_required_language_it_is_not_written_in():
    event = make.event(name_ar="ندوة", name_fr="", name_en="", abstract_ar="", abstract_fr="")

    assert states(event, "name") == {"ar": "source", "fr": "missing", "en": "missing", "zgh": "missing"}
    assert event.translation_gaps == "missing:en missing:fr"


def test_a_text_that_nobody_wrote_is_missing_nowhere():
    event = make.event(**IN_THREE)

    assert states(event, "slogan") == {}
    assert event.translation_gaps == ""


def test_french_is_the_source_where_arabic_is_empty():
    event = make.event(name_ar="", name_fr="Séminaire", name_en="Seminar")

    assert states(event, "name") == {"ar": "missing", "fr": "source", "en": "done", "zgh": "missing"}


def test_a_translation_is_stale_once_its_source_has_changed():
    event = make.event(**IN_THREE)

    event.name_ar = "ندوة وطنية"
    event.save()

    assert states(event, "name") == {"ar": "source", "fr": "stale", "en": "stale", "zgh": "missing"}
    assert Event.objects.get(pk=event.pk).translation_gaps == "stale:en stale:fr"


def test_a_translation_touched_with_or_after_its_source_is_up_to_date():
    event = make.event(**IN_THREE)

    event.name_ar, event.name_fr = "ندوة وطنية", "Séminaire national"
    event.save()
    assert states(event, "name")["fr"] == "done"
    event.name_en = "National seminar"
    event.save()

    assert event.translation_gaps == ""


def test_a_translation_is_up_to_date_again_when_its_source_says_the_same_again():
    event = make.event(**IN_THREE)

    event.name_ar = "ندوة وطنية"
    event.save()
    event.name_ar = "ندوة"
    event.save()

    assert event.translation_gaps == ""


def test_arabic_added_later_does_not_make_what_was_made_from_french_stale():
    event = make.event(name_ar="", name_fr="Séminaire", name_en="Seminar")

    event.name_ar = "ندوة"
    event.save()
    assert event.translation_gaps == ""
    event.name_fr = "Séminaire national"
    event.save()

    assert states(event, "name")["en"] == "stale"


def test_a_stale_translation_found_still_right_is_up_to_date_when_saved():
    event = make.event(**IN_THREE)
    event.name_ar = "ندوة وطنية"
    event.save()

    confirm(event, "name", "fr")
    event.save()

    assert Event.objects.get(pk=event.pk).translation_gaps == "stale:en"


def test_other_marks_in_a_rich_text_make_no_translation_stale():
    event = make.event(**IN_THREE, description_ar="وصف", description_fr="Description", description_en="Text")

    event.description_ar = "<p><strong>وصف</strong></p>"
    event.save()
    assert event.translation_gaps == ""
    event.description_ar = "<p>وصف آخر</p>"
    event.save()

    assert event.translation_gaps == "stale:en stale:fr"


def test_tamazight_may_be_left_out_but_becomes_stale():
    institution = make.institution(name_ar="هيئة", name_fr="Instance", name_en="Body", name_zgh="ⵜⴰⵎⵙⵙⵓⵏⵜ")
    assert institution.translation_gaps == ""

    institution.name_ar = "هيئة أخرى"
    institution.save()

    assert institution.translation_gaps == "stale:en stale:fr stale:zgh"


def test_rows_written_in_bulk_know_their_gaps_as_well():
    Session.objects.bulk_create([Session(event=make.event(), name_ar="جلسة")])

    assert Session.objects.get().translation_gaps == "missing:en missing:fr"


def test_renewing_mends_rows_that_were_written_past_saving():
    event = make.event(**IN_THREE)
    Event.objects.filter(pk=event.pk).update(name_en="", translation_gaps="")

    renew(Event)

    assert Event.objects.get(pk=event.pk).translation_gaps == "missing:en"


def test_rich_text_can_be_taken_back_to_words_and_forth():
    event = make.event(description_ar="أول\n\nثان & ثالث", description_fr="")
    assert Event.objects.get().description_ar == "<p>أول</p><p>ثان &amp; ثالث</p>"

    flatten(Event)
    assert Event.objects.get().description_ar == "أول\n\nثان & ثالث"
    renew(Event)

    assert Event.objects.get(pk=event.pk).description_ar == "<p>أول</p><p>ثان &amp; ثالث</p>"
    assert Event.objects.get(pk=event.pk).description_fr == ""


@pytest.mark.parametrize("write", ["save", "update", "bulk_create", "bulk_update"])
def test_whatever_writes_a_rich_text_stores_it_clean(write: str) -> None:
    dirty, clean = "<p onclick=x>نص<script>x</script></p>", "<p>نص</p>"
    institution = make.institution()
    if write == "save":
        institution.description_ar = dirty
        institution.save()
    elif write == "update":
        Institution.objects.update(description_ar=dirty)
    elif write == "bulk_update":
        institution.description_ar = dirty
        Institution.objects.bulk_update([institution], ["description_ar"])
    else:
        Institution.objects.bulk_create(
            [Institution(name_ar="هيئة", kind="association", slug="other", description_ar=dirty)]
        )

    assert set(Institution.objects.exclude(description_ar="").values_list("description_ar", flat=True)) - {
        None
    } == {clean}


def test_a_rich_text_in_one_language_stays_in_that_language():
    event = make.event(description_ar="", description_fr="Texte")

    assert (event.description_ar, event.description_fr) == ("", "<p>Texte</p>")
    assert (Event.objects.get(pk=event.pk).description_ar or "") == ""


# The whole record ---------------------------------------------------------------------------------


def whole() -> Event:
    """A record with nothing missing, and parts at each depth."""
    event = make.event(**IN_THREE)
    speaker = make.speaker(event=event, title_ar="رئيس", title_fr="Président", title_en="President")
    make.statement(speaker=speaker, text_ar="قول", text_fr="Propos", text_en="Words")
    return event


def with_gap(language: str | None = None) -> set[int]:
    return set(Event.objects.with_incomplete_translation(language).values_list("pk", flat=True))


def test_a_record_is_incomplete_where_one_of_its_parts_is():
    event, other = whole(), whole()
    assert with_gap() == set()

    statement = event.speakers.get().statements.get()
    statement.text_en = ""
    statement.save()
    citation = make.citation(other.speakers.get(), note_ar="ملاحظة")

    assert with_gap() == {event.pk, other.pk}
    assert with_gap("en") == {event.pk, other.pk}
    assert with_gap("fr") == {other.pk}
    citation.delete()
    assert with_gap() == {event.pk}
    complete = Event.objects.exclude(record_has_gap(Event))
    assert list(complete) == [other]


def test_progress_counts_the_texts_of_the_record_and_of_its_parts():
    progress = progress_of(places_of(whole()))

    assert progress["ar"][TranslationState.SOURCE] == 3
    assert progress["fr"][TranslationState.DONE] == 3
    assert progress["zgh"][TranslationState.MISSING] == 3


def test_reading_a_record_costs_the_same_however_many_parts(django_assert_num_queries):
    event = whole()
    places_of(event)  # Django remembers content types
    with django_assert_num_queries(QUERIES):
        places_of(event)
    for number in range(3):
        speaker = make.speaker(event=event, title_ar=f"رئيس {number}")
        make.statement(speaker=speaker, text_ar="قول")
    with django_assert_num_queries(QUERIES):
        places_of(event)


QUERIES = 15


def test_gaps_are_derived_from_what_is_written():
    event = make.event(**IN_THREE)

    assert gaps_of(event) == event.translation_gaps
