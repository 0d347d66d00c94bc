"""Who follows `changes/` learns of everything that the public may know, in order, and of nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from changes import settling
from changes.models import Entry, Mark
from changes.resources import RESOURCES
from changes.version import current
from events.models import Event, Speaker
from institutions.enums import PublicationState
from institutions.merging import merge
from institutions.models import Institution, Person
from portal.api.changes import VIEWS
from portal.api.urls import router
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 5, 10, tzinfo=UTC)
ADDRESS = "/api/v1/changes/"


@pytest.fixture(autouse=True)
def a_place_known_to_the_follower(follower):
    make.fes()
    follower.follow()


def test_every_resource_of_the_api_has_its_changes():
    viewsets = {prefix: viewset for prefix, viewset, _basename in router.registry}
    del viewsets["search"]  # what is found are those records

    assert viewsets == VIEWS
    assert list(viewsets) == list(RESOURCES)


@pytest.mark.parametrize("gone", ["type:987654", "events.OfAFormerRelease"])
def test_a_mark_of_what_no_release_knows_stops_nobody(follower, gone):
    Mark.objects.create(model=gone, object_id=1, is_own=True)
    event = make.event()

    assert follower.follow() == [("events", event.pk, "created")]
    assert not Mark.objects.exists()


def test_a_thing_is_created_updated_and_deleted(follower):
    event = make.event(slug="one")
    assert follower.follow() == [("events", event.pk, "created")]

    event.abstract_ar = "نبذة"
    event.save()
    assert follower.follow() == [("events", event.pk, "updated")]

    Event.objects.filter(pk=event.pk).update(publication_state=PublicationState.WITHDRAWN)
    assert follower.follow() == [("events", event.pk, "deleted")]

    Event.objects.filter(pk=event.pk).update(publication_state=PublicationState.PUBLISHED)
    assert follower.follow() == [("events", event.pk, "created")]

    Event.objects.filter(pk=event.pk).delete()
    assert follower.follow() == [("events", event.pk, "deleted")]
    assert follower.follow() == []


def test_what_was_never_public_leaves_no_trace(follower):
    draft = make.draft(slug="draft")
    person = make.person()
    speaker = make.speaker(event=draft, person=person)
    make.recommendation(event=draft)
    hidden = make.institution(publication_state=PublicationState.DRAFT)
    assert follower.follow() == []

    speaker.delete()
    hidden.delete()
    draft.delete()
    assert follower.follow() == []
    assert not Entry.objects.exclude(resource="territories").exists()


def test_people_and_parts_come_and_go_with_the_event_that_names_them(follower):
    event = make.event()
    person = make.person()
    follower.follow()

    make.speaker(event=event, person=person)
    request = make.recommendation(event=event)
    assert follower.follow() == [
        ("events", event.pk, "updated"),
        ("speakers", person.pk, "created"),
        ("recommendations", request.pk, "created"),
    ]

    Event.objects.filter(pk=event.pk).update(publication_state=PublicationState.DRAFT)
    assert follower.follow() == [
        ("events", event.pk, "deleted"),
        ("speakers", person.pk, "deleted"),
        ("recommendations", request.pk, "deleted"),
    ]


def test_several_changes_are_told_once_with_the_last(follower, client):
    event = make.event()
    follower.follow()
    for words in ("أ", "ب"):
        Event.objects.filter(pk=event.pk).update(abstract_ar=words)
        settling.settle()
    make.event(slug="brief").delete()

    assert follower.follow() == [("events", event.pk, "updated")]
    assert follower.copy["events", event.pk]["abstract"]["ar"] == "ب"
    assert {row["kind"] for row in client.get(ADDRESS).json()["results"]} == {"created"}  # to a newcomer


def test_a_merged_record_is_deleted_and_names_its_successor(follower, client):
    keep, remove = make.institution(), make.institution(name_fr="Doublon")
    removed = remove.pk
    follower.follow()
    merge(keep=keep, remove=remove, by=None, reason="the same", choices={})
    results = client.get(follower.next).json()["results"]
    told = {
        row["id"]: (row["kind"], row["successor"]) for row in results if row["resource"] == "institutions"
    }

    kept_at = f"https://portal.example.ma/api/v1/institutions/{keep.pk}/"
    assert told == {keep.pk: ("updated", None), removed: ("deleted", kept_at)}

    Institution.objects.filter(pk=keep.pk).update(publication_state=PublicationState.WITHDRAWN)
    results = client.get(follower.next).json()["results"]
    assert [row["successor"] for row in results] == [None, None]  # the way leads nowhere


def test_publication_by_the_clock_is_a_change_without_a_write(follower):
    with time_machine.travel(NOW - timedelta(hours=2), tick=False) as clock:
        settling.Record.objects.update(settled_at=NOW - timedelta(hours=3))
        event = make.event(publish_from=NOW, publish_until=NOW + timedelta(hours=1))
        assert follower.follow() == []
        clock.move_to(NOW - timedelta(microseconds=1))
        assert follower.follow() == []
        before = current()

        clock.move_to(NOW)
        assert follower.follow() == [("events", event.pk, "created")]
        assert str(current()) != str(before)
        assert current().until == NOW + timedelta(hours=1)

        clock.move_to(NOW + timedelta(hours=1))
        assert follower.follow() == [("events", event.pk, "deleted")]
        assert current().until == datetime(2026, 12, 6, tzinfo=UTC)  # midnight in Morocco, winter 2026


def test_a_clock_that_is_behind_keeps_nothing():
    with time_machine.travel(NOW, tick=False) as clock:
        settling.Record.objects.update(settled_at=NOW)
        settling.settle()
        assert current() is not None
        clock.shift(timedelta(seconds=-1))
        assert current() is None


def test_the_version_is_one_row_and_grows_with_every_write():
    person = make.person()
    first = current()
    with CaptureQueriesContext(connection) as queries:
        assert current() == first
    assert len(queries) == 1

    Person.objects.filter(pk=person.pk).update(name_fr="Autre")  # public or not: a page may lead to it
    assert current().number > first.number
    assert not Mark.objects.exists()


def test_cursors_that_are_none_or_lead_nowhere_are_refused_in_words(client, follower):
    make.event()
    follower.follow()
    era, position = follower.next.rpartition("since=")[2].split("-")
    bad = ["", "x", f"{era}-", f"{era}-²", "zzzzzzzz-1", f"{era}-1\x00", "1" * 5000]
    assert [client.get(ADDRESS, {"since": text}).status_code for text in bad] == [400] * len(bad)

    gone = client.get(ADDRESS, {"since": f"{era}-{int(position) + 1}"})
    assert (gone.status_code, gone.headers["Content-Type"]) == (410, "application/problem+json")
    assert client.get(ADDRESS, {"include": "secrets"}).json()["errors"][0]["parameter"] == "include"


def test_after_a_restore_former_cursors_are_gone_and_everything_is_told_anew(client, follower):
    make.event()
    follower.follow()
    settling.begin_anew()

    assert client.get(follower.next).status_code == 410
    assert len(client.get(ADDRESS).json()["results"]) == 2


def test_the_ledger_is_set_right_after_writes_that_no_trigger_saw(follower):
    event, draft = make.event(), make.draft(slug="draft")
    follower.follow()
    Event.objects.filter(pk=event.pk).update(publication_state=PublicationState.DRAFT)
    Event.objects.filter(pk=draft.pk).update(publication_state=PublicationState.PUBLISHED)
    Mark.objects.all().delete()
    settling.reconcile()

    assert sorted(follower.follow()) == [("events", event.pk, "deleted"), ("events", draft.pk, "created")]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_of_changes_costs_the_same_however_many(client, rows):
    for number in range(rows):
        make.speaker(event=make.event(slug=f"e{number}"), person=make.person())
    gone = [make.institution() for _ in range(rows)]
    settling.settle()
    since = client.get(ADDRESS).json()["next"]
    Speaker.objects.update(title_ar="صفة")
    for row in gone:
        row.delete()
    settling.settle()
    address = f"{since}&include=record"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address).json()

    assert len(answer["results"]) == 3 * rows
    assert len(queries) == 13


def test_the_command_settles_compares_and_begins_anew(capsys):
    make.event()
    era = settling.Record.objects.get().era
    call_command("settle_changes", "--compare")
    assert not Mark.objects.exists()

    call_command("settle_changes", "--restored")
    assert settling.Record.objects.get().era != era
    assert capsys.readouterr().out.count("The record is at version") == 2
