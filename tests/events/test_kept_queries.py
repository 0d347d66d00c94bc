"""Queries whose words stay the same are planned once for each connection to PostgreSQL."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db


def told(event):
    """What the loading plan of a page reads of an event, and whether the database had the plan already."""
    with CaptureQueriesContext(connection) as queries:
        (row,) = Event.objects.public().filter(pk=event.pk).for_page()
    names = sorted(speaker.title_fr for speaker in row.speakers.all())
    return names, [query["sql"].split()[1] for query in queries if query["sql"].startswith("EXECUTE ")]


def times_planned(name):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE name = %s", [name]
        )
        return cursor.fetchone()


def test_what_is_asked_again_is_answered_anew_by_the_same_plan():
    event = make.event()
    make.speaker(event=event, title_fr="Préfet")
    first = told(event)
    make.speaker(event=event, title_fr="Wali")
    second = told(event)

    assert (first[0], second[0]) == (["Préfet"], ["Préfet", "Wali"])
    assert first[1] == second[1]
    if connection.vendor == "postgresql":
        (name,) = first[1]
        asked, planned_for_one = times_planned(name)
        assert asked >= 2
        assert planned_for_one == 0


def test_a_plan_outlives_the_transaction_that_made_it():
    event = make.event()
    make.speaker(event=event, title_fr="Wali")
    with transaction.atomic():
        inside = told(event)
        transaction.set_rollback(True)

    assert told(event) == inside


def test_behind_a_pooler_no_plan_is_kept(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    event = make.event()
    make.speaker(event=event, title_fr="Wali")

    assert told(event) == (["Wali"], [])
