"""A row with its parts as data, and back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from events.models import Event, Topic
from history.applying import apply, as_if, proposal
from history.registry import registered, shape_of
from history.snapshots import snapshot, snapshots
from history.tombstones import bury
from institutions.models import Agreement, Institution, Person
from tests import factories

pytestmark = pytest.mark.django_db


def first(shot: dict[str, object], name: str) -> str:
    return next(path for path in shot if path.startswith(f"{name}/"))


def test_snapshot_tells_every_kind_of_parts() -> None:
    event = factories.full_event()
    factories.citation(event.speakers.first())

    shot = snapshot(event)

    told = {path.split("/")[0] for path in shot if path} | {
        f"{p.split('/')[0]}/{p.split('/')[2]}" for p in shot if p.count("/") == 3
    }
    below = set(shape_of(Event).parts)
    assert told >= below - {"citations"}
    assert "speakers/statements" in told
    assert "speakers/citations" in told
    assert "recommendations/follow_ups" in told


def test_snapshot_costs_the_same_however_many_rows(django_assert_num_queries: object) -> None:
    one, many = factories.full_event(), factories.full_event()
    for _number in range(3):
        factories.speaker(event=many)
        factories.count(event=many)
    snapshot(one)  # content types are asked for once

    with django_assert_num_queries(32):  # type: ignore[operator]
        snapshot(one)
    with django_assert_num_queries(32):  # type: ignore[operator]
        snapshots(Event, [one.pk, many.pk])


def test_every_row_that_staff_edit_with_its_owner_is_a_part() -> None:
    """A table that belongs to an event (its rows die with it) is kept with the event, or named here with a reason."""
    elsewhere = {
        "Event_topics", "Event_audiences", "Event_accessibility", "Event_spoken_languages", "Event_covered_territories",
        "Decision", "Consent", "PreviewLink",  # the work flow: a log of its own
        "DistinctPair",  # no fact of the record
        "EventLink",  # kept with the event it starts from
    }  # fmt: skip
    parts = {shape.model.__name__ for _path, shape in shape_of(Event).walk()}

    owned = {
        relation.related_model.__name__
        for relation in Event._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is models.CASCADE
    }

    assert owned - parts - elsewhere == set()


def test_applying_a_snapshot_brings_back_what_was_changed_removed_and_added() -> None:
    event = factories.full_event()
    before = snapshot(event)

    event.speakers.first().delete()
    event.counts.update(value=7)
    factories.speaker(event=event)
    event.topics.clear()
    Event.objects.filter(pk=event.pk).update(slogan_ar="شعار آخر")
    assert snapshot(event) != before
    apply(before, event)

    assert snapshot(event) == before


def test_what_is_shown_as_if_leaves_no_trace() -> None:
    event = factories.full_event()
    before = snapshot(event)
    proposed = {**before, "": {**before[""], "slogan_ar": "شعار مقترح"}, "speakers/-1": {
        **before[first(before, "speakers")], "person": None, "title_ar": "متدخلة جديدة",
    }}  # fmt: skip

    with as_if(proposed, event):
        event.refresh_from_db()
        assert event.slogan_ar == "شعار مقترح"
        assert event.speakers.filter(title_ar="متدخلة جديدة").exists()
        again = proposal(event, before)

    assert snapshot(event) == before
    assert again == proposed


def test_rows_proposed_twice_keep_their_numbers() -> None:
    """A form shows proposed rows under passing numbers; sent back, they are the same rows."""
    event = factories.event()
    before = snapshot(event)
    row = {**snapshot(factories.speaker().event)}
    proposed = {**before, "speakers/-1": row[first(row, "speakers")]}

    numbers = set()
    for _time in range(2):
        with as_if(proposed, event):
            numbers.add(event.speakers.get().pk)

    assert len(numbers) == 1


def test_approved_rows_point_to_each_other() -> None:
    """A proposed speaker of a proposed session: both become rows, and the one points to the other."""
    event = factories.event()
    other = factories.event()
    factories.speaker(event=other, session=factories.session(event=other))
    pattern, before = snapshot(other), snapshot(event)
    session, speaker = pattern[first(pattern, "sessions")], pattern[first(pattern, "speakers")]

    apply({**before, "sessions/-1": session, "speakers/-2": {**speaker, "session": -1}}, event)

    assert event.speakers.get().session == event.sessions.get()


def test_snapshot_that_breaks_a_rule_is_refused_whole() -> None:
    event = factories.event()
    before = snapshot(event)

    with pytest.raises(ValidationError):
        apply({**before, "": {**before[""], "kind": "", "slogan_ar": "شعار"}}, event)

    assert snapshot(event) == before


@pytest.mark.parametrize("model", [Institution, Person, Agreement])
def test_other_registered_rows_come_back_too(model: type[models.Model]) -> None:
    row = {Institution: factories.institution, Person: factories.person, Agreement: factories.agreement}[
        model
    ]()
    before = snapshot(row)

    row.name_fr = "Autre nom"
    row.save()
    apply(before, row)

    assert snapshot(row) == before
    assert model in registered()


def test_row_merged_since_is_replaced_by_the_one_that_was_kept() -> None:
    event = factories.event()
    one, other = factories.person(), factories.person(name_fr="Autre")
    factories.speaker(event=event, person=other)
    before = snapshot(event)
    event.speakers.update(person=one)
    bury(other, by=None, merged_into=one)
    other.delete()

    apply({**before, "": {**before[""], "slogan_ar": "شعار"}}, event)

    assert event.speakers.get().person == one


def test_row_erased_since_is_left_out() -> None:
    event = factories.event()
    topic = factories.term(Topic, "erased")
    event.topics.add(topic)
    before = snapshot(event)
    topic.delete()

    apply(before, event)

    assert not event.topics.exists()
