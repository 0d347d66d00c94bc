"""Every list has filters and an order; each parameter is tried with what finds one row of two, and with nonsense."""

from datetime import date

import pytest

from events.models import Topic
from institutions.models import Signatory
from portal.api.urls import router
from tests import factories as make
from tests.factories import saved

pytestmark = pytest.mark.django_db
QUESTIONS = {
    "series": ["q=ouvertes", "institution=prefecture", "ordering=-name"],
    "institutions": ["q=prefecture", "kind=association", "parent=prefecture", "territory=fes", "ordering=-name"],
    "speakers": ["q=karim", "institution=prefecture", "event=seminar", "ordering=-name"],
    "agreements": [
        "q=formation", "kind=framework", "institution=prefecture", "speaker=karim", "year=2022", "ordering=date",
    ],
    "territories": ["q=fes", "kind=region", "parent=maroc", "territory=fes", "ordering=-name"],
    "topics": ["event=seminar", "ordering=-slug"],
    "documents": ["kind=report", "language=fr", "event=seminar", "agreement=pact", "year=2022", "ordering=added"],
}  # fmt: skip


@pytest.fixture
def world():
    """Two of everything, which differ in all that can be asked for."""
    country = make.territory(name_fr="Maroc", slug="maroc", kind="country")
    make.territory(name_fr="Région", slug="region", kind="region", parent=country)
    body = make.institution(name_fr="Préfecture", slug="prefecture", territory=make.fes())
    make.institution(name_fr="Comité", slug="comite", kind="association", parent=body)
    event, other = make.event(slug="seminar"), make.event(slug="stand")
    make.series(name_fr="Journées portes ouvertes", organizer=body)
    make.series(name_fr="Rencontres")
    karim, other_person = (
        make.person(name_fr="Karim", slug="karim"),
        make.person(name_fr="Salma", slug="salma"),
    )
    make.speaker(event=event, person=karim, institution=body)
    make.speaker(event=other, person=other_person)
    pact = make.agreement(
        name_fr="Formation", slug="pact", kind="framework", first_party=body, signed_on=date(2022, 9, 14)
    )
    saved(Signatory(agreement=pact, person=karim, institution=body))
    make.agreement(name_fr="Autre", slug="other-pact", kind="memorandum", signed_on=date(2023, 1, 1))
    event.topics.add(make.term(Topic, "police"))
    make.term(Topic, "youth")
    make.document(event=event, kind="report", language="fr", published_on=date(2022, 1, 1))
    make.document(event=None, agreement=pact, kind="other", language="ar", published_on=date(2023, 1, 1))
    make.document(event=other, kind="other", language="ar", published_on=date(2023, 1, 1))


@pytest.mark.parametrize(
    ("resource", "question"), [(name, asked) for name, all_ in QUESTIONS.items() for asked in all_]
)
def test_each_parameter_narrows_or_orders(client, world, resource, question):
    everything = [row["id"] for row in client.get(f"/api/v1/{resource}/").json()["results"]]
    answer = client.get(f"/api/v1/{resource}/?{question}").json()
    found = [row["id"] for row in answer["results"]]

    assert answer["count"] == len(found)
    if question.startswith("ordering"):
        assert sorted(found) == sorted(everything)
        assert found != everything
    else:
        assert 0 < len(found) < len(everything)
    name = question.partition("=")[0]
    if name != "q":
        refused = client.get(f"/api/v1/{resource}/?{name}=nowhere")
        assert [error["parameter"] for error in refused.json()["errors"]] == [name]


def test_every_parameter_of_these_lists_is_tested_here():
    viewsets = {prefix: viewset for prefix, viewset, _basename in router.registry}
    asked = {name: {question.partition("=")[0] for question in all_} for name, all_ in QUESTIONS.items()}

    assert asked == {name: set(viewsets[name].filterset_class.base_filters) for name in QUESTIONS}


def test_who_may_not_be_known_is_no_value(api):
    make.person(slug="hidden", name_is_public=False)
    make.institution(slug="draft", publication_state="draft")

    for asked in ({"speaker": "hidden"}, {"institution": "draft"}):
        assert api("agreements/", **asked).status_code == 400
