"""Synthetic events: the same for a seed, valid, removable without a trace, never among those of the record."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models

from events import synthetic
from events.models import Count, Event, Involvement, PressItem, Recommendation, Speaker, Topic
from institutions.models import FormerAddress
from tests import factories

pytestmark = pytest.mark.django_db
COUNT = 40


@pytest.fixture(autouse=True)
def _place(db):
    factories.fes()


def generate(seed=1, *options):
    call_command(
        "generate_events", count=COUNT, seed=seed, beside_the_record="beside" in options, verbosity=0
    )


def described():
    events = Event.objects.order_by("slug").values_list(
        "slug", "name_ar", "kind", "starts_on", "territory__slug"
    )
    parts = (
        Speaker.objects.order_by("event__slug", "position").values_list("event__slug", "person__slug"),
        Involvement.objects.order_by("event__slug", "position").values_list(
            "event__slug", "institution__slug"
        ),
        Recommendation.objects.order_by("event__slug", "position").values_list("event__slug", "kind"),
        Count.objects.order_by("event__slug", "unit").values_list("event__slug", "unit", "value"),
        PressItem.objects.order_by("url").values_list("url", "published_on"),
    )
    return [list(rows) for rows in (events, *parts)]


def everything():
    """The number of rows of every table of ours."""
    ours = ("events", "institutions", "history")
    return {
        model: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ours and issubclass(model, models.Model)
    }


def test_same_seed_gives_the_same_events_and_another_seed_others():
    generate(seed=7)
    first = described()
    synthetic.delete()
    generate(seed=7)
    again = described()
    synthetic.delete()
    generate(seed=8)

    assert again == first
    assert described() != first
    assert len(first[0]) == COUNT
    assert [] not in first


def test_synthetic_rows_pass_the_checks_of_a_form():
    generate()

    for rows in (Event, Speaker, Involvement, Recommendation, Count, PressItem):
        for row in rows.objects.order_by("pk")[:15]:
            row.full_clean()


def test_synthetic_events_are_public_as_others_are_and_say_what_they_are(client):
    generate()
    event = Event.objects.public().first()

    page = client.get(event.get_absolute_url())

    assert page.status_code == 200
    assert set(Event.objects.exclude(pk__in=synthetic.events())) == set()
    assert [topic.slug for topic in event.topics.all()] == ["synthetic"]


def test_removal_leaves_no_trace_and_touches_nothing_else():
    kept = factories.full_event()
    before, addresses = everything(), set(FormerAddress.objects.values_list("slug"))
    generate(1, "beside")

    call_command("generate_events", delete=True, verbosity=0)

    assert everything() == before
    assert set(FormerAddress.objects.values_list("slug")) == addresses
    assert list(Event.objects.filter(pk=kept.pk)) == [kept]


def test_generation_refuses_to_stand_among_events_of_the_record():
    factories.event()

    with pytest.raises(CommandError, match="other events"):
        generate()

    assert not Topic.objects.filter(slug="synthetic").exists()


def test_generation_refuses_to_add_to_an_earlier_one():
    generate()

    with pytest.raises(CommandError, match="already"):
        generate(2, "beside")

    assert Event.objects.count() == COUNT


def test_generation_refuses_a_count_of_none():
    with pytest.raises(CommandError, match="from 1 on"):
        call_command("generate_events", count=0, verbosity=0)
