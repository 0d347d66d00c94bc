"""What a visitor takes along from an event: programme, code, photo page, map, related events; and what nobody may."""

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from events.map_links import map_links
from events.models import EventAgreement, EventVenue
from events.related import related_to
from tests import factories as make

pytestmark = pytest.mark.django_db


def read(response):
    assert response["Content-Type"] == "application/pdf"
    document = PdfReader(BytesIO(response.content))
    return document, "\n".join(page.extract_text() for page in document.pages)


def test_programme_reads_in_the_order_it_was_written(client):
    event = make.event(name_ar="أبواب الأمن وحقوق المواطن")
    theme = make.session(event=event)
    speaker = make.speaker(event=event, session=theme, person=make.person(), institution=make.police())
    make.speaker(event=event, person=make.person(name_ar="مستتر"), name_is_public=False, title_ar="ضابط")
    source = make.press_item(event)

    document, text = read(client.get(f"/ar/events/{event.slug}.pdf"))

    words = [
        event.name_ar,
        theme.name_ar[:12],
        speaker.person.name_ar,
        speaker.title_ar,
        "ضابط",
        source.title,
    ]
    places = [text.find(word) for word in words]
    assert -1 not in places
    assert places == sorted(places)
    assert "مستتر" not in text
    assert document.metadata.title == event.name_ar
    assert document.trailer["/Root"]["/Lang"] == "ar"
    assert re.search(rf"/e/{event.pk}\b", text)


def test_programme_speaks_the_language_of_its_address(client):
    event = make.event()

    _document, text = read(client.get(f"/fr/events/{event.slug}.pdf"))

    assert event.name_fr in " ".join(text.split())
    assert "17 mai 2023" in text


def test_long_programme_goes_on_over_pages_with_their_numbers(client):
    event = make.event()
    for number in range(45):
        make.session(event=event, name_ar=f"جلسة {number}", name_fr=f"Séance {number}", position=number)

    document, text = read(client.get(f"/fr/events/{event.slug}.pdf"))

    assert len(document.pages) > 1
    assert [f"Séance {number}" in text for number in range(45)] == [True] * 45
    assert all(
        re.search(rf"·\s+{number}\b", page.extract_text())
        for number, page in enumerate(document.pages, start=1)
    )


def test_programme_and_page_cost_the_same_whatever_the_number_of_parts(client):
    def cost(address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def dressed(rows):
        event = make.event(series=make.series())
        make.saved(EventAgreement(event=event, agreement=make.agreement(), relation="held_under"))
        for _ in range(rows):
            make.photo(event=event)
            make.session(event=event)
            make.speaker(event=event, person=make.person(), institution=make.institution())
            make.event(series=event.series)
        return event

    for event in (dressed(1), dressed(3)):
        photo = event.photos.first()
        assert cost(f"/ar/events/{event.slug}/") == 5
        assert cost(f"/ar/events/{event.slug}.pdf") == 2
        assert cost(f"/ar/events/{photo.event.slug}/photos/{photo.pk}/") == 2


def test_code_leads_to_the_short_link(client):
    event = make.event()

    response = client.get(f"/e/{event.pk}.svg")

    assert response["Content-Type"] == "image/svg+xml"
    assert b"style=" not in response.content
    assert b"<path" in response.content


def test_photo_has_a_page_with_its_neighbours(client):
    event = make.event()
    first, second, third = (
        make.photo(event=event, position=place, caption_fr=f"Légende {place}") for place in (1, 2, 3)
    )
    undescribed = make.photo(event=event, alt_ar="", alt_fr="", position=4)

    page = client.get(f"/fr/events/{event.slug}/photos/{second.pk}/").content.decode()

    assert "Légende 2" in page
    assert "CNDH" in page
    assert re.findall(r'photos/(\d+)/" rel="(prev|next)"', page) == [
        (str(first.pk), "prev"),
        (str(third.pk), "next"),
    ]
    assert client.get(f"/fr/events/{event.slug}/photos/{undescribed.pk}/").status_code == 404
    assert (
        f'href="/fr/events/{event.slug}/photos/{first.pk}/"'
        in client.get(f"/fr/events/{event.slug}/").content.decode()
    )


def test_drafts_hand_nothing_on(client):
    draft = make.draft()
    photo = make.photo(event=draft)

    addresses = [
        f"/ar/events/{draft.slug}.pdf",
        f"/e/{draft.pk}.svg",
        f"/ar/events/{photo.event.slug}/photos/{photo.pk}/",
    ]

    assert [client.get(address).status_code for address in addresses] == [404] * 3


def test_maps_are_asked_for_coordinates_or_else_for_the_name():
    event = make.event()
    named = map_links(make.as_public(event), "قصر المؤتمرات، فاس")
    make.saved(EventVenue(event=event, venue=make.venue(latitude="34.03715", longitude="-4.99998")))
    exact = map_links(make.as_public(event), "قصر المؤتمرات، فاس")

    assert (named.is_exact, exact.is_exact) == (False, True)
    assert "query=%D9%82" in named.openstreetmap
    assert exact.device == "geo:34.03715,-4.99998"
    assert map_links(make.event(place_kind="nationwide"), "") is None


def test_related_events_say_why_once_each_and_leave_out_what_is_named_or_secret():
    event = make.event(series=make.series())
    same = make.event(series=event.series)
    near = make.event()
    make.event(super_event=event)
    make.draft(series=event.series)

    found = [(row.reason, row.event) for row in related_to(make.as_public(event))]

    assert [row for _reason, row in found] == [same, near]
    assert len({reason for reason, _row in found}) == 2
