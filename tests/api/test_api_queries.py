"""One row or three: the same number of queries, whatever hangs on them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import EventAgreement, Topic
from institutions.models import (
    AgreementArea,
    AgreementParty,
    InstitutionName,
    PersonName,
    Position,
    Signatory,
    TerritoryAlias,
)
from tests import factories as make
from tests.factories import saved

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sqlite_has_been_asked_for_json():
    """Django asks SQLite once in a process whether it knows JSON."""
    assert connection.features.supports_json_field


def full_institution():
    body = make.institution(parent=make.institution(), territory=make.fes())
    make.institution(parent=body)
    body.members.add(make.institution())
    saved(InstitutionName(institution=body, text="Ancien", language="fr", kind="former"))
    make.involvement(institution=body)
    make.citation(body)
    return body


def full_person():
    person, body = make.person(), make.institution()
    saved(PersonName(person=person, text="Autre", language="fr"))
    saved(Position(person=person, institution=body, title_fr="Cheffe"))
    make.speaker(person=person, institution=body, event=make.event(name_ar="", name_fr=""))
    saved(Signatory(agreement=make.agreement(), person=person, institution=body))
    make.citation(person)
    return person


def full_agreement():
    pact, third = make.agreement(), make.institution()
    saved(AgreementParty(agreement=pact, institution=third))
    saved(AgreementArea(agreement=pact, text_fr="Formation"))
    saved(Signatory(agreement=pact, person=make.person(), institution=third))
    make.document(agreement=pact)
    saved(EventAgreement(event=make.event(name_ar="", name_fr=""), agreement=pact, relation="signed_at"))
    make.citation(pact)
    return pact


def full_recommendation():
    voice = make.speaker(person=make.person(), institution=make.institution())
    asked = make.recommendation(event=voice.event, raised_by=voice)
    asked.addressees.add(make.institution())
    make.follow_up(recommendation=asked, source=make.press_item())
    make.answer(event=voice.event, speaker=voice, source=make.press_item()).covers.add(asked)
    make.citation(asked)
    return asked


def full_event():
    event = make.full_event(name_ar="", name_fr="", series=make.series(), occasion=make.occasion())
    event.super_event = make.event(name_ar="", name_fr="")
    event.save()
    for part in (event, *event.counts.all(), *event.speakers.all()):
        make.citation(part)
    return event


def full_territory():
    place = make.territory(name_fr="Quartier", kind="district", parent=make.fes())
    saved(TerritoryAlias(territory=place, text="Autre", language="fr"))
    return place


def full_series():
    days = make.series(organizer=make.institution())
    make.event(series=days)
    make.citation(days)
    return days


def full_topic():
    return make.term(Topic, f"topic-{Topic.objects.count()}")


LISTS = {
    "events": (full_event, 5),
    "series": (full_series, 4),
    "institutions": (full_institution, 8),
    "speakers": (full_person, 8),
    "agreements": (full_agreement, 9),
    "recommendations": (full_recommendation, 7),
    "territories": (full_territory, 4),
    "topics": (full_topic, 3),
    "documents": (make.document, 3),
}
ITEMS = {
    "events": 3, "series": 2, "institutions": 6, "speakers": 6, "agreements": 7, "recommendations": 5,
    "territories": 2, "topics": 1, "documents": 1,
}  # fmt: skip


def queries_for(api, path):
    with CaptureQueriesContext(connection) as queries:
        answer = api(path, page_size=100) if path.endswith("s/") else api(path)
    assert answer.status_code == 200
    return [query["sql"] for query in queries]


@pytest.mark.parametrize("resource", LISTS)
def test_a_list_costs_the_same_with_one_row_and_with_three(api, resource):
    fill, cost = LISTS[resource]
    fill()
    one = queries_for(api, f"{resource}/")
    fill()
    fill()
    three = queries_for(api, f"{resource}/")

    assert (len(one), len(three)) == (cost, cost)


@pytest.mark.parametrize("resource", ITEMS)
def test_an_item_costs_as_written_and_reading_writes_nothing(api, resource):
    row = LISTS[resource][0]()

    queries = queries_for(api, f"{resource}/{row.pk}/")
    assert len(queries) == ITEMS[resource]
    reading = ("SELECT", "EXECUTE kept_")  # or the plan of a SELECT, that was kept
    assert all(sql.startswith(reading) for sql in queries)
