"""Postponed, given a new date, moved, cancelled: with a reason, and with what was announced before in sight."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from events import services
from events.enums import EventStatus
from events.models import Event
from events.workflow import PLANS, DecisionVerb
from history import versions
from tests import factories as make

pytestmark = pytest.mark.django_db
WHY = {"ar": "سوء الأحوال الجوية", "fr": "Intempéries"}


@pytest.fixture
def publisher() -> Any:
    return make.staff_member("publisher", "publisher", make.police())


@pytest.fixture
def event(publisher: Any) -> Event:
    row = make.event(ends_on=date(2023, 5, 21))
    make.involvement(event=row, institution=publisher.memberships.get().institution)
    return row


def stored(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


# Services ---------------------------------------------------------------------------------------------
def test_postponing_leaves_the_former_date_beside_the_reason(event: Event, publisher: Any) -> None:
    services.postpone_event(event=event, by=publisher, reason=WHY)

    now = stored(event)
    assert (now.status, now.starts_on, now.ends_on, now.sequence) == ("postponed", None, None, 1)
    assert now.when_words == "إلى موعد لاحق"
    (change,) = now.changes.all()
    assert (change.kind, change.previous_starts_on, change.previous_ends_on) == (
        "postponed",
        date(2023, 5, 17),
        date(2023, 5, 21),
    )
    assert (change.reason_ar, change.reason_fr) == (WHY["ar"], WHY["fr"])
    assert versions.of(event)[0].verb == "postponed"
    assert [(row.verb, row.reason) for row in event.decisions.all()] == [("postponed", WHY["ar"])]


def test_new_date_replaces_the_former_one_in_all_lists(event: Event, publisher: Any) -> None:
    dates = services.Dates(starts_on=date(2023, 6, 1), starts_half_day="evening")

    services.reschedule_event(event=event, by=publisher, reason=WHY, dates=dates)

    now = stored(event)
    assert (now.status, now.first_day, now.last_day, now.starts_precision) == (
        "rescheduled",
        date(2023, 6, 1),
        date(2023, 6, 1),
        "half_day",
    )


def test_new_date_that_ends_before_it_starts_changes_nothing(event: Event, publisher: Any) -> None:
    dates = services.Dates(starts_on=date(2023, 6, 2), ends_on=date(2023, 6, 1))

    with pytest.raises(ValidationError):
        services.reschedule_event(event=event, by=publisher, reason=WHY, dates=dates)

    assert (stored(event).status, event.starts_on, event.changes.count()) == (
        "scheduled",
        date(2023, 5, 17),
        0,
    )


def test_present_date_as_new_date_is_refused(event: Event, publisher: Any) -> None:
    dates = services.Dates(starts_on=event.starts_on, ends_on=event.ends_on)

    with pytest.raises(ValidationError) as refusal:
        services.reschedule_event(event=event, by=publisher, reason=WHY, dates=dates)

    assert list(refusal.value.error_dict) == ["starts_on"]


def test_move_keeps_the_former_place_in_both_languages(event: Event, publisher: Any) -> None:
    event.venues.create(venue=make.venue())
    rabat, hall = make.territory(name_ar="الرباط", name_fr="Rabat"), make.venue(name_fr="Théâtre")

    services.move_event(
        event=event, by=publisher, reason=WHY, place=services.Place(territory=rabat, venue=hall)
    )

    now = stored(event)
    assert (now.status, now.territory, [row.venue for row in now.venues.all()]) == ("moved", rabat, [hall])
    (change,) = now.changes.all()
    assert (change.previous_place_ar, change.previous_place_fr) == (
        "قصر المؤتمرات، فاس",
        "Palais des congrès, Fès",
    )
    assert change.previous_starts_on is None


def test_move_online_gives_up_the_city(event: Event, publisher: Any) -> None:
    place = services.Place(online_url="https://example.ma/live")

    services.move_event(event=event, by=publisher, reason=WHY, place=place)

    now = stored(event)
    assert (now.status, now.place_kind, now.territory, now.online_url) == (
        "moved_online",
        "online",
        None,
        "https://example.ma/live",
    )


@pytest.mark.parametrize("with_sub_events", [True, False])
def test_sub_events_are_cancelled_when_asked(event: Event, publisher: Any, with_sub_events: bool) -> None:
    standing, held = (
        make.event(super_event=event, name_fr=name, status=status)
        for name, status in (("Stand", "scheduled"), ("Tenu", "held"))
    )

    services.cancel_event(event=event, by=publisher, reason=WHY, with_sub_events=with_sub_events)

    expected = "cancelled" if with_sub_events else "scheduled"
    assert [stored(row).status for row in (event, standing, held)] == ["cancelled", expected, "held"]


PERFORM: dict[DecisionVerb, Any] = {
    DecisionVerb.POSTPONED: services.postpone_event,
    DecisionVerb.RESCHEDULED: lambda **more: services.reschedule_event(
        dates=services.Dates(starts_on=date(2027, 1, 5)), **more
    ),
    DecisionVerb.MOVED: lambda **more: services.move_event(
        place=services.Place(online_url="https://example.ma/x"), **more
    ),
    DecisionVerb.CANCELLED: services.cancel_event,
}


@pytest.mark.parametrize("status", EventStatus.values)
@pytest.mark.parametrize("verb", PLANS)
def test_plan_changes_only_from_the_statuses_of_the_table(
    event: Event, publisher: Any, verb: DecisionVerb, status: str
) -> None:
    Event.objects.filter(pk=event.pk).update(status=status)

    if status in PLANS[verb]:
        PERFORM[verb](event=event, by=publisher, reason=WHY)
        assert stored(event).sequence == 1
    else:
        with pytest.raises(ValidationError) as refusal:
            PERFORM[verb](event=event, by=publisher, reason=WHY)
        assert (refusal.value.code, stored(event).status) == ("illegal_plan", status)


@pytest.mark.parametrize("verb", PLANS)
def test_plan_changes_only_with_a_reason_in_arabic_or_french(
    event: Event, publisher: Any, verb: DecisionVerb
) -> None:
    with pytest.raises(ValidationError) as refusal:
        PERFORM[verb](event=event, by=publisher, reason={"en": "Rain", "ar": " "})

    assert list(refusal.value.error_dict) == ["reason_ar"]
    assert (stored(event).sequence, event.decisions.count()) == (0, 0)


# Pages ------------------------------------------------------------------------------------------------
def page(event: Event, word: str) -> str:
    return f"/admin/events/event/{event.pk}/{word}/"


TYPED = {
    "postponed": {},
    "rescheduled": {"starts_on": "٠١/٠٦/٢٠٢٣"},
    "moved": {"online_url": "https://example.ma/live"},
    "cancelled": {},
}


@pytest.mark.parametrize("word", TYPED)
def test_page_changes_the_plan_and_the_public_reads_the_reason(
    client: Client, event: Event, publisher: Any, word: str
) -> None:
    client.force_login(publisher)
    sent = {"reason_ar": WHY["ar"], "reason_fr": WHY["fr"], **TYPED[word]}

    shown = client.get(page(event, word))
    response = client.post(page(event, word), sent)

    assert shown.status_code == 200
    assert response.status_code == 302
    assert stored(event).status == {"moved": "moved_online"}.get(word, word)
    for language in ("ar", "fr"):
        assert (
            WHY[language].replace("'", "&#x27;")
            in client.get(f"/{language}/events/{event.slug}/").content.decode()
        )
    answer = client.get(f"/api/v1/events/{event.pk}/").json()
    assert [(row["kind"], row["reason"]["fr"]) for row in answer["changes"]] == [
        (answer["status"], WHY["fr"])
    ]


def test_public_reads_the_former_days_and_place(client: Client, event: Event, publisher: Any) -> None:
    services.postpone_event(event=event, by=publisher, reason=WHY)
    services.move_event(
        event=event, by=publisher, reason=WHY, place=services.Place(online_url="https://example.ma/x")
    )

    french = client.get(f"/fr/events/{event.slug}/").content.decode()

    assert "<s>du 17 au 21 mai 2023</s>" in french
    assert "<s>Fès</s>" in french


@pytest.mark.parametrize(
    ("word", "typed", "field"),
    [
        ("postponed", {"reason_ar": " \u200f"}, "reason_ar"),
        ("rescheduled", {"reason_ar": "سبب"}, "starts_on"),
        ("rescheduled", {"reason_ar": "سبب", "starts_on": "31/02/2023"}, "starts_on"),
        ("rescheduled", {"reason_ar": "سبب", "starts_on": "02/06/2023", "ends_on": "01/06/2023"}, "ends_on"),
        (
            "rescheduled",
            {
                "reason_ar": "سبب",
                "starts_on": "02/06/2023",
                "starts_at": "10:00",
                "ends_on": "02/06/2023",
                "ends_at": "09:00",
            },
            "ends_at",
        ),
        (
            "rescheduled",
            {
                "reason_ar": "سبب",
                "starts_on": "02/06/2023",
                "starts_at": "10:00",
                "starts_half_day": "evening",
            },
            "starts_half_day",
        ),
        ("moved", {"reason_ar": "سبب"}, "territory"),
        ("moved", {"reason_ar": "سبب", "territory": "999999"}, "territory"),
        ("moved", {"reason_ar": "سبب", "online_url": "http://["}, "online_url"),
        ("cancelled", {"reason_ar": "س" * 401}, "reason_ar"),
        ("cancelled", {"reason_ar": "س\x00"}, "reason_ar"),
    ],
)
def test_bad_input_is_said_beside_its_field_and_stays_typed(
    client: Client, event: Event, publisher: Any, word: str, typed: dict[str, str], field: str
) -> None:
    client.force_login(publisher)

    response = client.post(page(event, word), typed)

    if response.status_code == 302:  # what is only debris is cleaned away: see portal.lib.text.clean_input
        assert "\x00" in typed["reason_ar"]
        return
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (200, [field])
    assert {name: form[name].value() for name in typed} == typed
    assert stored(event).sequence == 0


def test_forged_key_beyond_the_numbers_of_the_database_is_a_bad_request(
    client: Client, event: Event, publisher: Any
) -> None:
    client.force_login(publisher)

    response = client.post(page(event, "moved"), {"reason_ar": "سبب", "territory": "9" * 30})

    assert response.status_code in (200, 400)  # PostgreSQL finds nothing, SQLite cannot look
    assert stored(event).sequence == 0


@pytest.mark.parametrize("word", TYPED)
@pytest.mark.parametrize(("role", "status"), [("author", 403), ("reviewer", 403), ("", 302)])
def test_plan_of_a_published_event_is_for_its_publishers(
    client: Client, event: Event, publisher: Any, word: str, role: str, status: int
) -> None:
    of = publisher.memberships.get().institution if role else None
    client.force_login(make.staff_member("other", role or "publisher", of))

    response = client.post(page(event, word), {"reason_ar": "سبب", **TYPED[word]})

    # Who publishes elsewhere sees what is public, and changes nothing of it.
    assert response.status_code == (status if role else 403)
    assert stored(event).sequence == 0


def test_author_changes_the_plan_of_an_own_draft(client: Client, publisher: Any) -> None:
    author = make.staff_member("author", "author", publisher.memberships.get().institution)
    event = make.draft(created_by=author)
    client.force_login(author)

    client.post(page(event, "cancelled"), {"reason_ar": "سبب"})

    assert stored(event).status == "cancelled"


def test_form_of_a_published_event_leaves_plans_to_their_pages(event: Event, publisher: Any) -> None:
    from tests.desk import Editor

    editor = Editor()

    refused = editor.send(event, status="cancelled")
    accepted = editor.send(event, status="held")

    assert list(refused.errors) == ["status"]
    assert (accepted.errors, stored(event).status) == ({}, "held")


def test_cancelling_asks_about_sub_events_only_where_there_are_some(
    client: Client, event: Event, publisher: Any
) -> None:
    client.force_login(publisher)
    alone = client.get(page(event, "cancelled")).context["form"]
    make.event(super_event=event, name_fr="Stand")

    edition = client.get(page(event, "cancelled")).context["form"]

    assert ("with_sub_events" in alone.fields, "with_sub_events" in edition.fields) == (False, True)
