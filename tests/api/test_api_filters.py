"""The parameters are those of the page: the same question finds the same events."""

from datetime import date

import pytest
from django.http import QueryDict

from events.filters import EventFilter, RecommendationFilter
from events.models import Event, EventAgreement, Recommendation, Topic
from tests import factories as make
from tests.factories import saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Three public events that differ in everything a filter asks for."""
    topic = make.term(Topic, "police")
    body, person, pact, days = make.police(), make.person(), make.agreement(slug="pact"), make.series()
    first = make.event(starts_on=date(2023, 5, 17), series=days, access="open", name_fr="Portes ouvertes")
    second = make.event(kind="training", starts_on=date(2014, 8, 7), status="cancelled", scope="local")
    third = make.event(super_event=first, starts_on=date(2023, 6, 1))
    first.topics.add(topic)
    make.involvement(event=first, institution=body)
    make.involvement(event=second, institution=body, role="partner")
    make.speaker(event=third, person=person)
    make.photo(event=second)
    make.recommendation(event=second)
    saved(EventAgreement(event=third, agreement=pact, relation="held_under"))
    return {"body": body.slug, "person": person.slug, "series": days.slug, "parent": first.slug}


QUERIES = [
    "", "q=ouvertes", "kind=training", "kind=training&kind=seminar", "status=cancelled", "scope=local",
    "access=open", "when=past", "after=2023-01-01", "before=2020-12-31", "year=2023", "year=2023&month=6",
    "series={series}", "parent={parent}", "institution={body}", "institution={body}&role=partner",
    "speaker={person}", "territory=fes", "topic=police", "agreement=pact", "has=photos", "has=recommendations",
    "has=photos&has=recommendations", "ordering=date", "ordering=title", "kind=training&year=2023",
    "kind=nope", "territory=nope",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_the_api_finds_what_the_page_finds(client, world, query):
    query = query.format(**world)
    page = EventFilter(QueryDict(query), queryset=Event.objects.public())
    answer = client.get(f"/api/v1/events/?{query}")

    if page.is_valid():
        assert [row["id"] for row in answer.json()["results"]] == [event.pk for event in page.qs]
    else:
        assert answer.status_code == 400
        named = [error["parameter"] for error in answer.json()["errors"]]
        assert named == list(page.form.errors)


def test_some_of_these_questions_find_some_and_not_all(ids, world):
    assert len(ids("events/", kind="training")) == 1
    assert len(ids("events/", institution=world["body"])) == 2
    assert len(ids("events/")) == 3


@pytest.mark.parametrize(
    "query", ["", "status=recorded", "status=accepted", "kind=proposal", "year=2023", "q=boite"]
)
def test_recommendations_are_filtered_as_on_their_page(client, query):
    make.follow_up(recommendation=make.recommendation())
    make.recommendation(kind="request", text_fr="Une boîte", event=make.event(starts_on=date(2014, 8, 7)))
    rows = Recommendation.objects.public().for_list()
    page = RecommendationFilter(QueryDict(query), queryset=rows)

    found = client.get(f"/api/v1/recommendations/?{query}").json()["results"]
    assert [row["id"] for row in found] == [row.pk for row in page.qs]
