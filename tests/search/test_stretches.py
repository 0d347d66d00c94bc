"""Which stretches of the order PostgreSQL is asked for, and how much it looks at."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.search.analysis import ANALYZER
from portal.lib.search.queries import Query
from search import finding_postgresql, finding_sqlite, pace
from search.asking import EVERYWHERE
from search.filter_tokens import of_block
from search.finding import TIERS
from search.models import SearchDocument
from search.positions import position_of
from search.querysets import IN_TITLE
from search.stretches import BLOCK, Spread, blocks, is_one_block

SEARCHES = {"sqlite": finding_sqlite.Search, "postgresql": finding_postgresql.Search}
POSITIONS = st.one_of(
    st.builds(position_of, st.none() | st.dates(), st.integers(0, 7), st.integers(1, 1000)),
    st.integers(0, 2**63 - 1),
)
STRETCH = st.tuples(POSITIONS, POSITIONS).map(lambda ends: (min(ends), max(ends)))


def standing_in(position):
    """The blocks of a document, as ``blocks_of`` has them on PostgreSQL."""
    return {of_block((position >> BLOCK + 3 * level) * 8 + level) for level in range(5)}


@given(st.lists(STRETCH, min_size=1, max_size=1), POSITIONS, st.integers(1, 40))
def test_whatever_stands_in_a_stretch_stands_in_one_of_a_few_blocks_and_little_else(stretches, position, few):
    asked = blocks(stretches, few)
    finest = min(int(token[2:]) % 8 for token in asked)
    shift = BLOCK + 3 * finest
    near = any(first >> shift <= position >> shift <= last >> shift for first, last in stretches)

    assert len(standing_in(position) & set(asked)) == near
    assert len(asked) <= few or finest == 4


@given(STRETCH)
def test_a_block_is_the_shortest_that_can_be_asked_for(stretch):
    first, last = (end >> BLOCK for end in stretch)

    assert is_one_block([stretch]) == (first == last) == (blocks([stretch], 4) == [of_block(first * 8)])


@given(
    st.lists(POSITIONS, min_size=2, max_size=20, unique=True).map(sorted),
    st.lists(POSITIONS, min_size=2, max_size=6, unique=True).map(sorted),
    st.floats(0, 500),
    st.booleans(),
)
def test_a_cut_loses_nothing_repeats_nothing_and_takes_something(bounds, ends, documents, backwards):
    whole = sorted(zip(ends[::2], ends[1::2], strict=False), reverse=backwards)

    taken, left = Spread(tuple(bounds), 300).cut(whole, documents, backwards=backwards)

    assert taken
    assert all(first <= last for first, last in taken + left)
    pieces = sorted(taken + left)
    joined = [pieces[0]]
    for before, piece in pairwise(pieces):
        if before[1] + 1 == piece[0]:
            joined[-1] = (joined[-1][0], piece[1])
        else:
            joined.append(piece)
    assert sum(last - first + 1 for first, last in joined) == sum(last - first + 1 for first, last in whole)
    assert sorted(taken + left, reverse=backwards) == taken + left


@pytest.fixture
def words(db, monkeypatch):
    """The words of 5,000 documents, by position: one a day, and what PostgreSQL has counted of them."""
    monkeypatch.setattr(pace, "SHORTEST", 100)
    monkeypatch.setattr(finding_postgresql, "FEW", 100)
    told = {
        position_of(date(2026, 11, 29) - timedelta(number), 0, number + 1): [
            "every",
            *(["left", "right"] if number % 3 == 0 else []),
            *(["old"] if number > 2_000 else []),
            *(["once"] if number == 4_321 else []),
            "even" if number % 2 else "odd",
        ]
        for number in range(5_000)
    }
    SearchDocument.objects.bulk_create(
        [
            SearchDocument(
                position=position, kind="event", object_id=number, title=" ".join(words), analyzer=ANALYZER
            )
            for number, (position, words) in enumerate(told.items(), start=1)
        ],
        batch_size=500,
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_index")
            cursor.execute("SET LOCAL enable_seqscan = off")
        finding_postgresql._kept.cache_clear()
        yield told
        finding_postgresql._kept.cache_clear()
    else:
        yield told


@pytest.mark.parametrize("backwards", [False, True])
def test_little_is_looked_at_whatever_the_words_and_wherever_they_stand(words, backwards):
    for text in ("every", "left right", "old", "once", "even odd", "never", "old left", "every even"):
        asked = text.split()
        meeting = [position for position, told in words.items() if set(asked) <= set(told)]
        query = Query((), tuple(((word,),) for word in asked))
        search = SEARCHES[connection.vendor](query, backwards=backwards)

        with CaptureQueriesContext(connection) as queries:
            positions = list(islice(search.positions(IN_TITLE, None, 20, alone=True), 20))
        looked_at = sum(documents_read(query["sql"]) for query in queries if "MATERIALIZED" in query["sql"])

        assert positions == (meeting[::-1] if backwards else meeting)[:20], text
        assert looked_at <= 4 * 100, text  # of up to 5,000 that have the words
        assert len(queries) <= 10, text


def documents_read(sql):
    """By PostgreSQL, to answer."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        plans = [cursor.fetchone()[0][0]["Plan"]]
    read = 0
    while plans:
        plan = plans.pop()
        read += plan["Actual Rows"] if plan.get("Relation Name") == "search_index" else 0
        plans += plan.get("Plans", [])
    return read


def test_a_cut_takes_about_as_many_documents_as_it_is_told(words):
    if connection.vendor != "postgresql":  # which alone counts them
        return

    taken, _left = finding_postgresql.spread().cut([EVERYWHERE], 500, backwards=False)

    assert 400 < SearchDocument.objects.filter(position__range=taken[0]).count() < 600


@pytest.mark.parametrize("tier", TIERS)
def test_postgresql_finds_a_stretch_by_an_index(words, tier):
    if connection.vendor != "postgresql":
        return
    with CaptureQueriesContext(connection) as queries:
        next(finding_postgresql.Search(Query((), ((("left",),),))).positions(tier, None, 20, alone=False))
    (asked,) = (query["sql"] for query in queries if "MATERIALIZED" in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked}")
        (condition,) = (row[0] for row in cursor.fetchall() if "Index Cond" in row[0])

    assert "''left'' & ( ''·b" in condition


def test_what_crowds_in_one_day_is_walked(words, monkeypatch):
    """Things without a date all stand in one block, which the index cannot divide."""
    monkeypatch.setattr(finding_postgresql, "WALK", 10)
    undated = [position_of(None, 3, number) for number in range(1, 400)]
    SearchDocument.objects.bulk_create(
        SearchDocument(position=position, kind="person", object_id=number, title="crowd", analyzer=ANALYZER)
        for number, position in enumerate(undated, start=1)
    )
    for backwards in (False, True):
        search = SEARCHES[connection.vendor](Query((), ((("crowd",),),)), backwards=backwards)
        with CaptureQueriesContext(connection) as queries:
            positions = list(islice(search.positions(IN_TITLE, None, 20, alone=True), 20))

        assert positions == (undated[::-1] if backwards else undated)[:20]
        assert sum(documents_read(query["sql"]) for query in queries if "MATERIALIZED" in query["sql"]) <= 400
        assert len(queries) <= 12


def test_documents_that_postgresql_has_not_counted_yet_are_found(words, monkeypatch):
    monkeypatch.setattr(finding_postgresql, "spread", lambda: Spread((1, 2), 100))
    search = SEARCHES[connection.vendor](Query((), ((("every",),),)))

    assert list(islice(search.positions(IN_TITLE, None, 20, alone=True), 50)) == list(words)[:50]
