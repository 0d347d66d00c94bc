"""Thousands of synthetic events: all planted errors are found and none else; the rest is imported, and undone."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from events.models import Audience, Event, Topic
from exchange.enums import BatchState, Outcome
from exchange.models import ImportBatch
from exchange.services import advance, receive_file, start_import, start_undo
from institutions.enums import PublicationState
from tests import factories
from tests.exchange import generated

ERRORS, KNOWN = 50, 40
# What takes a minute on one database need not take another on the second: a third of the rows go the same ways.
ROWS = {"sqlite": 5_000, "postgresql": 1_500}[connection.vendor]
APPS_OF_THE_RECORD = ("events", "institutions")

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Any:
    return get_user_model().objects.create_superuser("editor")


@pytest.fixture
def world() -> list[Event]:
    """What the workbook refers to, and some events that it changes."""
    factories.fes()
    for name in generated.CITIES[1:]:
        factories.territory(name_ar=name, name_fr=f"Ville {name}")
    dgsn, cndh = factories.police(), factories.institution(acronym="CNDH")
    factories.institution(name_ar="وسيط المملكة", name_fr="Médiateur du Royaume")
    proximity = factories.term(Topic, "proximity", name_ar="شرطة القرب")
    factories.term(Topic, "rights", name_ar="حقوق الإنسان")
    factories.term(Audience, "youth", name_ar="الشباب")
    standing = [factories.draft(name_ar=f"موعد قائم {number}", scope="national") for number in range(KNOWN)]
    for event in standing:
        factories.involvement(event=event, institution=dgsn, note_ar="في مقره")
        factories.involvement(event=event, institution=cndh, role="partner", position=1)
        factories.recommendation(event=event)
        event.topics.add(proximity)
    return standing


def changes_of(standing: list[Event]) -> list[dict[str, Any]]:
    """Rows that change events that are there already, each in columns and in parts."""
    return [
        {
            "slug": event.slug,
            "name_ar": f"موعد معدل {event.pk}",
            "starts_on": "غشت 2024",
            "organizers": "CNDH",
            "partners": "-",
            "topics": "حقوق الإنسان",
            "requests": "ملتمس جديد من الملف",
        }
        for event in standing
    ]


def dump() -> dict[str, str]:
    """Every column of every row of the record, by table."""
    found = {}
    for label in APPS_OF_THE_RECORD:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            rows = (
                models.QuerySet(model)
                .order_by("pk")
                .values_list(*(f.attname for f in model._meta.concrete_fields))
            )
            found[model._meta.db_table] = json.dumps(list(rows), cls=DjangoJSONEncoder)
    return found


def finish(batch: ImportBatch, editor: Any) -> ImportBatch:
    while batch.is_at_work:
        batch = advance(batch, editor, seconds=60)
    return batch


@pytest.mark.long
def test_workbook_of_five_thousand_rows_has_all_planted_errors_found_is_imported_and_undone_to_the_byte(
    editor: Any, world: list[Event]
) -> None:
    rows = generated.events(ROWS - KNOWN)
    planted = generated.plant(rows, ERRORS)
    rows += changes_of(world)
    before = dump()

    batch = finish(receive_file(content=generated.workbook(rows), name="مواعيد.xlsx", by=editor), editor)

    refused = batch.rows.filter(outcome=Outcome.REFUSED)
    found = {(row.number, error["column"], error["kind"]) for row in refused for error in row.errors}
    assert found == planted
    assert len({kind for _row, _column, kind in planted}) == 15
    assert batch.rows.filter(outcome=Outcome.CREATED).count() == ROWS - KNOWN - ERRORS
    assert batch.rows.filter(outcome=Outcome.CHANGED).count() == KNOWN
    assert dump() == before

    start_import(batch=batch, by=editor, despite_errors=True)
    batch.refresh_from_db()
    batch = finish(batch, editor)

    assert batch.state == BatchState.DONE
    made = Event.objects.filter(name_ar__startswith="موعد تجريبي")
    assert made.count() == ROWS - KNOWN - ERRORS
    assert Event.objects.filter(name_ar__startswith="موعد معدل", starts_precision="month").count() == KNOWN
    assert set(made.values_list("publication_state", flat=True)) == {PublicationState.DRAFT}

    start_undo(batch=batch, by=editor)
    batch.refresh_from_db()
    batch = finish(batch, editor)

    assert batch.state == BatchState.UNDONE
    assert dump() == before
