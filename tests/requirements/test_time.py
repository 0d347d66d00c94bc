"""Points 8 to 11 of the requirements: when it is, and whether it is."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from events.enums import Access, EventStatus
from events.models import Event, EventChange, EventDay
from portal.lib.date_text import moment_text, range_text
from tests import factories as make
from tests.factories import as_public, saved

pytestmark = pytest.mark.django_db


# 8 ------------------------------------------------------------------------------------------------------------
PRECISIONS = {
    "minute": ({"starts_on": date(2014, 8, 7), "starts_at": time(9, 30)}, "7 غشت 2014، 09:30"),
    "half_day": (
        {"starts_on": date(2023, 5, 17), "starts_half_day": "evening"},
        "مساء الأربعاء 17 ماي 2023",
    ),
    "day": ({"starts_on": date(2022, 9, 14)}, "14 شتنبر 2022"),
    "weekday_of_month": (
        {"starts_on": date(2019, 12, 1), "starts_weekday": 4},
        "دجنبر 2019، يوم خميس",
    ),
    "month": ({"starts_on": date(2023, 2, 1)}, "فبراير 2023"),
    "school_year": ({"starts_on": date(2014, 9, 1)}, "الموسم الدراسي 2014-2015"),
    "year": ({"starts_on": date(2019, 1, 1)}, "2019"),
}


@pytest.mark.parametrize("precision", PRECISIONS)
def test_requirement_08_moment_keeps_the_precision_it_has(precision):
    columns, words = PRECISIONS[precision]

    shown = as_public(make.event(starts_precision=precision, **columns))

    assert {name: getattr(shown, name) for name in columns} == columns
    assert (shown.starts_precision, moment_text(shown.start, "ar")) == (precision, words)


def test_requirement_08_unknown_date_keeps_the_words_of_the_source():
    event = make.event(starts_on=None, when_words="خلال فصل الربيع", hijri_words="27 شوال 1444 هـ")

    shown = as_public(event)

    assert (shown.starts_precision, shown.starts_on, shown.first_day) == ("unknown", None, None)
    assert (shown.when_words, shown.hijri_words) == ("خلال فصل الربيع", "27 شوال 1444 هـ")


def test_requirement_08_end_may_be_less_precise_than_the_start():
    campaign = make.event(ends_precision="month", ends_on=date(2023, 6, 1))

    shown = as_public(campaign)

    assert range_text(shown.start, shown.end, "ar") == "من 17 ماي 2023 إلى يونيو 2023"
    assert (shown.first_day, shown.last_day) == (date(2023, 5, 17), date(2023, 6, 30))


@pytest.mark.parametrize(
    ("typed", "precision"),
    [
        ({}, "day"),
        ({"starts_at": time(9, 30)}, "minute"),
        ({"starts_half_day": "evening"}, "half_day"),
        ({"starts_on": date(2019, 12, 1), "starts_weekday": 4}, "weekday_of_month"),
    ],
)
def test_requirement_08_precision_is_understood_from_what_is_typed(typed, precision):
    assert as_public(make.event(**typed)).starts_precision == precision


def test_requirement_08_thursday_of_a_month_may_be_any_of_them():
    shown = as_public(
        make.event(starts_precision="weekday_of_month", starts_on=date(2019, 12, 1), starts_weekday=4)
    )

    assert [day.day for day in shown.start.candidates] == [5, 12, 19, 26]
    assert (shown.first_day, shown.last_day) == (date(2019, 12, 5), date(2019, 12, 26))


# 9 ------------------------------------------------------------------------------------------------------------
def test_requirement_09_private_opening_falls_before_the_public_days():
    open_days = make.event(ends_on=date(2023, 5, 21))
    evening = {"on": date(2023, 5, 16), "opens_at": time(18), "access": Access.INVITATION}
    saved(EventDay(event=open_days, note_ar="الافتتاح الرسمي", **evening))
    for day in (17, 18):
        saved(
            EventDay(event=open_days, on=date(2023, 5, day), opens_at=time(9), closes_at=time(18 + day - 17))
        )

    shown = as_public(open_days)

    assert [(row.on.day, row.opens_at, row.closes_at, row.access) for row in shown.days.all()] == [
        (16, time(18), None, "invitation"),
        (17, time(9), time(18), "open"),
        (18, time(9), time(19), "open"),
    ]
    assert shown.first_day == date(2023, 5, 17)


def test_requirement_09_sub_event_has_times_of_its_own():
    open_days = make.event(ends_on=date(2023, 5, 21))
    make.event(super_event=open_days, starts_on=date(2023, 5, 18), starts_at=time(15, 30))

    (seminar,) = as_public(open_days).sub_events.all()

    assert moment_text(seminar.start, "ar") == "18 ماي 2023، 15:30"


# 10 -----------------------------------------------------------------------------------------------------------
def test_requirement_10_statuses_are_those_of_the_domain():
    assert set(EventStatus.values) == {
        *("scheduled", "confirmed", "held", "cancelled", "postponed", "rescheduled", "moved", "moved_online")
    }


@pytest.mark.parametrize("status", EventStatus.values)
def test_requirement_10_event_of_any_status_stays_public(status):
    assert as_public(make.event(status=status)).status == status


def test_requirement_10_cancellation_has_its_reason_and_the_date_of_its_announcement():
    edition = make.event(status=EventStatus.CANCELLED)
    announced = {"announced_on": date(2020, 3, 10), "reason_ar": "الحالة الصحية", "reason_fr": "Pandémie"}
    saved(EventChange(event=edition, kind="cancelled", **announced))

    (change,) = as_public(edition).changes.all()

    assert {name: getattr(change, name) for name in announced} == announced


def test_requirement_10_old_date_stays_visible():
    event = make.event(status=EventStatus.RESCHEDULED)
    old = {"previous_starts_on": date(2023, 5, 10), "previous_starts_precision": "day"}
    saved(EventChange(event=event, kind="rescheduled", previous_ends_on=date(2023, 5, 14), **old))

    (change,) = as_public(event).changes.all()

    assert (moment_text(change.previous_start, "ar"), change.previous_ends_on) == (
        "10 ماي 2023",
        date(2023, 5, 14),
    )


@pytest.mark.parametrize("kind", ["moved", "moved_online"])
def test_requirement_10_old_and_new_place_are_both_known(kind):
    venue, online = make.venue(), "https://example.ma/live" if kind == "moved_online" else ""
    event = make.event(status=kind, online_url=online)
    event.venues.create(venue=venue)
    saved(EventChange(event=event, kind=kind, previous_place_ar="المسرح الملكي", previous_place_fr="Théâtre"))

    shown = as_public(event)

    assert [change.previous_place_ar for change in shown.changes.all()] == ["المسرح الملكي"]
    assert ([row.venue for row in shown.venues.all()], shown.online_url) == ([venue], online)


def test_requirement_10_several_changes_stand_in_the_order_of_their_recording():
    event = make.event()
    for kind in ("postponed", "rescheduled", "cancelled"):
        saved(EventChange(event=event, kind=kind))

    assert [change.kind for change in as_public(event).changes.all()] == [
        "postponed",
        "rescheduled",
        "cancelled",
    ]


# 11 -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "hour_in_utc"),
    [(date(2026, 3, 1), 10), (date(2026, 6, 1), 9), (date(2026, 9, 21), 10), (date(2026, 11, 30), 10)],
)
def test_requirement_11_instant_is_derived_from_the_wall_clock(day, hour_in_utc):
    event = make.event(starts_on=day, starts_at=time(10))

    shown = as_public(event)

    assert (shown.starts_at, shown.time_zone) == (time(10), "Africa/Casablanca")
    assert shown.starts_utc == datetime(day.year, day.month, day.day, hour_in_utc, tzinfo=UTC)


def test_requirement_11_event_elsewhere_has_the_zone_of_its_place():
    hearing = make.event(starts_on=date(2026, 11, 30), starts_at=time(10), time_zone="Europe/Brussels")

    shown = as_public(hearing)

    assert (shown.starts_at, shown.starts_utc) == (time(10), datetime(2026, 11, 30, 9, tzinfo=UTC))


def test_requirement_11_day_without_a_time_lasts_from_midnight_to_midnight_in_its_zone():
    shown = as_public(make.event(starts_on=date(2026, 6, 1)))

    assert (shown.starts_utc, shown.ends_utc) == (
        datetime(2026, 5, 31, 23, tzinfo=UTC),
        datetime(2026, 6, 1, 23, tzinfo=UTC),
    )


def test_requirement_11_instant_follows_each_change_of_the_wall_clock():
    event = make.event(starts_on=date(2026, 11, 30), starts_at=time(10))
    event.starts_at = time(11, 30)

    event.save()

    assert Event.objects.get().starts_utc == datetime(2026, 11, 30, 11, 30, tzinfo=UTC)


def test_requirement_11_unknown_zone_is_refused_in_words():
    with pytest.raises(ValidationError) as refused:
        make.event(time_zone="Africa/Nowhere")

    assert list(refused.value.message_dict) == ["time_zone"]
