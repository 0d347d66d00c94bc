"""Records of the API kept as JSON: the same as made anew, after any write and as the clock goes on."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changes import settling
from events.models import Event
from portal.api import kept
from tests import factories as make
from tests.api.test_api_queries import LISTS
from tests.changes.random_writes import MODELS, Writer

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 12, 5, 10, tzinfo=UTC)
FOUND, KNOWN = (
    4,
    3,
)  # a list: the count, the page, the version, the ledger; an item: whether, the version, the ledger


@pytest.fixture
def keeping(settings):
    """A process that keeps records, and no answers."""
    settings.RECORD_CACHE_BYTES = 4 * 1024 * 1024
    kept.memory.cache_clear()
    yield Client()
    kept.memory.cache_clear()


def answers(client, resources=tuple(LISTS), query="?page_size=100"):
    """Every list."""
    addresses = [f"/api/v1/{resource}/{query}" for resource in resources]
    return {address: client.get(address).content for address in addresses}


def made_anew(settings, client, *asked):
    keeps, settings.RECORD_CACHE_BYTES = settings.RECORD_CACHE_BYTES, 0
    try:
        return answers(client, *asked)
    finally:
        settings.RECORD_CACHE_BYTES = keeps


@pytest.mark.parametrize("resource", LISTS)
def test_what_is_kept_costs_no_row_of_its_own_and_is_the_same(settings, keeping, resource):
    fill, _cost = LISTS[resource]
    row = fill()
    costs = []
    for address in (f"/api/v1/{resource}/", f"/api/v1/{resource}/{row.pk}/"):
        for _ in range(2):
            first = keeping.get(address)
            with CaptureQueriesContext(connection) as queries:
                again = keeping.get(address)
            assert again.content == first.content
            assert headers(again) == headers(first)
            costs.append(len(queries))
            fill()
    assert costs == [FOUND, FOUND, KNOWN, KNOWN]
    for query in ("", "?lang=fr", "?lang=zgh"):
        assert answers(keeping, [resource], query) == made_anew(settings, keeping, [resource], query)


def headers(answer):
    return {name: value for name, value in answer.items() if name not in ("X-Request-ID", "RateLimit")}


@pytest.mark.long
def test_no_edit_of_any_model_leaves_an_old_record(settings, keeping):
    """Straight in the database, as no form would: the ledger alone decides."""
    for fill, _cost in LISTS.values():
        fill()
    answers(keeping)
    for model in MODELS:
        texts = [f.name for f in model._meta.local_concrete_fields if f.name.endswith(("_ar", "_fr"))]
        model._base_manager.update(**(dict.fromkeys(texts[:1], "كلام آخر") or {"id": F("id")}))
        assert answers(keeping) == made_anew(settings, keeping), model


def test_after_random_writes_what_is_kept_equals_what_is_made(settings, keeping):
    make.full_event(series=make.series(), occasion=make.occasion())
    writer = Writer(seed=29)
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(6):
            for _ in range(15):
                writer.write()
                clock.shift(timedelta(seconds=1))
            assert answers(keeping) == made_anew(settings, keeping), writer.done[-15:]
    assert kept.memory()._size > 0


def test_the_clock_shows_and_hides_what_a_record_names(settings, keeping):
    with time_machine.travel(NOW, tick=False) as clock:
        from_, until = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
        body = make.institution(publish_from=from_, publish_until=until)
        address = f"/api/v1/events/{make.involvement(institution=body).event_id}/"
        seen = []
        for moment in (NOW, from_ - timedelta(microseconds=1), from_, until):
            clock.move_to(moment)
            seen.append([len(keeping.get(address).json()["involvements"]) for _ in range(2)])

    assert seen == [[0, 0], [0, 0], [1, 1], [0, 0]]


def test_what_is_withdrawn_is_gone_at_once_and_comes_back(keeping):
    event = make.event()
    address = f"/api/v1/events/{event.pk}/"
    assert [keeping.get(address).status_code for _ in range(2)] == [200, 200]

    Event.objects.update(publication_state="withdrawn")
    assert keeping.get(address).status_code == 404
    assert keeping.get("/api/v1/events/").json()["results"] == []

    Event.objects.update(publication_state="published", name_fr="Autre nom")
    assert keeping.get(address).json()["name"]["fr"] == "Autre nom"


def test_another_era_of_the_ledger_knows_nothing_of_the_one_before(keeping):
    address = f"/api/v1/events/{make.event().pk}/"
    keeping.get(address)
    settling.begin_anew()

    with CaptureQueriesContext(connection) as queries:
        assert keeping.get(address).status_code == 200
    assert len(queries) > KNOWN


def test_what_shapes_an_answer_is_heard_beside_what_is_kept(settings, keeping):
    """Some fields, records beside it, linked data, indented for a reader."""
    event = make.full_event(series=make.series())
    asked = [
        ("?fields=id,name", {}),
        ("?include=series", {}),
        ("", {"Accept": "application/ld+json"}),
        ("", {"Accept": "application/json; indent=2"}),
    ]
    addresses = [f"/api/v1/events/{at}" for at in ("", f"{event.pk}/")]
    for address in addresses:
        keeping.get(address)
    told = [
        keeping.get(address + query, headers=said).content for address in addresses for query, said in asked
    ]
    settings.RECORD_CACHE_BYTES = 0
    anew = [
        keeping.get(address + query, headers=said).content for address in addresses for query, said in asked
    ]

    assert told == anew
