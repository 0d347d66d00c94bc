"""What is not public is nowhere: not in lists, not at its address, not in filters, not inside other records."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import EventAgreement, EventLink
from institutions.models import AgreementParty, Position, Signatory
from tests import factories as make
from tests.factories import saved

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
HIDDEN = {
    "draft": {"publication_state": "draft"},
    "in review": {"publication_state": "in_review"},
    "withdrawn": {"publication_state": "withdrawn"},
    "future": {"publish_from": timezone.now() + DAY},
    "expired": {"publish_until": timezone.now() - DAY},
}
hidden = pytest.mark.parametrize("state", HIDDEN.values(), ids=HIDDEN)
MAKERS = {
    "events": make.event,
    "series": make.series,
    "institutions": make.institution,
    "agreements": make.agreement,
}


@hidden
@pytest.mark.parametrize("resource", MAKERS)
def test_a_hidden_row_is_neither_listed_nor_found(api, ids, resource, state):
    shown, secret = MAKERS[resource](), MAKERS[resource](**state)

    assert shown.pk in ids(f"{resource}/", page_size=100)
    assert secret.pk not in ids(f"{resource}/", page_size=100)
    assert api(f"{resource}/{shown.pk}/").status_code == 200
    assert api(f"{resource}/{secret.pk}/").status_code == 404


@hidden
def test_parts_of_a_hidden_event_are_neither_listed_nor_found(api, ids, state):
    secret = make.event(**state)
    asked, minutes = make.recommendation(event=secret), make.document(event=secret)
    person = make.speaker(event=secret, person=make.person()).person

    for resource, row in (("recommendations", asked), ("documents", minutes), ("speakers", person)):
        assert ids(f"{resource}/") == []
        assert api(f"{resource}/{row.pk}/").status_code == 404


@hidden
@pytest.mark.parametrize("parameter", ["parent", "series", "institution", "agreement"])
def test_a_filter_does_not_know_what_is_hidden(api, parameter, state):
    maker = {"parent": make.event, "series": make.series, "institution": make.institution}
    secret = maker.get(parameter, make.agreement)(**state)

    hidden_answer = api("events/", **{parameter: secret.slug})
    unknown_answer = api("events/", **{parameter: "nobody"})
    assert hidden_answer.status_code == 400
    assert hidden_answer.json()["errors"][0]["parameter"] == parameter
    assert hidden_answer.json() == {
        **unknown_answer.json(),
        "errors": [
            {
                **unknown_answer.json()["errors"][0],
                "detail": unknown_answer.json()["errors"][0]["detail"].replace("nobody", secret.slug),
            }
        ],
    }


@hidden
def test_an_event_keeps_quiet_about_hidden_events_around_it(api, state):
    above, below, before, after = (make.event(**state) for _ in range(4))
    event = make.event(super_event=above, series=make.series(**state), edition_number=3)
    below.super_event = event
    below.save()
    saved(EventLink(from_event=event, kind="follows", to_event=before))
    saved(EventLink(from_event=after, kind="follows", to_event=event))
    make.publication(source_event=event, **state)
    saved(EventAgreement(event=event, agreement=make.agreement(**state), relation="held_under"))

    found = api(f"events/{event.pk}/").json()
    names = ("parent", "series", "sub_events", "links", "publications", "agreements")
    assert [found[name] for name in names] == [None, None, [], [], [], []]


@hidden
def test_a_hidden_institution_is_named_nowhere(api, state):
    secret = make.institution(name_ar="مؤسسة سرية", name_fr="Institution secrète", slug="secrete", **state)
    event, person = make.event(series=make.series(organizer=secret)), make.person()
    role = make.involvement(event=event, institution=secret)
    make.speaker(event=event, person=person, institution=secret)
    make.recommendation(event=event).addressees.add(secret)
    make.citation(role, field="role", wording="Institution secrète")
    make.publication(source_event=event).publishers.add(secret)
    body = make.institution(parent=secret)
    body.members.add(secret)
    secret.members.add(body)
    secret.parent = body
    secret.save()
    pact = make.agreement(first_party=secret)
    saved(AgreementParty(agreement=make.agreement(), institution=secret))
    saved(Signatory(agreement=pact, institution=secret, title_fr="Présidente"))
    saved(Position(person=person, institution=secret, title_fr="Cheffe"))

    assert api(f"events/{event.pk}/").json()["involvements"] == []
    for resource in ("events", "series", "institutions", "speakers", "agreements", "recommendations"):
        answer = api(f"{resource}/", page_size=100)
        assert answer.json()["count"] > 0
        assert not any(word in answer.content.decode() for word in ("secr", "سرية")), resource


def secrets_of(person) -> tuple[str, ...]:
    return person.name_ar, person.name_fr, person.slug


def test_a_person_who_is_not_to_be_named_is_never_named(api, ids):
    person = make.person(name_ar="حميد المتحفظ", name_fr="Hamid Discret", name_is_public=False)
    event, pact = make.event(), make.agreement()
    voice = make.speaker(event=event, person=person)
    make.recommendation(event=event, raised_by=voice)
    make.answer(event=event, speaker=voice).covers.add(event.recommendations.get())
    make.citation(voice, field="person", wording="العميد حميد المتحفظ Hamid Discret")
    signed = saved(
        Signatory(agreement=pact, person=person, institution=pact.first_party, title_fr="Directeur")
    )
    make.citation(signed, wording="Hamid Discret")

    assert api(f"events/{event.pk}/").json()["speakers"][0]["person"] is None
    assert api(f"agreements/{pact.pk}/").json()["signatories"][0]["person"] is None
    assert api(f"speakers/{person.pk}/").status_code == 404
    assert ids("speakers/") == []
    assert api("events/", speaker=person.slug).status_code == 400
    for address in ("events/", "agreements/", "recommendations/", f"events/{event.pk}/"):
        content = api(address).content.decode()
        assert not any(secret in content for secret in secrets_of(person)), address


def test_a_name_withheld_at_one_event_is_not_told_by_the_others(api, ids):
    person = make.person()
    open_event, discreet_event = make.event(), make.event()
    make.speaker(event=open_event, person=person)
    make.speaker(event=discreet_event, person=person, name_is_public=False)

    profile = api(f"speakers/{person.pk}/").json()
    assert [row["event"]["id"] for row in profile["appearances"]] == [open_event.pk]
    assert ids("events/", speaker=person.slug) == [open_event.pk]
    assert api(f"events/{discreet_event.pk}/").json()["speakers"][0]["person"] is None


@hidden
def test_a_profile_shows_public_appearances_and_signatures_only(api, state):
    person, body = make.person(), make.institution()
    make.speaker(person=person)
    make.speaker(person=person, event=make.event(**state))
    saved(Signatory(agreement=make.agreement(**state), person=person, institution=body))

    found = api(f"speakers/{person.pk}/").json()
    assert (len(found["appearances"]), found["signatures"]) == (1, [])


@hidden
def test_an_agreement_lists_public_events_only(api, state):
    pact, shown, secret = make.agreement(), make.event(), make.event(**state)
    for event in (shown, secret):
        saved(EventAgreement(event=event, agreement=pact, relation="held_under"))

    assert [row["event"]["id"] for row in api(f"agreements/{pact.pk}/").json()["events"]] == [shown.pk]


@hidden
def test_what_strays_from_a_hidden_event_is_dropped(api, state):
    """Rows entered by mistake: a speaker and an answer of another event."""
    asked, secret = make.recommendation(), make.event(**state)
    voice = make.speaker(event=secret, title_fr="Secret")
    asked.raised_by = voice
    asked.save()
    make.answer(event=secret, text_fr="Secret").covers.add(asked)
    mixed = make.answer(event=asked.event, speaker=voice)
    mixed.covers.add(asked)

    for address in (f"recommendations/{asked.pk}/", f"events/{asked.event_id}/"):
        assert "Secret" not in api(address).content.decode()


@hidden
def test_counts_are_of_public_events(api, state):
    body, days = make.institution(), make.series()
    make.involvement(institution=body, event=make.event(series=days))
    make.involvement(institution=body, event=make.event(series=days, **state))

    assert api(f"institutions/{body.pk}/").json()["event_count"] == 1
    assert api(f"series/{days.pk}/").json()["edition_count"] == 1
    assert api("events/").json()["count"] == 1
