"""How results are reached: in one order from either end, from any place on, and without looking at all that is met."""

from datetime import date

import pytest
from django.db import DEFAULT_DB_ALIAS, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from search import engine, finding, finding_postgresql, pace
from search import stretches as stretches_of
from search.apps import fill
from search.facets import Chosen
from search.finding import found, named
from search.keeping import catch_up
from search.models import SearchDocument
from search.positions import number_of, on_of, order_of, position_of, stretch_of
from search.searches import Search
from tests import factories as make

DAYS = st.none() | st.dates()
EVENTS = Chosen(kinds={"event"}).narrowing


@given(DAYS, st.integers(0, 7), st.integers(1, 2**38 - 1), DAYS)
def test_a_position_says_when_what_and_which_and_orders_the_latest_first(on, order, number, other):
    position = position_of(on, order, number)

    assert (on_of(position), order_of(position), number_of(position)) == (on, order, number)
    assert 0 <= position < 2**63
    if other and on:
        assert (position < position_of(other, order, number)) == (on > other)
    if on:
        first, last = stretch_of(on.year)
        assert first <= position <= last < position_of(None, 0, 0)


@pytest.fixture
def record(db):
    """Nine events that «colloque» finds: in the title, by their place, by their text; some undated, one secret."""
    place = make.territory(name_fr="Place du Colloque", slug="place-du-colloque")
    rows = [
        make.event(
            name_fr=f"Colloque {year}", territory=None, place_kind="unknown", starts_on=f"{year}-05-01"
        )
        for year in (2019, 2021, 2020)
    ]
    rows += [
        make.event(name_fr="Ailleurs", territory=place, starts_on=f"{year}-05-01") for year in (2022, 2018)
    ]
    rows += [
        make.event(name_fr="Autre", abstract_fr="Un colloque", territory=None, place_kind="unknown", **when)
        for when in ({"starts_on": "2023-05-01"}, {"starts_on": "2017-05-01"}, {"starts_on": "2017-05-01"})
    ]
    make.draft(name_fr="Colloque secret")
    catch_up()
    return rows


def everything():
    return [hit.object_id for hit in Search(engine.understood("colloque")).everything if hit.kind == "event"]


def test_titles_come_first_then_places_then_texts_and_the_latest_of_each(record):
    order = [record[place].pk for place in (1, 2, 0, 3, 4, 5, 6, 7)]

    assert everything() == order


@pytest.fixture(params=[(1, 1, 0), (3, 1, 0), (1, 1, 9), (1_000, 3, 2)], ids=str)
def stretches(request, record, monkeypatch):
    """How long PostgreSQL's first stretch is, how often too many it may give, and what it takes for rare."""
    shortest, too_many, rare = request.param
    positions = sorted(SearchDocument.objects.values_list("position", flat=True))
    monkeypatch.setattr(pace, "SHORTEST", shortest)
    monkeypatch.setattr(finding_postgresql, "FEW", shortest)
    monkeypatch.setattr(finding_postgresql, "RARE", rare)
    monkeypatch.setattr(finding_postgresql, "TOO_MANY", too_many)
    monkeypatch.setattr(finding_postgresql, "WALK", shortest)
    monkeypatch.setattr(finding, "FEWEST", shortest)
    monkeypatch.setattr(
        finding_postgresql, "spread", lambda: stretches_of.Spread(tuple(positions), len(positions))
    )


@pytest.mark.parametrize("wanted", [1, 2, 4, 8])
def test_short_stretches_and_long_ones_find_the_same_in_the_same_order(record, stretches, wanted):
    numbers = [hit.object_id for hit in found(engine.understood("colloque"), wanted, EVENTS)]

    assert numbers == [record[place].pk for place in (1, 2, 0, 3, 4, 5, 6, 7)][:wanted]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_from_either_end_show_everything_once(record, size, stretches):
    query = engine.understood("colloque")
    whole = found(query, 100)

    for backwards, wanted in ((False, whole), (True, whole[::-1])):
        walked = found(query, size, backwards=backwards)
        while page := found(query, size, beyond=walked[-1][:2], backwards=backwards):
            walked += page
        assert walked == wanted


def test_names_are_suggested_in_order_wherever_the_walk_ends(record, stretches):
    suggested = [hit.object_id for hit in named(engine.beginning("coll"), 3)]

    assert suggested == [record[place].pk for place in (1, 2, 0)]


def test_narrowing_in_the_index_lets_pass_what_choosing_does(record):
    body = make.institution(name_fr="Observatoire")
    make.involvement(event=record[1], institution=body)
    place = record[3].territory
    catch_up()
    query = engine.understood("colloque")
    whole = found(query, 100)
    for chosen in (
        Chosen(kinds={"event"}),
        Chosen(kinds={"press_item", "institution"}),
        Chosen(years={2017, 2021}),
        Chosen(years={2022}, kinds={"event"}),
        Chosen(places={place.path: place}),
        Chosen(institutions={body.pk: body}),
        Chosen(institutions={body.pk: body}, years={2017}),
    ):
        assert found(query, 100, chosen.narrowing) == chosen.left_of(whole)


def test_sqlite_reads_no_more_than_is_wanted(record):
    """FTS5 hands out what it has in the order of showing: nothing is sorted."""
    with CaptureQueriesContext(connection) as queries:
        found(engine.understood("colloque"), 1)
        named(engine.beginning("coll"), 1)
    asked = [query["sql"] for query in queries if " MATCH " in query["sql"]]

    assert len(asked) == (2 if connection.vendor == "sqlite" else 0)
    assert "TEMP B-TREE" not in "\n".join(explained(sql) for sql in asked)


def explained(sql):
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + sql)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_what_is_only_in_drafts_is_passed_over_until_enough_is_public(record, monkeypatch):
    monkeypatch.setattr(finding, "FEWEST", 1)
    for _ in range(5):
        make.draft(name_fr="Colloque encore")
    catch_up()

    assert len(found(engine.understood("colloque"), 3)) == 3


def test_drafts_that_stand_together_cost_few_questions(record):
    for _ in range(60):
        make.draft(name_fr="Colloque encore", starts_on="2025-05-01")
    catch_up()

    with CaptureQueriesContext(connection) as queries:
        assert [hit.object_id for hit in found(engine.understood("colloque"), 1)] == [record[1].pk]

    assert len(queries) <= 16


def test_a_new_day_moves_the_document(record):
    held = record[0]
    held.starts_on = date(2024, 1, 1)
    held.save()
    catch_up()

    assert everything()[0] == held.pk
    assert SearchDocument.objects.filter(kind="event", object_id=held.pk).count() == 1


def test_an_index_that_is_empty_is_filled_when_the_migrations_are_done(record):
    whole = everything()
    SearchDocument.objects.all().delete()

    fill(using=DEFAULT_DB_ALIAS)

    assert everything() == whole
