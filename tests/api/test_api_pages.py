"""Pages: every row once, whatever the order, forwards and backwards, at the same cost."""

import base64
import json
from datetime import date
from itertools import chain

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import Topic
from portal.api import pagination
from portal.lib import paging
from tests import factories as make

pytestmark = pytest.mark.django_db


def walk(api, path, **parameters):
    """Identifiers page by page, following «next» as it is given; and the last page."""
    answer = api(path, **parameters).json()
    pages = [identifiers(answer)]
    while answer["next"]:
        answer = follow(answer["next"])
        pages.append(identifiers(answer))
    return pages, answer


def identifiers(answer):
    return [row["id"] for row in answer["results"]]


def follow(address):
    return Client().get(address).json()


def cursor_of(*values):
    text = json.dumps(values).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


@pytest.fixture
def seven_events():
    """Two of the same day, two without a date."""
    days = [date(2023, 5, 17), date(2024, 1, 1), date(2023, 5, 17), date(2020, 2, 2), date(2025, 3, 3)]
    dated = [make.event(starts_on=day, name_ar=f"لقاء {n % 3}") for n, day in enumerate(days)]
    undated = [
        make.event(starts_on=None, starts_precision="unknown", when_words="قريبا", name_ar=f"موعد {n}")
        for n in range(2)
    ]
    return [*dated, *undated]


@pytest.mark.parametrize("ordering", ["-date", "date", "title", "relevance"])
def test_following_next_meets_every_event_once(api, ids, seven_events, ordering):
    pages, _last = walk(api, "events/", page_size=2, ordering=ordering)

    assert list(chain.from_iterable(pages)) == ids("events/", ordering=ordering)
    assert sorted(chain.from_iterable(pages)) == sorted(event.pk for event in seven_events)
    assert {len(page) for page in pages[:-1]} == {2}


@pytest.mark.parametrize("ordering", ["-date", "date", "title"])
def test_following_previous_leads_back_to_the_first_page(api, seven_events, ordering):
    forwards, last = walk(api, "events/", page_size=2, ordering=ordering)

    backwards = [identifiers(last)]
    while last["previous"]:
        last = follow(last["previous"])
        backwards.insert(0, identifiers(last))
    assert backwards == forwards


def test_newest_come_first_and_undated_last(ids, seven_events):
    a, b, c, d, e, f, g = (event.pk for event in seven_events)

    assert ids("events/") == [e, b, c, a, d, g, f]
    assert ids("events/", ordering="date") == [d, a, c, b, e, f, g]


def test_a_row_added_meanwhile_moves_nothing(api, seven_events):
    first = api("events/", page_size=3).json()
    make.event(starts_on=date(2026, 1, 1))
    rest = follow(first["next"])

    met = [row["id"] for row in first["results"] + rest["results"]]
    assert len(met) == len(set(met)) == 6


def test_links_keep_the_filters(api, seven_events):
    first = api("events/", page_size=1, year=2023).json()

    assert [first["count"], len(first["results"])] == [2, 1]
    second = follow(first["next"])
    assert (len(second["results"]), second["next"]) == (1, None)


@pytest.mark.parametrize(
    "resource",
    [
        "institutions",
        "series",
        "speakers",
        "agreements",
        "recommendations",
        "territories",
        "topics",
        "documents",
    ],
)
def test_every_list_can_be_walked(api, ids, resource):
    make.full_event()
    make.full_event()
    make.series()
    make.series()

    pages, last = walk(api, f"{resource}/", page_size=1)
    everything = ids(f"{resource}/", page_size=100)
    assert list(chain.from_iterable(pages)) == everything
    assert len(everything) == len(set(everything)) == last["count"] > 1


def test_a_deep_page_costs_as_many_queries_as_the_first(api, seven_events):
    address = api("events/", page_size=2).json()["next"]
    costs = set()
    while address:
        with CaptureQueriesContext(connection) as queries:
            address = follow(address)["next"]
        costs.add(len(queries))

    # Where the dated events end within the page, the numbers of undated ones are asked for as well.
    assert costs == {5, 6}


def test_the_page_has_twenty_results_and_its_envelope(api):
    topics = [make.term(Topic, f"topic-{n:02}") for n in range(21)]

    answer = api("topics/").json()
    assert list(answer) == ["next", "previous", "results", "count", "count_is_exact"]
    assert (len(answer["results"]), answer["previous"], answer["count"]) == (20, None, 21)
    assert [row["id"] for row in follow(answer["next"])["results"]] == [topics[-1].pk]


def test_counting_ends_where_it_would_cost(api, monkeypatch):
    for n in range(4):
        make.term(Topic, f"topic-{n}")
    found = {}
    for most in (3, 4):
        monkeypatch.setattr(paging, "MOST_COUNTED", most)
        monkeypatch.setattr(pagination.RecordPagination, "most_counted", most)
        answer = api("topics/", page_size=1).json()
        found[most] = (answer["count"], answer["count_is_exact"])

    assert found == {3: (3, False), 4: (4, True)}


@pytest.mark.parametrize("size", ["0", "101", "-1", "ten", "", "1.5", "٣", "9" * 30])
def test_a_page_size_out_of_bounds_is_refused(api, size):
    answer = api("events/", page_size=size)

    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == ["page_size"]


@pytest.mark.parametrize(
    "cursor",
    [
        "", "x", "é", "%%%", "null", cursor_of(), cursor_of(0), cursor_of(0, 1), cursor_of(0, "2023-05-17"),
        cursor_of(0, "2023-99-99", 1), cursor_of(0, 5, 1), cursor_of(2, "2023-05-17", 1),
        cursor_of(0, "2023-05-17", "one"), cursor_of(0, "2023-05-17", 1, 1), cursor_of(0, {}, 1),
        cursor_of(0, True, 1), cursor_of(0, "2023\x00", 1), cursor_of(0, "2023-05-17", 1.5), "W" * 5000,
    ],
)  # fmt: skip
def test_a_cursor_that_is_none_is_refused(api, cursor):
    answer = api("events/", cursor=cursor)

    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == ["cursor"]


def test_a_cursor_beyond_all_numbers_is_no_failure(api):
    assert api("events/", cursor=cursor_of(0, "2023-05-17", 10**30)).status_code in (200, 400)
