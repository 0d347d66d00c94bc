"""What a visitor meets on the public pages."""

from datetime import date, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.enums import InstitutionRole, SpeakerRole
from events.models import EventAgreement, EventChange
from institutions.models import Institution
from tests import factories as make

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def queries(client: Client, address: str) -> int:
    client.get(address)  # what a process learns once (content types) is not counted
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def seminar(**columns):
    """An event with every kind of part that its page shows."""
    organizer = Institution.objects.filter(acronym="DGSN").first() or make.police()
    event = make.event(**columns)
    make.involvement(event=event, institution=organizer)
    speaker = make.speaker(event=event, person=make.person(), institution=organizer)
    item = make.press_item(event)
    make.statement(speaker=speaker, source=item)
    make.session(event=event)
    make.follow_up(recommendation=make.recommendation(event=event), source=item)
    make.answer(event=event)
    make.count(event=event, source=item)
    make.document(event=event)
    make.citation(event, field="name", source=item)
    return event


def link(**columns):
    return make.saved(EventAgreement(relation="held_under", **columns))


# Every page, in every language -------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_kind_of_page_answers_in_every_language(client, language):
    event = seminar(series=make.series())
    agreement = make.agreement(second_party=Institution.objects.get(acronym="DGSN"))
    addresses = [
        "", "about/", "events/", f"events/{event.slug}/", f"series/{event.series.slug}/", "institutions/",
        "institutions/dgsn/", "speakers/", f"speakers/{event.speakers.get().person.slug}/", "agreements/",
        f"agreements/{agreement.slug}/", "recommendations/", f"recommendations/{event.recommendations.get().pk}/",
        "territories/fes/",
    ]  # fmt: skip
    for address in addresses:
        html = page(client, f"/{language}/{address}")
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html
        for other in ("ar", "fr", "en"):
            assert f'hreflang="{other}" href="https://portal.example.ma/{other}/{address}"' in html
        assert f'<link rel="canonical" href="https://portal.example.ma/{language}/{address}">' in html


def test_home_says_gracefully_that_nothing_is_announced_and_shows_the_latest(client):
    event = make.event()
    html = page(client, "/ar/")
    assert str(event.name_ar) in html
    assert "hreflang" in html


def test_an_empty_portal_still_answers(client):
    for address in ("", "events/", "institutions/", "speakers/", "agreements/", "recommendations/"):
        page(client, f"/fr/{address}")


# Words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "arabic", "french"),
    [
        ({}, "17 ماي 2023", "17 mai 2023"),
        (
            {"starts_on": date(2014, 8, 7), "starts_at": time(9, 30)},
            "7 غشت 2014، 09:30",
            "7 août 2014 à 9 h 30",
        ),
        ({"ends_on": date(2023, 5, 21)}, "من 17 إلى 21 ماي 2023", "du 17 au 21 mai 2023"),
        (
            {"starts_on": date(2019, 12, 1), "starts_weekday": 4},
            "دجنبر 2019، يوم خميس",
            "un jeudi de décembre 2019",
        ),
        ({"starts_half_day": "evening"}, "مساء الأربعاء 17 ماي 2023", "mercredi 17 mai 2023, en soirée"),
    ],
)
def test_dates_are_written_as_in_morocco(client, columns, arabic, french):
    event = make.event(**columns)
    assert arabic in page(client, f"/ar/events/{event.slug}/")
    assert french in page(client, f"/fr/events/{event.slug}/").replace("\u202f", " ").replace("\xa0", " ")


def test_text_in_another_language_than_the_page_says_so(client):
    event = make.event(name_fr="", abstract_ar="نبذة قصيرة")
    html = page(client, f"/fr/events/{event.slug}/")
    assert f'<h1><span lang="ar" dir="rtl">{event.name_ar}</span></h1>' in html
    assert '<span lang="ar" dir="rtl">نبذة قصيرة</span>' in html


def test_an_event_without_a_title_is_called_by_kind_place_and_date(client):
    event = make.event(name_ar="", name_fr="", kind="seminar")
    assert "Fès, 17 mai 2023</h1>" in page(client, f"/fr/events/{event.slug}/")


def test_what_staff_type_is_escaped(client):
    event = make.event(name_ar="<script>alert(1)</script>", description_ar="<b>x</b>\n\n<i>y</i>")
    make.speaker(event=event, title_ar="<img src=x>")
    html = page(client, f"/ar/events/{event.slug}/")
    assert "<script>" not in html
    assert "<img src=x>" not in html
    assert "<b>x</b>" not in html


# Who may be named --------------------------------------------------------------------------------------


def test_a_name_that_may_not_be_published_is_nowhere(client):
    officer = make.person(name_ar="ضابط مجهول", name_fr="", name_is_public=False)
    event = make.event()
    speaker = make.speaker(event=event, person=officer, title_ar="رئيس المنطقة")
    for chosen in (True, False):
        make.citation(speaker, field="person", wording=f"ضابط مجهول {chosen}", is_chosen=chosen)
    html = page(client, f"/ar/events/{event.slug}/")
    assert "رئيس المنطقة" in html
    assert "ضابط مجهول" not in html
    assert "ضابط مجهول" not in page(client, "/ar/speakers/")
    page(client, f"/ar/speakers/{officer.slug}/", status=404)


def test_the_page_of_a_person_gives_the_capacity_of_each_day(client):
    person = make.person()
    make.speaker(event=make.event(), person=person, title_ar="رئيسة الوحدة")
    make.speaker(event=make.event(starts_on=date(2019, 1, 1)), person=person, title_ar="باحثة")
    html = page(client, f"/ar/speakers/{person.slug}/")
    assert html.index("رئيسة الوحدة") < html.index("باحثة")


def test_figures_stand_side_by_side_with_the_editors_choice_first(client):
    event = make.event()
    make.count(event=event, value=344_100, scope="some_days")
    make.count(event=event, value=1_150_000, is_chosen=True)
    html = page(client, f"/ar/events/{event.slug}/")
    assert html.index("1.150.000") < html.index("344.100")


def test_sources_that_disagree_stand_side_by_side(client):
    event = make.event()
    make.citation(event, field="kind", wording="ندوة دولية", is_chosen=False)
    make.citation(event, field="kind", wording="ندوة", is_chosen=True)
    html = page(client, f"/ar/events/{event.slug}/")
    assert "«ندوة دولية»" in html
    assert "«ندوة»" in html


def test_an_old_date_stays_visible_when_an_event_is_rescheduled(client):
    event = make.event(status="rescheduled")
    change = EventChange(event=event, kind="rescheduled", previous_starts_on=date(2023, 3, 1))
    change.previous_starts_precision = "day"
    make.saved(change)
    assert "1 مارس 2023" in page(client, f"/ar/events/{event.slug}/")


# Addresses ---------------------------------------------------------------------------------------------


def test_the_bare_address_leads_to_the_visitors_language(client):
    assert client.get("/", headers={"accept-language": "fr-MA,fr;q=0.9"}).url == "/fr/"
    assert client.get("/", headers={"accept-language": "de"}).url == "/ar/"
    assert client.get("/").url == "/ar/"


def test_a_former_address_redirects_for_ever(client):
    event = make.event(slug="first-address")
    event.slug = "second-address"
    event.save()
    response = client.get("/fr/events/first-address/")
    assert (response.status_code, response.url) == (301, "/fr/events/second-address/")


def test_the_short_link_leads_to_the_event(client):
    event = make.event()
    assert client.get(f"/e/{event.pk}").url == f"/ar/events/{event.slug}/"


def test_an_unknown_filter_value_is_named_and_nothing_is_lost(client):
    make.event()
    html = page(client, "/fr/events/?kind=nonsense&q=police", status=400)
    assert "nonsense" in html
    assert 'value="police"' in html


@pytest.mark.parametrize("address", ["/ar/events/none/", "/fr/nothing/", "/en/speakers/nobody/", "/e/999"])
def test_an_unknown_address_is_told_in_the_visitors_language(client, address):
    language = address[1:3] if address[3] == "/" else "ar"
    assert f'<html lang="{language}"' in page(client, address, status=404)


def test_pages_only_read(client):
    assert client.post("/ar/events/").status_code == 405


def test_visitors_get_no_cookie(client):
    make.event()
    for address in ("/ar/", "/fr/events/", "/en/about/"):
        assert not client.get(address).cookies


def test_a_photo_and_a_document_are_served_to_the_public_only_with_their_event(client):
    photo = make.photo()
    response = client.get(f"/photos/{photo.pk}")
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8\xff")  # redrawn: a JPEG, whatever came
    photo.event.publication_state = "draft"
    photo.event.save()
    assert client.get(f"/photos/{photo.pk}").status_code == 404


# Cost: one literal number of queries, with one row and with three -----------------------------------------


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/ar/events/", 4),
        ("/fr/recommendations/", 13),
        ("/ar/institutions/", 3),
        ("/ar/speakers/", 3),  # with that for the version of the record
        ("/ar/agreements/", 3),
        ("/ar/territories/fes/", 10),
        ("/ar/", 21),
    ],
)
def test_a_list_costs_the_same_number_of_queries_with_one_row_and_with_three(client, address, expected):
    seminar()
    make.agreement(second_party=Institution.objects.get(acronym="DGSN"))
    first = queries(client, address)
    for number in range(2):
        seminar(name_ar=f"لقاء {number}", name_fr=f"Rencontre {number}")
        make.agreement(second_party=Institution.objects.get(acronym="DGSN"))
    assert (first, queries(client, address)) == (expected, expected)


def test_the_page_of_an_event_costs_four_queries_however_full_it_is(client):
    event = seminar()
    address = f"/ar/events/{event.slug}/"
    first = queries(client, address)
    for number in range(3):
        make.speaker(event=event, person=make.person(name_ar=f"شخص {number}"), role=SpeakerRole.CHAIR)
        make.recommendation(event=event)
        make.event(super_event=event)
        make.involvement(event=event, institution=make.institution(), role=InstitutionRole.PARTNER)
    assert (first, queries(client, address)) == (4, 4)


@pytest.mark.parametrize("kind", ["institution", "person", "agreement"])
def test_the_page_of_who_costs_the_same_with_one_event_and_with_three(client, kind):
    event = seminar()
    dgsn = Institution.objects.get(acronym="DGSN")
    person = event.speakers.get().person
    agreement = make.agreement(second_party=dgsn)
    link(event=event, agreement=agreement)
    address = {"institution": dgsn, "person": person, "agreement": agreement}[kind].get_absolute_url()
    first = queries(client, address)
    for number in range(2):
        other = make.event(name_ar=f"لقاء {number}")
        make.involvement(event=other, institution=dgsn)
        make.speaker(event=other, person=person, institution=dgsn)
        link(event=other, agreement=agreement)
    assert queries(client, address) == first
