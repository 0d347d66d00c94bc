"""Feeds, read by an independent parser; the same questions as the pages; what a visitor subscribes with."""

import re
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from events import services
from events.enums import EventStatus, InstitutionRole
from events.filters import EventFilter
from events.models import (
    AccessibilityProvision,
    Audience,
    Correction,
    Event,
    Recommendation,
    SpokenLanguage,
    Topic,
)
from institutions.enums import PublicationState
from tests import factories as make

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("events", "recommendations", "corrections")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def parsed(client: Client, address: str) -> Any:
    """The feed as a reader sees it, after a proof of what RFC 4287 demands of it and of each entry."""
    response = client.get(address)
    assert response.status_code == 200, address
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(response.content)  # noqa: S314  (our own bytes)
    for node in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"{ATOM}{name}")) == 1, (address, name)
        assert node.findall(f"{ATOM}link[@rel='alternate']")
    ids = [node.findtext(f"{ATOM}id") for node in root.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    return feed


def numbers(feed: Any) -> list[int]:
    return [int(entry.id.rpartition("/")[2]) for entry in feed.entries]


def calendar_numbers(client: Client, query: str) -> set[int]:
    content = client.get(f"/ar/events.ics?{query}").content
    entries = Calendar.from_ical(content).walk("VEVENT")
    return {int(str(entry["UID"]).removeprefix("event-").partition("@")[0]) for entry in entries}


def correction(event: Event, **columns: Any) -> Correction:
    given = {"on": date(2026, 10, 2), "field": "starts_on", "before": "2023-05-16", "after": "2023-05-17"}
    return make.saved(
        Correction(event=event, **{**given, "reason_ar": "سهو", "reason_fr": "Oubli", **columns})
    )


# Content ------------------------------------------------------------------------------------------------
def test_event_feed_says_what_changed_last_first(client: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        older = make.event(name_ar="ندوة <b>أولى</b>", abstract_ar="نبذة & <i>وصف</i>")
    with time_machine.travel(NOW.replace(hour=13), tick=False):
        newer = make.event(starts_on=date(2014, 8, 7), starts_at=time(9, 30))

    feed = parsed(client, "/ar/events.atom")

    assert numbers(feed) == [newer.pk, older.pk]
    assert feed.feed.title == "بوابة الحكامة الأمنية: المواعيد"
    assert feed.feed.author == "بوابة الحكامة الأمنية"
    assert feed.feed.updated == "2026-11-22T13:00:00+00:00"
    first, second = feed.entries
    assert first.updated == feed.feed.updated
    assert first.id == f"tag:portal.example.ma,2026:event/{newer.pk}"
    assert first.link == f"https://portal.example.ma/ar/events/{newer.slug}/"
    assert "7 غشت 2014، 09:30 (بتوقيت المغرب)" in first.summary
    assert second.title_detail.type == "text/plain"
    assert second.title == "ندوة <b>أولى</b>"
    root = ET.fromstring(client.get("/ar/events.atom").content)  # noqa: S314  (our own bytes)
    summaries = [node.text or "" for node in root.iter(f"{ATOM}summary")]
    assert "نبذة &amp; &lt;i&gt;وصف&lt;/i&gt;" in summaries[1]  # escaped as HTML before it is as XML


def test_entry_says_the_language_that_answered(client: Client) -> None:
    make.event(name_fr="", abstract_ar="نبذة")

    root = ET.fromstring(client.get("/fr/events.atom").content)  # noqa: S314  (our own bytes)

    language = "{http://www.w3.org/XML/1998/namespace}lang"
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert (root.get(language), entry.get(language)) == ("fr", "ar")
    assert '<p lang="ar" dir="rtl">نبذة</p>' in (entry.findtext(f"{ATOM}summary") or "")


def test_cancelled_event_is_marked_in_the_feed(client: Client) -> None:
    event = make.event(starts_on=date(2026, 12, 10), status=EventStatus.CONFIRMED, name_ar="ندوة")
    services.cancel_event(
        event=event, by=make.staff_member("p", "publisher"), reason={"ar": "لأسباب تنظيمية"}
    )

    assert parsed(client, "/ar/events.atom").entries[0].title == "ملغى: \u2068ندوة\u2069"


def test_recommendation_feed_begins_with_the_latest_step(client: Client) -> None:
    with time_machine.travel(datetime(2023, 6, 1, tzinfo=UTC), tick=False):
        quiet, moved, old = (make.recommendation(text_ar=text) for text in ("أول", "ثان", "ثالث"))
    make.follow_up(recommendation=moved, on=date(2024, 3, 1))
    make.follow_up(recommendation=old, on=date(2020, 1, 1))

    feed = parsed(client, "/fr/recommendations.atom")

    assert numbers(feed) == [moved.pk, old.pk, quiet.pk]
    assert [entry.updated[:10] for entry in feed.entries] == ["2024-03-01", "2023-06-01", "2023-06-01"]
    assert "1er mars 2024" in feed.entries[0].summary
    assert feed.entries[0].link == f"https://portal.example.ma/fr/recommendations/{moved.pk}/"


@pytest.mark.parametrize("seed", range(4))
def test_recommendation_feed_begins_with_those_that_moved_last_of_any(
    client: Client, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Read from both indexes' ends; compared with a look at each request."""
    monkeypatch.setattr("events.feeds.MOST_IN_A_FEED", 3)
    chance, began = Random(seed), datetime(2023, 1, 1, tzinfo=UTC)  # noqa: S311
    moved = {}
    for _number in range(8):
        row = make.recommendation(event=make.event())
        # One that moved nine times of late fills the first steps alone.
        days = [chance.randrange(300) for _step in range(chance.choice((0, 1, 1)))]
        days += range(300, 309) if not moved else ()
        for day in days:
            make.follow_up(recommendation=row, on=(began + timedelta(day)).date())
        changed = chance.randrange(300)
        Event.objects.filter(pk=row.event_id).update(modified_at=began + timedelta(changed))
        moved[row.pk] = max(changed, *days, 0)

    expected = sorted(moved, key=lambda key: (moved[key], key), reverse=True)[:3]
    assert numbers(parsed(client, "/fr/recommendations.atom")) == expected


def test_correction_feed_says_what_was_wrong_and_why(client: Client) -> None:
    event = make.event(name_ar="ندوة")
    first = correction(event, on=date(2026, 9, 1))
    second = correction(event)

    feed = parsed(client, "/ar/corrections.atom")

    assert numbers(feed) == [second.pk, first.pk]
    entry = feed.entries[0]
    assert (entry.title, entry.updated) == ("تاريخ البداية: \u2068ندوة\u2069", "2026-10-02T00:00:00+00:00")
    assert "سهو" in entry.summary
    assert "16 ماي 2023" in entry.summary
    assert "17 ماي 2023" in entry.summary
    assert entry.link == f"https://portal.example.ma/ar/events/{event.slug}/"


def test_id_of_an_entry_stays_when_its_address_changes(client: Client) -> None:
    event = make.event()
    before = parsed(client, "/ar/events.atom").entries[0]
    event.slug = "elsewhere"
    event.save()

    after = parsed(client, "/ar/events.atom").entries[0]

    assert after.id == before.id
    assert after.link != before.link


def test_each_question_has_a_feed_of_its_own_whatever_the_order_of_its_words(client: Client) -> None:
    make.event()
    queries = ("", "kind=seminar&year=2023", "year=2023&kind=seminar&page=2", "year=2023")

    ids = [parsed(client, f"/ar/events.atom?{query}").feed.id for query in queries]

    assert ids[1] == ids[2]
    assert len(set(ids)) == 3


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_empty_feed_is_valid_and_stays_the_same(client: Client, name: str, language: str) -> None:
    with time_machine.travel(NOW, tick=False):
        first = client.get(f"/{language}/{name}.atom").content
    with time_machine.travel(NOW.replace(hour=13), tick=False):
        assert parsed(client, f"/{language}/{name}.atom").entries == []
        assert client.get(f"/{language}/{name}.atom").content == first


def test_control_characters_do_not_break_a_feed(client: Client) -> None:
    event = make.event()
    Event.objects.filter(pk=event.pk).update(name_ar="ندوة\x0bأولى", abstract_ar="نبذة\x1f")

    assert parsed(client, "/ar/events.atom").entries[0].title == "ندوةأولى"


# The same questions -------------------------------------------------------------------------------------
def asked_of_everything() -> dict[str, str]:
    """A value for every parameter the page takes, that some events answer and others do not."""
    full = make.full_event(
        series=make.series(slug="s"), slug="parent", status="held", scope="national", access="open"
    )
    make.event(
        kind="stand", starts_on=date(2014, 8, 7), name_ar="رواق", territory=make.territory(slug="rabat")
    )
    part = make.event(super_event=full, starts_on=date(2027, 1, 1))
    speaker, link = full.speakers.first(), full.agreement_links.first()
    involved = full.involvements.first()
    return {
        "q": "الشراكة", "kind": "stand", "status": "held", "scope": "national", "access": "open",
        "when": "upcoming", "after": "2026-01-01", "before": "2020-01-01", "year": "2014", "month": "8",
        "series": "s", "parent": "parent", "institution": involved.institution.slug,
        "role": f"{involved.role}&institution={involved.institution.slug}", "speaker": speaker.person.slug,
        "territory": part.territory.slug, "topic": Topic.objects.first().slug,
        "audience": Audience.objects.first().slug, "accessibility": AccessibilityProvision.objects.first().slug,
        "language": SpokenLanguage.objects.first().slug, "agreement": link.agreement.slug,
        "has": "documents", "ordering": "date",
    }  # fmt: skip


def test_every_filter_of_the_page_finds_the_same_in_calendar_and_feed(client: Client) -> None:
    questions = asked_of_everything()
    assert set(questions) == set(EventFilter.base_filters)

    for name, value in questions.items():
        query = f"{name}={value}"
        page = client.get(f"/ar/events/?{query}")
        listed = {event.pk for event in page.context["page"].object_list}
        assert listed, query
        assert calendar_numbers(client, query) == listed, query
        assert set(numbers(parsed(client, f"/ar/events.atom?{query}"))) == listed, query


def test_recommendation_feed_takes_the_filters_of_its_page(client: Client) -> None:
    make.recommendation(kind="request")
    wanted = make.recommendation(kind="commitment")

    assert numbers(parsed(client, "/ar/recommendations.atom?kind=commitment")) == [wanted.pk]


@pytest.mark.parametrize("address", ["events.ics", "events.atom", "recommendations.atom"])
@pytest.mark.parametrize(
    ("language", "words"),
    [("ar", "تعذّر فهم هذا الطلب"), ("fr", "commission"), ("en", "could not be understood")],
)
def test_bad_filter_is_refused_in_words(client: Client, address: str, language: str, words: str) -> None:
    response = client.get(f"/{language}/{address}?kind=nonsense")

    page = unescape(response.content.decode())
    assert response.status_code == 400
    assert "nonsense" in page
    assert "(kind)" in page
    assert "max-age" not in response.headers.get("Cache-Control", "")
    assert language == "fr" or words in page


# The gate and the cost ----------------------------------------------------------------------------------
@pytest.mark.parametrize("state", [state for state in PublicationState if state != "published"])
def test_what_is_not_public_is_in_no_feed(client: Client, state: PublicationState) -> None:
    secret = make.event(name_ar="سري")
    make.recommendation(event=secret)
    correction(secret)
    Event.objects.filter(pk=secret.pk).update(publication_state=state)

    assert [parsed(client, f"/ar/{name}.atom").entries for name in FEEDS] == [[], [], []]


def planted(number: int) -> None:
    event = make.event(starts_on=date(2023, 5, number), super_event=make.draft())
    make.involvement(
        event=event, institution=make.police(acronym=f"P{number}"), role=InstitutionRole.ORGANIZER
    )
    asked = make.recommendation(event=event)
    make.follow_up(recommendation=asked, source=make.press_item(event))
    correction(event)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("events", 2), ("recommendations", 7), ("corrections", 1)])
def test_feed_costs_the_same_however_many_rows(client: Client, rows: int, name: str, queries: int) -> None:
    for number in range(1, rows + 1):
        planted(number)
    client.get(f"/ar/{name}.atom")

    with CaptureQueriesContext(connection) as captured:
        feed = parsed(client, f"/ar/{name}.atom")

    assert (len(feed.entries), len(captured)) == (rows, queries)


@pytest.mark.parametrize("name", FEEDS)
def test_feed_is_bounded_kept_for_a_while_and_not_sent_twice(
    client: Client, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.feeds.MOST_IN_A_FEED", 2)
    for number in (1, 2, 3):
        planted(number)

    first = client.get(f"/ar/{name}.atom")
    again = client.get(f"/ar/{name}.atom", headers={"if-none-match": first.headers["ETag"]})

    assert len(feedparser.parse(first.content).entries) == 2
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert "Vary" not in first.headers
    assert again.status_code == 304


# What a visitor subscribes with ---------------------------------------------------------------------------
def links(page: str) -> list[str]:
    return [unescape(address) for address in re.findall(r'href="([^"]*)"', page)]


def test_list_offers_its_calendar_and_its_feed_with_its_filters(client: Client) -> None:
    make.event()

    page = client.get("/fr/events/?year=2023&kind=seminar&page=1").content.decode()

    calendar = "webcal://portal.example.ma/fr/events.ics?kind=seminar&year=2023"
    feed = "/fr/events.atom?kind=seminar&year=2023"
    assert calendar in links(page)
    assert [parse_qs(urlsplit(address).query)["cid"] for address in links(page) if "google" in address] == [
        [calendar]
    ]
    assert links(page).count(feed) == 2  # in the page, and in its head for the reader
    assert 'rel="alternate" type="application/atom+xml"' in page
    assert "Emporter ces rencontres" in unescape(page)
    assert numbers(parsed(client, feed)) == [Event.objects.get().pk]


def test_list_with_a_bad_filter_offers_no_subscription(client: Client) -> None:
    page = client.get("/ar/events/?kind=nonsense").content.decode()

    assert [address for address in links(page) if "events.atom" in address or "webcal" in address] == []


def test_page_of_requests_offers_its_feed(client: Client) -> None:
    make.recommendation()

    page = client.get("/ar/recommendations/?kind=proposal").content.decode()

    assert links(page).count("/ar/recommendations.atom?kind=proposal") == 2
    assert numbers(parsed(client, "/ar/recommendations.atom?kind=proposal")) == [
        Recommendation.objects.get().pk
    ]


@pytest.mark.parametrize(
    ("columns", "google", "outlook"),
    [
        (
            {
                "starts_on": date(2026, 3, 16),
                "starts_at": time(10),
                "ends_on": date(2026, 3, 16),
                "ends_at": time(12),
            },
            "20260316T100000Z/20260316T120000Z",
            ("2026-03-16T10:00:00Z", "2026-03-16T12:00:00Z", "false"),
        ),
        (
            {"starts_on": date(2027, 5, 17), "ends_on": date(2027, 5, 21)},
            "20270517/20270522",
            ("2027-05-17", "2027-05-22", "true"),
        ),
        (
            {"starts_on": date(2027, 5, 17), "starts_half_day": "evening"},
            "20270517/20270518",
            ("2027-05-17", "2027-05-18", "true"),
        ),
    ],
    ids=["minutes", "days", "evening"],
)
def test_event_page_fills_in_the_forms_of_web_calendars(
    client: Client, columns: dict[str, Any], google: str, outlook: tuple[str, str, str]
) -> None:
    event = make.event(name_ar="ندوة & حوار", **columns)

    offered = links(client.get(f"/ar/events/{event.slug}/").content.decode())

    [to_google] = [parse_qs(urlsplit(address).query) for address in offered if "calendar.google" in address]
    [to_outlook] = [parse_qs(urlsplit(address).query) for address in offered if "outlook.live" in address]
    assert (to_google["dates"], to_google["text"]) == ([google], ["ندوة & حوار"])
    assert (to_outlook["startdt"][0], to_outlook["enddt"][0], to_outlook["allday"][0]) == outlook
    assert to_google["details"][0].endswith(f"https://portal.example.ma/ar/events/{event.slug}/")
    assert f"/ar/events/{event.slug}.ics" in offered


def test_cancelled_event_is_not_offered_to_calendars(client: Client) -> None:
    event = make.event(status=EventStatus.CANCELLED)

    page = client.get(f"/ar/events/{event.slug}/").content.decode()

    assert [address for address in links(page) if "calendar." in address or ".ics" in address] == []
