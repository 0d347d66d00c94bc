"""A new edition of an event, and meetings that repeat: what comes along, what never does, and nothing twice."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation

from events.copying import USUAL, CopiedPart, copy_event
from events.enums import EventLinkKind, EventStatus
from events.models import Event, EventLink, Involvement
from events.recurrence import MOST, Frequency, Rule, days_of, repeat_event
from history.models import Verb
from history.versions import of
from institutions.models import Membership
from tests import factories as make
from tests.desk import address

pytestmark = pytest.mark.django_db

EVERYTHING = frozenset(CopiedPart)


def copied(event: Event, parts: Any = USUAL) -> Event:
    return Event.objects.get(pk=copy_event(event=event, by=None, parts=parts).pk)


def parts_of(event: Event) -> Iterator[tuple[str, int]]:
    for relation in Event._meta.related_objects:
        if name := relation.get_accessor_name():
            rows = getattr(event, name, None)
            if isinstance(rows, models.Manager):
                yield name, rows.count()


# New editions ----------------------------------------------------------------------------------------
def test_copy_is_a_draft_without_dates_in_the_next_edition() -> None:
    series = make.series()
    event = make.event(
        series=series, edition_number=4, status="held", occasion=make.occasion(), occasion_ordinal=67,
        ends_on=date(2023, 5, 21), when_words="ما بين 17 و21 ماي 2023",
    )  # fmt: skip

    new = copied(event)

    assert (new.starts_on, new.ends_on, new.first_day, new.when_words) == (None, None, None, "")
    assert (new.series, new.edition_number) == (series, 5)
    assert (new.occasion, new.occasion_ordinal) == (event.occasion, None)
    assert (new.status, new.publication_state) == (EventStatus.SCHEDULED, "draft")
    assert (new.name_ar, new.name_fr, new.kind) == (event.name_ar, event.name_fr, event.kind)
    assert new.slug not in ("", event.slug)
    assert not EventLink.objects.exists()


def test_copy_outside_a_series_follows_the_original() -> None:
    event = make.event()

    new = copied(event)

    assert [(link.kind, link.to_event) for link in new.links_from.all()] == [(EventLinkKind.FOLLOWS, event)]


def test_copy_takes_along_what_is_planned_again_and_nothing_that_happened() -> None:
    event = make.full_event()

    new = copied(event)

    came = {name for name, number in parts_of(new) if number}
    assert came == {"involvements", "venues", "sessions", "agreement_links", "links_from"}
    assert new.topics.count() == new.audiences.count() == new.covered_territories.count() == 2
    assert {(s.name_fr, s.on) for s in new.sessions.all()} == {
        (s.name_fr, None) for s in event.sessions.all()
    }


def test_copy_takes_speakers_only_when_asked_and_what_they_said_never() -> None:
    event = make.full_event()

    assert copied(event).speakers.count() == 0
    new = copied(event, EVERYTHING)
    assert [(s.person, s.role, s.session.event) for s in new.speakers.all()] == [
        (s.person, s.role, new) for s in event.speakers.all()
    ]
    assert not any(speaker.statements.exists() for speaker in new.speakers.all())


def test_copy_of_nothing_has_a_title_and_a_kind() -> None:
    event = make.full_event(abstract_ar="نبذة")

    new = copied(event, ())

    assert (new.name_ar, new.territory, new.abstract_ar) == (event.name_ar, None, "")
    assert {name for name, number in parts_of(new) if number} == {"links_from"}


def test_copy_keeps_every_language_whatever_the_language_of_the_page() -> None:
    event = make.event(abstract_ar="نبذة", abstract_fr="Résumé", abstract_en="Summary")
    make.involvement(event=event, note_ar="بمقرها", note_fr="Au siège")

    with translation.override("fr"):
        new = copied(event, EVERYTHING)

    row = Involvement.objects.get(event=new)
    assert (new.abstract_ar, new.abstract_fr, new.abstract_en) == ("نبذة", "Résumé", "Summary")
    assert (row.note_ar, row.note_fr) == ("بمقرها", "Au siège")


def test_copy_is_recorded_with_what_it_was_copied_from() -> None:
    user = get_user_model().objects.create_superuser("root")
    event = make.event()

    new = copy_event(event=event, by=user, parts=USUAL)

    version = of(new).get()
    assert (version.verb, version.by) == (Verb.COPIED, user)
    assert str(event) in version.reason
    assert new.created_by == user


# Rules -----------------------------------------------------------------------------------------------
THURSDAY = date(2026, 1, 8)  # the second of its month


def days(frequency: str, **rule: Any) -> list[str]:
    return [day.isoformat() for day in days_of(Rule(frequency, **rule), rule.pop("start", THURSDAY))]


def test_rule_every_two_weeks_until_a_day_included() -> None:
    assert days(Frequency.WEEKLY, interval=2, until=date(2026, 2, 5)) == ["2026-01-22", "2026-02-05"]


def test_rule_every_month_keeps_the_weekday_and_its_place_in_the_month() -> None:
    assert days(Frequency.MONTHLY, count=3) == ["2026-02-12", "2026-03-12", "2026-04-09"]


def test_rule_every_month_on_the_last_weekday() -> None:
    assert days(Frequency.MONTHLY_LAST, count=2) == ["2026-01-29", "2026-02-26"]


def test_rule_from_a_fifth_weekday_means_the_last() -> None:
    found = days_of(Rule(Frequency.MONTHLY, count=2), date(2026, 1, 29))

    assert found == [date(2026, 2, 26), date(2026, 3, 26)]


def test_rule_leaves_out_the_days_given() -> None:
    assert days(Frequency.WEEKLY, count=3, skipped=frozenset({date(2026, 1, 22)})) == [
        "2026-01-15",
        "2026-01-29",
    ]


def test_rule_with_too_many_days_is_refused() -> None:
    assert len(days(Frequency.WEEKLY, count=MOST)) == MOST
    with pytest.raises(ValidationError):
        days(Frequency.WEEKLY, until=date(2036, 1, 1))


# Repeated meetings -----------------------------------------------------------------------------------
def meeting(**columns: Any) -> Event:
    event = make.event(
        **{"starts_on": THURSDAY, "starts_at": time(18), "ends_on": THURSDAY, "ends_at": time(20), **columns}
    )
    make.involvement(event=event)
    make.session(event=event, on=THURSDAY, starts_at=time(18, 30))
    make.speaker(event=event)
    return event


def test_repeat_makes_a_draft_for_each_day_at_the_same_hour_of_the_clock() -> None:
    """In 2026 Morocco leaves summer time: the hour of the clock stays, the instant moves."""
    event = meeting()
    wanted = [date(2026, 1, 15), date(2026, 12, 10)]

    made = repeat_event(event=event, by=None, days=wanted)

    assert [(row.starts_on, row.starts_at, row.ends_on, row.ends_at) for row in made] == [
        (day, time(18), day, time(20)) for day in wanted
    ]
    assert {row.publication_state for row in made} == {"draft"}
    assert [row.sessions.get().on for row in made] == wanted
    assert [row.involvements.count() for row in made] == [1, 1]
    assert [row.speakers.count() for row in made] == [0, 0]
    assert len({row.slug for row in (event, *made)}) == 3


def test_repeat_twice_makes_nothing_twice() -> None:
    event = meeting()
    wanted = [date(2026, 1, 15), date(2026, 1, 22)]

    repeat_event(event=event, by=None, days=wanted[:1])
    second = repeat_event(event=event, by=None, days=wanted)
    third = repeat_event(event=event, by=None, days=wanted)

    assert [row.starts_on for row in second] == wanted[1:]
    assert third == []
    assert Event.objects.count() == 3


def test_repeat_links_each_meeting_to_the_one_before() -> None:
    event = meeting()

    first, second = repeat_event(event=event, by=None, days=[date(2026, 1, 15), date(2026, 1, 22)])

    assert first.links_from.get().to_event == event
    assert second.links_from.get().to_event == first


def test_repeat_within_a_series_stays_in_it_without_links() -> None:
    event = meeting(series=make.series())

    [new] = repeat_event(event=event, by=None, days=[date(2026, 1, 15)])

    assert new.series == event.series
    assert not EventLink.objects.exists()


def test_repeat_of_an_event_without_a_day_is_refused() -> None:
    event = make.event(starts_on=date(2026, 1, 1), starts_precision="month")

    with pytest.raises(ValidationError):
        repeat_event(event=event, by=None, days=[THURSDAY])


def test_repeat_that_fails_on_one_day_makes_none() -> None:
    event = meeting()
    Event.objects.filter(pk=event.pk).update(time_zone="Nowhere/Land")
    event.refresh_from_db()

    with pytest.raises(ValidationError):
        repeat_event(event=event, by=None, days=[date(2026, 1, 15)])

    assert Event.objects.count() == 1


def test_repeat_keeps_texts_of_a_plan_but_not_of_what_was_held() -> None:
    planned = meeting(abstract_ar="نبذة")
    held = meeting(abstract_ar="قيل كذا", name_fr="Autre", status="held")

    [first] = repeat_event(event=planned, by=None, days=[date(2026, 1, 15)])
    [second] = repeat_event(event=held, by=None, days=[date(2026, 1, 15)])

    assert (first.abstract_ar, second.abstract_ar or "") == ("نبذة", "")


# Pages -----------------------------------------------------------------------------------------------
@pytest.fixture
def staff(client: Any) -> Any:
    client.force_login(get_user_model().objects.create_superuser("root"))
    return client


def test_copy_page_leaves_speakers_unticked_and_leads_to_the_draft(staff: Any) -> None:
    event = make.full_event()
    page = address(Event, "copy", event.pk)

    form = staff.get(page).context_data["form"]
    answer = staff.post(page, {"parts": form["parts"].initial})

    assert "speakers" not in form["parts"].initial
    new = Event.objects.get(publication_state="draft")
    assert answer.url == address(Event, "change", new.pk)
    assert new.speakers.count() == 0


def test_repeat_page_shows_the_days_in_words_and_makes_those_that_are_ticked(staff: Any) -> None:
    event = meeting()
    page = address(Event, "repeat", event.pk)
    rule = {"frequency": "weekly", "interval": "١", "count": "3", "skipped": "22/01/2026"}

    shown = staff.post(page, {**rule, "_preview": "1"})
    staff.post(page, {**rule, "_make": "1", "day": ["2026-01-29", "2026-01-22", "2030-01-01"]})

    assert [day.text for day in shown.context_data["days"]] == [
        "الخميس 15 يناير 2026",
        "الخميس 29 يناير 2026",
    ]
    assert list(Event.objects.filter(publication_state="draft").values_list("starts_on", flat=True)) == [
        date(2026, 1, 29)
    ]


def test_repeat_page_in_french_names_the_weekday(staff: Any) -> None:
    event = meeting()
    staff.cookies["django_language"] = "fr"

    shown = staff.post(
        address(Event, "repeat", event.pk), {"frequency": "weekly", "count": "1", "_preview": "1"}
    )

    assert "jeudi 15 janvier 2026" in shown.content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"frequency": "weekly"}, "until"),
        ({"frequency": "weekly", "count": "3", "until": "2026-03-01"}, "until"),
        ({"frequency": "weekly", "until": "2025-01-01"}, "until"),
        ({"frequency": "weekly", "until": "2060-01-01"}, "until"),
        ({"frequency": "weekly", "count": "61"}, "count"),
        ({"frequency": "daily", "count": "3"}, "frequency"),
        ({"frequency": "weekly", "count": "3", "interval": "0"}, "interval"),
        ({"frequency": "weekly", "count": "3", "skipped": "غدا"}, "skipped"),
        ({"frequency": "weekly", "until": "9999-12-31"}, "until"),
    ],
)
def test_repeat_page_says_beside_the_field_what_is_wrong(
    staff: Any, typed: dict[str, str], field: str
) -> None:
    event = meeting()

    answer = staff.post(address(Event, "repeat", event.pk), {**typed, "_make": "1", "day": "2026-01-15"})

    assert field in answer.context_data["form"].errors
    assert Event.objects.count() == 1


def test_repeat_page_marks_the_days_that_have_their_event(staff: Any) -> None:
    event = meeting()
    repeat_event(event=event, by=None, days=[date(2026, 1, 15)])

    shown = staff.post(
        address(Event, "repeat", event.pk), {"frequency": "weekly", "count": "2", "_preview": "1"}
    )

    assert [(bool(day.there), day.ticked) for day in shown.context_data["days"]] == [
        (True, False),
        (False, True),
    ]


def test_copy_and_repeat_pages_are_not_for_strangers_of_a_draft(client: Any) -> None:
    event = make.draft()
    user = User.objects.create_user("stranger", is_staff=True)
    user.groups.add(Group.objects.get(name="author"))
    Membership.objects.create(user=user, institution=make.institution())
    client.force_login(user)

    for page in ("copy", "repeat", "lookalikes"):
        assert client.post(address(Event, page, event.pk), {"_make": "1"}).status_code in (302, 403)
    assert Event.objects.count() == 1
