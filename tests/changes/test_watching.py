"""What is watched, and what is marked when it is written."""

import pytest
from django.apps import apps
from django.db import connection

from changes import installing
from changes.affected import NAMED, PARTS
from changes.models import Mark
from changes.resources import RESOURCES
from changes.watching import APPS, UNWATCHED, watched_models
from events.models import Citation, Event
from tests import factories as make

pytestmark = pytest.mark.django_db


def triggers() -> dict[str, str]:
    with connection.cursor() as cursor:
        return installing._existing(cursor, connection.vendor)


def test_every_public_table_is_watched_for_every_verb():
    ours = {model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in APPS}
    watched = {model._meta.db_table for model in watched_models()}
    installed = triggers()

    assert {model._meta.db_table for model in ours if model._meta.label not in UNWATCHED} <= watched
    assert {label for label in UNWATCHED if apps.get_model(label)} == set(UNWATCHED)
    assert sorted(installed.values()) == sorted(table for table in watched for _verb in installing.VERBS)


def test_installing_again_changes_nothing_and_mends_what_is_missing():
    before = triggers()
    name, table = min(before.items())
    with connection.cursor() as cursor:
        on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "{name}"{on_table}')

    installing.install("default")
    installing.install("default")
    assert triggers() == before


def test_a_write_marks_the_row_and_what_it_belongs_to():
    one, other = make.event(), make.event(slug="other")
    speaker, person = make.speaker(event=one, person=None), make.person()
    Mark.objects.all().delete()

    type(speaker).objects.filter(pk=speaker.pk).update(event=other, person=person)
    assert set(Mark.objects.values_list("model", "object_id", "is_own")) == {
        ("events.Speaker", speaker.pk, True),
        ("events.Event", one.pk, False),
        ("events.Event", other.pk, False),
        ("institutions.Person", person.pk, False),
    }


def test_a_citation_marks_what_it_is_about_and_plain_sql_is_seen():
    event = make.event()
    citation = make.citation(event)
    Mark.objects.all().delete()

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM events_citation WHERE id = %s", [citation.pk])
    kind = citation.content_type_id
    assert set(Mark.objects.values_list("model", "object_id", "is_own")) == {
        ("events.Citation", citation.pk, True),
        (f"type:{kind}", event.pk, False),
    }
    assert (Citation.objects.count(), Event.objects.count()) == (0, 1)


def test_every_way_from_a_thing_to_its_rows_can_be_asked():
    """A way that no query understands would stop the stream, and every page with it, at the first such write."""
    for plan in (PARTS, NAMED):
        for resource, paths in plan.items():
            for ways in paths.values():
                for way in ways:
                    assert str(RESOURCES[resource].model._base_manager.filter(**{f"{way}__in": [1]}).query)
