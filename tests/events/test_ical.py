"""Calendars, read back by two parsers that know nothing of each other: nothing false, nothing lost, nothing secret."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from events import ical, services
from events.enums import EventStatus, InstitutionRole
from events.models import Event, EventChange, EventVenue, Topic
from events.services import Dates
from institutions.enums import PublicationState
from tests import factories as make

pytestmark = pytest.mark.django_db

LONG_NAME = "الملتقى الوطني حول الحكامة الأمنية وحقوق الإنسان، " * 6


@dataclass(frozen=True)
class Read:
    """An entry as any parser understood it."""

    uid: str
    summary: str
    start: date | datetime
    end: date | datetime | None
    status: str
    description: str


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return response.content.decode()


def by_icalendar(text: str) -> list[Read]:
    return [
        Read(
            str(entry["UID"]),
            str(entry["SUMMARY"]),
            entry["DTSTART"].dt,
            entry["DTEND"].dt if "DTEND" in entry else None,
            str(entry["STATUS"]),
            str(entry["DESCRIPTION"]),
        )
        for entry in Calendar.from_ical(text).walk("VEVENT")
    ]


def by_vobject(text: str) -> list[Read]:
    return [
        Read(
            entry.uid.value,
            entry.summary.value,
            entry.dtstart.value,
            entry.dtend.value if hasattr(entry, "dtend") else None,
            entry.status.value,
            entry.description.value,
        )
        for entry in vobject.readOne(text).contents.get("vevent", [])
    ]


def read(client: Client, address: str = "/ar/events.ics") -> list[Read]:
    """What both parsers read; they must agree."""
    text = text_of(client, address)
    first, second = by_icalendar(text), by_vobject(text)
    assert first == second
    return first


def only(client: Client, event: Event, language: str = "ar") -> Read:
    [entry] = read(client, f"/{language}/events/{event.slug}.ics")
    return entry


def lines(text: str) -> list[str]:
    """Lines as they are meant, after unfolding (RFC 5545 §3.1)."""
    return text.replace("\r\n ", "").split("\r\n")


def postponed_seminar(**columns: Any) -> Event:
    event = make.event(starts_on=date(2026, 12, 10), status=EventStatus.CONFIRMED, **columns)
    services.postpone_event(
        event=event,
        by=make.staff_member(f"publisher-{event.sequence}", "publisher"),
        reason={"ar": "سوء الأحوال الجوية", "fr": "Intempéries"},
    )
    return event


# Instants -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "hour_utc"),
    [
        (date(2024, 3, 9), 9), (date(2024, 3, 12), 10), (date(2024, 4, 13), 10), (date(2024, 4, 15), 9),
        (date(2025, 2, 22), 9), (date(2025, 2, 24), 10), (date(2025, 4, 5), 10), (date(2025, 4, 7), 9),
        (date(2026, 2, 14), 9), (date(2026, 2, 16), 10), (date(2026, 3, 21), 10), (date(2026, 3, 23), 9),
        (date(2026, 9, 19), 9), (date(2026, 9, 20), 10), (date(2026, 11, 30), 10), (date(2027, 2, 10), 10),
        (date(2027, 7, 1), 10),
    ],
)  # fmt: skip
def test_ten_o_clock_in_morocco_is_the_same_instant_for_every_reader(
    client: Client, day: date, hour_utc: int
) -> None:
    event = make.event(starts_on=day, starts_at=time(10), ends_on=day, ends_at=time(12, 30))

    entry = only(client, event)

    begins = datetime(day.year, day.month, day.day, hour_utc, tzinfo=UTC)
    assert (entry.start, entry.end) == (begins, begins + timedelta(hours=2, minutes=30))
    assert event.starts_utc == begins


def test_times_are_written_in_utc_and_said_in_local_words(client: Client) -> None:
    event = make.event(starts_on=date(2026, 11, 30), starts_at=time(10))

    text = text_of(client, f"/ar/events/{event.slug}.ics")

    assert "DTSTART:20261130T100000Z" in lines(text)
    assert "X-WR-TIMEZONE:Africa/Casablanca" in lines(text)
    assert "TZID" not in text
    assert only(client, event).description.startswith("30 نونبر 2026، 10:00 (بتوقيت المغرب)")


def test_time_of_another_zone_is_said_with_its_zone(client: Client) -> None:
    event = make.event(starts_on=date(2026, 7, 1), starts_at=time(10), time_zone="Europe/Paris")

    entry = only(client, event, "fr")

    assert entry.start == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert "Europe/Paris" in entry.description
    assert "heure du Maroc" not in entry.description


# Days, and what is known less well ------------------------------------------------------------------------
def test_event_of_several_days_ends_before_the_day_after_its_last(client: Client) -> None:
    event = make.event(starts_on=date(2023, 5, 17), ends_on=date(2023, 5, 21), ends_precision="day")

    entry = only(client, event)

    assert (entry.start, entry.end) == (date(2023, 5, 17), date(2023, 5, 22))


@pytest.mark.parametrize(
    ("columns", "start", "end"),
    [
        ({}, date(2023, 5, 17), date(2023, 5, 18)),
        ({"starts_half_day": "evening"}, date(2023, 5, 17), date(2023, 5, 18)),
        ({"starts_at": time(9)}, datetime(2023, 5, 17, 8, tzinfo=UTC), None),
        ({"starts_at": time(9), "ends_on": date(2023, 5, 19)}, date(2023, 5, 17), date(2023, 5, 20)),
        (
            {"starts_at": time(9), "ends_on": date(2023, 5, 17), "ends_half_day": "evening"},
            datetime(2023, 5, 17, 8, tzinfo=UTC),
            None,
        ),
        ({"ends_on": date(2023, 5, 18), "ends_at": time(18)}, date(2023, 5, 17), date(2023, 5, 19)),
        ({"ends_on": date(2023, 6, 1), "ends_precision": "month"}, date(2023, 5, 17), date(2023, 5, 18)),
        (
            {"starts_at": time(22), "ends_on": date(2023, 5, 18), "ends_at": time(1)},
            datetime(2023, 5, 17, 21, tzinfo=UTC),
            datetime(2023, 5, 18, 0, tzinfo=UTC),
        ),
    ],
    ids=[
        "day",
        "half-day",
        "no-end",
        "time-to-day",
        "time-to-half-day",
        "day-to-time",
        "end-month",
        "overnight",
    ],
)
def test_no_time_is_written_that_nobody_gave(
    client: Client, columns: dict[str, Any], start: date, end: date | None
) -> None:
    event = make.event(**columns)

    entry = only(client, event)

    assert (entry.start, entry.end) == (start, end)


def test_part_of_the_day_is_said_in_words(client: Client) -> None:
    event = make.event(starts_half_day="evening")

    assert only(client, event).description.startswith("مساء الأربعاء 17 ماي 2023")


@pytest.mark.parametrize(
    "columns",
    [
        {"starts_on": date(2019, 12, 1), "starts_precision": "month"},
        {"starts_on": date(2019, 12, 1), "starts_weekday": 4},
        {"starts_on": date(2019, 1, 1), "starts_precision": "year"},
        {"starts_on": date(2013, 9, 1), "starts_precision": "school_year"},
        {"starts_on": None, "when_words": "إلى موعد لاحق"},
    ],
    ids=["month", "weekday", "year", "school-year", "unknown"],
)
def test_event_without_a_known_day_is_in_no_calendar(client: Client, columns: dict[str, Any]) -> None:
    event = make.event(**columns)

    assert read(client) == []
    assert client.get(f"/ar/events/{event.slug}.ics").status_code == 404
    assert ".ics" not in client.get(f"/ar/events/{event.slug}/").content.decode()


# Changes of plan --------------------------------------------------------------------------------------------
def test_cancelled_event_stays_and_is_marked(client: Client) -> None:
    event = make.event(starts_on=date(2026, 12, 10), status=EventStatus.CONFIRMED, name_ar="ندوة")
    before = only(client, event)
    services.cancel_event(
        event=event,
        by=make.staff_member(f"publisher-{event.sequence}", "publisher"),
        reason={"ar": "لأسباب تنظيمية"},
    )

    after = only(client, event)

    assert (before.status, after.status) == ("CONFIRMED", "CANCELLED")
    assert (after.uid, after.start) == (before.uid, date(2026, 12, 10))
    assert after.summary == "ملغى: \u2068ندوة\u2069"
    assert "لأسباب تنظيمية" in after.description
    assert "SEQUENCE:1" in text_of(client, f"/ar/events/{event.slug}.ics")


def test_postponed_event_stays_marked_on_the_day_it_will_not_take_place(client: Client) -> None:
    event = postponed_seminar()

    entry = only(client, event, "fr")

    assert (entry.start, entry.end, entry.status) == (date(2026, 12, 10), date(2026, 12, 11), "TENTATIVE")
    assert entry.summary.startswith("Reporté")
    assert "Intempéries" in entry.description
    assert read(client, "/fr/events.ics") == [entry]


def test_rescheduled_event_moves_under_the_same_id(client: Client) -> None:
    event = postponed_seminar()
    before = only(client, event)
    services.reschedule_event(
        event=event,
        by=make.staff_member(f"publisher-{event.sequence}", "publisher"),
        reason={"ar": "موعد جديد"},
        dates=Dates(starts_on=date(2027, 1, 14)),
    )

    after = only(client, event)

    assert (after.uid, after.start, after.status) == (before.uid, date(2027, 1, 14), "CONFIRMED")
    assert "SEQUENCE:2" in text_of(client, f"/ar/events/{event.slug}.ics")


def test_what_the_database_calls_a_day_is_what_the_calendar_writes(client: Client) -> None:
    """The condition of the query and the decision of the pure module are the same."""
    make.event(starts_at=time(9))
    make.event(starts_half_day="morning")
    make.event(starts_on=date(2019, 12, 1), starts_precision="month")
    postponed_seminar()
    vague = make.event(status=EventStatus.POSTPONED, starts_on=None, when_words="لاحقا")
    make.saved(EventChange(event=vague, kind="postponed", previous_starts_on=date(2023, 4, 1)))

    dated = {event.pk for event in Event.objects.public().with_parts("changes") if ical.slot_of(event)}

    assert {int(row.uid.removeprefix("event-").partition("@")[0]) for row in read(client)} == dated
    assert len(dated) == 3


# Other properties -------------------------------------------------------------------------------------------
def test_entry_says_where_who_what_and_when_it_was_changed(client: Client) -> None:
    hall = make.venue(latitude="34.03715", longitude="-4.99998")
    parent = make.event(name_ar="الأبواب المفتوحة")
    event = make.event(super_event=parent, abstract_ar="نبذة", online_url="https://example.ma/live?a=1&b=2")
    event.topics.add(make.term(Topic, "prevention", name_ar="الوقاية، الأمن"))
    make.saved(EventVenue(event=event, venue=hall))
    make.involvement(event=event, institution=make.police(), role=InstitutionRole.ORGANIZER)

    [entry] = Calendar.from_ical(text_of(client, f"/ar/events/{event.slug}.ics")).walk("VEVENT")

    assert entry["LOCATION"] == "قصر المؤتمرات، فاس"
    assert entry["GEO"].to_ical() == "34.03715;-4.99998"
    assert entry["CATEGORIES"].to_ical().decode() == "ندوة,الوقاية، الأمن"
    assert entry["CONFERENCE"] == "https://example.ma/live?a=1&b=2"
    assert entry["CONTACT"] == "المديرية العامة للأمن الوطني"
    assert (
        entry["ORGANIZER"] == "https://portal.example.ma/ar/institutions/dgsn/"
    )  # any URI; no e-mail is made up
    assert entry["ORGANIZER"].params["CN"] == "المديرية العامة للأمن الوطني"
    assert entry["RELATED-TO"] == f"event-{parent.pk}@portal.example.ma"
    assert entry["UID"] == f"event-{event.pk}@portal.example.ma"
    assert entry["URL"] == f"https://portal.example.ma/ar/events/{event.slug}/"
    assert entry["DTSTAMP"].dt == entry["LAST-MODIFIED"].dt == event.modified_at.replace(microsecond=0)
    assert "التنظيم: المديرية العامة للأمن الوطني\nنبذة\n" in entry["DESCRIPTION"]


def test_organizer_without_a_page_is_named_and_not_linked(client: Client) -> None:
    hidden = make.police(publication_state="draft")
    event = make.event()
    make.involvement(event=event, institution=hidden, role=InstitutionRole.ORGANIZER)

    [entry] = Calendar.from_ical(text_of(client, f"/ar/events/{event.slug}.ics")).walk("VEVENT")

    assert ("ORGANIZER" in entry, entry["CONTACT"]) == (False, "المديرية العامة للأمن الوطني")


def test_calendar_names_itself_and_says_when_to_come_back(client: Client) -> None:
    make.event()

    written = lines(text_of(client, "/fr/events.ics?kind=seminar"))

    assert "X-WR-CALNAME:Portail de la gouvernance sécuritaire\u00a0: Rencontres «Séminaire»" in written
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in written
    assert "X-PUBLISHED-TTL:PT1H" in written
    assert "SOURCE;VALUE=URI:https://portal.example.ma/fr/events.ics?kind=seminar" in written


def test_text_in_another_language_is_set_apart(client: Client) -> None:
    event = make.event(name_ar="ندوة حول DCAF", name_fr="")

    assert only(client, event, "ar").summary == "ندوة حول DCAF"
    assert only(client, event, "fr").summary == "\u2068ندوة حول DCAF\u2069"


def test_long_arabic_is_folded_between_characters(client: Client) -> None:
    event = make.event(name_ar=LONG_NAME.strip(), abstract_ar="أمن؛ حقوق, \\ سطر\nثان" * 40)

    raw = client.get(f"/ar/events/{event.slug}.ics").content

    folded = raw.split(b"\r\n")
    assert max(len(line) for line in folded) <= 75
    assert [line.decode() for line in folded]  # each line is whole UTF-8
    assert only(client, event).summary == LONG_NAME.strip()
    assert "أمن؛ حقوق, \\ سطر\nثان" * 40 in only(client, event).description


def test_control_characters_do_not_break_the_calendar(client: Client) -> None:
    event = make.event()
    Event.objects.filter(pk=event.pk).update(name_ar="ندوة\x0b\x0cأولى\r\nEND:VCALENDAR")

    assert only(client, event).summary == "ندوةأولى\nEND:VCALENDAR"


# The gate ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", [state for state in PublicationState if state != "published"])
def test_what_is_not_public_is_in_no_calendar(client: Client, state: PublicationState) -> None:
    secret = make.event(name_ar="سري")
    child = make.event(super_event=secret)
    Event.objects.filter(pk=secret.pk).update(publication_state=state)

    text = text_of(client, "/ar/events.ics")

    assert [row.uid for row in by_icalendar(text)] == [f"event-{child.pk}@portal.example.ma"]
    assert ("سري" in text, "RELATED-TO" in text) == (False, False)
    assert client.get(f"/ar/events/{secret.slug}.ics").status_code == 404


def test_former_address_of_a_calendar_leads_to_the_new_one(client: Client) -> None:
    event = make.event(slug="old")
    event.slug = "new"
    event.save()

    response = client.get("/ar/events/old.ics")

    assert (response.status_code, response.headers["Location"]) == (301, "/ar/events/new.ics")


# Cost -------------------------------------------------------------------------------------------------------
def full(number: int) -> Event:
    event = make.event(super_event=make.draft(), starts_on=date(2023, 5, number))
    make.involvement(
        event=event, institution=make.police(acronym=f"P{number}"), role=InstitutionRole.ORGANIZER
    )
    make.saved(EventVenue(event=event, venue=make.venue()))
    make.saved(EventChange(event=event, kind="moved"))
    return event


@pytest.mark.parametrize("rows", [1, 3])
def test_calendar_costs_two_queries_however_many_events(client: Client, rows: int) -> None:
    for number in range(1, rows + 1):
        full(number)
    client.get("/ar/events.ics")

    with CaptureQueriesContext(connection) as captured:
        entries = by_icalendar(text_of(client, "/ar/events.ics"))

    assert (len(entries), len(captured)) == (rows, 2)


def test_calendar_holds_the_latest_events_up_to_its_bound(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.feeds.MOST_IN_A_CALENDAR", 2)
    for day in (1, 2, 3):
        make.event(starts_on=date(2023, 5, day))

    days = [row.start for row in read(client, "/ar/events.ics?ordering=date")]

    assert days == [date(2023, 5, 3), date(2023, 5, 2)]


def test_unchanged_calendar_is_not_sent_again_and_a_withdrawn_event_changes_it(client: Client) -> None:
    make.event(), make.event(slug="leaves")
    first = client.get("/ar/events.ics")
    tag = first.headers["ETag"]

    again = client.get("/ar/events.ics", headers={"if-none-match": tag})
    Event.objects.filter(slug="leaves").update(publication_state=PublicationState.WITHDRAWN)
    after = client.get("/ar/events.ics", headers={"if-none-match": tag})

    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert (again.status_code, after.status_code) == (304, 200)
    assert not tag.startswith("W/")
