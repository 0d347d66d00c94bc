"""`search/?q=` finds what the page of results finds, in the same order, and walks it page by page."""

from itertools import chain

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from search import engine
from search.keeping import catch_up
from search.searches import Search
from tests import factories as make

pytestmark = pytest.mark.django_db


def walk(answer):
    yield answer["results"]
    while answer["next"]:
        answer = Client().get(answer["next"]).json()
        yield answer["results"]


def test_pages_give_what_the_engine_gives_in_its_order(api, sample):
    expected = [(hit.kind, hit.object_id) for hit in Search(engine.understood("الأمن")).everything]
    pages = list(walk(api("search/", q="الأمن", page_size=5).json()))

    assert [(row["kind"], row["id"]) for row in chain.from_iterable(pages)] == expected
    assert len(expected) == api("search/", q="الأمن").json()["count"] > 5


def test_a_result_says_what_it_is_and_where_the_whole_of_it_stands(api, sample):
    answer = api("search/", q="فاس", lang="fr").json()
    first = next(row for row in answer["results"] if row["kind"] == "event")
    whole = api(f"events/{first['id']}/", lang="fr").json()

    assert (first["url"], first["page_url"], first["title"]) == (
        whole["url"],
        whole["page_url"],
        whole["name"],
    )
    assert first["kind_label"] == "rencontre"
    assert "<mark>" in first["highlight"]["title"] + first["highlight"]["passage"]


def test_facets_count_what_choosing_them_would_show(api, sample):
    answer = api("search/", q="الأمن").json()
    counted = {facet["parameter"]: facet["choices"] for facet in answer["facets"]}

    for name, choices in counted.items():
        for choice in choices[:2]:
            assert api("search/", q="الأمن", **{name: choice["value"]}).json()["count"] == choice["count"] > 0
    assert Client().get(api("search/", q="الأمن", page_size=1).json()["next"]).json()["facets"] is None


def test_what_finds_nothing_is_answered_with_what_would(api, sample):
    answer = api("search/", q="الحكامةة").json()

    assert (answer["results"], answer["did_you_mean"]) == ([], "حكامه")


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": "x" * 201}, "q"),
        ({"q": "أمن", "kind": "party"}, "kind"),
        ({"q": "أمن", "territory": "atlantis"}, "territory"),
        ({"q": "أمن", "year": "12"}, "year"),
        ({"q": "أمن", "include": "events"}, "include"),
    ],
)
def test_a_question_that_is_none_is_refused(api, asked, named):
    answer = api("search/", **asked)

    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == [named]


def test_signs_alone_find_nothing(api):
    make.event()
    answer = api("search/", q="؟!").json()

    assert (answer["count"], answer["results"], answer["facets"]) == (0, [], [])


def test_nothing_private_is_found(api):
    make.draft(name_ar="كتمان")
    make.event(name_ar="علني")
    catch_up()

    assert api("search/", q="كتمان").json()["count"] == 0
    assert api("search/", q="علني").json()["count"] == 1


def test_a_search_costs_the_same_with_one_result_and_with_three(api):
    def cost():
        catch_up()
        with CaptureQueriesContext(connection) as queries:
            assert api("search/", q="لقاء").json()["results"]
        return len(queries)

    make.full_event(name_ar="لقاء")
    one = cost()
    make.full_event(name_ar="لقاء")
    make.full_event(name_ar="لقاء")

    assert one == cost()
