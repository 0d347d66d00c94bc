"""Pages and the API tell how many public events an institution or a person has as the ledger has counted them."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changes import settling
from changes.models import Entry
from events.models import Event, Involvement, Speaker
from institutions.models import Institution
from tests import factories as make
from tests.changes.random_writes import Writer

pytestmark = pytest.mark.django_db
WRITES, LOOKS = 200, 20
RESOURCES = {"institutions": Involvement, "speakers": Speaker}


def told(resource: str) -> dict[int, int | None]:
    alive = Entry.objects.filter(resource=resource, is_public=True)
    return dict(alive.values_list("object_id", "event_count"))


def counted(resource: str) -> dict[int, int]:
    """From the rows, one by one."""
    public, found = {event.pk for event in Event.objects.public()}, defaultdict(set)
    for row in RESOURCES[resource].objects.all():
        who = row.institution_id if resource == "institutions" else row.person_id
        if row.event_id in public:
            found[who].add(row.event_id)
    return {number: len(found[number]) for number in told(resource)}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_ledger_knows_every_number_after_any_write(seed: int) -> None:
    body, person = make.police(), make.person()
    for event in (
        make.full_event(series=make.series(), occasion=make.occasion()),
        make.event(),
        make.event(),
    ):
        make.involvement(event=event, institution=body, role="partner")
        make.speaker(event=event, person=person)
    writer, highest = Writer(seed), 0
    with time_machine.travel("2030-12-05T10:00:00Z", tick=False) as clock:
        for number in range(WRITES):
            writer.write()
            clock.shift(timedelta(seconds=1))
            if number % LOOKS == 0:
                settling.settle()
                for resource in RESOURCES:
                    assert told(resource) == counted(resource), writer.done[-LOOKS:]
                highest = max(highest, *counted("institutions").values())
    assert highest > 1


@pytest.fixture
def police() -> Institution:
    body = make.police(slug="police")
    make.involvement(event=make.event(), institution=body)
    make.involvement(event=make.event(), institution=body)
    settling.settle()
    return body


def numbers_of(client: Client, body: Institution) -> list[Any]:
    """What its page, the list, and the API say."""
    page, rows = client.get(f"/fr/institutions/{body.slug}/"), client.get("/fr/institutions/")
    listed = {row.pk: row.event_count for row in rows.context["page"]}
    record = client.get(f"/api/v1/institutions/{body.pk}/").json()
    return [page.context["institution"].event_count, listed[body.pk], record["event_count"]]


def test_pages_and_api_read_the_number_and_count_nothing(client: Client, police: Institution) -> None:
    Entry.objects.filter(resource="institutions", object_id=police.pk).update(event_count=77)

    assert numbers_of(client, police) == [77, 77, 77]


def test_a_write_that_is_not_settled_yet_is_counted(client: Client, police: Institution) -> None:
    Entry.objects.filter(resource="institutions", object_id=police.pk).update(event_count=77)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("changes.version.settle", lambda **_: None)  # somebody else is at it
        make.involvement(event=make.event(), institution=police)

        assert numbers_of(client, police) == [3, 3, 3]


def test_what_the_clock_publishes_is_counted(client: Client, police: Institution) -> None:
    now = timezone.now()
    soon = make.event(publish_from=now + timedelta(hours=1))
    make.involvement(event=soon, institution=police)

    assert numbers_of(client, police) == [2, 2, 2]
    with time_machine.travel(now + timedelta(hours=2)):
        assert numbers_of(client, police) == [3, 3, 3]


@pytest.mark.parametrize("wrong", [None, 99])
def test_comparing_sets_a_wrong_number_right(police: Institution, wrong: int | None) -> None:
    Entry.objects.filter(resource="institutions").update(event_count=wrong)

    settling.reconcile()

    assert told("institutions") == counted("institutions")
    assert told("institutions")[police.pk] == 2


def test_the_list_of_people_says_their_events(client: Client) -> None:
    person = make.person()
    for _ in range(2):
        make.speaker(event=make.event(), person=person)
    settling.settle()
    Entry.objects.filter(resource="speakers", object_id=person.pk).update(event_count=5)

    with CaptureQueriesContext(connection) as queries:
        page = client.get("/fr/speakers/")

    assert [row.event_count for row in page.context["page"]] == [5]
    assert any("changes_entry" in query["sql"] for query in queries)
