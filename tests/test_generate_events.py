"""Synthetic events: the same for a seed, valid, removable without a trace, never among those of the record.

Most are copies that the database makes: every one has to be what saving it would have made of it.
"""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models

from changes import settling
from changes.models import Entry, Mark, Record
from changes.resources import RESOURCES
from changes.version import current
from events import synthetic
from events.models import Count, Event, Involvement, PressItem, Recommendation, Speaker, Topic
from institutions.fields import Derived
from institutions.models import FormerAddress
from portal.synthetic import making
from portal.synthetic.removing import delete
from search import index
from search.keeping import catch_up
from search.kinds import KINDS
from search.models import SearchDocument, SearchTerm
from tests import factories

pytestmark = pytest.mark.django_db
COUNT = 40
OURS = ("events", "institutions", "history", "search", "changes")


@pytest.fixture(autouse=True)
def _place(db, monkeypatch):
    factories.fes()
    monkeypatch.setattr(making, "PATTERN", COUNT // 2)


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
    return {model: model._base_manager.count() for model in ours()}


def ours():
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.app_label in OURS and issubclass(model, models.Model)]


def test_same_seed_gives_the_same_events_and_another_seed_others():
    generate(seed=7)
    first = described()
    delete()
    generate(seed=7)
    again = described()
    delete()
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
    index.rebuild(only_stale=True)
    settling.settle()
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


# Equal to rows saved one by one ---------------------------------------------------------------------------
def test_columns_are_what_saving_would_derive():
    generate()
    derived = [
        (model, field) for model in ours() for field in model._meta.fields if isinstance(field, Derived)
    ]

    for model, field in derived:
        for row in model._base_manager.all():
            assert getattr(row, field.attname) == field.pre_save(row, add=False), (row, field)
    assert {model for model, _field in derived if model._base_manager.exists()} > {
        Event,
        Speaker,
        Recommendation,
    }


def test_documents_of_the_search_index_are_what_the_rules_make_of_the_rows():
    generate()

    for kind in KINDS.values():
        numbers = sorted(kind.model._default_manager.values_list("pk", flat=True))
        stored = SearchDocument.objects.filter(kind=kind.name).order_by("object_id")
        wanted = [index.document_of(kind, row) for row in kind.load(numbers)]
        assert [columns(document) for document in stored] == [columns(document) for document in wanted]


def columns(document):
    return {
        field.name: getattr(document, field.name) for field in document._meta.fields if field.name != "id"
    }


def test_words_are_counted_in_every_copy():
    generate()
    documents = [set(row.split()) for row in SearchDocument.objects.values_list("terms", flat=True)]

    counted = dict(SearchTerm.objects.values_list("word", "document_count"))

    assert counted == {word: sum(word in row for row in documents) for word in set.union(*documents)}


def test_every_copy_is_found_by_its_words(client):
    generate()
    event = Event.objects.public().order_by("-pk").first()

    found = client.get("/api/v1/search/", {"q": event.name_ar, "page_size": 50}).json()

    assert (event.pk, "event") in {(row["id"], row["kind"]) for row in found["results"]}


def test_ledger_tells_of_all_that_is_public_and_ends_at_the_version_of_the_record():
    generate()
    at = Record.objects.get().settled_at

    for name, resource in RESOURCES.items():
        told = Entry.objects.filter(resource=name, is_public=True).values_list("object_id", flat=True)
        assert set(told) == set(resource.public(at).values_list("pk", flat=True)), name
    positions = sorted(Entry.objects.values_list("position", flat=True))
    assert positions[-1] <= Record.objects.get().version
    assert (Mark.objects.count(), current() is None) == (0, False)


def test_what_is_written_afterwards_is_marked_numbered_and_found_as_ever(client):
    generate()

    event = factories.event(name_ar="لقاء فريد")
    marked = Mark.objects.filter(model="events.Event", object_id=event.pk).exists()
    settling.settle()
    catch_up()

    found = client.get("/api/v1/search/", {"q": "فريد"}).json()["results"]
    assert marked
    assert Entry.objects.get(resource="events", object_id=event.pk).position <= Record.objects.get().version
    assert [(row["kind"], row["id"]) for row in found] == [("event", event.pk)]


def test_copies_make_at_least_as_many_as_were_asked_for(monkeypatch):
    monkeypatch.setattr(making, "PATTERN", 7)

    assert making.generate(20, 1) == Event.objects.count() == 21
