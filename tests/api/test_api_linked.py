"""Events as linked data, by content negotiation; the shapes are never mistaken for each other."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.schema_org import faults

pytestmark = pytest.mark.django_db
LINKED = "application/ld+json"


@pytest.fixture
def linked(client):
    return lambda path, accept=LINKED, **more: client.get(
        f"/api/v1/{path}", headers={"accept": accept, **more}
    )


def test_an_event_is_told_in_the_vocabulary_of_schema_org(linked):
    event = make.full_event()

    answer = linked(f"events/{event.pk}/?lang=fr")
    assert (answer.headers["Content-Type"], answer.headers["Content-Language"]) == (LINKED, "fr")
    told = answer.json()
    assert (told["@context"], told["@type"]) == ("https://schema.org", "Event")
    assert told["name"] == event.name_in("fr").value
    assert faults(told) == []


def test_a_list_is_a_graph_that_says_where_it_goes_on(linked, client):
    events = [make.event() for _ in range(3)]

    answer = linked("events/?page_size=2&lang=ar")
    first = answer.json()
    assert [node["@type"] for node in first["@graph"]] == ["Event", "Event"]
    assert all("@context" not in node and faults(node) == [] for node in first["@graph"])
    assert answer.headers["Link"].endswith('; rel="next"')
    address = answer.headers["Link"].partition(">")[0].lstrip("<")
    last = client.get(address, headers={"accept": LINKED})
    assert 'rel="prev"' in last.headers["Link"]
    told = {node["@id"].rpartition("/")[2] for page in (first, last.json()) for node in page["@graph"]}
    assert told == {str(event.pk) for event in events}


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_what_the_same_list_costs_in_json(linked, count):
    for _ in range(count):
        make.full_event()

    with CaptureQueriesContext(connection) as asked:
        linked("events/?lang=ar")
    assert len(asked) == 5, "\n".join(row["sql"][:150] for row in asked)


def test_shapes_have_validators_and_places_on_the_shelf_of_their_own(linked):
    event = make.event()
    path = f"events/{event.pk}/?lang=ar"
    browser = "text/html, application/ld+json;q=0.9, */*;q=0.8"

    answers = {accept: linked(path, accept) for accept in ("*/*", LINKED, browser, "application/json")}
    kinds = {accept: answer.headers["Content-Type"] for accept, answer in answers.items()}
    assert kinds[LINKED] == LINKED
    assert kinds["*/*"] == kinds["application/json"] == "application/json"
    assert linked(path, "text/html, */*;q=0.8").headers["Content-Type"] == "application/json"
    assert all("Accept" in answer.headers["Vary"].split(", ") for answer in answers.values())
    assert answers[LINKED].headers["ETag"] != answers["*/*"].headers["ETag"]
    for accept in ("*/*", LINKED):  # in either order, from the shelf
        assert linked(path, accept).headers["Content-Type"] == kinds[accept]
    known = {"if-none-match": answers[LINKED].headers["ETag"]}
    assert linked(path, LINKED, **known).status_code == 304
    assert linked(path, "application/json", **known).status_code == 200


def test_what_cannot_be_answered_so_is_refused_as_a_problem(linked):
    event = make.draft()

    refusals = {
        "events/?fields=id": 400,
        "events/?format=turtle": 400,
        f"events/{event.pk}/": 404,
        "institutions/": 406,
    }
    for path, status in refusals.items():
        answer = linked(path)
        assert (path, answer.status_code) == (path, status)
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert linked("events/", "text/turtle").status_code == 406
