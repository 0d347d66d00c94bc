"""The page that shows a record's texts side by side, and the lists that say what is missing."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from events.models import Event, Statement
from history import versions
from history.models import PendingRevision
from history.recording import Verb, recording
from institutions.models import Institution, Membership
from tests import factories as make

pytestmark = pytest.mark.django_db
IN_THREE = {"name_ar": "ندوة", "name_fr": "Séminaire", "name_en": "Seminar"}


@pytest.fixture
def desk(client: Any) -> Any:
    client.force_login(get_user_model().objects.create_superuser("editor"))
    return client


def address(row: Any, source: str = "ar", target: str = "fr") -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_translations"
    return f"{reverse(name, args=[row.pk])}?from={source}&to={target}"


def sent(page: Any, **typed: str) -> dict[str, str]:
    """The form as a browser would send it, with what is typed into it: «speakers-1__title_fr»."""
    side = page.context["page"]
    data = {
        bound.html_name: bound.value() or ""
        for form in side.forms.values()
        for bound in form
        if not bound.html_name.endswith("_confirmed")
    }
    data["_version"] = page.context["recorded"]["number"]
    return data | {name.replace("__", "-"): value for name, value in typed.items()}


def as_draft(**columns: Any) -> Event:
    return make.event(**{"publication_state": "draft", **IN_THREE, **columns})


def test_the_page_shows_each_text_of_the_record_in_its_language_and_direction(desk):
    event = as_draft(name_fr="")
    make.session(event=event, name_ar="جلسة", name_fr="")

    html = desk.get(address(event)).content.decode()

    assert '<div class="translation-source-text prose" lang="ar" dir="rtl">ندوة</div>' in html
    assert '<div class="translation-source-text prose" lang="ar" dir="rtl">جلسة</div>' in html
    assert html.count('lang="fr" dir="ltr"') == 2
    assert html.count(">ناقصة</span>") == 2
    assert "ناقصة: 2" in html


def test_a_translation_typed_on_the_page_is_saved_with_its_version(desk):
    event = as_draft(name_fr="")
    speaker = make.speaker(event=event, title_ar="رئيس", title_fr="")
    statement = make.statement(speaker=speaker, text_ar="قول", text_fr="")
    page = desk.get(address(event))
    key = f"speakers-{speaker.pk}-statements-{statement.pk}__text_fr"

    answer = desk.post(address(event), sent(page, root__name_fr="Séminaire  \n national", **{key: "Propos"}))

    assert answer.status_code == 302
    assert Event.objects.get().name_fr == "Séminaire national"
    assert Statement.objects.get().text_fr == "Propos"
    assert versions.of(event).first().verb == Verb.CHANGED
    assert versions.of(event).first().by.username == "editor"


def test_what_nobody_touched_is_not_written(desk):
    event = as_draft()
    page = desk.get(address(event))

    desk.post(address(event), sent(page))

    assert versions.current_number(event) == 1  # the state before, kept for comparison


def test_a_stale_translation_can_be_found_still_right(desk):
    event = as_draft()
    event.name_ar = "ندوة وطنية"
    event.save()
    page = desk.get(address(event))
    assert "تغير النص الأصلي" in page.content.decode()

    desk.post(address(event), sent(page, root__name_confirmed="on"))

    assert Event.objects.get().translation_gaps == "stale:en"


def test_a_stale_translation_tells_what_its_source_said_when_it_was_made(desk):
    event = as_draft()
    with recording(event, by=None, verb=Verb.CHANGED):
        event.name_ar = "ندوة وطنية"
        event.save()

    html = desk.get(address(event)).content.decode()

    assert '<div class="translation-source-text" lang="ar" dir="rtl">ندوة</div>' in html


def test_a_text_that_is_too_long_or_needed_is_refused_beside_its_field_and_nothing_is_lost(desk):
    event = as_draft(name_ar="", name_en="")
    institution = make.institution(name_ar="هيئة", name_fr="")
    page = desk.get(address(event, "fr", "ar"))

    too_long = desk.post(address(event, "fr", "ar"), sent(page, root__name_ar="ن" * 401))
    page = desk.get(address(institution, "fr", "ar"))
    emptied = desk.post(address(institution, "fr", "ar"), sent(page, root__name_ar=""))

    assert too_long.context["page"].forms[""].errors.keys() == {"name_ar"}
    assert "ن" * 401 in too_long.content.decode()
    assert emptied.context["page"].forms[""].errors.keys() == {"name_ar"}
    assert Institution.objects.get().name_ar == "هيئة"


def test_a_page_filled_from_an_older_version_meets_the_newer_one(desk):
    event = as_draft()
    page = desk.get(address(event))
    desk.post(address(event), sent(page, root__name_fr="Séminaire national"))

    answer = desk.post(address(event), sent(page, root__name_fr="Séminaire régional"))

    assert answer.status_code == 409
    assert "Séminaire régional" in answer.content.decode()
    assert Event.objects.get().name_fr == "Séminaire national"


def test_saving_can_lead_to_the_next_record_with_something_to_translate(desk):
    first, complete, third = as_draft(name_fr=""), as_draft(), as_draft(name_fr="")
    page = desk.get(address(first))
    assert page.context["neighbours"]["next"]["row"] == third
    assert page.context["neighbours"]["previous"] is None

    answer = desk.post(address(first), sent(page, root__name_fr="Séminaire", _next="1"))

    assert answer.url.startswith(reverse("admin:events_event_translations", args=[third.pk]))
    assert complete.translation_gaps == ""


@pytest.mark.parametrize("query", ["", "?from=xx&to=yy", "?from=fr&to=fr", "?to=ar"])
def test_whatever_the_address_asks_two_languages_are_shown(desk, query: str) -> None:
    event = as_draft()

    page = desk.get(reverse("admin:events_event_translations", args=[event.pk]) + query).context["page"]

    assert page.source != page.target
    assert {page.source, page.target} <= {"ar", "fr"}


def test_nobody_translates_what_is_not_there_or_not_theirs(client, desk):
    assert desk.get(reverse("admin:events_event_translations", args=[999])).status_code in (302, 404)
    client.force_login(get_user_model().objects.create_user("stranger", is_staff=True))

    assert client.get(address(as_draft())).status_code in (302, 403, 404)


def test_the_page_costs_the_same_however_many_texts(desk, django_assert_num_queries):
    event = as_draft()
    speaker = make.speaker(event=event)
    make.statement(speaker=speaker)
    desk.get(address(event))
    with django_assert_num_queries(QUERIES):
        desk.get(address(event))
    for number in range(3):
        make.statement(speaker=make.speaker(event=event, title_ar=f"رئيس {number}"))
        make.session(event=event, name_ar=f"جلسة {number}")
    with django_assert_num_queries(QUERIES):
        desk.get(address(event))


QUERIES = 23


# Lists ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ("", ["complete", "missing", "stale", "below"]),
        ("incomplete", ["missing", "stale", "below"]),
        ("fr", ["missing", "stale"]),
        ("en", ["stale", "below"]),
        ("stale", ["stale"]),
        ("complete", ["complete"]),
        ("nonsense", ["complete", "missing", "stale", "below"]),
    ],
)
def test_the_list_is_narrowed_by_what_is_left_to_translate(desk, chosen: str, found: list[str]) -> None:
    rows = {name: as_draft() for name in ("complete", "stale", "below")}
    rows["missing"] = as_draft(name_fr="")
    rows["stale"].name_ar = "ندوة وطنية"
    rows["stale"].save()
    make.session(event=rows["below"], name_ar="جلسة", name_fr="Séance")

    answer = desk.get(reverse("admin:events_event_changelist"), {"translation": chosen} if chosen else {})

    assert {row.pk for row in answer.context["cl"].result_list} == {rows[name].pk for name in found}


def test_the_list_says_in_words_what_each_row_lacks(desk):
    as_draft(name_fr="")
    html = desk.get(reverse("admin:events_event_changelist")).content.decode()

    assert '<span class="gap gap-missing"><bdi>Français</bdi>: ناقصة</span>' in html


def test_the_form_leads_to_the_page(desk):
    institution = make.institution()

    html = desk.get(reverse("admin:institutions_institution_change", args=[institution.pk])).content.decode()

    assert reverse("admin:institutions_institution_translations", args=[institution.pk]) in html


def test_the_form_keeps_rich_text_in_its_editor_and_stores_it_clean(desk):
    institution = make.institution(description_ar="وصف")

    html = desk.get(reverse("admin:institutions_institution_change", args=[institution.pk])).content.decode()

    assert 'type="module"' in html
    assert "&lt;p&gt;وصف&lt;/p&gt;</textarea>" in html
    assert "rich-text" in html


def test_what_an_author_translates_of_a_published_event_waits_for_approval(client):
    author = get_user_model().objects.create_user("author", is_staff=True)
    author.groups.add(Group.objects.get(name="author"))
    event = make.event(**IN_THREE)
    organizer = make.involvement(event=event, role="organizer").institution
    Membership.objects.create(user=author, institution=organizer)
    client.force_login(author)
    page = client.get(address(event))

    answer = client.post(address(event), sent(page, root__name_fr="Séminaire national"))

    assert answer.status_code == 302
    assert Event.objects.get(pk=event.pk).name_fr == "Séminaire"
    assert PendingRevision.objects.get().proposed[""]["name_fr"] == "Séminaire national"
    assert "Séminaire national" in client.get(address(event)).content.decode()
