"""Structured data: sound by the vocabulary of schema.org, and never more precise than the record."""

import json
import re
from datetime import date, time

import pytest

from events.jsonld import event_page
from events.models import EventChange, EventVenue
from portal.lib.jsonld import Telling, breadcrumbs, script_text
from tests import factories as make
from tests.schema_org import faults

pytestmark = pytest.mark.django_db

TOLD = Telling("fr", "https://portal.example.ma")


def told(event, telling=TOLD, images=()):
    return event_page(make.as_public(event), telling, list(images))


def blocks(client, address):
    text = client.get(address).content.decode()
    return [
        json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    ]


def change(event, **columns):
    return make.saved(EventChange(event=event, **columns))


def test_everything_an_event_may_have_is_sound_by_the_vocabulary():
    event = make.full_event(
        series=make.series(), super_event=make.event(name_fr="Portes"), online_url="https://example.ma/live"
    )
    make.speaker(event=event, person=make.person(), role="attended")
    change(event, kind="postponed", previous_starts_on=date(2023, 5, 3), previous_starts_precision="day")

    data = told(event, images=["https://portal.example.ma/cards/1.png"])

    assert faults(data) == []
    assert {"performer", "attendee", "organizer", "subEvent", "superEvent", "previousStartDate"} <= set(data)
    assert len(data["subEvent"]) == 4  # two events and two sessions
    assert [row["@type"] for row in data["superEvent"]] == ["Event", "EventSeries"]
    assert data["location"][0]["geo"] == {
        "@type": "GeoCoordinates",
        "latitude": 34.03715,
        "longitude": -4.99998,
    }
    assert data["location"][-1]["@type"] == "VirtualLocation"
    assert data["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")


def test_the_judge_finds_what_is_wrong():
    assert faults({"@type": "Party"})
    assert faults({"@type": "Event", "price": "3"})
    assert faults({"@type": "Event", "startDate": "17 mai"})
    assert faults({"@type": "Event", "startDate": "2023-05-17T18:00"})  # whose hour?
    assert faults({"@type": "Event", "location": {"@type": "Person", "name": "Fès"}})
    assert faults({"@type": "Event", "eventStatus": "https://schema.org/EventHeld"})


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, {"startDate": "2023-05-17"}),
        (
            {"starts_at": time(9, 30), "ends_on": make.OPENING_DAY, "ends_at": time(12)},
            {"startDate": "2023-05-17T09:30+01:00", "endDate": "2023-05-17T12:00+01:00"},
        ),
        ({"starts_precision": "half_day", "starts_half_day": "evening"}, {"startDate": "2023-05-17"}),
        ({"ends_on": date(2023, 5, 21)}, {"startDate": "2023-05-17", "endDate": "2023-05-21"}),
        ({"starts_precision": "month", "starts_on": date(2019, 12, 1)}, {}),
        ({"starts_precision": "unknown", "starts_on": None, "when_words": "قريبا"}, {}),
        ({"starts_on": date(2026, 12, 3), "starts_at": time(9)}, {"startDate": "2026-12-03T09:00+00:00"}),
    ],
)
def test_dates_are_as_precise_as_the_record(columns, said):
    data = told(make.event(**columns))

    assert {name: data[name] for name in ("startDate", "endDate") if name in data} == said


@pytest.mark.parametrize(
    ("status", "word", "former"),
    [
        ("held", "EventScheduled", None),
        ("held", "EventRescheduled", "rescheduled"),
        ("rescheduled", "EventRescheduled", "rescheduled"),
        ("postponed", "EventPostponed", "postponed"),
        ("cancelled", "EventCancelled", None),
        ("moved_online", "EventMovedOnline", None),
    ],
)
def test_status_and_former_date_are_those_of_the_record(status, word, former):
    event = make.event(status=status)
    if former:
        change(event, kind=former, previous_starts_on=date(2023, 5, 10), previous_starts_precision="day")

    data = told(event)

    assert data["eventStatus"] == f"https://schema.org/{word}"
    assert data.get("previousStartDate", []) == (["2023-05-10"] if former else [])


def test_names_that_may_not_be_given_and_what_is_not_public_stay_out():
    event = make.event(
        super_event=make.draft(name_fr="Édition secrète"), series=make.series(publication_state="draft")
    )
    make.draft(super_event=event, name_fr="Partie secrète")
    hidden = make.person(name_ar="مستتر", name_fr="Officier Caché")
    make.speaker(event=event, person=hidden, name_is_public=False)
    make.speaker(event=event, person=make.person(name_fr="Autre Caché", name_is_public=False))
    make.speaker(event=event, title_fr="Représentant sans nom")

    data = told(event)

    assert "performer" not in data
    assert "superEvent" not in data
    assert "subEvent" not in data
    assert not re.search("Cach|secr|sans nom", json.dumps(data, ensure_ascii=False))


def test_nationwide_and_online_events_have_the_place_they_have():
    nationwide, online = make.event(place_kind="nationwide"), make.event(place_kind="online")

    assert told(nationwide)["location"] == [{"@type": "Country", "name": "Maroc", "identifier": "MA"}]
    assert "eventAttendanceMode" not in told(nationwide)
    assert [row["@type"] for row in told(online)["location"]] == ["VirtualLocation"]
    assert faults(told(online)) == []


def test_rooms_are_named_with_the_comma_of_the_language():
    event = make.event()
    hall = make.room(venue=make.venue())
    make.saved(EventVenue(event=event, venue=hall.venue, room=hall))

    assert told(event, Telling("ar", "https://x.ma"))["location"][0]["name"] == "قاعة الندوات، قصر المؤتمرات"


def test_nothing_in_the_data_can_end_the_element():
    hostile = "</script><!--<script>\u2028&"

    written = script_text({"name": hostile})

    assert not re.search("[<>&\u2028]", written)
    assert json.loads(written) == {"name": hostile}


def test_pages_carry_sound_data_and_previews_none(client):
    body = make.institution(
        parent=make.police(),
        territory=make.fes(),
        website="https://example.ma/",
        description_fr="<p>Un corps</p>",
    )
    event = make.event(super_event=make.event(name_fr="Portes ouvertes"))

    organization, trail = blocks(client, f"/fr/institutions/{body.slug}/")
    page, event_trail = blocks(client, f"/ar/events/{event.slug}/")

    assert [faults(data) for data in (organization, trail, page, event_trail)] == [[], [], [], []]
    assert organization["@type"] == "Organization"
    assert page["@type"] == "Event"
    assert [row["position"] for row in event_trail["itemListElement"]] == [1, 2, 3, 4]
    assert event_trail["itemListElement"][2]["item"]["@id"].endswith(event.super_event.get_absolute_url())


def test_a_trail_without_steps_between_is_home_and_page():
    assert faults(breadcrumbs([("Accueil", "https://x.ma/fr/"), ("À propos", "")])) == []
