"""The staff's lists and forms of everything: they open, search, take few queries, and refuse in words."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import models
from django.test import Client
from django.utils.translation import gettext, override

from events.models import (
    AccessibilityProvision,
    Audience,
    Count,
    Event,
    EventName,
    EventSeries,
    Involvement,
    Occasion,
    PressItem,
    Publication,
    Recommendation,
    Room,
    Speaker,
    SpokenLanguage,
    Topic,
    Venue,
)
from institutions.models import (
    Agreement,
    Institution,
    InstitutionName,
    Person,
    PersonName,
    Territory,
    TerritoryAlias,
)
from tests import factories
from tests.desk import Editor, address

pytestmark = pytest.mark.django_db

ROWS: dict[type[models.Model], Callable[[], models.Model]] = {
    Territory: lambda: factories.territory(parent=factories.fes()),
    Institution: lambda: factories.institution(parent=factories.police(), territory=factories.fes()),
    Person: factories.person,
    Agreement: factories.agreement,
    EventSeries: lambda: factories.series(organizer=factories.police()),
    Occasion: factories.occasion,
    Event: factories.full_event,
    Involvement: factories.involvement,
    Speaker: lambda: factories.speaker(person=factories.person()),
    Recommendation: lambda: factories.follow_up().recommendation,
    Count: factories.count,
    PressItem: lambda: factories.press_item(factories.event()),
    Publication: lambda: factories.publication(source_event=factories.event()),
    Venue: factories.venue,
    Room: lambda: factories.room(venue=factories.venue()),
    **{
        model: lambda model=model: factories.term(model, f"word-{model.objects.count()}")  # type: ignore[misc]  # a default binds
        for model in (Topic, Audience, AccessibilityProvision, SpokenLanguage)
    },
}


@pytest.fixture
def editor() -> Editor:
    return Editor()


@pytest.fixture
def staff(client: Client, editor: Editor) -> Client:
    client.force_login(editor.user)
    return client


@pytest.fixture(autouse=True)
def page_is_arabic() -> Iterator[None]:
    with override("ar"):
        yield


def test_every_desk_is_tested_here() -> None:
    desks = {m for m in admin.site._registry if m._meta.app_label in ("institutions", "events")}

    assert desks == set(ROWS)


@pytest.mark.parametrize("model", ROWS)
def test_list_and_form_open_for_staff_and_for_nobody_else(staff: Client, model: type[models.Model]) -> None:
    row = ROWS[model]()
    pages = [
        address(model, "changelist"),
        address(model, "change", row.pk),
        address(model, "history", row.pk),
    ]
    if model not in (Involvement, Speaker, Recommendation, Count):  # added from their event
        pages.append(address(model, "add"))

    assert [staff.get(page).status_code for page in pages] == [200] * len(pages)
    staff.logout()
    assert [staff.get(page).url.split("?")[0] for page in pages] == ["/admin/login/"] * len(pages)  # type: ignore[attr-defined]  # redirects


@pytest.mark.parametrize("model", ROWS)
def test_list_takes_the_same_number_of_queries_for_any_number_of_rows(
    staff: Client,
    model: type[models.Model],
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    ROWS[model]()
    with django_assert_max_num_queries(8) as first:
        staff.get(address(model, "changelist"))
    ROWS[model]()
    ROWS[model]()

    with django_assert_num_queries(len(first)):
        staff.get(address(model, "changelist"))


# Search -----------------------------------------------------------------------------------------------
def found(staff: Client, model: type[models.Model], term: str) -> list[models.Model]:
    return list(staff.get(address(model, "changelist"), {"q": term}).context["cl"].result_list)


@pytest.mark.parametrize(
    "term", ["إدارة", "ادارة", "الإدارة", "أداره", "ÉCOLE", "ecole", "«الإدارة»", "مَدْرَسَة"]
)
def test_search_ignores_hamza_accents_case_vowels_and_quotes(staff: Client, term: str) -> None:
    wanted = factories.institution(name_ar="مدرسة الإدارة", name_fr="École d’administration")
    factories.police()

    assert found(staff, Institution, term) == [wanted]


def test_search_finds_the_article_that_lost_its_alif(staff: Client) -> None:
    wanted = factories.institution(name_ar="الهيئة الوطنية للنزاهة", name_fr="")
    factories.police()

    assert found(staff, Institution, "النزاهة") == [wanted]


def test_search_takes_words_in_any_order_from_any_name_once(staff: Client) -> None:
    wanted = factories.institution(name_ar="مؤسسة وسيط المملكة", name_fr="Médiateur du Royaume")
    for text in ("ديوان المظالم", "وسيط المملكة"):
        InstitutionName.objects.create(institution=wanted, text=text, language="ar", kind="former")
    factories.institution(name_ar="ديوان آخر", name_fr="")

    assert found(staff, Institution, "المظالم ديوان royaume") == [wanted]


def test_search_reaches_other_spellings(staff: Client) -> None:
    person, place, event = factories.person(), factories.fes(), factories.event()
    PersonName.objects.create(person=person, text="Najwa Achergui", language="fr")
    TerritoryAlias.objects.create(territory=place, text="Fez", language="en")
    EventName.objects.create(event=event, text="أهمية الشراكة", language="ar")

    assert found(staff, Person, "najwa") == [person]
    assert found(staff, Territory, "FEZ") == [place]
    assert found(staff, Event, "اهميه") == [event]


def test_search_for_marks_only_finds_nothing(staff: Client) -> None:
    factories.police()

    assert found(staff, Institution, "؟!") == []


def choices(staff: Client, source: type[models.Model], field: str, term: str) -> list[str]:
    query = {"app_label": source._meta.app_label, "model_name": source._meta.model_name, "field_name": field}
    answer = staff.get("/admin/autocomplete/", {**query, "term": term}).json()
    return [choice["text"] for choice in answer["results"]]


def test_choices_tell_namesakes_apart_and_begin_with_what_begins_alike(staff: Client) -> None:
    region = factories.territory(name_ar="جهة أولى", name_fr="Première", kind="region")
    factories.territory(name_ar="أفاس", name_fr="Afas", kind="commune", parent=region)
    factories.territory(name_ar="فاس", name_fr="Fès", kind="prefecture", parent=region)

    assert choices(staff, Event, "territory", "فاس") == ["فاس (عمالة، جهة أولى)", "أفاس (جماعة، جهة أولى)"]


def test_choices_name_the_country_of_foreign_namesakes(staff: Client) -> None:
    factories.police()
    factories.police(country="DZ")

    name = "المديرية العامة للأمن الوطني"
    assert choices(staff, Involvement, "institution", "dgsn") == [f"{name} (DGSN)", f"{name} (DGSN، DZ)"]


def test_choices_of_short_lists_are_found_without_hamza(staff: Client) -> None:
    factories.term(Audience, "children", name_ar="الأطفال")
    factories.term(Audience, "press", name_ar="الصحافة")

    assert choices(staff, Event, "audiences", "اطفال") == ["الأطفال"]


@pytest.mark.parametrize(("count", "queries"), [(1, 4), (3, 4)])
def test_choices_take_the_same_number_of_queries(
    staff: Client, count: int, queries: int, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        factories.territory(name_ar="فاس", parent=factories.territory(name_ar="جهة"))

    with django_assert_num_queries(queries):
        choices(staff, Event, "territory", "فاس")


# Refusing ---------------------------------------------------------------------------------------------
def test_agreement_needs_two_parties(editor: Editor) -> None:
    one = factories.police().pk

    alone = editor.send(Agreement, name_ar="اتفاقية", first_party=one)
    twice = editor.send(Agreement, name_ar="اتفاقية", first_party=one, second_party=one)

    assert alone.errors == {"second_party": [gettext("This field is required.")]}
    assert twice.errors == {"second_party": [gettext("An agreement needs two different parties.")]}


def test_agreement_refuses_a_party_named_before_and_an_end_before_its_signature(editor: Editor) -> None:
    first, second = factories.police(), factories.institution()

    answer = editor.send(
        Agreement,
        name_ar="اتفاقية",
        first_party=first.pk,
        second_party=second.pk,
        signed_on="14/09/2022",
        ends_on="13/09/2022",
        agreementparty__0__institution=second.pk,
    )

    assert answer.errors == {
        "ends_on": [gettext("The agreement cannot end before it is signed.")],
        "agreementparty-0-institution": [gettext("This institution is already a party.")],
    }


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("model", [Institution, Person, EventSeries, Occasion, Venue, Territory])
def test_name_in_arabic_or_in_french_is_asked_for_at_the_arabic_field(
    editor: Editor, model: type[models.Model], language: str
) -> None:
    with override(language):
        answer = editor.send(model, name_en="Only in English", name_ar="  \u200f ")

        assert answer.errors["name_ar"] == [gettext("Give the name in Arabic or in French.")]


def test_french_alone_is_a_name(editor: Editor) -> None:
    assert editor.send(Person, name_fr="Cécile Lagoutte").errors == {}
    assert Person.objects.get().name_fr == "Cécile Lagoutte"


def test_recommendation_takes_a_follow_up_with_its_proof_only(editor: Editor) -> None:
    request = factories.recommendation()
    step = {"follow_ups__0__status": "accepted", "follow_ups__0__on": "01/09/2023"}

    without = editor.send(request, **step)
    with_proof = editor.send(request, **step, follow_ups__0__evidence_url="https://example.ma/proof")

    assert without.errors == {
        "follow_ups-0-source": [gettext("Progress needs a proof: a source or an address.")]
    }
    assert with_proof.errors == {}


def test_speaker_takes_statements_on_a_page_of_its_own(editor: Editor) -> None:
    speaker = factories.speaker()

    answer = editor.send(speaker, statements__0__text_ar="الشراكة واقعية", statements__0__medium="hall")

    assert answer.errors == {}
    assert [row.text_ar for row in speaker.statements.all()] == ["الشراكة واقعية"]


# The page ---------------------------------------------------------------------------------------------
def test_page_is_arabic_until_staff_asks_for_another_language(staff: Client) -> None:
    assert 'lang="ar" dir="rtl"' in staff.get("/admin/", headers={"accept-language": "en"}).content.decode()

    response = staff.post("/i18n/setlang/", {"language": "fr", "next": "/admin/events/event/?q=a"})

    assert response.url == "/admin/events/event/?q=a"  # type: ignore[attr-defined]  # a redirect
    assert 'lang="fr" dir="ltr"' in staff.get("/admin/").content.decode()


def test_inputs_say_their_language_and_direction(staff: Client) -> None:
    page = staff.get(address(Person, "add")).content.decode()

    for language, direction in (("ar", "rtl"), ("fr", "ltr"), ("en", "ltr"), ("zgh", "ltr")):
        begins = page.index(f'name="name_{language}"')
        tag = page[begins : page.index(">", begins)]
        assert f'lang="{language}"' in tag
        assert f'dir="{direction}"' in tag
    assert "[ar]" not in page


def test_page_carries_no_inline_script_or_style(staff: Client) -> None:
    page = staff.get(address(Person, "add")).content.decode()

    assert " style=" not in page
    assert " onclick=" not in page
    assert "<script>" not in page


def test_member_without_rights_sees_no_desk(client: Client) -> None:
    client.force_login(get_user_model().objects.create_user("newcomer", is_staff=True))

    assert client.get(address(Event, "changelist")).status_code == 403
