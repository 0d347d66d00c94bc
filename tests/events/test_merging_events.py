"""Two events, or two words, become one: whatever pointed to the removed one points to the kept one."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models

from events.enums import EventLinkKind
from events.lookalikes import remember_different
from events.merging import merge
from events.models import (
    AccessibilityProvision,
    Audience,
    Citation,
    Consent,
    Correction,
    Count,
    Decision,
    DistinctPair,
    Event,
    EventAgreement,
    EventChange,
    EventDay,
    EventLink,
    EventName,
    EventVenue,
    Involvement,
    PressItemEvent,
    PreviewLink,
    Speaker,
    SpokenLanguage,
    Statement,
    Topic,
)
from history.models import Tombstone, Verb
from history.revisions import open_revision  # noqa: F401  (the module that the merger asks must exist)
from history.tombstones import successor
from history.versions import of
from institutions.models import FormerAddress
from institutions.relations import relations
from staff.models import Action, AuditEntry
from tests import factories as make

pytestmark = pytest.mark.django_db


def two(**columns: Any) -> tuple[Event, Event]:
    return make.event(slug="kept"), make.event(**{"slug": "removed", **columns})


def merged(keep: Any, remove: Any, **choices: str) -> Any:
    return merge(keep=keep, remove=remove, by=None, reason="كررناه", choices=choices)


def word(model: Any) -> Callable[[Event], Any]:
    return lambda event: getattr(event, relation_name(model)).add(make.term(model, "word"))


def relation_name(model: Any) -> str:
    return {
        Topic: "topics",
        Audience: "audiences",
        AccessibilityProvision: "accessibility",
        SpokenLanguage: "spoken_languages",
    }[model]


# A row that leads to an event, for every relation that there is.
PLANTED: dict[str, Callable[[Event], Any]] = {
    "events.Answer.event": lambda event: make.answer(event=event),
    "events.Citation.object_id": lambda event: make.citation(event, field="starts_on"),
    "events.Consent.event": lambda event: Consent.objects.create(event=event, institution=make.institution()),
    "events.Correction.event": lambda event: Correction.objects.create(
        event=event, on=date(2024, 1, 1), reason_ar="خطأ"
    ),
    "events.Count.event": lambda event: make.count(event=event),
    "events.Decision.event": lambda event: Decision.objects.create(event=event, verb="submitted"),
    "events.DistinctPair.first": lambda event: remember_different(event, make.event(slug="later"), by=None),
    "events.DistinctPair.second": lambda event: remember_different(
        Event.objects.get(slug="earlier"), event, by=None
    ),
    "events.Document.event": lambda event: make.document(event=event),
    "events.Event.super_event": lambda event: make.event(slug="part", super_event=event),
    "events.EventAgreement.event": lambda event: EventAgreement.objects.create(
        event=event, agreement=make.agreement(), relation="held_under"
    ),
    "events.EventChange.event": lambda event: EventChange.objects.create(event=event, kind="postponed"),
    "events.EventDay.event": lambda event: EventDay.objects.create(event=event, on=date(2023, 5, 18)),
    "events.EventLink.from_event": lambda event: EventLink.objects.create(
        from_event=event, kind=EventLinkKind.FOLLOWS, to_event=make.event(slug="before")
    ),
    "events.EventLink.to_event": lambda event: EventLink.objects.create(
        to_event=event, kind=EventLinkKind.FOLLOWS, from_event=make.event(slug="after")
    ),
    "events.EventName.event": lambda event: EventName.objects.create(
        event=event, text="عنوان آخر", language="ar"
    ),
    "events.EventVenue.event": lambda event: EventVenue.objects.create(event=event, venue=make.venue()),
    "events.Event_accessibility.event": word(AccessibilityProvision),
    "events.Event_audiences.event": word(Audience),
    "events.Event_covered_territories.event": lambda event: event.covered_territories.add(make.territory()),
    "events.Event_spoken_languages.event": word(SpokenLanguage),
    "events.Event_topics.event": word(Topic),
    "events.Involvement.event": lambda event: make.involvement(event=event),
    "events.Photo.event": lambda event: make.photo(event=event),
    "events.PressItemEvent.event": make.press_item,
    "events.PreviewLink.event": lambda event: PreviewLink.objects.create(
        event=event, digest="0" * 64, expires_at="2030-01-01T00:00Z"
    ),
    "events.Publication.source_event": lambda event: make.publication(source_event=event),
    "events.Recommendation.event": lambda event: make.recommendation(event=event),
    "events.Recording.event": lambda event: make.recording(event=event),
    "events.Session.event": lambda event: make.session(event=event),
    "events.Speaker.event": lambda event: make.speaker(event=event),
    "institutions.FormerAddress.object_id": lambda event: FormerAddress.objects.create(
        content_type=ContentType.objects.get_for_model(Event), object_id=event.pk, slug="older"
    ),
}


def test_merge_knows_a_planted_row_for_every_relation_of_events() -> None:
    """A relation added to the model fails here until somebody says how it is planted, and sees it move below."""
    assert {relation.label for relation in relations(Event)} == set(PLANTED)


def counted(row: Event) -> dict[str, int]:
    return {relation.label: relation.rows(row).count() for relation in relations(Event)}


@pytest.mark.parametrize("label", sorted(PLANTED))
def test_merge_moves_the_rows_of_each_relation(label: str) -> None:
    make.event(slug="earlier")
    keep, remove = two()
    PLANTED[label](remove)
    before = counted(remove)
    assert before[label] == 1

    merged(keep, remove)

    after = counted(keep)
    if label.startswith("events.DistinctPair"):  # the older of the pair stands first, whichever it was
        assert after["events.DistinctPair.first"] + after["events.DistinctPair.second"] == 1
    else:
        assert after[label] == before[label] + (label == "institutions.FormerAddress.object_id")
    assert not Event.objects.filter(slug="removed").exists()


def rows_by_model() -> dict[str, int]:
    return {model.__name__: model._base_manager.count() for model in PARTS}


EQUAL = ["Correction", "Document", "EventChange", "EventDay", "EventName", "Recording"]
PARTS: list[type[models.Model]] = [
    Speaker,
    Statement,
    Involvement,
    Count,
    Citation,
    PressItemEvent,
    EventVenue,
]


def test_merge_of_two_full_events_loses_no_row() -> None:
    keep, remove = make.full_event(slug="kept"), make.full_event(slug="removed", name_fr="Autre titre")
    own, others = counted(keep), counted(remove)
    existing = rows_by_model()

    done = merged(keep, remove)

    after = counted(keep)
    for label, number in others.items():
        folded = done.folded.get(label, 0)
        added = {"events.EventName.event": 1, "institutions.FormerAddress.object_id": 1}.get(label, 0)
        assert after[label] == own[label] + number - folded + added, label
    # What both say word for word is kept once; nothing else is.
    assert set(done.folded) == {f"events.{name}.event" for name in EQUAL}
    assert rows_by_model() == existing


# What stands there twice ----------------------------------------------------------------------------------
def test_merge_keeps_once_what_both_have_and_all_that_lies_below_it() -> None:
    keep, remove = two()
    person, body = make.person(), make.institution()
    for event in (keep, remove):
        make.involvement(event=event, institution=body, note_fr="" if event is keep else "Au siège")
        event.topics.add(Topic.objects.first() or make.term(Topic, "rights"))
    first = make.speaker(event=keep, person=person, title_ar="", title_fr="")
    twice = make.speaker(event=remove, person=person, title_ar="رئيسة", title_fr="")
    make.statement(speaker=twice)
    asked = make.recommendation(event=remove, raised_by=twice)
    make.citation(twice, field="title")

    done = merged(keep, remove)

    [speaker] = keep.speakers.all()
    assert (speaker.pk, speaker.title_ar) == (first.pk, "رئيسة")
    assert speaker.statements.count() == 1
    asked.refresh_from_db()
    assert asked.raised_by_id == first.pk
    assert len(Citation.objects.about(first)) == 1
    [involvement] = keep.involvements.all()
    assert involvement.note_fr == "Au siège"
    assert keep.topics.count() == 1
    assert done.folded == {
        "events.Event_topics.event": 1, "events.Involvement.event": 1, "events.Speaker.event": 1,
    }  # fmt: skip


def test_merge_of_two_chosen_figures_keeps_both_and_one_choice() -> None:
    keep, remove = two()
    make.count(event=keep, value=1_150_000, is_chosen=True)
    make.count(event=remove, value=970_000, is_chosen=True)

    merged(keep, remove)

    assert set(keep.counts.values_list("value", "is_chosen")) == {(1_150_000, True), (970_000, False)}


def test_merge_says_in_the_log_what_a_folded_row_said_otherwise() -> None:
    keep, remove = two()
    person = make.person()
    make.speaker(event=keep, person=person, title_fr="Cheffe", title_ar="رئيسة")
    make.speaker(event=remove, person=person, title_fr="Directrice", title_ar="رئيسة")

    done = merged(keep, remove)

    [said] = done.said_otherwise
    assert "Directrice" in said
    assert said in AuditEntry.objects.get(action=Action.MERGED).details["said_otherwise"]


def test_merge_drops_the_link_between_the_two_and_the_mark_that_told_them_apart() -> None:
    keep, remove = two()
    EventLink.objects.create(from_event=keep, kind=EventLinkKind.RELATED, to_event=remove)
    remember_different(keep, remove, by=None)

    merged(keep, remove)

    assert not EventLink.objects.exists()
    assert not DistinctPair.objects.exists()


# Columns and names ------------------------------------------------------------------------------------------
def test_merge_fills_what_is_empty_and_takes_what_is_chosen() -> None:
    keep, remove = two(abstract_ar="نبذة", place_words_fr="Hors les murs", scope="national", kind="study_day")

    merged(keep, remove, kind="remove", name_fr="keep")

    keep.refresh_from_db()
    assert (keep.abstract_ar, keep.place_words_fr, keep.scope) == ("نبذة", "Hors les murs", "national")
    assert keep.kind == "study_day"


def test_merge_takes_a_date_as_a_whole() -> None:
    keep, remove = two(starts_on=date(2023, 5, 18), starts_at="09:30")

    merged(keep, remove, starts_on="remove")

    keep.refresh_from_db()
    assert (keep.starts_on, str(keep.starts_at), keep.starts_precision) == (
        date(2023, 5, 18),
        "09:30:00",
        "minute",
    )
    assert keep.first_day == date(2023, 5, 18)


def test_merge_keeps_the_titles_of_both_and_says_none_twice() -> None:
    keep, remove = two(name_ar="عنوان الحذف", name_fr=make.event().name_fr)

    merged(keep, remove, name_ar="remove")

    keep.refresh_from_db()
    assert keep.name_ar == "عنوان الحذف"
    assert list(keep.other_names.values_list("text", "language")) == [
        ("الشراكة بين الأمن الوطني ومؤسسات الحكامة", "ar")
    ]


# Rings ----------------------------------------------------------------------------------------------------------
def test_merge_of_an_event_with_its_part_lifts_the_part_to_where_the_whole_was() -> None:
    top = make.event(slug="top")
    remove = make.event(slug="removed", super_event=top)
    keep = make.event(slug="kept", super_event=remove)

    merged(keep, remove)

    keep.refresh_from_db()
    assert keep.super_event_id == top.pk


def test_merge_into_the_whole_leaves_the_whole_where_it_was() -> None:
    keep = make.event(slug="kept")
    remove = make.event(slug="removed", super_event=keep)

    merged(keep, remove)

    keep.refresh_from_db()
    assert keep.super_event_id is None


def test_merge_that_would_make_a_ring_is_refused_and_changes_nothing() -> None:
    remove = make.event(slug="removed")
    keep = make.event(slug="kept", super_event=make.event(slug="between", super_event=remove))

    with pytest.raises(ValidationError):
        merged(keep, remove)

    assert Event.objects.count() == 3
    assert not Tombstone.objects.exists()


# What leads there for ever --------------------------------------------------------------------------------------
def test_merge_in_a_chain_leads_to_the_last() -> None:
    first, second, third = (make.event(slug=slug) for slug in ("one", "two", "three"))
    numbers = first.pk, second.pk

    merged(second, first)
    merged(third, second)

    assert [successor(Event, number) for number in numbers] == [third.pk, third.pk]
    assert set(FormerAddress.objects.values_list("slug", "object_id")) == {
        ("one", third.pk),
        ("two", third.pk),
    }


def test_merge_redirects_pages_short_links_and_api_entries(client: Any) -> None:
    keep, remove = two()
    number = remove.pk
    merged(keep, remove)

    page = client.get("/fr/events/removed/")
    short = client.get(f"/e/{number}", HTTP_ACCEPT_LANGUAGE="fr")
    entry = client.get(f"/api/v1/events/{number}/?lang=fr")

    assert (page.status_code, page.url) == (301, "/fr/events/kept/")
    assert (short.status_code, short.url) == (301, f"/e/{keep.pk}")
    assert (entry.status_code, entry.headers["Location"]) == (308, f"/api/v1/events/{keep.pk}/?lang=fr")
    assert client.get(f"/api/v1/events/{number + 1000}/").status_code == 404


def test_merge_into_a_draft_tells_the_api_nothing(client: Any) -> None:
    keep, remove = make.draft(slug="kept"), make.draft(slug="removed")
    number = remove.pk
    merged(keep, remove)

    assert client.get(f"/api/v1/events/{number}/").status_code == 404
    assert client.get(f"/e/{number}").status_code == 404


def test_merge_of_topics_moves_events_and_leads_the_api_and_the_filter_there(client: Any) -> None:
    keep, remove = make.term(Topic, "rights"), make.term(Topic, "human-rights")
    event = make.event()
    event.topics.add(remove)
    number = remove.pk

    merged(keep, remove)

    assert list(event.topics.all()) == [keep]
    assert client.get(f"/api/v1/topics/{number}/").headers["Location"] == f"/api/v1/topics/{keep.pk}/"
    found = client.get("/api/v1/events/?topic=human-rights").json()
    assert [row["id"] for row in found["results"]] == [event.pk]


# Who did it, and when it is refused ----------------------------------------------------------------------------
def test_merge_is_recorded_for_all_it_touches_and_in_the_audit_log() -> None:
    user = get_user_model().objects.create_superuser("root")
    keep, remove = two()
    part = make.event(slug="part", super_event=remove)

    merge(keep=keep, remove=remove, by=user, reason="وردا مرتين", choices={})

    latest = of(keep).first()
    assert (latest.verb, latest.by, latest.reason) == (Verb.MERGED, user, "وردا مرتين")
    assert of(part).first().verb == Verb.MERGED
    entry = AuditEntry.objects.get(action=Action.MERGED)
    assert (entry.actor_id, entry.target_id) == (user.pk, str(keep.pk))
    tombstone = Tombstone.objects.get()
    assert (tombstone.merged_into, tombstone.addresses) == (keep.pk, ["removed"])


def test_merge_of_a_row_with_itself_or_of_two_kinds_is_refused() -> None:
    event = make.event()

    with pytest.raises(ValidationError):
        merged(event, Event.objects.get(pk=event.pk))
    with pytest.raises(ValidationError):
        merged(event, make.person())
