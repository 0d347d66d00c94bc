"""The one gate: what is published, from its first instant on and before its last, and nothing else."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
import time_machine
from django.apps import apps

from events.enums import AgreementRelation
from events.models import (
    Answer,
    Correction,
    Count,
    Document,
    Event,
    EventAgreement,
    EventChange,
    EventDay,
    EventName,
    EventSeries,
    EventVenue,
    FollowUp,
    Involvement,
    Photo,
    PressItem,
    PressItemEvent,
    Publication,
    Recommendation,
    Recording,
    Session,
    Speaker,
    Statement,
)
from events.querysets import people_on_record
from institutions.enums import PublicationState
from institutions.models import Agreement, Institution, Person, Publishable, Signatory
from institutions.querysets import public_condition
from search.models import SearchDocument
from tests import factories
from tests.factories import saved

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
DATES = (None, NOW - INSTANT, NOW, NOW + INSTANT)
SITUATIONS = [
    {"publication_state": state, "publish_from": start, "publish_until": end}
    for state, start, end in product(PublicationState, DATES, DATES)
    if start is None or end is None or start < end  # the database refuses the others
]
# Written out once more in words of its own: published, begun or without beginning, not over or without end.
OPEN = [
    situation
    for situation in SITUATIONS
    if situation["publication_state"] == "published"
    and situation["publish_from"] in (None, NOW - INSTANT, NOW)
    and situation["publish_until"] in (None, NOW + INSTANT)
]
PUBLISHABLE = {
    Institution: factories.institution,
    Agreement: factories.agreement,
    EventSeries: factories.series,
    Event: factories.event,
    Publication: factories.publication,
}
DRAFT = {"publication_state": PublicationState.DRAFT}
FUTURE = {"publish_from": NOW + INSTANT}


def publish(row, situation):
    """The row with these publication columns, straight into the database and read back."""
    type(row).objects.filter(pk=row.pk).update(**situation)
    row.refresh_from_db()
    return row


def test_situations_of_these_tests_are_all_there_are():
    assert (len(SITUATIONS), len(OPEN)) == (40, 6)


# Rows with a state of their own -------------------------------------------------------------------------
def test_every_publishable_model_is_tested_here():
    models = [model for model in apps.get_models() if issubclass(model, Publishable)]

    assert set(models) == set(PUBLISHABLE)


@pytest.mark.parametrize("model", PUBLISHABLE)
def test_gate_of_the_database_is_that_of_the_row(model):
    row = PUBLISHABLE[model]()

    for situation in SITUATIONS:
        publish(row, situation)
        expected = [row] if situation in OPEN else []
        assert list(model.objects.public(NOW)) == expected, situation
        assert row.is_public_at(NOW) is bool(expected), situation


@pytest.mark.parametrize("model", PUBLISHABLE)
def test_gate_without_an_instant_means_now(model):
    row = publish(PUBLISHABLE[model](), {"publish_from": NOW, "publish_until": NOW + INSTANT})
    states = []

    for moment in (NOW - INSTANT, NOW, NOW + INSTANT):
        with time_machine.travel(moment, tick=False):
            states.append((list(model.objects.public()) == [row], row.is_public))

    assert states == [(False, False), (True, True), (False, False)]


@pytest.mark.parametrize("model", PUBLISHABLE)
def test_row_is_closed_until_somebody_publishes_it(model):
    fresh = model()

    assert fresh.publication_state == PublicationState.DRAFT
    assert not fresh.is_public


# Rows that are as public as their event -----------------------------------------------------------------
def change_of_plan(event):
    return saved(EventChange(event=event, kind="postponed"))


def correction(event):
    return saved(Correction(event=event, on=NOW.date(), reason_ar="تصويب", reason_fr="Rectification"))


def venue_of(event):
    return saved(EventVenue(event=event, venue=factories.venue()))


def agreement_of(event):
    link = EventAgreement(event=event, agreement=factories.agreement(), relation=AgreementRelation.SIGNED_AT)
    return saved(link)


PARTS = {
    Involvement: lambda event: factories.involvement(event=event),
    Session: lambda event: factories.session(event=event),
    Speaker: lambda event: factories.speaker(event=event),
    Recommendation: lambda event: factories.recommendation(event=event),
    Answer: lambda event: factories.answer(event=event),
    Count: lambda event: factories.count(event=event),
    Document: lambda event: factories.document(event=event),
    Photo: lambda event: factories.photo(event=event),
    Recording: lambda event: factories.recording(event=event),
    PressItem: factories.press_item,
    EventName: lambda event: saved(EventName(event=event, text="عنوان آخر")),
    EventDay: lambda event: saved(EventDay(event=event, on=factories.OPENING_DAY)),
    EventChange: change_of_plan,
    Correction: correction,
    EventVenue: venue_of,
    EventAgreement: agreement_of,
}


def test_every_model_with_a_gate_is_tested_here():
    gated = {model for model in apps.get_models() if hasattr(model._default_manager, "public")}

    asks_the_others = {SearchDocument}  # tests/search
    assert gated == {*PUBLISHABLE, *PARTS, *asks_the_others}


@pytest.mark.parametrize("model", PARTS)
def test_part_is_as_public_as_its_event(model):
    event = factories.event()
    part = PARTS[model](event)

    for situation in SITUATIONS:
        publish(event, situation)
        expected = [part] if situation in OPEN else []
        assert list(model.objects.public(NOW)) == expected, situation


@pytest.mark.parametrize("model", PARTS)
def test_gate_of_a_part_without_an_instant_means_now(model):
    part = PARTS[model](factories.event(publish_from=NOW))
    seen = []

    for moment in (NOW - INSTANT, NOW):
        with time_machine.travel(moment, tick=False):
            seen.append(list(model.objects.public()))

    assert seen == [[], [part]]


@pytest.mark.parametrize(
    ("prefix", "below"),
    [
        ("speaker__event__", lambda event: factories.statement(speaker=factories.speaker(event=event))),
        (
            "recommendation__event__",
            lambda event: factories.follow_up(recommendation=factories.recommendation(event=event)),
        ),
        ("event__", lambda event: factories.press_item(event).event_links.get()),
    ],
)
def test_condition_reaches_through_any_prefix(prefix, below):
    event = factories.event()
    row = below(event)
    assert type(row) in (Statement, FollowUp, PressItemEvent)

    for situation in SITUATIONS:
        publish(event, situation)
        expected = [row] if situation in OPEN else []
        assert list(type(row).objects.filter(public_condition(NOW, prefix))) == expected, situation


# Documents and press items: more than one way in ---------------------------------------------------------
@pytest.mark.parametrize("owner", ["event", "agreement"])
def test_document_is_as_public_as_its_owner(owner):
    row = {"event": factories.event, "agreement": factories.agreement}[owner]()
    document = factories.document(**{owner: row})

    for situation in SITUATIONS:
        publish(row, situation)
        expected = [document] if situation in OPEN else []
        assert list(Document.objects.public(NOW)) == expected, situation


def test_press_item_is_public_once_when_one_of_its_events_is():
    shown, shown_too, hidden = factories.event(), factories.event(), factories.draft()
    item = factories.press_item(shown, shown_too, hidden)
    factories.press_item(hidden, title="سر")
    factories.press_item(title="بدون موعد")

    assert list(PressItem.objects.public(NOW)) == [item]


def test_part_of_a_public_sub_event_does_not_need_a_public_parent():
    stand = factories.event(super_event=factories.draft())

    assert list(Count.objects.public(NOW)) == []
    assert list(Event.objects.public(NOW)) == [stand]


# People -----------------------------------------------------------------------------------------------------
def names_on_record(at=NOW):
    return list(people_on_record(at).order_by("pk"))


def test_speaker_of_a_public_event_is_on_record():
    speaker = factories.speaker(person=factories.person())

    assert names_on_record() == [speaker.person]


def test_person_without_a_public_appearance_is_not_on_record():
    factories.person()
    factories.speaker(person=factories.person(), event=factories.draft())
    factories.speaker(person=factories.person(), event=factories.event(**FUTURE))

    assert names_on_record() == []


def test_name_that_may_not_be_published_in_an_event_is_not_on_record():
    factories.speaker(person=factories.person(), name_is_public=False)

    assert names_on_record() == []


def test_name_that_may_never_be_published_is_not_on_record():
    officer = factories.person(name_is_public=False)
    factories.speaker(person=officer)
    sign(officer, factories.agreement())

    assert names_on_record() == []


def test_name_hidden_in_one_event_is_on_record_through_another():
    officer = factories.person()
    factories.speaker(person=officer, name_is_public=False)
    factories.speaker(person=officer)

    assert names_on_record() == [officer]


def test_person_is_on_record_as_the_public_will_see_it_at_an_instant():
    speaker = factories.speaker(person=factories.person(), event=factories.event(**FUTURE))

    assert (names_on_record(NOW), names_on_record(NOW + INSTANT)) == ([], [speaker.person])


def sign(person: Person, agreement: Agreement) -> Signatory:
    institution = agreement.first_party
    return saved(Signatory(agreement=agreement, person=person, institution=institution, title_ar="الرئيسة"))


def test_signatory_of_an_agreement_is_on_record_when_it_is_public():
    agreement = factories.agreement()
    signatory = sign(factories.person(), agreement)

    for situation in SITUATIONS:
        publish(agreement, situation)
        expected = [signatory.person] if situation in OPEN else []
        assert names_on_record() == expected, situation


# Numbers ----------------------------------------------------------------------------------------------------
def test_series_counts_only_its_public_editions():
    series = factories.series()
    for hidden in ({}, {}, DRAFT, FUTURE, {"publish_until": NOW}):
        factories.event(series=series, **hidden)

    counted = EventSeries.objects.with_edition_counts(NOW).get(pk=series.pk)

    assert counted.edition_count == 2
