"""Everything an event has, in two queries, and exactly what plain ORM access gives."""

from datetime import UTC, date, datetime, timedelta
from functools import reduce

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.enums import AgreementRelation, EventLinkKind, FollowUpStatus
from events.json_rows import stored_fields
from events.models import Event, EventAgreement, EventLink, Recommendation
from events.parts import PARTS
from institutions.enums import PublicationState
from tests import factories

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
DIRECT = {kind: part for kind, part in PARTS.items() if not part.into}
LINKED_EVENTS = {"links_from": "to_event", "links_to": "from_event"}


def on_page(event, at=None):
    return Event.objects.public(at).for_page(at).get(pk=event.pk)


def queries_of(read):
    with CaptureQueriesContext(connection) as captured:
        read()
    return [query["sql"] for query in captured]


def columns(row, names):
    return row and {name: getattr(row, name) for name in names}


def plain_rows(event, kind):
    """The same rows, asked one kind at a time and without anything loaded."""
    part, manager = PARTS[kind], getattr(event, kind)
    order = {"press_items": ("published_on", "pk")}.get(kind, ("pk",) if part.through else part.order)
    return list(manager.order_by(*order))


def loaded_columns(kind, row):
    part = PARTS[kind]
    if part.through:
        return part.related[part.through]
    return part.only or [field.attname for field in stored_fields(type(row))]


def described(kind, rows):
    """Every loaded column of the rows and of the rows their foreign keys lead to."""
    related = {} if PARTS[kind].through else PARTS[kind].related
    return [
        {
            **columns(row, loaded_columns(kind, row)),
            **{
                path: columns(reduce(getattr, path.split("__"), row), names)
                for path, names in related.items()
            },
        }
        for row in rows
    ]


# Same rows --------------------------------------------------------------------------------------------
def test_event_of_these_tests_has_two_rows_of_every_kind():
    event = factories.full_event()

    loaded = on_page(event)

    assert {kind: len(getattr(loaded, kind).all()) for kind in DIRECT} == dict.fromkeys(DIRECT, 2)


def test_parts_are_those_of_plain_access():
    event = factories.full_event()

    loaded = on_page(event)

    for kind in DIRECT:
        expected = described(kind, plain_rows(event, kind))
        assert described(kind, getattr(loaded, kind).all()) == expected, kind


def test_parts_below_parts_are_those_of_plain_access():
    event = factories.full_event()

    loaded = on_page(event)

    below = {kind: part for kind, part in PARTS.items() if part.into and kind != "covers"}
    assert set(below) == {"statements", "addressees", "follow_ups", "publishers"}
    for kind, part in below.items():
        above, column, attribute = part.into
        rows = apps.get_model(part.model).objects.order_by(*part.order)
        expected = [
            [getattr(row, part.through) if part.through else row for row in rows.filter(**{column: owner.pk})]
            for owner in plain_rows(event, above)
        ]
        shown = [list(getattr(owner, attribute).all()) for owner in getattr(loaded, above).all()]
        assert [described(kind, group) for group in shown] == [
            described(kind, group) for group in expected
        ], kind
        assert [] not in shown, kind


def test_answers_know_the_requests_they_cover():
    event = factories.full_event()

    answers = on_page(event).answers.all()

    covered = [[link.recommendation_id for link in row.covered_links] for row in answers]
    assert covered == [[row.pk for row in answer.covers.all()] for answer in plain_rows(event, "answers")]
    assert [len(links) for links in covered] == [1, 1]


def test_foreign_key_left_empty_is_none():
    event = factories.event()
    factories.speaker(event=event)

    unnamed = on_page(event).speakers.all()[0]

    assert (unnamed.person, unnamed.institution, unnamed.session_id) == (None, None, None)


def test_instants_are_aware_on_both_databases():
    event = factories.event()
    guest = factories.institution(publish_from=NOON, publish_until=LATER)
    factories.involvement(event=event, institution=guest)

    loaded = on_page(event).involvements.all()[0].institution

    assert (loaded.publish_from, loaded.publish_until) == (NOON, LATER)
    assert loaded.is_public_at(NOON)


def test_parts_of_two_events_are_not_mixed():
    first, second = factories.event(), factories.event()
    for event, value in ((first, 1), (second, 2), (second, 3)):
        factories.count(event=event, value=value)

    rows = Event.objects.public().for_page().oldest_first()

    assert [[count.value for count in row.counts.all()] for row in rows] == [[1], [2, 3]]


def test_every_part_leads_back_to_its_event_without_a_query():
    event = factories.full_event()
    loaded = on_page(event)
    links = {kind: part.link for kind, part in DIRECT.items() if not part.through and kind != "sub_events"}

    asked = queries_of(
        lambda: [
            getattr(row, link).slug for kind, link in links.items() for row in getattr(loaded, kind).all()
        ]
    )

    assert asked == []
    assert all(
        getattr(row, link) is loaded for kind, link in links.items() for row in getattr(loaded, kind).all()
    )


# One query ----------------------------------------------------------------------------------------------
def test_page_of_an_event_costs_two_queries():
    event = factories.full_event()

    assert len(queries_of(lambda: on_page(event))) == 2


def test_list_costs_two_queries_whatever_its_length():
    for _ in range(3):
        factories.involvement()

    assert len(queries_of(lambda: list(Event.objects.public().for_list()))) == 2


def test_event_without_parts_reads_them_as_empty_without_a_query():
    loaded = on_page(factories.event())

    asked = queries_of(lambda: [list(getattr(loaded, kind).all()) for kind in DIRECT])

    assert asked == []
    assert {kind: list(getattr(loaded, kind).all()) for kind in DIRECT} == {kind: [] for kind in DIRECT}


def read_parts(event):
    """What the page shows of every part."""
    for row in event.involvements.all():
        yield row.get_role_display(), row.note, row.institution.name_in("fr"), row.institution.acronym
        yield row.institution.slug, row.institution.is_public
    for row in event.speakers.all():
        yield row.public_name("fr"), row.title_fr, row.rank_ar, row.get_role_display(), row.is_group
        yield row.person.slug, row.person.gender, row.institution.name_in("fr"), row.institution.is_public
        yield [(said.text, said.get_medium_display(), str(said.source)) for said in row.statements.all()]
    for row in event.recommendations.all():
        yield row.text, row.get_kind_display(), row.due, row.status, row.get_absolute_url
        yield [body.name_in("ar") for body in row.addressees.all()]
        yield [
            (step.get_status_display(), step.on, step.evidence_url, step.source)
            for step in row.follow_ups.all()
        ]
    for row in event.answers.all():
        yield row.text, row.source.title, [link.recommendation_id for link in row.covered_links]
    for row in event.counts.all():
        yield str(row), row.qualifier, row.scope_words, row.source.outlet, row.source.url
    for row in event.sessions.all():
        yield row.name, row.abstract, row.on, row.starts_at, row.room.name_in("fr")
    for row in event.venues.all():
        yield row.venue.name_in("fr"), row.venue.address, row.venue.latitude, row.room.name_in("ar")
        yield row.venue.territory.name_in("fr"), row.venue.capacity, row.venue.area, row.room.capacity


def read_records(event):
    """What the page shows of the records around the event."""
    for row in event.documents.all():
        yield row.title, row.get_kind_display(), row.language, row.published_on, bool(row.file), row.url
    for row in event.photos.all():
        yield row.alt, row.caption, row.credit, row.image.name, row.width, row.height
    for row in event.recordings.all():
        yield row.title, row.get_kind_display(), row.url, row.has_captions
    for row in event.publications.all():
        yield row.name_in("fr"), row.isbn, row.page_count, row.cover, row.url, row.is_public
        yield [body.name_in("fr") for body in row.publishers.all()]
    for row in event.press_items.all():
        yield str(row), row.get_kind_display(), row.published_on, row.language, row.same_dispatch_as_id
    for row in event.agreement_links.all():
        yield row.get_relation_display(), row.agreement.name_in("fr"), row.agreement.signed_on
        yield row.agreement.slug, row.agreement.is_public
    for kind in ("topics", "audiences", "accessibility", "spoken_languages", "covered_territories"):
        yield [(row.name_in("fr"), row.slug) for row in getattr(event, kind).all()]
    yield [(row.text, row.source.title) for row in event.other_names.all()]
    yield [(row.on, row.opens_at, row.closes_at, row.note) for row in event.days.all()]
    yield [(row.reason, row.previous_start, row.get_kind_display()) for row in event.changes.all()]
    yield [(row.on, row.before, row.after, row.reason) for row in event.corrections.all()]


def read_events_around(event):
    for sub_event in event.sub_events.all():
        yield sub_event.name_in("fr"), sub_event.start, sub_event.end, sub_event.status, sub_event.slug
    for kind, other in LINKED_EVENTS.items():
        for link in getattr(event, kind).all():
            yield link.get_kind_display(), getattr(link, other).name_in("fr"), getattr(link, other).start


def test_what_a_page_shows_of_an_event_costs_no_further_query():
    event = factories.full_event(
        series=factories.series(),
        edition_number=4,
        super_event=factories.event(),
        occasion=factories.occasion(),
    )
    loaded = on_page(event)

    asked = queries_of(
        lambda: [
            *read_parts(loaded),
            *read_records(loaded),
            *read_events_around(loaded),
            (loaded.name_in("fr"), loaded.territory.name_in("fr"), loaded.territory.parent),
            (loaded.series.name_in("fr"), loaded.super_event.name_in("fr"), loaded.occasion.name_in("fr")),
        ]
    )

    assert asked == []


def test_untitled_sub_event_is_named_without_a_query():
    event = factories.event()
    factories.event(super_event=event, name_ar="", name_fr="")
    loaded = on_page(event)

    asked = queries_of(lambda: [row.name_in("fr") for row in loaded.sub_events.all()])

    assert asked == []
    assert [str(row.name_in("ar")).split("، ")[1:] for row in loaded.sub_events.all()] == [
        ["فاس", "17 ماي 2023"]
    ]


@pytest.mark.parametrize(("kind", "other"), LINKED_EVENTS.items())
def test_untitled_linked_event_is_named_without_a_query(kind, other):
    event, untitled = factories.event(), factories.event(name_ar="", name_fr="")
    ends = {"to_event": event, "from_event": event, other: untitled}
    factories.saved(EventLink(kind=EventLinkKind.RELATED, **ends))
    loaded = on_page(event)

    asked = queries_of(lambda: [getattr(link, other).name_in("fr") for link in getattr(loaded, kind).all()])

    assert asked == []


# Only what is public ------------------------------------------------------------------------------------
HIDDEN = [
    {"publication_state": PublicationState.DRAFT},
    {"publication_state": PublicationState.IN_REVIEW},
    {"publication_state": PublicationState.WITHDRAWN},
    {"publish_from": LATER},
    {"publish_until": NOON},
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_parts_that_can_be_published_are_loaded_only_when_they_are(hidden):
    event = factories.event()
    factories.event(super_event=event, **hidden)
    factories.publication(source_event=event, **hidden)
    secret, pact = factories.event(**hidden), factories.agreement(**hidden)
    factories.saved(EventLink(from_event=event, to_event=secret, kind=EventLinkKind.FOLLOWS))
    factories.saved(EventLink(from_event=secret, to_event=event, kind=EventLinkKind.FOLLOWS))
    factories.saved(EventAgreement(event=event, agreement=pact, relation=AgreementRelation.SIGNED_AT))

    loaded = on_page(event, NOON)

    kinds = ("sub_events", "publications", "links_from", "links_to", "agreement_links")
    assert {kind: list(getattr(loaded, kind).all()) for kind in kinds} == {kind: [] for kind in kinds}


def test_parts_are_loaded_as_the_public_will_see_them_at_a_given_instant():
    event = factories.event()
    stand = factories.event(super_event=event, publish_from=LATER)

    assert list(on_page(event, NOON).sub_events.all()) == []
    assert list(on_page(event, LATER).sub_events.all()) == [stand]


# Order --------------------------------------------------------------------------------------------------
def test_undated_rows_come_last_on_both_databases():
    event = factories.event()
    undated_stand = factories.event(super_event=event, starts_on=None, when_words="خلال الأيام")
    dated_stand = factories.event(super_event=event)
    undated_item = factories.press_item(event)
    dated_item = factories.press_item(event, title="آخر", published_on=date(2023, 5, 18))

    loaded = on_page(event)

    assert list(loaded.sub_events.all()) == [dated_stand, undated_stand]
    assert list(loaded.press_items.all()) == [dated_item, undated_item]


# Status -------------------------------------------------------------------------------------------------
def test_status_of_a_loaded_recommendation_is_that_of_with_status():
    event = factories.event()
    steps = {
        "none": [],
        "one": [(FollowUpStatus.ACCEPTED, date(2023, 9, 1))],
        "latest wins": [
            (FollowUpStatus.DONE, date(2024, 9, 1)),
            (FollowUpStatus.IN_PROGRESS, date(2023, 9, 1)),
        ],
        "same day: last entered": [
            (FollowUpStatus.ACCEPTED, date(2023, 9, 1)),
            (FollowUpStatus.DECLINED, date(2023, 9, 1)),
        ],
    }
    for position, dated in enumerate(steps.values()):
        asked = factories.recommendation(event=event, position=position)
        for status, on in dated:
            factories.follow_up(recommendation=asked, status=status, on=on)

    loaded = [row.status for row in on_page(event).recommendations.all()]
    annotated = list(
        Recommendation.objects.with_status().order_by("position").values_list("status", flat=True)
    )

    assert loaded == annotated == ["recorded", "accepted", "done", "declined"]


# What is loaded stays a relation ------------------------------------------------------------------------
def test_loaded_rows_refined_are_those_of_the_event_only():
    event, other = factories.event(), factories.event()
    few, many = (factories.count(event=event, value=value) for value in (5, 50))
    factories.count(event=other, value=500)
    requested = factories.recommendation(event=event)
    requested.addressees.add(factories.institution())

    loaded = on_page(event)

    assert list(loaded.counts.filter(value__gt=10)) == [many]
    assert list(loaded.counts.order_by("-value")) == [many, few]
    assert loaded.counts.all() is loaded.counts.all()
    [recommendation] = loaded.recommendations.all()
    assert [row.pk for row in recommendation.addressees.exclude(pk=0)] == [
        row.pk for row in requested.addressees.all()
    ]
    assert list(on_page(other).topics.filter(pk__gt=0)) == []


def test_page_of_a_list_loads_the_parts_of_its_rows_only():
    for _ in range(3):
        factories.involvement()

    asked = queries_of(lambda: list(Event.objects.public().for_list().order_by("pk")[1:2]))

    assert len(asked) == 2
    assert f"[{Event.objects.order_by('pk')[1].pk}]" in asked[1].replace("ARRAY", "")


def test_later_request_sees_what_is_public_then():
    event = factories.event()
    factories.event(super_event=event, publish_from=LATER)

    assert [len(on_page(event, at).sub_events.all()) for at in (NOON, LATER, NOON)] == [0, 1, 0]
