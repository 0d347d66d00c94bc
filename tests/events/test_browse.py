"""By year and by subject; and the same question asked of page, calendar, API and feed."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event, Topic
from tests import factories as make

pytestmark = pytest.mark.django_db
SUBJECT = "police-de-proximite"


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def on_topic(event, slug=SUBJECT):
    event.topics.add(Topic.objects.filter(slug=slug).first() or make.term(Topic, slug))
    return event


def test_the_archive_counts_an_event_for_every_year_it_touches(client):
    make.event(starts_on=date(2022, 12, 30), ends_on=date(2023, 1, 2))
    make.event(starts_on=date(2019, 1, 1), starts_precision="year")
    make.draft(starts_on=date(2001, 1, 1))

    html = page(client, "/fr/archive/")

    assert re.findall(r'href="/fr/archive/(\d+)/"', html) == ["2023", "2022", "2019"]
    assert re.findall(r'href="/fr/calendar/(\d+/\d+)/"', html) == ["2023/01", "2022/12"]


def test_a_year_lists_its_events_from_the_beginning_and_leads_to_its_neighbours(client):
    for day in (date(2014, 8, 7), date(2023, 5, 17), date(2023, 2, 1)):
        make.event(starts_on=day, name_fr=f"Rencontre du {day}")
    make.event(name_fr="Campagne", starts_on=date(2023, 1, 1), starts_precision="year")

    html = page(client, "/fr/archive/2023/")

    order = [html.index(name) for name in ("Campagne", "Rencontre du 2023-02-01", "Rencontre du 2023-05-17")]
    assert order == sorted(order)
    assert "Rencontre du 2014" not in html
    assert re.findall(r'<h3 class="group-head">([^<]*)<', html) == ["2023", "février 2023", "mai 2023"]
    assert 'href="/fr/archive/2014/"' in html
    page(client, "/fr/archive/2015/", status=404)


def test_a_topic_is_known_by_public_events_only(client):
    on_topic(make.event(name_fr="Séminaire sur la proximité"))
    on_topic(make.draft(name_fr="Secret"), "cache")

    assert "cache" not in page(client, "/fr/topics/")
    html = page(client, f"/fr/topics/{SUBJECT}/")
    assert "Séminaire sur la proximité" in html
    assert f"topic={SUBJECT}" in html  # to subscribe to
    page(client, "/fr/topics/cache/", status=404)


def test_pages_of_a_list_name_their_neighbours_and_themselves(client):
    for number in range(41):
        on_topic(make.event(name_fr=f"Rencontre {number}"))

    for address in ("/fr/events/", f"/fr/topics/{SUBJECT}/", "/fr/archive/2023/"):
        html = page(client, f"{address}?page=2")
        assert re.findall(r'<link rel="(prev|next)" href="([^"]*)"', html) == [
            ("prev", "?page=1"), ("next", "?page=3"),
        ]  # fmt: skip
        assert f'<link rel="canonical" href="https://portal.example.ma{address}?page=2">' in html


@pytest.mark.parametrize(
    ("address", "expected"),
    [("archive/", 2), ("archive/2023/", 5), ("topics/", 3), (f"topics/{SUBJECT}/", 5)],
)
def test_browsing_costs_the_same_number_of_queries_with_one_event_and_with_three(client, address, expected):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page(client, f"/ar/{address}")
        return len(captured)

    make.involvement(event=on_topic(make.event()))
    first = queries()
    for number in range(2):
        make.involvement(event=on_topic(make.event(starts_on=date(2023, 6 + number, 1))))

    assert (first, queries()) == (expected, expected)


def test_one_question_finds_the_same_events_on_every_way_out(client):
    wanted = {
        on_topic(make.event(kind=kind, starts_on=date(2023, 5, day))).pk
        for kind, day in (("seminar", 3), ("training", 9))
    }
    on_topic(make.event(kind="visit", starts_on=date(2023, 5, 10)))
    on_topic(make.event(kind="seminar", starts_on=date(2023, 6, 3)))
    make.event(kind="seminar", starts_on=date(2023, 5, 3))
    asked = f"kind=seminar&kind=training&topic={SUBJECT}"
    month = f"{asked}&year=2023&month=5"

    listed = {event.pk for event in client.get(f"/ar/events/?{month}").context["page"]}
    shown = client.get(f"/ar/calendar/2023/05/?{asked}").context["shown"]
    in_calendar = {entry.event.pk for week in shown.weeks for cell in week for entry in cell.entries}
    by_api = {row["id"] for row in client.get(f"/api/v1/events/?{month}").json()["results"]}
    feed, file = page(client, f"/ar/events.atom?{month}"), page(client, f"/ar/events.ics?{month}")

    assert listed == in_calendar == by_api == wanted
    slugs = {event.slug for event in Event.objects.filter(pk__in=wanted)}
    assert {slug for slug in Event.objects.values_list("slug", flat=True) if f"/{slug}/" in feed} == slugs
    assert file.count("BEGIN:VEVENT") == 2
