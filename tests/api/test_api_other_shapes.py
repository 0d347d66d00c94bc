"""The shapes of the other resources, literally."""

from datetime import date

import pytest
import time_machine

from events.models import EventAgreement, Topic
from institutions.models import (
    AgreementArea,
    AgreementParty,
    Institution,
    InstitutionName,
    PersonName,
    Position,
    Signatory,
    TerritoryAlias,
)
from tests import factories as make
from tests.api.labels import labelled
from tests.factories import saved

pytestmark = pytest.mark.django_db
SITE = "https://portal.example.ma"
NOON = "2026-11-22T12:00:00Z"


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOON, tick=False):
        yield


def addresses(resource, row, page, **more):
    return {
        "id": row.pk,
        "url": f"{SITE}/api/v1/{resource}/{row.pk}/",
        "page_url": {language: f"{SITE}/{language}/{page}/{row.slug}/" for language in ("ar", "fr", "en")},
        "slug": row.slug,
        **more,
    }


def short(resource, row, **more):
    return {
        "id": row.pk,
        "url": f"{SITE}/api/v1/{resource}/{row.pk}/",
        "slug": row.slug,
        "name": {"ar": row.name_ar, "fr": row.name_fr},
        **more,
    }


def kind(value):
    return {"kind": value, "kind_label": labelled(value)}


def body_reference(body):
    return short("institutions", body, acronym=body.acronym or None, country="MA", **kind(body.kind))


def event_reference(event, api):
    """Its own shape is tested with the event's."""
    whole = api(f"events/{event.pk}/").json()
    names = (
        "id", "url", "page_url", "slug", "name", "kind", "kind_label", "status", "status_label", "start", "end",
    )  # fmt: skip
    return {name: whole[name] for name in names}


@pytest.fixture
def item(api):
    """The item of a list with one row, which its own address gives too."""

    def read(resource, row):
        found = api(f"{resource}/{row.pk}/").json()
        assert found in api(f"{resource}/", page_size=100).json()["results"]
        return found

    return read


def test_institution(item):
    above, body, unit, ally = (make.institution() for _ in range(4))
    body.parent, unit.parent = above, body
    body.acronym, body.website, body.territory = "CNDH", "https://cndh.ma", make.fes()
    body.save()
    unit.save()
    body.members.add(ally)
    former = saved(
        InstitutionName(
            institution=body, text="CCDH", language="fr", kind="former", valid_until=date(2011, 3, 1)
        )
    )
    make.involvement(institution=body)
    make.involvement(institution=body, event=make.draft())
    city = body.territory

    assert item("institutions", body) == addresses(
        "institutions",
        body,
        "institutions",
        name={"ar": body.name_ar, "fr": body.name_fr},
        acronym="CNDH",
        other_names=[
            {
                "id": former.pk,
                "text": "CCDH",
                "language": "fr",
                **kind("former"),
                "valid_from": None,
                "valid_until": "2011-03-01",
                "note": None,
            }
        ],
        **kind("rights_institution"),
        country="MA",
        territory=short("territories", city, **kind("prefecture")),
        parent=body_reference(above),
        units=[body_reference(unit)],
        members=[body_reference(ally)],
        joint_bodies=[],
        description={},
        description_html={},
        website="https://cndh.ma",
        event_count=1,
        events_url=f"{SITE}/api/v1/events/?institution={body.slug}",
        citations=[],
        modified_at=NOON,
    )
    assert item("institutions", ally)["joint_bodies"] == [body_reference(body)]


def test_parties_of_an_agreement_keep_their_order_whichever_of_them_was_written_last(api):
    """PostgreSQL hands rows out as they lie, and puts one that was changed behind the others."""
    agreement, further = make.agreement(), [make.institution() for _ in range(3)]
    agreement.further_parties.set(further)

    def parties():
        return [party["id"] for party in api(f"agreements/{agreement.pk}/").json()["parties"]]

    before = parties()
    Institution.objects.filter(pk=further[0].pk).update(website="https://example.ma")

    assert (
        before == parties() == [agreement.first_party_id, agreement.second_party_id, *(b.pk for b in further)]
    )


def test_speaker(item, api):
    person, body = make.person(gender="female", distinction_fr="du CNDH"), make.institution()
    spelling = saved(PersonName(person=person, text="Achergui N.", language="fr"))
    post = saved(Position(person=person, institution=body, title_fr="Cheffe", starts_on=date(2020, 1, 1)))
    appearance = make.speaker(person=person, institution=body)
    signature = saved(Signatory(agreement=make.agreement(), person=person, institution=body))
    pact = signature.agreement

    assert item("speakers", person) == addresses(
        "speakers",
        person,
        "speakers",
        name={"ar": "نجوى أشركي", "fr": "Najoua Achergui"},
        family_name_only=False,
        other_names=[{"id": spelling.pk, "text": "Achergui N.", "language": "fr"}],
        distinction={"fr": "du CNDH"},
        gender="female",
        positions=[
            {
                "id": post.pk,
                "title": {"fr": "Cheffe"},
                "rank": {},
                "institution": body_reference(body),
                "starts_on": "2020-01-01",
                "ends_on": None,
                "note": {},
            }
        ],
        appearances=[
            {
                "id": appearance.pk,
                "event": event_reference(appearance.event, api),
                "role": "speaker",
                "role_label": labelled("speaker"),
                "title": {"ar": "رئيسة وحدة الدراسات", "fr": "Cheffe de l'unité des études"},
                "rank": {},
                "institution": body_reference(body),
            }
        ],
        signatures=[
            {
                "id": signature.pk,
                "agreement": short("agreements", pact, signed_on="2022-09-14", **kind("framework")),
                "title": {},
                "institution": body_reference(body),
            }
        ],
        events_url=f"{SITE}/api/v1/events/?speaker={person.slug}",
        citations=[],
        modified_at=NOON,
    )


def test_agreement(item, api):
    pact, third, person = make.agreement(term_fr="trois ans"), make.institution(), make.person()
    saved(AgreementParty(agreement=pact, institution=third))
    area = saved(AgreementArea(agreement=pact, text_fr="Formation"))
    signed = saved(Signatory(agreement=pact, person=person, institution=third, title_fr="Présidente"))
    link = saved(EventAgreement(event=make.event(), agreement=pact, relation="signed_at"))
    source = make.citation(pact, field="signed_on").source

    assert item("agreements", pact) == addresses(
        "agreements",
        pact,
        "agreements",
        name={"ar": pact.name_ar, "fr": pact.name_fr},
        **kind("framework"),
        parties=[body_reference(row) for row in (pact.first_party, pact.second_party, third)],
        signatories=[
            {
                "id": signed.pk,
                "person": short("speakers", person),
                "title": {"fr": "Présidente"},
                "institution": body_reference(third),
            }
        ],
        signed_on="2022-09-14",
        ends_on=None,
        term={"fr": "trois ans"},
        description={},
        description_html={},
        areas=[{"id": area.pk, "text": {"fr": "Formation"}}],
        text_url=None,
        documents=[],
        events=[
            {
                "id": link.pk,
                "relation": "signed_at",
                "relation_label": labelled("signed_at"),
                "event": event_reference(link.event, api),
            }
        ],
        citations=[
            {
                "about": {"part": None, "id": pact.pk},
                "field": "signed_on",
                "wording": "كما ورد",
                "language": "ar",
                "is_chosen": True,
                "note": {},
                "source": {
                    "id": source.pk,
                    "kind": "report",
                    "title": source.title,
                    "outlet": source.outlet,
                    "language": "ar",
                    "published_on": None,
                    "published_words": None,
                    "url": None,
                },
            }
        ],
        modified_at=NOON,
    )


def test_recommendation_says_at_which_event_and_what_was_answered(item, api):
    asked = make.recommendation()
    replied = make.answer(event=asked.event)
    replied.covers.add(asked)
    of_event = api(f"events/{asked.event_id}/").json()["recommendations"][0]

    assert item("recommendations", asked) == {
        **of_event,
        "event": event_reference(asked.event, api),
        "answers": [
            {
                "id": replied.pk,
                "text": {"ar": replied.text_ar, "fr": replied.text_fr},
                "speaker": None,
                "source": None,
            }
        ],
        "citations": [],
    }


def test_territory(item):
    city = make.fes()
    district = make.territory(name_ar="زواغة", name_fr="Zouagha", kind="district", parent=city)
    saved(TerritoryAlias(territory=district, text="Zwagha", language="fr"))

    assert item("territories", district) == addresses(
        "territories",
        district,
        "territories",
        name={"ar": "زواغة", "fr": "Zouagha"},
        **kind("district"),
        parent=short("territories", city, **kind("prefecture")),
        hcp_code=None,
        iso_code=None,
        aliases=[{"text": "Zwagha", "language": "fr"}],
        events_url=f"{SITE}/api/v1/events/?territory={district.slug}",
    )


def test_series_topic_and_document(item, api):
    body = make.institution()
    days = make.series(organizer=body)
    make.event(series=days)
    make.draft(series=days)
    topic = make.term(Topic, "police")
    minutes = make.document()

    assert item("series", days) == addresses(
        "series",
        days,
        "series",
        name={"ar": days.name_ar, "fr": days.name_fr},
        description={},
        description_html={},
        organizer=body_reference(body),
        edition_count=1,
        events_url=f"{SITE}/api/v1/events/?series={days.slug}",
        citations=[],
        modified_at=NOON,
    )
    assert item("topics", topic) == {
        "id": topic.pk,
        "url": f"{SITE}/api/v1/topics/{topic.pk}/",
        "slug": "police",
        "name": {"ar": "كلمة", "fr": "police"},
        "events_url": f"{SITE}/api/v1/events/?topic=police",
    }
    assert item("documents", minutes) == {
        **api(f"events/{minutes.event_id}/").json()["documents"][0],
        "event": event_reference(minutes.event, api),
        "agreement": None,
    }
