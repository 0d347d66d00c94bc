"""Wall-clock time is the truth: when zone data change, the instants are computed again."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.management.commands import recompute_instants
from events.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def at_ten(day, **columns):
    return factories.event(starts_precision="minute", starts_on=day, starts_at=time(10), **columns)


def run(capsys):
    call_command("recompute_instants")
    return capsys.readouterr().out


def derived(event):
    event.refresh_from_db()
    return (event.first_day, event.last_day, event.starts_utc, event.ends_utc)


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2026, 3, 1), 10),  # Ramadan: UTC
        (date(2026, 6, 1), 9),  # UTC+1, until the law changed
        (date(2026, 9, 19), 9),  # the last day of it
        (date(2026, 9, 21), 10),  # UTC for good
        (date(2026, 11, 30), 10),
        (date(2027, 6, 1), 10),
    ],
)
def test_ten_o_clock_in_casablanca_is_right_again_after_stale_zone_data(day, utc_hour, capsys):
    event = at_ten(day)
    right = datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)
    stale = {"starts_utc": right - HOUR, "ends_utc": right - HOUR}
    Event.objects.filter(pk=event.pk).update(**stale)

    said = run(capsys)

    assert said == "1 events changed.\n"
    assert derived(event) == (day, day, right, right)
    assert (event.starts_on, event.starts_at) == (day, time(10))


@pytest.mark.parametrize(
    "stale",
    [
        {"first_day": date(2026, 11, 29)},
        {"last_day": date(2026, 12, 1)},
        {"starts_utc": None},
        {"ends_utc": None},
        {"first_day": None, "last_day": None, "starts_utc": None, "ends_utc": None},
    ],
)
def test_each_derived_column_is_put_right(stale, capsys):
    event = at_ten(date(2026, 11, 30))
    before = derived(event)
    Event.objects.filter(pk=event.pk).update(**stale)

    run(capsys)

    assert derived(event) == before


def test_only_events_that_differ_are_counted_and_written(capsys):
    stale, right, undated = (
        at_ten(date(2026, 11, 30), publication_state="draft"),
        at_ten(date(2026, 11, 30)),
        factories.event(starts_on=None, when_words="في الربيع"),
    )
    Event.objects.filter(pk=stale.pk).update(starts_utc=datetime(2026, 11, 30, 9, tzinfo=UTC))
    others = [derived(right), derived(undated)]

    said = [run(capsys), run(capsys)]

    assert said == ["1 events changed.\n", "0 events changed.\n"]
    assert [derived(right), derived(undated)] == others


def test_last_change_by_staff_stays_what_it_was(capsys):
    event = at_ten(date(2026, 11, 30))
    Event.objects.filter(pk=event.pk).update(starts_utc=None)
    before = event.modified_at

    run(capsys)

    event.refresh_from_db()
    assert event.modified_at == before


def test_events_are_read_a_few_at_a_time(capsys, monkeypatch):
    monkeypatch.setattr(recompute_instants, "BATCH", 2)
    events = [at_ten(date(2026, 11, 30)) for _ in range(5)]
    Event.objects.update(starts_utc=None)

    with CaptureQueriesContext(connection) as queries:
        said = run(capsys)

    assert said == "5 events changed.\n"
    assert {derived(event)[2] for event in events} == {datetime(2026, 11, 30, 10, tzinfo=UTC)}
    assert [query["sql"].split()[0] for query in queries if "SAVEPOINT" not in query["sql"]] == [
        *("SELECT", "UPDATE"), *("SELECT", "UPDATE"), *("SELECT", "UPDATE"), "SELECT"
    ]  # fmt: skip
