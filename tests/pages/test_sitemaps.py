"""What search engines are told: every page of the record in every language, nothing else."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Topic
from portal.pages import sitemaps
from tests import factories as make

pytestmark = pytest.mark.django_db
SITE = "https://portal.example.ma"


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response).decode()


def places(client, address="/sitemap.xml"):
    return [found.removeprefix(SITE) for found in re.findall(r"<loc>([^<]*)</loc>", text(client, address))]


def everything(client):
    return [place for map_ in places(client) for place in places(client, map_)]


def record():
    event = make.event(series=make.series(), name_fr="Rencontre publique")
    event.topics.add(make.term(Topic, "proximite"))
    make.involvement(event=event)
    make.speaker(event=event, person=make.person())
    make.recommendation(event=event)
    make.agreement()
    hidden = make.draft(
        slug="zqx-secret", starts_on=date(1999, 1, 1), territory=make.territory(name_fr="Zqx")
    )
    hidden.topics.add(make.term(Topic, "zqx-topic"))
    make.speaker(event=hidden, person=make.person(name_ar="سر", name_fr="Zqx"))
    return event


def test_every_address_answers_and_may_be_indexed_and_none_is_missing(client):
    event = record()

    found = everything(client)

    assert len(found) == len(set(found))
    for place in (
        f"/ar/events/{event.slug}/",
        "/fr/calendar/2023/05/",
        "/en/archive/2023/",
        "/ar/topics/proximite/",
    ):
        assert place in found
    assert not [place for place in found if "zqx" in place or "1999" in place]
    for place in found:
        if place.startswith("/ar/"):
            html = text(client, place)
            assert "noindex" not in html, place
            assert f'<link rel="canonical" href="{SITE}{place}">' in html
    twins = {place.split("/", 2)[2] for place in found}
    assert len(found) == len(twins) * len(settings.PUBLIC_LANGUAGES)


def test_an_entry_says_when_it_changed_and_names_its_twins(client):
    event = record()

    entry = next(
        line for line in text(client, "/sitemap-events-1.xml").split("<url>") if "/fr/events/" in line
    )

    assert f"<lastmod>{event.modified_at:%Y-%m-%d}</lastmod>" in entry
    assert f'hreflang="ar" href="{SITE}/ar/events/{event.slug}/"' in entry
    assert f'hreflang="x-default" href="{SITE}/ar/events/{event.slug}/"' in entry


def test_maps_are_cut_into_pages_and_cost_the_same_however_long(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "ROWS", 2)

    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            text(client, address)
        return len(captured)

    make.event(slug="event-0")
    costs = [queries("/sitemap.xml"), queries("/sitemap-events-1.xml")]
    for number in (1, 2):
        make.event(slug=f"event-{number}")

    assert [queries("/sitemap.xml"), queries("/sitemap-events-1.xml")] == costs
    assert [place for place in places(client) if "events" in place] == [
        "/sitemap-events-1.xml",
        "/sitemap-events-2.xml",
    ]
    assert [place for place in places(client, "/sitemap-events-2.xml") if place.startswith("/fr")] == [
        "/fr/events/event-2/"
    ]
    assert client.get("/sitemap-nothing-1.xml").status_code == 404


def test_robots_are_kept_out_of_filters_and_months_without_end(client):
    rules = text(client, "/robots.txt")

    assert {"Disallow: /*/events/?*&", "Disallow: /*/calendar/*?", "Disallow: /*/search/"} <= set(
        rules.split("\n")
    )
    assert f"Sitemap: {SITE}/sitemap.xml" in rules
