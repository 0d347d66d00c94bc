"""The index after each way of writing is what a rebuild would make of the record."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from events.models import Event, Recommendation
from exchange.services import start_undo
from history import tombstones
from history.recording import Verb, recording
from institutions.merging import merge
from institutions.models import Person
from search.engine import understood
from search.keeping import settle
from search.kinds import KINDS
from search.models import SearchDocument
from search.searches import Search
from tests import factories as make
from tests.exchange.tables import finish, imported

pytestmark = pytest.mark.django_db


def found(text):
    return [(hit.kind, hit.object_id) for hit in Search(understood(text)).everything]


def test_everything_an_event_has_is_indexed(same_as_fresh):
    make.full_event()

    assert same_as_fresh()


def test_the_sample_leaves_a_complete_index(same_as_fresh):
    call_command("loadsample", verbosity=0)

    assert same_as_fresh()
    assert SearchDocument.objects.filter(kind="event").count() == Event.objects.count() == 8


def test_a_changed_row_is_found_by_its_new_words_only(same_as_fresh):
    held = make.event(name_ar="لقاء أول", name_fr="Premier")
    assert found("premier") == [("event", held.pk)]
    held.name_fr = "Deuxième"
    held.save()

    assert (found("premier"), found("deuxieme")) == ([], [("event", held.pk)])
    assert same_as_fresh()


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held.speakers.first().person.other_names.create(text="Zineb Alami", language="fr"),
        lambda held: held.involvements.first().institution.other_names.create(text="Z", language="fr", kind="alias"),
        lambda held: held.territory.aliases.create(text="Zineb", language="fr"),
        lambda held: held.sessions.create(name_ar="زينب"),
        lambda held: held.speakers.first().statements.create(text_ar="زينب"),
        lambda held: held.speakers.first().delete(),
        lambda held: held.recommendations.first().delete(),
        lambda held: held.recommendations.first().addressees.clear(),
        lambda held: held.topics.clear(),
        lambda held: held.topics.first().delete(),
        lambda held: held.topics.first().events.remove(held),
        lambda held: held.involvements.all().delete(),
        lambda held: Person.objects.filter(pk=make.person(name_fr="Seule").pk).delete(),
        lambda held: setattr(held, "territory", None) or setattr(held, "place_kind", "unknown") or held.save(),
    ],
)  # fmt: skip
def test_a_change_of_a_part_or_of_what_is_named_reaches_the_index(change, same_as_fresh):
    held = make.full_event()
    found("settle")
    change(held)

    assert same_as_fresh()


def test_a_renamed_region_is_known_to_the_events_of_its_places(same_as_fresh):
    region = make.territory(
        name_ar="جهة", name_fr="Region Ancienne", kind="region", parent=make.territory(kind="country")
    )
    make.event(territory=make.territory(name_fr="Ville", parent=region))
    found("settle")
    region.name_fr = "Nouvelle"
    region.save()

    assert same_as_fresh()


def test_what_history_restores_is_indexed(same_as_fresh):
    held = make.full_event()
    with recording(held, by=None, verb=Verb.CHANGED):
        Recommendation.objects.filter(event=held).first().delete()
    found("settle")
    with recording(held, by=None, verb=Verb.RESTORED):
        make.recommendation(event=held)

    assert same_as_fresh()


def test_merging_two_people_leaves_one_in_the_index(same_as_fresh):
    keep, remove = make.person(name_fr="Une"), make.person(name_fr="Autre")
    make.speaker(event=make.event(), person=remove)
    found("settle")
    merge(keep=keep, remove=remove, by=None, reason="", choices={})

    assert same_as_fresh()
    assert [kind for kind, _number in found("autre")] == ["person", "event"]


def test_an_import_and_its_undoing_leave_the_index_right(same_as_fresh, django_user_model):
    editor = django_user_model.objects.create_superuser("editor")
    make.fes()
    row = {"name_ar": "لقاء", "starts_on": "17 ماي 2023", "territory": "فاس", "requests": "طلب مستورد"}
    batch = imported(editor, row)
    assert same_as_fresh()
    assert SearchDocument.objects.filter(kind="recommendation").count() == 1

    start_undo(batch=batch, by=editor)
    batch.refresh_from_db()
    finish(batch, editor)

    assert same_as_fresh()
    assert SearchDocument.objects.filter(kind__in=("event", "recommendation")).count() == 0


def test_what_is_purged_is_gone_from_the_index(same_as_fresh):
    held = make.event()
    make.recommendation(event=held)
    make.document(event=held)
    found("settle")
    number = held.pk
    tombstones.bury(held, by=None, reason="")
    held.delete()

    assert same_as_fresh()
    assert not SearchDocument.objects.filter(kind="event", object_id=number).exists()
    assert not SearchDocument.objects.filter(kind__in=("recommendation", "document")).exists()


@pytest.mark.django_db(transaction=True)
def test_a_commit_settles_the_index_and_a_rollback_leaves_it():
    with transaction.atomic():
        held = make.event(name_fr="Engagée")
    assert SearchDocument.objects.filter(kind="event", object_id=held.pk).count() == 1
    with transaction.atomic():
        held.name_fr = "Abandonnée"
        held.save()
        transaction.set_rollback(True)

    assert (len(found("engagee")), found("abandonnee")) == (1, [])


def test_reindexing_mends_what_is_stale_and_counts_it(capsys, same_as_fresh):
    held = make.event()
    found("settle")
    SearchDocument.objects.filter(object_id=held.pk).update(analyzer=0)
    call_command("reindex_search", "--stale")

    assert capsys.readouterr().out.startswith("1 entries")
    assert same_as_fresh()


@pytest.mark.django_db
def test_index_left_behind_by_a_killed_process_is_mended_by_the_nightly_round() -> None:
    event = make.event(name_ar="لقاء قديم")
    with recording(event, by=None, verb=Verb.CHANGED):
        Event.objects.filter(pk=event.pk).update(name_ar="عنوان جديد")
    settle()
    SearchDocument.objects.filter(kind="event").update(title="stale", terms="stale")

    call_command("reindex_search", stale=True, stdout=StringIO())
    settle()

    assert "stale" not in SearchDocument.objects.get(kind="event", object_id=event.pk).title


def test_what_is_indexed_does_not_follow_where_rows_lie() -> None:
    """PostgreSQL hands out an updated row last where nothing orders them."""
    police = make.police()
    for text in ("Une", "Deux", "Trois"):
        police.other_names.create(text=text, language="fr", kind="alias")
    kind = KINDS["institution"]

    before = [kind.content(row) for row in kind.load([police.pk])]
    police.other_names.filter(text="Une").update(kind="former")
    police.other_names.filter(text="Une").update(kind="alias")

    assert [kind.content(row) for row in kind.load([police.pk])] == before
